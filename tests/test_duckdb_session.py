"""The settings that every DuckDB session has."""

from leadscore_analysis.engines.duckdb import DuckDBEngine


def test_chunks_are_not_held_back_between_operators_where_duckdb_fails() -> None:
    with DuckDBEngine() as engine:
        assert engine.connection.execute("SELECT current_setting('enable_caching_operators')").fetchone() == (False,)
