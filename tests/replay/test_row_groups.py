"""Ledger and timeline lie about in the order of entities, so that a reader of one skips most row groups of the others."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from tests.tiny import one_score, tiny_history

EVENTS = """
    SELECT
        'e' || i AS event_id,
        'lead-' || lpad((hash(i) % 2000)::VARCHAR, 4, '0') AS lead_id,
        TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_seconds((hash(i + 7) % 63072000)::BIGINT) AS occurred_at,
        'visit' AS event_type
    FROM range(100000) t(i)
"""
LADDER = "{rule: fresh, kind: recency, event: visit, ladder: [{within: 1d, adds: 3}, {within: 2d, adds: 2}, {within: 3d, adds: 1}]}"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("groups")
    duckdb.execute(f"COPY ({EVENTS}) TO '{folder / 'events.parquet'}' (FORMAT parquet)")
    Replay(History.open(folder), one_score(LADDER, max="5")).write(folder / "out")
    return folder / "out"


def _spans(path: Path) -> list[tuple[str, str]]:
    """The first and the last entity of each row group, from the file's own statistics."""
    footer = pq.read_metadata(path)
    column = pq.read_schema(path).names.index("entity_id")
    found = [footer.row_group(group).column(column).statistics for group in range(footer.num_row_groups)]
    return [(statistics.min, statistics.max) for statistics in found]


def test_an_entity_of_a_timeline_lies_in_few_row_groups(written: Path) -> None:
    spans = _spans(written / "timeline.parquet")
    assert len(spans) > 2
    assert sum(first <= "lead-1000" <= last for first, last in spans) <= 2


def test_an_entity_of_a_ledger_lies_in_few_row_groups(written: Path) -> None:
    spans = _spans(written / "ledger.parquet")
    assert len(spans) > 3
    holding = sum(first <= "lead-1000" <= last for first, last in spans)
    assert holding <= 3  # one for each run: what is earned and fades, what is withdrawn, what bounds hold back


def test_the_frame_of_a_timeline_is_in_order(tmp_path: Path) -> None:
    events = "; ".join(f"L{number:02d}: visit@{number % 7} visit@{number % 5 + 8}" for number in range(60, 0, -1))
    told = Replay(tiny_history(tmp_path, events), one_score(LADDER)).timeline
    assert told["entity_id"].drop_duplicates().tolist() == [f"L{number:02d}" for number in range(1, 61)]
    assert all(stretches.is_monotonic_increasing for _, stretches in told.groupby("entity_id")["starts_at"])
