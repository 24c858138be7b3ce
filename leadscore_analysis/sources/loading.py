"""Files become a history: one DuckDB file that appears whole, or stays as it was."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leadscore_analysis.engine import Progress
from leadscore_analysis.engines.duckdb import DuckDBEngine, projection
from leadscore_analysis.engines.duckdb_files import loading_macros
from leadscore_analysis.errors import InputError
from leadscore_analysis.sources.contract import TABLES
from leadscore_analysis.sources.database import new_database
from leadscore_analysis.sources.filling import Filled, Reason, filled
from leadscore_analysis.sources.history_views import empty_table
from leadscore_analysis.sources.plan import TablePlan, table_plans
from leadscore_analysis.study.parts import HistorySettings

_ALIAS = "loading"
_SHOWN_REASONS = 10


@dataclass(frozen=True)
class TableReport:
    """How many rows of one table were read, loaded and rejected; ``loaded + rejected = read``."""

    table: str
    read: int
    loaded: int
    rejected: int


@dataclass(frozen=True)
class LoadReport:
    """What a load did: the file it made, the counts of each table, why rows were rejected, and what else to know."""

    database: Path
    tables: tuple[TableReport, ...]
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]

    @property
    def total(self) -> TableReport:
        """The counts of all tables together."""
        return TableReport(
            "total",
            sum(table.read for table in self.tables),
            sum(table.loaded for table in self.tables),
            sum(table.rejected for table in self.tables),
        )


def load(
    settings: HistorySettings, *, progress: Progress | None = None, memory_limit: str | None = None, read_us: int | None = None
) -> LoadReport:
    """Fills ``settings.database`` from the sources that the study names, in the place of what it held, and says what was done.

    Every row read is loaded or stands in ``rejected_rows``. Raises FaultsError when files or columns do not fit, and InputError when more
    than ``settings.max_rejected`` of a table's rows are rejected, when no event is left, or when the disk is full; then the earlier history
    stays as it was. ``memory_limit`` (``"4GB"``) bounds what the database may hold. ``read_us`` is the instant of reading, in microseconds
    (default: now); rows with a later instant are rejected.
    """
    moment = read_us if read_us is not None else time.time_ns() // 1000
    with DuckDBEngine(memory_limit=memory_limit) as engine, new_database(engine, settings.database, alias=_ALIAS):
        engine.run_script(loading_macros())
        plans = table_plans(engine, settings)
        done = {plan.name: _filled_table(engine, plan, moment, progress, share=at / len(plans)) for at, plan in enumerate(plans)}
        _keep_other_tables(engine, done)
        report = _report(settings.database, done)
        _check_rejected(report, settings.max_rejected)
    return report


def _filled_table(engine: DuckDBEngine, plan: TablePlan, read_us: int, progress: Progress | None, *, share: float) -> Filled:
    if progress is not None:
        progress(f"load {plan.name}", share)
    result = filled(engine, plan, read_us=read_us)
    engine.keep(_ALIAS, plan.name, result.select)
    engine.create(f"rejected_{plan.name}", projection(rows="load_rejected_rows"))
    return result


def _keep_other_tables(engine: DuckDBEngine, done: Mapping[str, Filled]) -> None:
    for name in TABLES.keys() - done.keys():
        engine.keep(_ALIAS, name, empty_table(TABLES[name]))
    rejected = " UNION ALL ".join(projection(rows=f"rejected_{name}") for name in done)
    engine.keep(_ALIAS, "rejected_rows", rejected)


def _report(database: Path, done: Mapping[str, Filled]) -> LoadReport:
    return LoadReport(
        database,
        tuple(TableReport(name, result.read, result.read - result.rejected, result.rejected) for name, result in done.items()),
        tuple(reason for result in done.values() for reason in result.reasons),
        tuple(note for result in done.values() for note in result.notes),
    )


def _check_rejected(report: LoadReport, largest_share: float) -> None:
    """Raises InputError when too many rows of a table were rejected, or no event is left."""
    above = [table for table in report.tables if table.rejected > largest_share * table.read]
    if above:
        told = "; ".join(f"{table.rejected} of the {table.read} rows of {table.table} were rejected" for table in above)
        reasons = [reason for reason in report.reasons if reason.table in {table.table for table in above}]
        listed = "".join(f"\n  {reason}" for reason in reasons[:_SHOWN_REASONS])
        raise InputError(
            f"at most {largest_share:.3%} of a table's rows may be rejected (history.max_rejected); {told}:{listed}\nNothing was changed",
            hint="mend the rows or the mapping, or raise max_rejected",
        )
    events = next(table for table in report.tables if table.table == "events")
    if not events.loaded:
        raise InputError(
            f"the source of events must hold rows{_why_none(report)}. Nothing was changed", hint="check the export and history.events.from"
        )


def _why_none(report: LoadReport) -> str:
    reasons = [reason for reason in report.reasons if reason.table == "events"]
    return f" that can be used; none can: {reasons[0]}" if reasons else "; it holds none"
