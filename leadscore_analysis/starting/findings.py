"""What the history of a first look shows: the outcome, the closings, and what leads who convert do beforehand."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from leadscore_analysis.engine import quoted, run_plan
from leadscore_analysis.engines.duckdb import DuckDBEngine, projection
from leadscore_analysis.errors import InputError
from leadscore_analysis.history import History
from leadscore_analysis.starting.names import LOST_WORDS, WON_WORDS, words

FEWEST_LEADS = 30
_AFTER_A_CLOSING = 0.05
_BY_NAME = "its name says so"


@dataclass(frozen=True)
class Name:
    """An event type (``kind`` is ``event``) or a stage (``stage``): leads that have it, how often, and how late in their lives (0 to 1)."""

    kind: str
    name: str
    leads: int
    happened: int
    lateness: float


@dataclass(frozen=True)
class Effect:
    """How leads with an event type or stage convert; what happened after the conversion is left out of ``leads_before``."""

    kind: str
    name: str
    leads_before: int
    converting_after: int
    leads: int
    converting: int
    converting_late: int
    happened: int

    @property
    def rate(self) -> float:
        """The share of leads with it that converted after it."""
        return self.converting_after / self.leads_before if self.leads_before else 0.0

    @property
    def part_of_outcome(self) -> bool:
        """Whether it comes with the conversion instead of before it."""
        return self.leads >= FEWEST_LEADS and (
            self.converting >= 0.95 * self.leads or self.converting_late >= 0.8 * max(self.converting, 1)
        )


@dataclass(frozen=True)
class ValueEffect:
    """How many leads have one value of an attribute, and how many of them converted."""

    attribute: str
    value: str
    leads: int
    converting: int

    @property
    def rate(self) -> float:
        """The share of leads with it that converted."""
        return self.converting / self.leads


@dataclass(frozen=True)
class Findings:
    """The outcome proposed and why, the closings, the effects, and the history's size and span.

    ``guessed`` is whether no name tells the outcome.
    ``taken_us`` is the time within which four of five conversions came, from the first thing that the lead did.
    """

    outcome: Name
    why: str
    guessed: bool
    others: tuple[Name, ...]
    closings: tuple[Name, ...]
    effects: tuple[Effect, ...]
    values: tuple[ValueEffect, ...]
    leads: int
    converting: int
    first_us: int
    last_us: int
    taken_us: int

    @property
    def warning(self) -> str:
        """That the outcome is only a guess; empty where its name tells it."""
        if not self.guessed:
            return ""
        return f"the outcome, {self.outcome.name}, is only a guess: no event type or stage has a name such as won or purchase"

    @property
    def rate(self) -> float:
        """The share of all leads that converted."""
        return self.converting / self.leads


def findings(history: History) -> Findings:
    """What the history shows; InputError when it has nothing that could be an outcome."""
    with history.session() as engine:
        run_plan(engine, ("start_happenings", "start_firsts", "start_names"))
        names = [Name(**row) for row in engine.arrow("SELECT * FROM start_names ORDER BY leads DESC, kind, name").to_pylist()]
        outcome, why, others = _outcome(names)
        engine.table("start_outcome", pa.table({"kind": [outcome.kind], "name": [outcome.name]}))
        run_plan(engine, ("start_conversions", "start_effects", "start_times", "start_span", "start_leads"))
        effects = [Effect(**row) for row in engine.arrow("SELECT * FROM start_effects ORDER BY leads DESC, kind, name").to_pylist()]
        [span] = engine.arrow("SELECT * FROM start_span").to_pylist()
        return Findings(
            outcome,
            why,
            why != _BY_NAME,
            others,
            _closings(outcome, names, effects),
            tuple(effects),
            _value_effects(engine),
            **span,
            taken_us=_taken_us(engine),
        )


def _outcome(names: list[Name]) -> tuple[Name, str, tuple[Name, ...]]:
    """The likeliest outcome, why it is one, and other candidates: by name, else what few leads reach, late."""
    open_names = [name for name in names if not words(name.name) & {*LOST_WORDS}]
    by_name = sorted((name for name in open_names if words(name.name) & {*WON_WORDS}), key=_likelihood)
    if by_name:
        return by_name[0], _BY_NAME, tuple(by_name[1:])
    most = max((name.leads for name in names), default=0)
    rare = [name for name in open_names if name.leads <= 0.5 * most]
    if not rare:
        raise InputError(
            "the files must show which leads converted, by a stage such as won or an event such as purchase; none does",
            hint="name the export of won deals or orders too",
        )
    late = sorted(rare, key=lambda name: (-name.lateness, name.leads, name.name))
    return late[0], "few leads have it, and late; no name tells a conversion, so this is a guess", tuple(late[1:4])


def _likelihood(name: Name) -> tuple[int, int, str]:
    """Sorts outcomes by the likeliest word in their names, then by the number of leads."""
    return min(WON_WORDS.index(word) for word in words(name.name) & {*WON_WORDS}), -name.leads, name.name


def _closings(outcome: Name, names: list[Name], effects: list[Effect]) -> tuple[Name, ...]:
    """What ends a lead by its name, and is hardly ever followed by the outcome."""
    followed = {(effect.kind, effect.name): effect.rate for effect in effects}
    return tuple(
        name
        for name in names
        if name != outcome and words(name.name) & {*LOST_WORDS} and followed.get((name.kind, name.name), 0.0) <= _AFTER_A_CLOSING
    )


def _value_effects(engine: DuckDBEngine) -> tuple[ValueEffect, ...]:
    """The values of the leads' attributes that have few different texts."""
    columns = engine.columns("start_leads")
    texts = [name for name, kind in columns.items() if kind == "VARCHAR" and not name.lower().endswith("_id")]
    found: list[ValueEffect] = []
    for name in texts:
        counts = {
            "value": quoted(name),
            "leads": "COUNT(DISTINCT lead_id)",
            "converting": "COUNT(DISTINCT CASE WHEN converted_lead = 1 THEN lead_id END)",
        }
        grouped = projection(counts, rows=f"start_leads WHERE {quoted(name)} IS NOT NULL GROUP BY {quoted(name)} LIMIT 26")
        rows = engine.arrow(grouped).to_pylist()
        if 2 <= len(rows) <= 25:
            found += [ValueEffect(name, **row) for row in sorted(rows, key=lambda row: (-row["leads"], row["value"]))]
    return tuple(found)


def _taken_us(engine: DuckDBEngine) -> int:
    """The time within which four of five conversions came, from the first thing that the lead did."""
    taken = sorted(engine.arrow("SELECT taken_us FROM start_times").column("taken_us").to_pylist())
    return int(taken[(len(taken) - 1) * 4 // 5]) if taken else 0
