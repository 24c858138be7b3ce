"""The history's DuckDB file, made anew beside the one in use and put in its place when it is whole."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from leadscore_analysis.engines.duckdb import DuckDBEngine
from leadscore_analysis.errors import InputError, first_line
from leadscore_analysis.files import written_whole
from leadscore_analysis.sources.contract import TABLES

REJECTED = "rejected_rows"


@contextlib.contextmanager
def new_database(engine: DuckDBEngine, path: Path, *, alias: str) -> Iterator[None]:
    """Attaches a new DuckDB file under ``alias``; when the block ends well, it takes the place of the file at ``path``.

    Whatever ends the block otherwise (an error, a full disk, a killed process) leaves the earlier file as it was. Programs that have the
    earlier file open go on reading it.
    """
    target = path.resolve()
    _check_replaceable(target)
    _remove_abandoned(target)
    with _full_disk_told(path), written_whole(target) as draft:
        try:
            engine.attach_new(draft, alias=alias)
            yield
            engine.detach(alias)
        finally:
            _log_of(draft).unlink(missing_ok=True)


def _check_replaceable(target: Path) -> None:
    """Raises InputError unless the file at ``target`` is a history, or absent: nothing else is ever overwritten."""
    if not target.exists():
        return
    try:
        with DuckDBEngine() as engine:
            engine.settle(target)
            engine.attach(target, alias="earlier")
            others = sorted(set(engine.tables_of("earlier")) - {*TABLES, REJECTED})
    except duckdb.Error as error:
        hint = "close the program that writes to it" if "lock" in str(error).lower() else "name another file"
        raise InputError(f"history.database must be a DuckDB file that can be written; got: {first_line(error)}", hint=hint) from None
    if others:
        raise InputError(
            f"history.database must hold a history and nothing else; {target} holds {', '.join(others)}", hint="name another file"
        )


def _remove_abandoned(target: Path) -> None:
    """Removes the drafts that killed loads left behind; a draft that is being written is locked by its program."""
    for draft in target.parent.glob(f".{target.name}.????????{target.suffix}"):
        if not _in_use(draft):
            draft.unlink(missing_ok=True)
            _log_of(draft).unlink(missing_ok=True)


def _in_use(draft: Path) -> bool:
    try:
        with DuckDBEngine() as engine:
            engine.attach(draft, alias="draft")
    except duckdb.Error as error:
        return "lock" in str(error).lower()
    return False


@contextlib.contextmanager
def _full_disk_told(path: Path) -> Iterator[None]:
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException, OSError) as error:
        raise InputError(
            f"{path} must be written whole; got: {first_line(error)}",
            hint="make room on the disk; the earlier history is as it was",
        ) from None


def _log_of(database: Path) -> Path:
    """The file in which DuckDB notes what is not yet in the database itself."""
    return database.with_name(f"{database.name}.wal")
