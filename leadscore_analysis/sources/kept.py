"""Where a history is kept, a DuckDB file or a folder of Parquet files, and whether it can be read as one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from leadscore_analysis.engine import quoted
from leadscore_analysis.engines.duckdb import DuckDBEngine, parquet_rows, projection
from leadscore_analysis.errors import Fault, FaultsError, InputError, first_line
from leadscore_analysis.sources.contract import EMPTY, EVENTS, TABLES
from leadscore_analysis.sources.history_views import KeptTable, unread_instants

ALIAS = "history"
_MAKE_ONE = "make one with `leadscore load STUDY`, or name a folder with events.parquet"

_LOAD_FIRST = "run `leadscore load STUDY` first, which makes a history of exports, and name the study's history.database"
_EXPORTS = {
    **dict.fromkeys((".csv", ".tsv", ".txt", ".gz"), "a CSV or text file"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), "a JSON file"),
    **dict.fromkeys((".parquet", ".pq"), "one Parquet file"),
    **dict.fromkeys((".xlsx", ".xls"), "a spreadsheet"),
    **dict.fromkeys((".yml", ".yaml"), "a settings file"),
}


def parquet_files(path: Path) -> list[Path]:
    """The Parquet files of a history that is a folder; none when it is a DuckDB file."""
    return [file for name in TABLES if (file := path.resolve() / f"{name}.parquet").is_file()] if path.is_dir() else []


def kept_tables(engine: DuckDBEngine, path: Path) -> dict[str, KeptTable]:
    """The tables of the contract that the history at ``path`` has; a DuckDB file is attached to the engine for it."""
    if path.is_dir():
        return {file.stem: _kept_parquet(engine, file) for file in parquet_files(path)}
    if path.suffix.lower() in _EXPORTS:
        raise InputError(f"{path} must be a history; it is {_EXPORTS[path.suffix.lower()]}", hint=_LOAD_FIRST)
    _attach(engine, path)
    return {name: _kept_in_file(engine, name) for name in engine.tables_of(ALIAS) if name in TABLES}


def other_tables(engine: DuckDBEngine, path: Path) -> list[str]:
    """The further tables of an attached DuckDB file, such as ``rejected_rows``."""
    return [] if path.is_dir() else [name for name in engine.tables_of(ALIAS) if name not in TABLES]


def check(engine: DuckDBEngine, path: Path) -> None:
    """Raises InputError or FaultsError when the history at ``path`` cannot be read as one, all faults at once."""
    if not path.exists():
        raise InputError(f"the history must be a DuckDB file or a folder with events.parquet; {path} is not there", hint=_MAKE_ONE)
    kept = kept_tables(engine, path)
    if EVENTS.name not in kept:
        raise InputError(f"{path} must be a history; it has no events", hint=_MAKE_ONE)
    faults = [fault for table in kept.values() for fault in table.faults()] or _unread(engine, kept)
    if faults:
        raise FaultsError(faults, source=str(path))
    if engine.row_count(kept[EVENTS.name].rows) == 0:
        raise InputError(f"the history must hold events; {path} has none", hint="see what `leadscore load STUDY` says of the rows it read")


def _unread(engine: DuckDBEngine, kept: dict[str, KeptTable]) -> list[Fault]:
    return [fault for table in kept.values() for fault in unread_instants(engine, table)]


def _kept_in_file(engine: DuckDBEngine, name: str) -> KeptTable:
    rows = f"{ALIAS}.{quoted(name)}"
    return _empty_told(engine, KeptTable(TABLES[name], rows, engine.columns_of(rows)))


def _empty_told(engine: DuckDBEngine, table: KeptTable) -> KeptTable:
    """The table with the type ``EMPTY`` for columns that only do not fit because they hold nothing: writers give those any type."""
    misfits = {name: f"COUNT({quoted(name)})" for name in table.misfits()}
    if not misfits:
        return table
    [filled] = engine.arrow(projection(misfits, rows=table.rows)).to_pylist()
    return replace(table, columns={name: EMPTY if filled.get(name) == 0 else kind for name, kind in table.columns.items()})


def _kept_parquet(engine: DuckDBEngine, file: Path) -> KeptTable:
    try:
        columns = engine.columns_of(parquet_rows(file))
    except duckdb.Error as error:
        raise InputError(f"{file} must be a Parquet file; got: {first_line(error)}", hint="export it again") from None
    makes_id = file.stem == EVENTS.name and EVENTS.key not in {name.lower() for name in columns}
    kept = KeptTable(TABLES[file.stem], parquet_rows(file, numbered=makes_id), columns, made_id=file.name if makes_id else "")
    return _empty_told(engine, kept)


def _attach(engine: DuckDBEngine, path: Path) -> None:
    try:
        engine.attach(path, alias=ALIAS)
    except duckdb.Error as error:
        hint = "close the program that writes to it" if "lock" in str(error).lower() else _LOAD_FIRST
        raise InputError(f"{path} must be a DuckDB file that can be read; got: {first_line(error)}", hint=hint) from None
