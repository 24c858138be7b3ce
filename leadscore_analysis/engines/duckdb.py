"""DuckDB as an engine: in memory, spilling to disk above its memory limit."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from leadscore_analysis.engine import plain_texts, quoted
from leadscore_analysis.engines.memory import checked_memory_limit, memory_bytes
from leadscore_analysis.files import written_whole

_SETTINGS = "SET TimeZone = 'UTC'; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false"
_MACROS = """
CREATE OR REPLACE MACRO floor_div(a, b) AS (a - ((a % b) + b) % b) // b;
CREATE OR REPLACE MACRO micros(t) AS epoch_us(t);
CREATE OR REPLACE MACRO instant(us) AS make_timestamptz(us);
CREATE OR REPLACE MACRO text_hash(a) AS hash(a);
CREATE OR REPLACE MACRO next_in_order(a, entity_key, key, us, tie := NULL) AS
    CASE WHEN LEAD(entity_key) OVER () = entity_key AND LEAD(key) OVER () = key THEN LEAD(a) OVER () END;
CREATE OR REPLACE MACRO previous_in_order(a, entity_key, key, us) AS
    CASE WHEN LAG(entity_key) OVER () = entity_key AND LAG(key) OVER () = key THEN LAG(a) OVER () END;
CREATE OR REPLACE MACRO sum_so_far(a, entity_key, key, us) AS SUM(a) OVER (ROWS UNBOUNDED PRECEDING);
CREATE OR REPLACE MACRO latest_so_far(a, entity_key, key, us) AS LAST_VALUE(a IGNORE NULLS) OVER (ROWS UNBOUNDED PRECEDING);
CREATE OR REPLACE MACRO odd_number(a) AS
    typeof(a) = 'VARCHAR' AND (contains(CAST(a AS VARCHAR), '_') OR contains(CAST(a AS VARCHAR), '+-'));
