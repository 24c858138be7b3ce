"""What holds of every replay, whatever the history and the rulebook: no second replay in Python is needed to see it."""

import tempfile
from bisect import bisect_right
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.replay.agreement import Answers, answers
from tests.replay.drawn.histories import Drawn, histories
from tests.replay.drawn.rulebooks import rulebooks
from tests.replay.examples import examples
from tests.replay.oracle.history import Version, world_of

Mapped = dict[str, Any]
Case = tuple[Drawn, Mapped]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    history = draw(histories())
    return history, draw(rulebooks(history.year))


def replayed(history: Drawn, book: Mapped) -> Answers:
    with tempfile.TemporaryDirectory() as folder:
        return answers(Path(folder), history, book)


@given(cases())
@examples(8)
def test_the_ledger_the_timeline_and_the_crossings_tell_the_same(case: Case) -> None:
    told = replayed(*case)
    for place, stretches in told.timeline.items():
        starts = [start for start, _, _ in stretches]
        assert starts == sorted(set(starts))
        assert [end for _, end, _ in stretches] == [*starts[1:], None]
        postings = told.ledger.get(place, [])
        assert all(posted in starts for posted, _, _ in postings)
        for start, _, value in stretches:
            assert value == sum((points for posted, _, points in postings if posted <= start), Decimal(0))
    assert told.crossings == {crossing for place, stretches in told.timeline.items() for crossing in crossed(place, stretches, case[1])}


def crossed(place: tuple[str, str, str], stretches: list[tuple[int, int | None, Decimal]], book: Mapped) -> set[tuple[Any, ...]]:
    found = set()
    for band in book["bands"].get(place[2], ()):
        threshold = None if "from" not in band else Decimal(str(band["from"]))
        above = False
        for start, _, value in stretches if threshold is not None else ():
            if (value >= threshold) is not above:
                above = not above
                found.add((place[1], place[2], band["band"], threshold, start, "up" if above else "down"))
    return found


@given(cases(), st.integers(0, 1000))
@examples(8)
def test_a_replay_up_to_an_instant_is_that_of_the_history_cut_there(case: Case, place: int) -> None:
    history, book = case
    instants = sorted({event.us for event in history.events})
    until = instants[place % len(instants)]
    whole, cut = replayed(history, book), replayed(cut_at(history, until), book)
    early = {place: steps(stretches, until) for place, stretches in whole.timeline.items() if stretches[0][0] <= until}
    assert {place: steps(stretches, until) for place, stretches in cut.timeline.items()} == early
    assert {crossing for crossing in cut.crossings if crossing[4] <= until} == {row for row in whole.crossings if row[4] <= until}
    assert {lead: row for lead, row in cut.qualified.items() if row[0] <= until} == {
        k: v for k, v in whole.qualified.items() if v[0] <= until
    }
    assert sorted(map(str, (row for row in cut.alerts if row[2] <= until))) == sorted(
        map(str, (row for row in whole.alerts if row[2] <= until))
    )


def cut_at(history: Drawn, until: int) -> Drawn:
    """The history as it was known at an instant; whoever had not appeared yet is not in it."""
    entities = world_of(list(history.events), list(history.versions)).entities

    def known(version: Version) -> bool:
        return (entities[version.kind, version.entity_id].appeared if version.us is None else version.us) <= until

    events = tuple(event for event in history.events if event.us <= until)
    return replace(history, events=events, versions=tuple(filter(known, history.versions)))


def steps(stretches: list[tuple[int, int | None, Decimal]], until: int) -> list[tuple[int, Decimal]]:
    """When the score changes up to an instant, and to what."""
    early = [(start, value) for start, _, value in stretches if start <= until]
    return [step for before, step in zip([None, *early], early, strict=False) if before is None or before[1] != step[1]]


@given(cases(), st.randoms(use_true_random=False))
@examples(8)
def test_the_order_of_the_rows_changes_nothing(case: Case, dice: Random) -> None:
    history, book = case
    events, versions = list(history.events), list(history.versions)
    dice.shuffle(events)
    dice.shuffle(versions)
    told, again = replayed(history, book), replayed(replace(history, events=tuple(events), versions=tuple(versions)), book)
    assert again.timeline == told.timeline
    assert {place: sorted(map(str, rows)) for place, rows in again.ledger.items()} == {
        p: sorted(map(str, rows)) for p, rows in told.ledger.items()
    }
    assert (again.crossings, again.qualified) == (told.crossings, told.qualified)
    assert sorted(map(str, again.alerts)) == sorted(map(str, told.alerts))


@given(cases())
@examples(8)
def test_points_of_the_other_sign_mirror_every_score(case: Case) -> None:
    history, book = case
    scores = [
        one if one.get("rollup", {}).get("how") != "max" else one | {"rollup": one["rollup"] | {"how": "sum"}} for one in book["scores"]
    ]
    plain = {"rulebook": "plain", "timezone": book["timezone"]}
    told, turned = replayed(history, plain | {"scores": scores}), replayed(history, plain | {"scores": mirrored(scores)})
    assert turned.timeline.keys() == told.timeline.keys()
    for place, stretches in told.timeline.items():
        values = [-value for _, _, value in turned.timeline[place]]
        starts = [start for start, _, _ in turned.timeline[place]]
        for start, _, value in stretches:
            assert values[bisect_right(starts, start) - 1] == value


def mirrored(part: Any) -> Any:
    """The part of a rulebook with all its points negated, and its bounds changed places."""
    if isinstance(part, list):
        return [mirrored(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    turned = {key: mirrored(value) for key, value in part.items() if key not in ("min", "max")}
    turned |= {key: -part[key] for key in ("points", "adds") if key in part}
    turned |= {other: -part[key] for key, other in (("min", "max"), ("max", "min")) if key in part}
    return turned | ({"values": {key: -points for key, points in part["values"].items()}} if "values" in part else {})
