"""A replay and its oracle, compared to the last decimal: timeline, ledger, crossings, qualified leads and alerts."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from tests.replay.drawn.histories import Drawn, written
from tests.replay.oracle import clauses
from tests.replay.oracle.history import Entity, world_of
from tests.replay.oracle.scores import Posted, Scores

Place = tuple[str, str, str]
"""An entity's kind and id, and a score."""
Line = tuple[str, Decimal]
PLAINEST = Rulebook.from_text("{rulebook: plainest, scores: [{score: none}]}")


def book_of(mapped: dict[str, Any]) -> Rulebook:
    return PLAINEST.with_values({(key,): value for key, value in mapped.items()})


@dataclass(frozen=True)
class Answers:
    """What a replay answered, as plain Python; its session is closed."""

    timeline: dict[Place, list[tuple[int, int | None, Decimal]]]
    ledger: dict[Place, list[tuple[int, tuple[str, bool, str | None], Decimal]]]
    crossings: set[tuple[Any, ...]]
    qualified: dict[str, tuple[int, str]]
    alerts: list[tuple[str, str, int, str | None]]

    @cached_property
    def instants(self) -> dict[Place, set[int]]:
        """Every instant at which something is told of a score."""
        found: dict[Place, set[int]] = defaultdict(set)
        for place, stretches in self.timeline.items():
            found[place] |= {start for start, _, _ in stretches}
        for place, postings in self.ledger.items():
            found[place] |= {posted for posted, _, _ in postings}
        return found


def answers(folder: Path, drawn: Drawn, book: dict[str, Any], *, line: Line | None = None, recorded: bool = False) -> Answers:
    replay = Replay(written(folder, drawn), book_of(book), line=line, recorded=recorded)
    try:
        return Answers(
            _timeline(replay.timeline),
            _ledger(replay.ledger),
            {tuple(row) for row in _rows(replay.crossings(), "entity_id", "score", "band", "threshold", "crossed_at", "direction")},
            {lead: (us, path) for lead, us, path in _rows(replay.qualified, "lead_id", "qualified_at", "path")},
            [tuple(row) for row in _rows(replay.alerts, "alert", "lead_id", "fired_at", "to")],
        )
    finally:
        replay.close()


def _rows(table: pd.DataFrame, *names: str) -> list[list[Any]]:
    columns = [_plain(table[name]) for name in names]
    return [list(row) for row in zip(*columns, strict=True)]


def _plain(column: "pd.Series[Any]") -> Iterable[Any]:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return [None if value is pd.NaT else value.value // 1000 for value in column]
    return [None if pd.isna(value) else value for value in column]


def _timeline(table: pd.DataFrame) -> dict[Place, list[tuple[int, int | None, Decimal]]]:
    found = defaultdict(list)
    for kind, entity_id, score, start, end, value in _rows(table, "entity", "entity_id", "score", "starts_at", "ends_at", "value"):
        found[kind, entity_id, score].append((start, end, value))
    return {place: sorted(stretches, key=lambda stretch: stretch[0]) for place, stretches in found.items()}


def _ledger(table: pd.DataFrame) -> dict[Place, list[tuple[int, tuple[str, bool, str | None], Decimal]]]:
    found = defaultdict(list)
    names = ("entity", "entity_id", "score", "posted_at", "rule", "entry", "event_id", "points")
    for kind, entity_id, score, posted, rule, entry, event_id, points in _rows(table, *names):
        found[kind, entity_id, score].append((posted, (rule, entry == "cap", event_id), points))
    return {place: sorted(postings, key=lambda posting: posting[0]) for place, postings in found.items()}


def assert_agree(told: Answers, drawn: Drawn, book: dict[str, Any], *, line: Line | None = None, recorded: bool = False) -> None:
    """The answers are those of the oracle, at every instant at which either may change."""
    scores = Scores(book, world_of(list(drawn.events), list(drawn.versions), recorded=recorded))
    asked = {
        (entity.kind, entity.entity_id, score): entity for score in scores.scores for entity in scores.world.of_kind(scores.kind_of(score))
    }
    assert told.timeline.keys() == asked.keys()
    assert told.ledger.keys() <= asked.keys()
    crossed = set()
    for place, entity in asked.items():
        instants = sorted(scores.instants(place[2], entity) | told.instants[place])
        _assert_timeline(told.timeline[place], scores, place, entity, instants)
        _assert_ledger(told.ledger.get(place, []), scores, place, entity, instants)
        cut = line[1] if line is not None and line[0] == place[2] else None
        crossed |= {(entity.entity_id, place[2], *crossing) for crossing in clauses.crossings(scores, place[2], entity, instants, cut)}
    assert told.crossings == crossed
    _assert_clauses(told, scores)


def _assert_timeline(
    stretches: list[tuple[int, int | None, Decimal]], scores: Scores, place: Place, entity: Entity, instants: list[int]
) -> None:
    starts = [start for start, _, _ in stretches]
    assert starts[0] == entity.appeared, place
    assert [end for _, end, _ in stretches] == [*starts[1:], None], place
    for now in instants:
        expected = scores.value(place[2], entity, now)
        found = stretches[bisect_right(starts, now) - 1][2]
        assert (place, now, found) == (place, now, expected)


def _assert_ledger(postings: list[tuple[int, Any, Decimal]], scores: Scores, place: Place, entity: Entity, instants: list[int]) -> None:
    assert all(posted >= entity.appeared for posted, _, _ in postings), place
    for now, posted in zip(instants, _running(postings, instants), strict=True):
        assert (place, now, posted) == (place, now, scores.posted(place[2], entity, now))


def _running(postings: list[tuple[int, Any, Decimal]], instants: list[int]) -> Iterator[Posted]:
    """What has been posted at each instant, by rule and event, where it is not 0."""
    sums: Posted = {}
    waiting = iter([*postings, (10**20, None, Decimal(0))])
    upcoming = next(waiting)
    for now in instants:
        while upcoming[0] <= now:
            sums[upcoming[1]] = sums.get(upcoming[1], Decimal(0)) + upcoming[2]
            upcoming = next(waiting)
        yield {key: points for key, points in sums.items() if points != 0}


def _assert_clauses(told: Answers, scores: Scores) -> None:
    paths, alerts = {}, []
    for lead in scores.world.of_kind("lead"):
        instants = clauses.instants_of(scores, lead)
        first = clauses.qualified(scores, lead, instants)
        paths |= {} if first is None else {lead.entity_id: first}
        for alert in (alert for alert in scores.book.get("alerts", ()) if alert.get("enabled", True)):
            alerts += [(alert["alert"], lead.entity_id, now, to) for now, to in clauses.fired(scores, lead, alert, instants)]
    assert told.qualified == paths
    assert sorted(told.alerts, key=str) == sorted(alerts, key=str)
