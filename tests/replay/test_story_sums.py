"""Stories of drawn histories: the lines are the ledger's postings, each once, and the totals are the timeline."""

import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from leadscore_analysis.replay import Replay
from tests.replay.agreement import Line, book_of
from tests.replay.drawn.cases import cases
from tests.replay.drawn.histories import Drawn, written
from tests.replay.examples import examples

LEDGER = ["score", "rule", "event_id", "entry", "posted_at", "points"]


def as_rows(postings: pd.DataFrame) -> list[list[object]]:
    return sorted(postings.fillna({"event_id": ""})[LEDGER].values.tolist())


@given(cases(), st.integers(0, 1000))
@examples(12)
def test_a_story_is_the_ledger_and_its_totals_the_timeline(case: tuple[Drawn, dict[str, Any], Line | None, bool], place: int) -> None:
    history, book, line, recorded = case
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Replay(written(Path(folder), history), book_of(book), line=line, recorded=recorded)) as replay,
    ):
        ledger, timeline = replay.ledger, replay.timeline
        known = timeline[["entity", "entity_id"]].drop_duplicates().sort_values(["entity", "entity_id"]).values.tolist()
        entity, name = known[place % len(known)]
        lines = replay.story(name, entity=entity).lines
    postings = lines[lines["points"].notna()]
    assert as_rows(postings) == as_rows(ledger[(ledger["entity"] == entity) & (ledger["entity_id"] == name)])
    assert (lines["why"] != "").all()
    assert lines["posted_at"].is_monotonic_increasing
    after = postings.groupby(["score", "posted_at"])["total"].last().to_dict()
    stretches = timeline[(timeline["entity"] == entity) & (timeline["entity_id"] == name)]
    for score, starts_at, value in zip(stretches["score"], stretches["starts_at"], stretches["value"], strict=True):
        assert after.pop((score, starts_at), 0) == value  # nothing is posted at first appearance where a score starts at 0
    assert not after
