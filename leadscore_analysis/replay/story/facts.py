"""What is known of one entity: its postings with what explains them, what its rules saw, its events and its versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from leadscore_analysis.clock import instant_us
from leadscore_analysis.engine import Engine, relation_text
from leadscore_analysis.engines.duckdb import projection
from leadscore_analysis.rulebook.models import EntityKind

AWARD, STEP, WITHDRAW, CAP, DERIVED = range(1, 6)
ENTRIES = {AWARD: "award", STEP: "step", WITHDRAW: "withdraw", CAP: "cap", DERIVED: "derived"}


@dataclass(frozen=True)
class Posting:
    """A posting of an award: ``points`` and ``value`` (what the award is worth from then on) are ten-thousandths."""

    rule_key: int
    event_id: str | None
    entry_no: int
    posted_us: int
    points: int
    value: int
    anchor_us: int
    stop_us: int | None
    age_us: int
    shape_key: int


@dataclass(frozen=True)
class BoundPosting:
    """A posting by a bound, or of a score made from scores; ``so_far`` is what the node posted in all up to then."""

    node_key: int
    entry_no: int
    posted_us: int
    points: int
    so_far: int


@dataclass(frozen=True)
class Event:
    """An event with its properties (those of the contract left out)."""

    event_id: str
    lead_id: str
    event_type: str
    occurred_us: int
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class Version:
    """The attributes in force from ``starts_us`` on."""

    starts_us: int
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class Idle:
    """Matches of a rule without points: ``not_kept`` of them as the limit was used up, the others withdrawn before they began."""

    rule_key: int
    times: int
    not_kept: int
    first_us: int
    last_us: int


@dataclass(frozen=True)
class Facts:
    """Everything that a story is told from."""

    appeared_us: int
    last_us: int
    postings: tuple[Posting, ...]
    bounds: tuple[BoundPosting, ...]
    happenings: Mapping[tuple[int, int, str], str]
    """The event of a rule at an instant, by rule, instant and kind (match, stop, reset)."""
    tiers: Mapping[tuple[int, int], int]
    """The shape of the tier that starts to count, by rule and instant."""
    events: Mapping[str, Event]
    versions: tuple[Version, ...]
    idle: tuple[Idle, ...]

    @cached_property
    def starts(self) -> frozenset[tuple[int, int, int]]:
        """Rule, shape and anchor of every award that posted something."""
        return frozenset((posting.rule_key, posting.shape_key, posting.anchor_us) for posting in self.postings)


def facts_of(engine: Engine, entity: EntityKind, entity_id: str) -> Facts:
    """The facts of an entity, from an engine in which its part of the history was replayed."""
    [appeared] = engine.arrow("SELECT appeared_us FROM entities WHERE entity = ? AND entity_id = ?", [entity, entity_id]).to_pylist()
    [span] = engine.arrow("SELECT last_us FROM story_span").to_pylist()
    happenings = {(row["rule_key"], row["occurred_us"], row["kind"]): row["event_id"] for row in _rows(engine, "story_happenings")}
    return Facts(
        appeared["appeared_us"],
        span["last_us"],
        tuple(Posting(**row) for row in _rows(engine, "story_awards")),
        tuple(BoundPosting(**{**row, "so_far": int(row["so_far"])}) for row in _rows(engine, "story_bounds")),
        happenings,
        {(row["rule_key"], row["anchor_us"]): row["shape_key"] for row in _rows(engine, "story_tiers")},
        {event.event_id: event for event in _events(engine)},
        _versions(engine, entity, appeared["appeared_us"]),
        tuple(Idle(**row) for row in _rows(engine, "story_idle")),
    )


def _rows(engine: Engine, relation: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = engine.arrow(relation_text(relation)).to_pylist()
    return rows


def _events(engine: Engine) -> list[Event]:
    keys = ("lead_key", "event_id", "lead_id", "event_type", "occurred_us", "occurred_at", "recorded_at", "deal_id")
    return [
        Event(
            row["event_id"],
            row["lead_id"],
            row["event_type"],
            row["occurred_us"],
            {name: value for name, value in row.items() if name not in keys},
        )
        for row in engine.arrow("SELECT * FROM event_rows").to_pylist()
    ]


def _versions(engine: Engine, entity: EntityKind, appeared_us: int) -> tuple[Version, ...]:
    """An undated version holds from first appearance and gives way to a dated one with the same start."""
    rows = engine.arrow(projection(rows=f"story_{entity}_versions")).to_pylist()
    dated = sorted(
        (
            (appeared_us if row["valid_from"] is None else instant_us(row["valid_from"]), row["valid_from"] is not None, place)
            for place, row in enumerate(rows)
        )
    )
    by_start = {start: place for start, _, place in dated}
    keys = (f"{entity}_id", "valid_from")
    return tuple(
        Version(start, {name: value for name, value in rows[place].items() if name not in keys}) for start, place in by_start.items()
    )
