"""Paths and alerts as rows: clauses, and the conditions that must hold together for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leadscore_analysis.replay.points import ten_thousandths
from leadscore_analysis.replay.selectors import SelectorList
from leadscore_analysis.rulebook.models import Alert, Condition, RulebookModel

_NEVER_AGAIN_US = 10**18


@dataclass(frozen=True)
class Clauses:
    """The rows of ``conditions``, ``clause_conditions`` (here ``members``) and ``clauses``; paths come in the order of the file."""

    conditions: list[tuple[Any, ...]]
    members: list[tuple[int, int]]
    clauses: list[tuple[Any, ...]]


def clauses_of(model: RulebookModel, selectors: SelectorList, score_keys: dict[str, int]) -> Clauses:
    """The clauses of the rulebook; its population is one more condition of each."""
    made = Clauses([], [], [])
    population = [Condition(where=model.population.where)] if model.population is not None else []
    keys: dict[tuple[Any, ...], int] = {}
    enabled = [alert for alert in model.alerts if alert.enabled]
    named: list[tuple[str, tuple[Condition, ...], int, int, str | None]] = [
        (path.path, path.all, 1, 0, None) for path in model.qualification
    ]
    named += [(alert.alert, alert.all, 0, _rearm_us(alert), alert.to.person if alert.to else None) for alert in enabled]
    for clause_key, (name, conditions, is_path, rearm_us, person) in enumerate(named, start=1):
        rows = {_condition_row(condition, selectors, score_keys) for condition in (*conditions, *population)}
        for row in sorted(rows, key=str):
            if row not in keys:
                keys[row] = len(keys) + 1
                made.conditions.append((keys[row], *row))
            made.members.append((clause_key, keys[row]))
        made.clauses.append((clause_key, name, is_path, len(rows), rearm_us, person))
    return made


def receivers(model: RulebookModel) -> dict[int, str]:
    """The attribute that names the receiver, by the alert's clause key; alerts told to one person or to nobody are left out."""
    enabled = enumerate((alert for alert in model.alerts if alert.enabled), start=len(model.qualification) + 1)
    return {key: alert.to.attribute for key, alert in enabled if alert.to is not None and alert.to.attribute is not None}


def _rearm_us(alert: Alert) -> int:
    if alert.rearm == "never":
        return _NEVER_AGAIN_US
    return 0 if isinstance(alert.rearm, str) else alert.rearm


def _condition_row(condition: Condition, selectors: SelectorList, score_keys: dict[str, int]) -> tuple[Any, ...]:
    if condition.score is not None:
        low, high = (None if points is None else ten_thousandths(points) for points in (condition.at_least, condition.below))
        return score_keys[condition.score], low, high, None, None, None
    if condition.event is not None:
        return None, None, None, selectors.events(condition.event, condition.where), condition.within, None
    return None, None, None, None, None, selectors.attributes(condition.where or "")
