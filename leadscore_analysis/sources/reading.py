"""The rows of a source as they stand in its files, numbered, with the malformed ones set apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from leadscore_analysis.engine import quoted, run_plan
from leadscore_analysis.engines.duckdb import DuckDBEngine, projection
from leadscore_analysis.engines.duckdb_files import FILE_NO, ROW_NO, json_of, malformed_rows, numbered_rows
from leadscore_analysis.errors import InputError, first_line
from leadscore_analysis.sources.files import SourceFile

_PLACES = f"{FILE_NO} * 1099511627776 + {ROW_NO}"
_GAPS = f"raw_rows LEFT JOIN load_row_gaps ON {_PLACES} > after_place AND {_PLACES} <= until_place"


def read_rows(engine: DuckDBEngine, files: Sequence[SourceFile], table: str, *, values: Mapping[str, str]) -> int:
    """Makes ``raw_rows``, ``malformed_rows`` and ``source_file_names``, and says how many rows were read.

    ``values`` are columns that every row gets.
    """
    rows = numbered_rows([file.rows for file in files], [list(file.columns) for file in files], values=values)
    engine.table("source_file_names", _file_names(files, table))
    try:
        engine.create("raw_rows", rows.text, rows.values)
        _set_malformed_apart(engine, files)
    except duckdb.Error as error:
        named = ", ".join(str(file.path) for file in files)
        raise InputError(f"{named} must be readable; got: {first_line(error)}", hint="export it again") from None
    malformed = engine.row_count("malformed_rows")
    if engine.row_count("malformed_rows WHERE unread = 1"):
        _renumber(engine)
    return engine.row_count("raw_rows") + malformed


def raw_texts(engine: DuckDBEngine, files: Sequence[SourceFile]) -> None:
    """Makes ``raw_texts``: the rows with a problem as they were read, as JSON."""
    columns = list(dict.fromkeys(name for file in files for name in file.columns))
    wanted = "raw_rows SEMI JOIN load_problem_rows USING (loaded_file_no, loaded_row_no)"
    engine.create(
        "raw_texts", projection({FILE_NO: FILE_NO, ROW_NO: ROW_NO, "raw_row": f"CAST({json_of(columns)} AS VARCHAR)"}, rows=wanted)
    )


def _file_names(files: Sequence[SourceFile], table: str) -> pa.Table:
    return pa.table(
        {
            FILE_NO: pa.array(range(len(files)), pa.int64()),
            "source_file": [str(file.path) for file in files],
            "event_prefix": _event_prefixes(files),
            "skipped_lines": pa.array([file.skipped_lines for file in files], pa.int64()),
            "table_name": [table] * len(files),
        }
    )


def _event_prefixes(files: Sequence[SourceFile]) -> list[str]:
    """What made event ids begin with: the file's name, and its folder too where two files have one name."""
    names = [file.path.name for file in files]
    return [name if names.count(name) == 1 else file.path.as_posix() for name, file in zip(names, files, strict=True)]


def _set_malformed_apart(engine: DuckDBEngine, files: Sequence[SourceFile]) -> None:
    json = [(number, file.lines) for number, file in enumerate(files) if file.lines is not None]
    csv = any(file.lines is None and not file.typed for file in files)
    found = malformed_rows(json=json, csv=csv)
    engine.create("malformed_rows", found.text, found.values)
    if csv:
        engine.forget_rejects()


def _renumber(engine: DuckDBEngine) -> None:
    """Counts the malformed rows in, so that a row's number is its place in the file."""
    run_plan(engine, ("load_row_gaps",))
    columns = {name: quoted(name) for name in engine.columns("raw_rows")}
    engine.create("raw_rows", projection(columns | {ROW_NO: f"{ROW_NO} + COALESCE(skipped, 0)"}, rows=_GAPS))
