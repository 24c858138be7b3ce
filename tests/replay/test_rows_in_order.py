"""What looks along rows that lie in order runs through them once: DuckDB would gather them out of order for any other window."""

import duckdb
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


def test_a_file_keeps_the_order_of_joined_rows(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("order") / "rows.parquet"
    with DuckDBEngine(threads=4) as engine:
        engine.create("rows", "SELECT range AS place FROM range(500000)")
        engine.create("names", "SELECT range AS number, 'name ' || range AS name FROM range(1000)")
        engine.write_parquet("SELECT r.place, n.name FROM rows r JOIN names n ON r.place % 1000 = n.number", path)
    read = "SELECT COUNT(*) FROM (SELECT place, LAG(place) OVER () AS before FROM read_parquet(?)) WHERE before > place"
    assert duckdb.execute(read, [str(path)]).fetchall() == [(0,)]
