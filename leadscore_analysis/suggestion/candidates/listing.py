"""What could become a rule: event types, values of attributes and counts that no rule uses."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa

from leadscore_analysis.clock import DAY_US, duration_text
from leadscore_analysis.engine import Engine, frame, relation_text
from leadscore_analysis.evaluation.leaks import KEYS
from leadscore_analysis.rulebook.fields import ANY_EVENT
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.rules import AttributeRule, EventRule, FrequencyRule
from leadscore_analysis.rulebook.walk import placed_rules
from leadscore_analysis.scorecard import Flags, Integers
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.raw_history import not_to_read
from leadscore_analysis.suggestion.structure.moment_cells import MomentCells
from leadscore_analysis.suggestion.structure.units import attribute_versions
from leadscore_analysis.suggestion.structure.variants import round_numbers
from leadscore_analysis.suggestion.terms import what_it_reads

Form = Literal["once", "lately", "times", "value", "from", "filled"]

LATELY_US = 30 * DAY_US
TIMES = (2, 3, 5, 10)
MOST_VALUES = 12
"""Of an attribute with more values only the most frequent ones are candidates, and of a number only so many cuts."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A rule that there could be: the ``rule`` as a rulebook says it, all but its name and points, and the rows in which it counts.

    ``kind`` and ``name`` say which event type or attribute it is about, ``form`` and ``value`` what of it.
    """

    kind: Literal["event type", "attribute"]
    name: str
    form: Form
    value: str
    rule: Mapping[str, Any]
    counts: Flags

    def with_points(self, points: float) -> dict[str, Any]:
        """The rule with so many points: where they stand follows its form."""
        number = int(points) if points == int(points) else points
        if self.form == "times":
            return {**self.rule, "tiers": [{"at_least": int(self.value), "points": number}]}
        if self.form == "value":
            return {**self.rule, "values": {_key(self.value): number}}
        if self.form == "from":
            return {**self.rule, "ranges": [{"from": float(self.value), "points": number}]}
        return {**self.rule, "points": number}


@dataclass(frozen=True)
class Unused:
    """Event types and attributes that may become rules: those that nothing forbids, and which of them rules use already, and how.

    ``types`` no rule reads; ``uncounted`` no rule counts within a time; ``attributes`` (columns of leads) no rule reads.
    """

    types: tuple[str, ...]
    uncounted: tuple[str, ...]
    attributes: tuple[str, ...]


def unused(engine: Engine, model: RulebookModel, study: Study, leaks: pd.DataFrame) -> Unused:
    """What no enabled rule uses, without outcome, closings, leaks, attributes known only as they are today, and sales' own work (unless the
    study's ``allow`` names it).
    """
    rules = [placed.rule for placed in placed_rules(model) if placed.rule.enabled]
    left_out = not_to_read(leaks, study)
    types = [name for name in leaks.loc[leaks["kind"] == "event type", "name"] if ("event type", name) not in left_out]
    read = {name for rule in rules if not isinstance(rule, AttributeRule) for name in rule.event}
    counted = {name for rule in rules if isinstance(rule, FrequencyRule | EventRule) and rule.where is None for name in rule.event}
    used = {name.lower() for rule in rules if isinstance(rule, AttributeRule) for name in what_it_reads(rule)}
    columns = [name for name, kind in engine.columns("leads").items() if not kind.upper().startswith(("TIME", "DATE"))]
    free = [name for name in columns if name not in KEYS and ("attribute", name) not in left_out]
    return Unused(
        types=tuple(sorted(name for name in types if name not in read)),
        uncounted=tuple(sorted(name for name in types if name not in _counting(counted, rules))),
        attributes=tuple(sorted(name for name in free if name.lower() not in used)),
    )


def _counting(counted: set[str], rules: Collection[Any]) -> set[str]:
    """The event types that a rule counts: by tiers, or by points for each event."""
    once = {name for rule in rules if isinstance(rule, EventRule) and rule.limit.count == 1 for name in rule.event}
    return {name for name in counted if name not in once and name != ANY_EVENT}


def candidates(engine: Engine, cells: MomentCells, found: Unused, *, reset_with: Sequence[int], least_leads: float) -> Iterator[Candidate]:
    """The candidates that at least so many leads of the rows have, and as many have not; ``reset_with`` are the keys of rules whose resets
    a new rule would share.
    """
    lead = cells.examples.rows["lead"].to_numpy()
    for each in (*_events(engine, cells, found, reset_with), *_attributes(engine, cells, found)):
        if min(len(np.unique(lead[side])) for side in (each.counts, ~each.counts)) >= least_leads:
            yield each


def _events(engine: Engine, cells: MomentCells, found: Unused, reset_with: Sequence[int]) -> Iterator[Candidate]:
    resets = _resets(engine, reset_with)
    engine.table("asked_until", pa.table({"until_us": pa.array([cells.last_us], pa.int64())}))
    events = frame(engine, relation_text("event_times"))
    within = duration_text(LATELY_US)
    for name, rows in events.groupby("event_type", sort=True):
        if name not in found.types and name not in found.uncounted:
            continue
        happened = cells.stretches(*_withdrawn(rows, resets))
        lately = cells.counted(happened.between(0, LATELY_US))
        if name in found.types:
            once = {"kind": "event", "event": name, "limit": "once"}
            yield Candidate("event type", str(name), "once", "", once, cells.counted(happened) > 0)
            yield Candidate("event type", str(name), "lately", "", {"kind": "recency", "event": name, "within": within}, lately > 0)
        if name in found.uncounted:
            for times in TIMES:
                rule = {"kind": "frequency", "event": name, "within": within}
                yield Candidate("event type", str(name), "times", str(times), rule, lately >= times)


def _resets(engine: Engine, rules: Sequence[int]) -> pd.DataFrame:
    """When leads are reset: lead_key, reset_us, in order of time."""
    last = np.iinfo(np.int64).max
    engine.table(
        "asked_rule", pa.table({"rule_key": pa.array(list(rules), pa.int64()), "until_us": pa.array([last] * len(rules), pa.int64())})
    )
    return frame(engine, relation_text("score_resets")).sort_values("reset_us")


def _withdrawn(rows: pd.DataFrame, resets: pd.DataFrame) -> tuple[Integers, Integers, Integers]:
    """Leads, instants, and until when each counts: the first reset that comes later."""
    ends = np.full(len(rows), np.iinfo(np.int64).max)
    if resets.empty:
        return rows["lead_key"].to_numpy(), rows["occurred_us"].to_numpy(), ends
    ordered = rows.sort_values("occurred_us")
    found = pd.merge_asof(
        ordered, resets, left_on="occurred_us", right_on="reset_us", by="lead_key", direction="forward", allow_exact_matches=False
    )
    reset = found["reset_us"].notna().to_numpy()
    ends[reset] = found["reset_us"].to_numpy()[reset].astype(np.int64)  # instants as floats are exact for centuries to come
    return found["lead_key"].to_numpy(), found["occurred_us"].to_numpy(), ends


def _attributes(engine: Engine, cells: MomentCells, found: Unused) -> Iterator[Candidate]:
    for name in found.attributes:
        versions = attribute_versions(engine, cells, name)
        at = cells.latest(cells.stretches(versions["lead_key"].to_numpy(), versions["starts_us"].to_numpy()))
        texts = np.array([*versions["text_value"].to_pylist(), None], dtype=object)[at]
        numbers = np.append(versions["number_value"].to_numpy(zero_copy_only=False).astype(np.float64), np.nan)[at]
        yield from _values(name, texts, numbers)


def _values(name: str, texts: Any, numbers: Any) -> Iterator[Candidate]:
    """The values of an attribute: the most frequent ones, or cuts of a number that has many."""
    filled = np.array([text is not None and text != "" for text in texts])
    known = pd.Series(texts[filled])
    values = known.value_counts()
    rule = {"kind": "attribute", "attribute": name}
    if name.isidentifier() and not filled.all():
        yield Candidate("attribute", name, "filled", "", {"kind": "attribute", "where": f"{name} IS NOT NULL"}, filled)
    if len(values) > MOST_VALUES and np.isfinite(numbers[filled]).mean() > 0.9:
        cuts = round_numbers(np.quantile(numbers[np.isfinite(numbers)], np.linspace(0.05, 0.95, 40)))
        for cut in cuts[:: max(1, -(-len(cuts) // MOST_VALUES))]:
            yield Candidate("attribute", name, "from", str(cut), rule, numbers >= float(cut))
        return
    for value in sorted(values.index[:MOST_VALUES]):
        yield Candidate("attribute", name, "value", str(value), rule, texts == value)


def _key(value: str) -> str | int | float:
    """A value as a rulebook's file has it: a number where it is written as one; ``0123``, ``1_000`` and ``nan`` are texts."""
    for kind in (int, float):
        with suppress(ValueError):
            number = kind(value)
            if str(number) == value and math.isfinite(number):
                return number
    return value
