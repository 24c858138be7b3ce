"""What looks along rows that lie in order runs through them once: DuckDB would gather them out of order for any other window."""

import pytest

from leadscore_analysis.engine import relation_text
from leadscore_analysis.engines.duckdb import DuckDBEngine

TABLES = {
    "changes_in_order": "entity_key INTEGER, score_key INTEGER, posted_us BIGINT, points INTEGER",
    "level_sums": "entity_key INTEGER, score_key INTEGER, starts_us BIGINT, ends_us BIGINT, total BIGINT",
    "level_nodes": "node_key INTEGER, lower BIGINT, upper BIGINT",
    "history_id_hashes": "id_hash UBIGINT",
}


@pytest.mark.parametrize("relation", ["score_sums", "level_caps", "history_same_hashes"])
def test_every_window_of_the_relation_streams(relation: str) -> None:
    with DuckDBEngine() as engine:
        for name, columns in TABLES.items():
            engine.connection.execute(f"CREATE TEMP TABLE {name} ({columns})")
        [(_, plan)] = engine.connection.execute(f"EXPLAIN {relation_text(relation)}").fetchall()
    windows, streaming = plan.upper().count("WINDOW"), plan.upper().count("STREAMING")
    assert windows == streaming > 0
