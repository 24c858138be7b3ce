"""Stories of drawn histories: the lines are the ledger's postings, each once, and the totals are the timeline."""

import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, given, settings

from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from tests.replay.oracle import Event, Version
from tests.replay.test_against_oracle import events, rulebooks, versions, written

LEDGER = ["score", "rule", "event_id", "entry", "posted_at", "points"]


def as_rows(postings: pd.DataFrame) -> list[list[object]]:
    return sorted(postings.fillna({"event_id": ""})[LEDGER].values.tolist())


@given(events, versions, rulebooks())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_story_is_the_ledger_and_its_totals_the_timeline(drawn: list[Event], found: list[Version], book: Rulebook) -> None:
    with tempfile.TemporaryDirectory() as folder:
        replay = Replay(written(Path(folder), drawn, found), book)
        name = drawn[0].lead
        lines = replay.story(name).lines
        ledger, timeline = replay.ledger, replay.timeline
        replay.close()
    postings = lines[lines["points"].notna()]
    own = ledger[ledger["entity_id"] == name]
    assert as_rows(postings) == as_rows(own)
    assert (postings["why"] != "").all()
    after = postings.groupby(["score", "posted_at"])["total"].last()
    stretches = timeline[timeline["entity_id"] == name]
    for (score, instant), total in after.items():
        at_instant = stretches[(stretches["score"] == score) & (stretches["starts_at"] == instant)]
        assert at_instant["value"].tolist() == [total]
    told = {(score, instant) for score, instant in after.index}
    untold = stretches[[key not in told for key in zip(stretches["score"], stretches["starts_at"], strict=True)]]
    assert (untold["value"] == 0).all()  # a score starts at 0 where nothing is posted at first appearance
    assert pd.Series(lines["posted_at"]).is_monotonic_increasing
