"""A history: what happened, in one DuckDB file or one folder of Parquet files, opened for reading only."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from leadscore_analysis.engine import frame, quoted, relation_text, run_plan
from leadscore_analysis.engines.duckdb import DuckDBEngine, is_one_select, parquet_rows, projection
from leadscore_analysis.errors import Fault, InputError
from leadscore_analysis.sources import kept
from leadscore_analysis.sources.contract import TABLES
from leadscore_analysis.sources.history_views import empty_table

RESULTS = ("ledger", "timeline", "crossings", "qualified", "alerts", "scores", "examples")
"""What a run leaves in its folder as Parquet files, under the names that :meth:`History.sql` gives them."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_QUERY_HINT = "there are events, leads, accounts, deals and stage_changes, and after a replay ledger, timeline, scores and examples"
_KEY_PLAN = ("history_empty_keys", "history_duplicate_keys", "history_duplicate_examples")
_NO_IDS = pa.table({"event_id": pa.array([], pa.string()), "row_count": pa.array([], pa.int64())})


@dataclass(frozen=True)
class History:
    """A history that was opened and checked; no file is held open between calls, so another program can load meanwhile.

    ``memory_limit`` (``"4GB"``) bounds what each session over it holds in memory, those of its replays too.

    >>> History.open("data/history.duckdb").sql("SELECT COUNT(*) AS n FROM events")  # doctest: +SKIP
    """

    path: Path
    published: dict[str, Path] = field(default_factory=dict)
    memory_limit: str | None = None

    @classmethod
    def open(cls, path: Path | str, *, results: Path | str | None = None, memory_limit: str | None = None) -> History:
        """The history kept at ``path``; InputError or FaultsError when there is none, or it cannot be read as one.

        ``results`` is the folder of a study that was run (``reports/<study>``): what a replay wrote there is seen by :meth:`sql` too.
        """
        with DuckDBEngine(memory_limit=memory_limit) as engine:
            kept.check(engine, Path(path))
        history = cls(Path(path), memory_limit=memory_limit)
        for name in RESULTS if results is not None else ():
            file = Path(results or ".") / f"{name}.parquet"
            if file.exists():
                history.publish(name, file)
        return history

    def attach(self, engine: DuckDBEngine) -> None:
        """Makes the views ``events``, ``leads``, ``accounts``, ``deals`` and ``stage_changes`` in the engine.

        Each has every column of the contract (NULL where the history has none), and then the history's own properties.
        """
        tables = kept.kept_tables(engine, self.path)
        for name, table in TABLES.items():
            engine.view(name, tables[name].select() if name in tables else empty_table(table))

    @contextmanager
    def session(self) -> Iterator[DuckDBEngine]:
        """A session of its own that has the history's views, closed when the block ends."""
        with DuckDBEngine(memory_limit=self.memory_limit) as engine:
            self.attach(engine)
            yield engine

    def sql(self, query: str) -> pd.DataFrame:
        """The rows of one SELECT over the history and what was published; it writes nothing and reads no other file."""
        with self.session() as engine:
            for name in kept.other_tables(engine, self.path):
                engine.view(name, projection(rows=f"{kept.ALIAS}.{quoted(name)}"))
            for name, path in self.published.items():
                engine.view(name, projection(rows=parquet_rows(path)))
            engine.read_only([*kept.parquet_files(self.path), *self.published.values()])
            return _answer(engine, query)

    def publish(self, name: str, path: Path | str) -> None:
        """Makes a Parquet file visible to :meth:`sql` under ``name``."""
        if not _NAME.fullmatch(name) or name in TABLES:
            raise InputError(f"a published name must be lower-case letters, digits and _, and none of {', '.join(TABLES)}; got {name!r}")
        self.published[name] = Path(path).resolve()

    def counts(self) -> pd.DataFrame:
        """One row a table: ``table``, ``rows``, and ``first`` and ``last`` (instants, NaT where there are none)."""
        with self.session() as engine:
            counted = frame(engine, relation_text("history_counts")).sort_values("table_no", ignore_index=True)
        names = {"table_name": "table", "row_count": "rows", "first_at": "first", "last_at": "last"}
        return counted.rename(columns=names)[list(names.values())]

    def fingerprint(self) -> str:
        """A hash of the rows of the five tables: the same for the same rows, in any order."""
        with self.session() as engine:
            hashes = [engine.content_hash(name) for name in TABLES]
        return hashlib.sha256("\n".join(hashes).encode()).hexdigest()

    def key_faults(self) -> list[Fault]:
        """Empty keys, duplicate event ids, and entities with two versions of one start: what stops a replay."""
        with self.session() as engine:
            _find_repeated_ids(engine)
            run_plan(engine, _KEY_PLAN)
            empty = engine.arrow("SELECT * FROM history_empty_keys WHERE row_count > 0 ORDER BY table_name, column_name").to_pylist()
            duplicate = engine.arrow("SELECT * FROM history_duplicate_examples ORDER BY table_name").to_pylist()
        return [*map(_empty_key, empty), *map(_duplicate_key, duplicate)]


def _find_repeated_ids(engine: DuckDBEngine) -> None:
    """Makes ``history_repeated_ids``; hashes alone are looked at where they tell all ids apart."""
    engine.create("history_id_hashes", relation_text("history_id_hashes"))
    [found] = engine.arrow(relation_text("history_same_hashes")).to_pylist()
    engine.drop("history_id_hashes")
    if found["same"] == 0:
        engine.table("history_repeated_ids", _NO_IDS)
    else:
        run_plan(engine, ("history_repeated_ids",))


def _answer(engine: DuckDBEngine, query: str) -> pd.DataFrame:
    try:
        if not is_one_select(query):
            raise InputError("the query must be one SELECT; it is something else", hint="the history is read, never changed")
        return frame(engine, query)
    except duckdb.Error as error:
        raise InputError(f"the query must run on the history; got: {error}", hint=_QUERY_HINT) from None


def _empty_key(row: dict[str, Any]) -> Fault:
    where = f"{row['table_name']}.{row['column_name']}"
    return Fault(where, f"must be filled in every row; {row['row_count']} rows leave it empty", "`leadscore load` sets such rows apart")


def _duplicate_key(row: dict[str, Any]) -> Fault:
    table = TABLES[row["table_name"]]
    what = "stand on one row" if table.name == "events" else f"have one version for each {table.instant}"
    problem = f"each must {what}; {row['key_count']} stand on more, such as {row['first_key']!r}"
    return Fault(f"{table.name}.{table.key}", problem, "`leadscore load` keeps the first and sets the others apart")
