"""A history handed to an engine that cannot read it where it is kept: as Parquet files, types and all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, runtime_checkable

from leadscore_analysis.engine import Engine, quoted
from leadscore_analysis.engines.duckdb import DuckDBEngine, projection
from leadscore_analysis.sources.contract import TABLES, TEXT

_KEPT = ("VARCHAR", "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "DATE", "TIMESTAMP WITH TIME ZONE")
_WHOLE = ("HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")


@runtime_checkable
class FileEngine(Protocol):
    """An engine that reads a history from Parquet files in its own folder."""

    @property
    def folder(self) -> Path:
        """Where it keeps its files."""

    def read(self, name: str, path: Path) -> None:
        """Gives the rows of a Parquet file a name."""


def hand_over(attach: Callable[[DuckDBEngine], None], engine: Engine) -> None:
    """Makes the history's five tables, as ``attach`` makes them in a DuckDB session, readable in the engine under their names."""
    if isinstance(engine, DuckDBEngine):
        attach(engine)
    elif isinstance(engine, FileEngine):
        with DuckDBEngine() as reader:
            attach(reader)
            for name in TABLES:
                columns = {column: _handed(column, kind) for column, kind in reader.columns(name).items()}
                path = engine.folder / "history" / f"{name}.parquet"
                reader.write_parquet(projection(columns, rows=quoted(name)), path)
                engine.read(name, path)


def _handed(column: str, kind: str) -> str:
    """The column in a type that every engine knows; what is neither number, truth value nor instant is text, as conditions read it."""
    name = quoted(column)
    if kind.partition("(")[0] in _KEPT:
        return name
    if kind in _WHOLE:
        return f"CAST({name} AS DECIMAL(38, 0))"
    return f"CAST({name} AS {'TIMESTAMP' if kind.startswith('TIMESTAMP') else TEXT})"
