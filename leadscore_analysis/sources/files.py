"""The files that a source names, each with its columns: CSV, JSON lines, Parquet, or a table of a DuckDB file."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet

from leadscore_analysis.engines.duckdb import DuckDBEngine, parquet_rows, projection
from leadscore_analysis.engines.duckdb_files import (
    FileRows,
    attached_table,
    csv_rows,
    json_array,
    json_fields,
    json_lines,
    json_names,
    parquet_file,
)
from leadscore_analysis.errors import InputError, did_you_mean, first_line, nearest
from leadscore_analysis.sources.csv_shape import csv_shape, opened
from leadscore_analysis.study.parts import TableSource

_CSV = (".csv", ".tsv", ".txt")
_JSON = (".jsonl", ".ndjson", ".json")
_DUCKDB = (".duckdb", ".db", ".ddb")
NULL_TEXTS = ("NULL", "null", "Null", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "Select", "\\N")
"""Texts of CSV files that mean nothing is there, unless the source names its own."""

_WILD = re.compile(r"[*?\[]")
_KINDS = "a CSV, TSV, JSON-lines, Parquet or DuckDB file"


@dataclass(frozen=True)
class SourceFile:
    """One file to read: its columns and their types (all text where the format knows none), and how to read its rows.

    ``lines`` reads the raw lines of a JSON file, to tell those that are no object. ``skipped_lines`` stand before a CSV file's header,
    and ``nulls`` are the texts in it that mean nothing is there.
    """

    path: Path
    rows: FileRows
    columns: Mapping[str, str]
    typed: bool
    lines: FileRows | None = None
    skipped_lines: int = 0
    nulls: tuple[str, ...] = ()
    note: str = ""


def source_files(engine: DuckDBEngine, source: TableSource, table: str) -> list[SourceFile]:
    """The files that ``source`` names, in the order of their names; InputError when there is none, or one cannot be read."""
    return [_source_file(engine, path, source, table) for path in named_paths(source.from_)]


def named_paths(text: str) -> list[Path]:
    """The file at that path, or the files that it matches as a pattern with ``*``."""
    path = Path(text)
    if path.is_file():
        return [path]
    found = _matching(path)
    if found:
        return found
    raise InputError(f"{text} must be a file; it is not there", hint=_hint_for_absent(path))


def _hint_for_absent(path: Path) -> str:
    close = nearest(path.name, [file.name for file in path.parent.iterdir()]) if path.parent.is_dir() else None
    return f"did you mean '{close}'? Else check the path and the folder you are in" if close else "check the path and the folder you are in"


def _matching(pattern: Path) -> list[Path]:
    plain = list(itertools.takewhile(lambda part: not _WILD.search(part), pattern.parts))
    rest = pattern.parts[len(plain) :]
    return sorted(path for path in Path(*plain).glob("/".join(rest)) if path.is_file()) if rest else []


def _source_file(engine: DuckDBEngine, path: Path, source: TableSource, table: str) -> SourceFile:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    ending = next((suffix for suffix in reversed(suffixes) if suffix != ".gz"), "")
    readers: dict[tuple[str, ...], Callable[[], SourceFile]] = {
        _CSV: lambda: _csv_file(path, source),
        _JSON: lambda: _json_file(engine, path),
        (".parquet", ".pq"): lambda: _parquet_file(engine, path),
        _DUCKDB: lambda: _duckdb_table(engine, path, source.table or table),
    }
    reader = next((read for endings, read in readers.items() if ending in endings), None)
    if reader is None:
        raise InputError(f"it must be {_KINDS}; got {path}", hint="its name must end in .csv, .tsv, .jsonl, .parquet or .duckdb")
    try:
        return reader()
    except (duckdb.Error, pa.ArrowInvalid, OSError, UnicodeError, EOFError) as error:
        raise InputError(f"{path} must be readable; got: {first_line(error)}", hint="export it again") from None


def _csv_file(path: Path, source: TableSource) -> SourceFile:
    shape = csv_shape(path, delimiter=source.delimiter)
    _check_names(path, shape.header)
    rows = csv_rows(path, shape.header, delimiter=shape.delimiter, encoding=shape.encoding, skipped_lines=shape.skipped_lines)
    note = f"{path} is not UTF-8; it was read as Latin-1" if shape.encoding == "latin-1" else ""
    columns = dict.fromkeys(shape.header, "VARCHAR")
    return SourceFile(path, rows, columns, typed=False, skipped_lines=shape.skipped_lines, nulls=NULL_TEXTS, note=note)


def _json_file(engine: DuckDBEngine, path: Path) -> SourceFile:
    lines = json_array(path) if _is_array(path) else json_lines(path)
    named = json_names(lines)
    names = sorted(str(row["name"]) for row in engine.arrow(projection(rows=named.text), named.values).to_pylist())
    if not names:
        raise InputError(f"{path} must hold one JSON object a line; it holds none", hint="export it as JSON lines or CSV")
    _check_names(path, names)
    return SourceFile(path, json_fields(lines, names), dict.fromkeys(names, "VARCHAR"), typed=False, lines=lines)


def _is_array(path: Path) -> bool:
    """Whether the file is one JSON array instead of an object a line."""
    with opened(path) as stream:
        return stream.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")


def _parquet_file(engine: DuckDBEngine, path: Path) -> SourceFile:
    _check_names(path, pyarrow.parquet.read_schema(path).names)
    return SourceFile(path, parquet_file(path), engine.columns_of(parquet_rows(path)), typed=True)


def _duckdb_table(engine: DuckDBEngine, path: Path, table: str) -> SourceFile:
    alias = f"source of {table}"
    engine.attach(path, alias=alias)
    tables = engine.tables_of(alias)
    if table not in tables:
        raise InputError(f"table must be one of {path}; got {table!r}", hint=did_you_mean(table, tables))
    rows = attached_table(alias, table)
    return SourceFile(path, rows, engine.columns_of(rows.text), typed=True)


def _check_names(path: Path, names: Sequence[str]) -> None:
    """Raises InputError when two columns differ in case only, which a database cannot tell apart."""
    counted = Counter(name.lower() for name in names)
    twice = [name for name in names if counted[name.lower()] > 1]
    if twice:
        raise InputError(
            f"each column must have its own name, small and capital letters being the same; {path} has {', '.join(twice)}",
            hint="rename one of them in the export",
        )
