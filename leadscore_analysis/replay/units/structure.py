"""The structure of a rulebook: everything that its units depend on, and nothing that they do not, such as points and bounds."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from leadscore_analysis.errors import InputError
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.walk import PlacedRule, placed_rules

_WITHOUT_UNITS = {"cap", "label", "note", "locked", "direction", "enabled", "decay", "points", "adds"}
_HINT = "keep the units of that rulebook with Replay.units_at; points, caps, bounds and weights may differ, nothing else"


def structure_hash(model: RulebookModel) -> str:
    """A hash that two rulebooks share when they differ in points, caps, bounds, weights and words only."""
    parts = [_rules(model), rolls_up(model)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def rolls_up(model: RulebookModel) -> bool:
    """Whether a score is rolled up, so that the units of accounts' leads are kept with those of the accounts."""
    return any(score.rollup is not None for score in model.scores)


def refuse_other_structure(model: RulebookModel, kept: RulebookModel) -> None:
    """Raises InputError, naming a rule that differs, when units kept with ``kept`` are not those of ``model``."""
    asked, known = _rules(model), _rules(kept)
    if rolls_up(model) and not rolls_up(kept):
        raise InputError("the rulebook must have the structure of the one whose units were kept; only it has a roll-up", hint=_HINT)
    if asked == known:
        return
    names = sorted({name for name in {*asked, *known} if asked.get(name) != known.get(name)})
    what = f"the rule {names[0]} differs" if names else "its rules stand in another order"
    raise InputError(f"the rulebook must have the structure of the one whose units were kept; {what}", hint=_HINT)


def _rules(model: RulebookModel) -> dict[str, Any]:
    """What the units of each enabled rule depend on, by its name, with its place in the file."""
    enabled = [placed for placed in placed_rules(model) if placed.rule.enabled]
    return {placed.rule.rule: _described(place, placed, model.timezone) for place, placed in enumerate(enabled)}


def _described(place: int, placed: PlacedRule, timezone: str) -> dict[str, Any]:
    rule = placed.rule.model_dump(mode="json", exclude=_WITHOUT_UNITS - {"points", "adds"})
    values = rule.get("values")
    return {
        "place": [place, placed.score.score, placed.score.entity, placed.group.group if placed.group is not None else None],
        "rule": _without_points(rule | ({"values": list(values)} if values is not None else {})),
        "decay": None if placed.decay is None else placed.decay.model_dump(mode="json"),
        "reset": None if placed.reset is None else placed.reset.model_dump(mode="json"),
        "timezone": timezone,
    }


def _without_points(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_points(value) for key, value in part.items() if key not in _WITHOUT_UNITS}
    return [_without_points(value) for value in part] if isinstance(part, list) else part
