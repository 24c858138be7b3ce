"""One table of a history from the rows of its source, with the rows that cannot be used set apart."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from leadscore_analysis.engine import quoted, run_plan
from leadscore_analysis.engines.duckdb import DuckDBEngine, projection
from leadscore_analysis.sources.contract import EVENTS, TEXT
from leadscore_analysis.sources.mapped import map_rows
from leadscore_analysis.sources.plan import TablePlan
from leadscore_analysis.sources.property_types import property_types
from leadscore_analysis.sources.reading import raw_texts, read_rows
from leadscore_analysis.sources.reasons import repeated_reason

_USED = "mapped_rows ANTI JOIN load_problem_rows USING (loaded_file_no, loaded_row_no)"
_NO_START = "-9223372036854775807"


@dataclass(frozen=True)
class Reason:
    """Why rows of a table were rejected, how many, and the first of them (data rows count from 1, without the header)."""

    table: str
    reason: str
    rows: int
    first_file: str
    first_row: int

    def __str__(self) -> str:
        return f"{self.first_file} data row {self.first_row}: {self.reason} ({self.rows} such row{'s' if self.rows != 1 else ''})"


@dataclass(frozen=True)
class Filled:
    """What became of one source: rows read and rejected, why, what to know, and the SELECT of the rows that can be used."""

    read: int
    rejected: int
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]
    select: str


def filled(engine: DuckDBEngine, plan: TablePlan, *, read_us: int) -> Filled:
    """What became of a table's source; ``load_rejected_rows`` in the engine then holds what is not in its ``select``."""
    read = read_rows(engine, plan.files, plan.name, values=plan.values)
    notes = [file.note for file in plan.files if file.note] + map_rows(engine, plan, read_us=read_us)
    _set_repeated_apart(engine, plan)
    raw_texts(engine, plan.files)
    run_plan(engine, ("load_rejected_rows", "load_rejected_counts"))
    return Filled(read, engine.row_count("load_rejected_rows"), _reasons(engine), tuple(notes), _usable_rows(engine, plan))


def _set_repeated_apart(engine: DuckDBEngine, plan: TablePlan) -> None:
    """Makes ``load_problem_rows``: the rows with a problem of their own, and those whose key an earlier row has."""
    table, key = plan.chosen.table, plan.chosen.table.key
    starts = f"COALESCE(micros({quoted(table.instant)}), {_NO_START})" if table.instant in plan.chosen.contract else _NO_START
    columns = {
        "loaded_file_no": "loaded_file_no",
        "loaded_row_no": "loaded_row_no",
        "key_value": quoted(key) if key in plan.chosen.contract else f"CAST(NULL AS {TEXT})",
        "starts_us": _NO_START if table is EVENTS else starts,
    }
    rows = "mapped_rows WHERE problem IS NULL" if key in plan.chosen.contract else "mapped_rows WHERE 1 = 0"
    engine.view("keyed_rows", projection(columns, rows=rows))
    engine.table("repeated_reason", pa.table({"reason": [repeated_reason(table)]}))
    run_plan(engine, ("load_repeated_keys", "load_repeated_rows", "load_problem_rows"))


def _reasons(engine: DuckDBEngine) -> tuple[Reason, ...]:
    rows = engine.arrow("SELECT * FROM load_rejected_counts ORDER BY row_count DESC, reason").to_pylist()
    return tuple(Reason(row["table_name"], row["reason"], row["row_count"], row["source_file"], row["row_number"]) for row in rows)


def _usable_rows(engine: DuckDBEngine, plan: TablePlan) -> str:
    names = [name for name in engine.columns("mapped_rows") if name not in ("loaded_file_no", "loaded_row_no", "problem")]
    untyped = [name for name in plan.chosen.properties if plan.chosen.type(name) == TEXT and not all(file.typed for file in plan.files)]
    types = property_types(engine, _USED, untyped)
    return projection(
        {name: f"CAST({quoted(name)} AS {types[name]})" if types.get(name, TEXT) != TEXT else quoted(name) for name in names}, rows=_USED
    )
