"""The export files of a world, written cohort by cohort, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from leadscore_analysis.files import written_whole
from leadscore_analysis.world.tables import Tables

FILES = ("events.parquet", "leads.parquet", "accounts.parquet", "deals.parquet", "stage_changes.csv")
REPLAYED = FILES[:3]
"""What a replay reads."""


_ROWS_A_GROUP = 100_000
_UNIQUE = ("event_id", "occurred_at", "recorded_at", "delivered_at", "valid_from", "entered_at", "phone")


class Exports:
    """Open export files; :meth:`add` appends the rows of one cohort to each."""

    def __init__(self, folder: Path, names: Sequence[str], stack: ExitStack) -> None:
        self._drafts = {Path(name).stem: stack.enter_context(written_whole(folder / name)) for name in names}
        self._writers: dict[str, Callable[[pa.Table], None]] = {}
        self._waiting: dict[str, list[pa.Table]] = {table: [] for table in self._drafts}
        self._stack = stack.enter_context(ExitStack())

    def add(self, rows: Tables) -> None:
        """Appends a cohort's rows; small cohorts wait for each other, so that no row group is tiny and little is held."""
        for table, waiting in self._waiting.items():
            waiting.append(_plain(getattr(rows, table)))
            if sum(part.num_rows for part in waiting) >= _ROWS_A_GROUP:
                self._write(table)

    def close(self) -> None:
        """Writes what still waits and closes the files."""
        for table, waiting in self._waiting.items():
            if waiting:
                self._write(table)
        self._stack.close()

    def _write(self, table: str) -> None:
        rows = pa.concat_tables(self._waiting[table])
        self._waiting[table].clear()
        if table not in self._writers:
            self._writers[table] = self._opened(self._drafts[table], rows.schema)
        self._writers[table](rows)

    def _opened(self, draft: Path, schema: pa.Schema) -> Callable[[pa.Table], None]:
        """Writes rows to the draft. Ids and instants hardly repeat, so Parquet's dictionaries are kept for the other columns."""
        if draft.suffix == ".csv":
            csv: Callable[[pa.Table], None] = self._stack.enter_context(pyarrow.csv.CSVWriter(draft, schema)).write_table
            return csv
        repeating = [field.name for field in schema if field.name not in _UNIQUE]
        parquet: Callable[[pa.Table], None] = self._stack.enter_context(
            pyarrow.parquet.ParquetWriter(draft, schema, compression="zstd", use_dictionary=repeating)
        ).write_table
        return parquet


@contextmanager
def exports(folder: Path, names: Sequence[str] = FILES) -> Iterator[Exports]:
    """Export files in ``folder`` to add cohorts to; they appear when the block ends well."""
    with ExitStack() as stack:
        files = Exports(folder, names, stack)
        yield files
        files.close()


def _plain(rows: pa.Table) -> pa.Table:
    """The table with texts as texts, whatever they were made from."""
    fields = [field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field for field in rows.schema]
    return rows.cast(pa.schema(fields))
