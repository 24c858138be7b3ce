"""The leak check on a real sales process: loan applications at a bank (BPI Challenge 2012)."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from leadscore_analysis.evaluation.leaks import leaks, left_out
from leadscore_analysis.history import History
from leadscore_analysis.labels import make_labels
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

LOG = Path(os.environ.get("BPI2012_EVENTS") or Path(__file__).parents[2] / "../shared/data/bpi2012/events.parquet")
RULES = """
rulebook: loans
scores: [{score: interest, rules: [{rule: offer, kind: event, event: O_SENT, points: 10}]}]
"""
STUDY = {
    "study": "loans",
    "rulebook": "unused.yml",
    "outcome": {"event": "A_APPROVED"},
    "closed": [{"event": "A_DECLINED"}, {"event": "A_CANCELLED"}],
    "horizon": "30d",
    "moments": {"every": "7d"},
    "holdout_from": "2012-01-15",
}
EVENTS = """
COPY (
    SELECT "case:concept:name" || '-' || lpad(CAST(event_index AS VARCHAR), 4, '0') AS event_id, "case:concept:name" AS lead_id,
        "time:timestamp" AS occurred_at, "concept:name" AS event_type
    FROM read_parquet(?)
) TO '{}' (FORMAT parquet)
"""


@pytest.mark.skipif(not LOG.exists(), reason="BPI2012_EVENTS must name the log's Parquet file; see data/studies/README.md")
def test_the_loan_log_s_four_leaks_are_named_and_nothing_else(tmp_path):
    with duckdb.connect() as database:
        database.execute(EVENTS.format(tmp_path / "events.parquet"), [str(LOG)])
    replay, study = Replay(History.open(tmp_path), Rulebook.from_text(RULES)), Study.model_validate(STUDY)
    looked = make_labels(replay, study)
    found = leaks(replay.engine, looked, study, replay.rulebook)
    replay.close()
    assert sorted(left_out(found)) == ["A_ACTIVATED", "A_REGISTERED", "O_ACCEPTED", "O_DECLINED"]
    assert len(found) == 21  # every event type but the outcome and the two closings, named or not
