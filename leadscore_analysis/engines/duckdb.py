"""DuckDB as an engine: in memory, spilling to disk above its memory limit."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from leadscore_analysis.engine import quoted
from leadscore_analysis.errors import InputError
from leadscore_analysis.files import written_whole

_SETTINGS = (
    "SET TimeZone = 'UTC'; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET enable_progress_bar = false"
)
_MACROS = """
CREATE OR REPLACE MACRO floor_div(a, b) AS (a - ((a % b) + b) % b) // b;
CREATE OR REPLACE MACRO micros(t) AS epoch_us(t);
CREATE OR REPLACE MACRO instant(us) AS make_timestamptz(us);
"""
_MEMORY = re.compile(r"[0-9]+(\.[0-9]+)?\s*(KB|MB|GB|KiB|MiB|GiB)", re.IGNORECASE)


class DuckDBEngine:
    """A DuckDB session in memory, closed with :meth:`close` or as a context manager.

    ``memory_limit`` (``"4GB"``) bounds what DuckDB holds; what does not fit is spilled to a temporary folder that goes with the session.
    """

    def __init__(self, *, memory_limit: str | None = None, threads: int | None = None) -> None:
        self._spill = tempfile.TemporaryDirectory(prefix="leadscore-", ignore_cleanup_errors=True)
        self.connection = duckdb.connect()
        self.connection.execute(_SETTINGS)
        self.connection.execute("SET temp_directory = ?", [self._spill.name])
        if memory_limit is not None:
            self.connection.execute("SET memory_limit = ?", [checked_memory_limit(memory_limit)])
        if threads is not None:
            self.connection.execute("SET threads = ?", [threads])
        self.connection.execute(_MACROS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Frees the session's memory and its spilled files."""
        self.connection.close()
        self._spill.cleanup()

    def attach(self, path: Path, *, alias: str) -> None:
        """Makes the tables of a DuckDB file readable as ``alias.<table>``; nothing can be written to it."""
        self.connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {quoted(alias)} (READ_ONLY)")

    def detach(self, alias: str) -> None:
        """Lets go of an attached file."""
        self.connection.execute(f"DETACH {quoted(alias)}")

    def table(self, name: str, rows: pa.Table) -> None:
        """Keeps ``rows`` as the relation ``name``."""
        self.connection.register("incoming_rows", rows)
        try:
            self.create(name, "SELECT * FROM incoming_rows")
        finally:
            self.connection.unregister("incoming_rows")

    def view(self, name: str, select: str) -> None:
        """Gives a SELECT a name without running it."""
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {select}")

    def create(self, name: str, select: str) -> None:
        """Makes the relation ``name`` from a SELECT, in the place of an earlier one."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS\n{select}")

    def drop(self, name: str) -> None:
        """Frees the relation ``name``."""
        self.connection.execute(f"DROP TABLE IF EXISTS {quoted(name)}")

    def arrow(self, select: str, values: Sequence[Any] = ()) -> pa.Table:
        """The rows of a SELECT; ``values`` fill its ``?`` marks."""
        return self.connection.sql(select, params=list(values)).to_arrow_table()

    def columns(self, relation: str) -> dict[str, str]:
        """The relation's column names and types, in order."""
        described = self.connection.execute(f"DESCRIBE SELECT * FROM {relation if '.' in relation else quoted(relation)}").fetchall()
        return {str(name): str(kind) for name, kind, *_ in described}

    def write_parquet(self, select: str, path: Path) -> None:
        """Writes the rows of a SELECT to a Parquet file, whole or not at all."""
        with written_whole(path) as draft:
            target = str(draft).replace("'", "''")
            self.connection.execute(f"COPY ({select}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def checked_memory_limit(text: str) -> str:
    """The memory limit, when it is written as DuckDB reads it."""
    if not _MEMORY.fullmatch(text.strip()):
        raise InputError(f"the memory limit must be a number and a unit; got {text!r}", hint="write 4GB or 500MB")
    return text.strip()