CREATE OR REPLACE MACRO number(a) AS CASE WHEN isfinite(TRY_CAST(a AS DOUBLE)) AND NOT odd_number(a) THEN TRY_CAST(a AS DOUBLE) END;
"""
_PARQUET = "FORMAT parquet, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 5000"
"""Parquet's second version tells ids and instants by what they differ by: smaller, and faster to write; pandas, polars and Spark 4 read it.
Where more texts differ than the limit, as ids of events do, a dictionary is given up at less cost. Each thread writes the row groups of the
stretches of rows that it reads: near rows stay near, and no thread waits for another (keeping the very order of joined rows takes one).
"""


class DuckDBEngine:
    """A DuckDB session in memory, closed with :meth:`close` or as a context manager.

    ``memory_limit`` (``"4GB"``) bounds what DuckDB holds; what does not fit is spilled to a temporary folder that goes with the session.
    """

    @property
    def too_large(self) -> tuple[type[Exception], ...]:
        """What is raised when a number grows beyond its type."""
        return duckdb.ConversionException, duckdb.OutOfRangeException

    def __init__(self, *, memory_limit: str | None = None, threads: int | None = None) -> None:
        limit = None if memory_limit is None else checked_memory_limit(memory_limit)
        self.spill_folder = Path(tempfile.mkdtemp(prefix="leadscore-"))
        self._free_spill = weakref.finalize(self, shutil.rmtree, self.spill_folder, ignore_errors=True)
        self._kinds = 0
        self.connection = duckdb.connect()
        self.connection.execute(_SETTINGS)
        self._without_progress_bar()
        self._without_caching_operators()
        self.connection.execute("SET temp_directory = ?", [str(self.spill_folder)])
        if limit is not None:
            self.connection.execute("SET memory_limit = ?", [limit])
        if threads is not None:
            self.connection.execute("SET threads = ?", [threads])
        self.connection.execute(_MACROS)

    def _without_progress_bar(self) -> None:
        """Switches DuckDB's own bar off where it is on; in a notebook without ipywidgets it is off and must not be touched."""
        shown = self.connection.execute("SELECT current_setting('enable_progress_bar')").fetchone()
        if shown is not None and shown[0]:
            self.connection.execute("SET enable_progress_bar = false")

    def _without_caching_operators(self) -> None:
        """Switches off that chunks are held back between operators, which on a busy machine makes DuckDB 2.0.0 fail now and then
        ("dict-surviving cache: global dictionary column … changed identity"); replays take as long without it.
        """
        with contextlib.suppress(duckdb.CatalogException):  # Versions that do not know the setting do not need it.
            self.connection.execute("SET enable_caching_operators = false")

    @property
    def memory_limit(self) -> int:
        """How many bytes DuckDB may hold; what does not fit is spilled."""
        [(text,)] = self.connection.execute("SELECT current_setting('memory_limit')").fetchall()
        return memory_bytes(str(text))

    def hold_at_most(self, size: int) -> None:
        """Bounds what DuckDB may hold from now on, in bytes; what it holds beyond that is spilled, as far as it can be."""
        with contextlib.suppress(duckdb.OutOfMemoryException):
            self.connection.execute("SET memory_limit = ?", [f"{size // 1000}KB"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Frees the session's memory and its spilled files."""
        self.connection.close()
        self._free_spill()

    def attach(self, path: Path, *, alias: str) -> None:
        """Makes the tables of a DuckDB file readable as ``alias.<table>``; nothing can be written to it."""
        self.connection.execute(f"ATTACH {literal(str(path))} AS {quoted(alias)} (READ_ONLY)")

    def attach_new(self, path: Path, *, alias: str) -> None:
        """Makes a new DuckDB file, which every supported version can read, to be filled with :meth:`keep`."""
        self.connection.execute(f"ATTACH {literal(str(path))} AS {quoted(alias)} (STORAGE_VERSION 'v1.5.0')")

    def settle(self, path: Path) -> None:
        """Takes what a broken-off program had already committed to a DuckDB file into the file itself."""
        if path.with_name(f"{path.name}.wal").exists():
            self.connection.execute(f"ATTACH {literal(str(path))} AS unsettled")
            self.detach("unsettled")

    def keep(self, alias: str, name: str, select: str) -> None:
        """Writes the rows of a SELECT as a table of an attached file."""
        self.connection.execute(f"CREATE TABLE {quoted(alias)}.{quoted(name)} AS\n{select}")

    @contextlib.contextmanager
    def in_zone(self, timezone: str) -> Iterator[None]:
        """Reads instants without an offset in ``timezone`` while the block lasts."""
        self.connection.execute("SET TimeZone = ?", [timezone])
        try:
            yield
        finally:
            self.connection.execute("SET TimeZone = 'UTC'")

    def read_only(self, files: Sequence[Path]) -> None:
        """Shuts the session off: from now on it reads what is attached and ``files``, and writes, loads and configures nothing."""
        self.connection.execute("SET allowed_paths = ?", [[str(path) for path in files]])
        self.connection.execute("SET enable_external_access = false; SET lock_configuration = true")

    def tables_of(self, alias: str) -> list[str]:
        """The names of the tables and views in an attached file."""
        found = self.connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_catalog = ? ORDER BY table_name", [alias]
        ).fetchall()
        return [str(name) for (name,) in found]

    def detach(self, alias: str) -> None:
        """Lets go of an attached file."""
        self.connection.execute(f"DETACH {quoted(alias)}")

    def table(self, name: str, rows: pa.Table) -> None:
        """Keeps ``rows`` as the relation ``name``. Dictionary-encoded texts become an ENUM: fast to write to Parquet."""
        self.connection.register("incoming_rows", rows)
        try:
            columns = {column.name: quoted(column.name) for column in rows.schema}
            if rows.num_rows:
                encoded = [column.name for column in rows.schema if pa.types.is_dictionary(column.type)]
                columns |= {column: f"CAST({quoted(column)} AS {quoted(self._kind_of_few(column))})" for column in encoded}
            self.create(name, projection(columns, rows="incoming_rows"))
        finally:
            self.connection.unregister("incoming_rows")

    def _kind_of_few(self, column: str) -> str:
        """A new type for the different texts in that column of the incoming rows, in their order."""
        self._kinds += 1
        kind = f"few_{self._kinds}"
        texts = (
            f"SELECT DISTINCT CAST({quoted(column)} AS VARCHAR) AS name FROM incoming_rows WHERE {quoted(column)} IS NOT NULL ORDER BY name"
        )
        self.connection.execute(f"CREATE TYPE {kind} AS ENUM ({texts})")
        return kind

    def view(self, name: str, select: str) -> None:
        """Gives a SELECT a name without running it."""
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {select}")

    def create(self, name: str, select: str, values: Sequence[Any] = ()) -> None:
        """Makes the relation ``name`` from a SELECT, in the place of an earlier one; ``values`` fill its ``?`` marks."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS\n{select}", list(values))

    def drop(self, name: str) -> None:
        """Frees the relation ``name``."""
        self.connection.execute(f"DROP TABLE IF EXISTS {quoted(name)}")

    def run_script(self, text: str) -> None:
        """Runs the statements of the package's own script."""
        self.connection.execute(text)

    def remember(self, name: str, text: str) -> None:
        """Sets a variable that SQL text reads with ``getvariable``."""
        self.connection.execute(f"SET VARIABLE {quoted(name)} = ?", [text])

    def forget_rejects(self) -> None:
        """Drops DuckDB's own notes of the CSV records it could not read."""
        self.connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")

    def arrow(self, select: str, values: Sequence[Any] = ()) -> pa.Table:
        """The rows of a SELECT; ``values`` fill its ``?`` marks."""
        return plain_texts(self.connection.sql(select, params=list(values)).to_arrow_table())

    def columns(self, relation: str) -> dict[str, str]:
        """The relation's column names and types, in order."""
        return self.columns_of(relation if "." in relation else quoted(relation))

    def columns_of(self, rows: str) -> dict[str, str]:
        """The names and types of the columns of what stands behind FROM, in order."""
        described = self.connection.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
        return {str(name): str(kind) for name, kind, *_ in described}

    def row_count(self, rows: str) -> int:
        """How many rows stand behind FROM."""
        [(count,)] = self.connection.execute(f"SELECT COUNT(*) FROM {rows}").fetchall()
        return int(count)

    def content_hash(self, relation: str) -> str:
        """A text that is the same for the same rows, whatever their order, and differs otherwise."""
        hashed = "SELECT COUNT(*), COALESCE(SUM(md5_number_lower(CAST(hashed_row AS VARCHAR))), 0)"
        [(count, total)] = self.connection.execute(f"{hashed} FROM {quoted(relation)} AS hashed_row").fetchall()
        return f"{relation}:{count}:{total}"

    @staticmethod
    def parquet_row_count(path: Path) -> int:
        """How many rows a Parquet file has, read from its footer."""
        return int(pq.read_metadata(path).num_rows)

    def write_parquet(self, select: str, path: Path) -> None:
        """Writes the rows of a SELECT to a Parquet file, whole or not at all."""
        with written_whole(path) as draft:
            self.connection.execute(f"COPY ({select}) TO {literal(str(draft))} ({_PARQUET})")


def projection(columns: Mapping[str, str] | None = None, *, rows: str) -> str:
    """A SELECT of expressions under their names, or of all columns; every identifier in it was looked up before."""
    listed = ",\n  ".join(f"{expression} AS {quoted(name)}" for name, expression in (columns or {}).items())
    return f"SELECT\n  {listed or '*'}\nFROM {rows}"


def parquet_rows(path: Path, *, numbered: bool = False) -> str:
    """What stands behind FROM to read a Parquet file; ``numbered`` adds the column ``file_row_number`` (from 0)."""
    return f"read_parquet({literal(str(path))}, file_row_number = {str(numbered).lower()})"


def literal(text: str) -> str:
    """A text as it may stand in SQL where no bind parameter can."""
    return "'" + text.replace("'", "''") + "'"


def is_one_select(text: str) -> bool:
    """Whether the text is one statement that only reads."""
    statements = duckdb.extract_statements(text)
    return len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT
