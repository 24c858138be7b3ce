"""What a load will read: for each table its files and their columns, with every fault of them told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from leadscore_analysis.engines.duckdb import DuckDBEngine
from leadscore_analysis.engines.duckdb_files import loading_macros
from leadscore_analysis.errors import Fault, FaultsError, InputError, fault_of
from leadscore_analysis.sources.contract import EVENTS, TABLES, TEXT
from leadscore_analysis.sources.files import SourceFile, source_files
from leadscore_analysis.sources.mapping import ColumnMap, column_map
from leadscore_analysis.study.parts import HistorySettings, TableSource


@dataclass(frozen=True)
class TablePlan:
    """What one table is filled from: its files, its columns, values for all rows, the zone of instants without an offset, empty texts."""

    files: Sequence[SourceFile]
    chosen: ColumnMap
    values: Mapping[str, str]
    timezone: str
    nulls: Sequence[str]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.chosen.table.name


def table_plans(engine: DuckDBEngine, settings: HistorySettings) -> list[TablePlan]:
    """A plan for each source that the study names; FaultsError with all faults of their files and columns."""
    plans, faults = _plans(engine, settings.sources())
    if EVENTS.name not in settings.sources():
        faults.append(Fault("history.events", "the study must name a source of events; it names none", "add events: {from: …}"))
    if faults:
        raise FaultsError(faults, source="history")
    return plans


def source_faults(settings: HistorySettings) -> list[Fault]:
    """What is wrong with the files and columns that a study names, by the files' headers; sources on a server are not asked."""
    with DuckDBEngine() as engine:
        engine.run_script(loading_macros())
        return _plans(engine, {name: source for name, source in settings.sources().items() if "://" not in source.from_})[1]


def _plans(engine: DuckDBEngine, sources: Mapping[str, TableSource]) -> tuple[list[TablePlan], list[Fault]]:
    plans: list[TablePlan] = []
    faults: list[Fault] = []
    for name, source in sources.items():
        try:
            plan, found = _table_plan(engine, name, source)
            plans.append(plan)
            faults += [replace(fault, where=f"history.{fault.where}") for fault in found]
        except InputError as error:
            absent = "it is not there" in str(error)
            faults.append(fault_of(error, f"history.{name}.from" if absent else f"history.{name}"))
    return plans, faults


def _table_plan(engine: DuckDBEngine, name: str, source: TableSource) -> tuple[TablePlan, list[Fault]]:
    files = source_files(engine, source, name)
    types = {column: kind for file in files for column, kind in file.columns.items()}
    clashes = [
        Fault(f"{name}.values.{column}", "the source must lack the column; it has it", "leave it out")
        for column in source.values
        if column in types
    ]
    chosen, faults = column_map(TABLES[name], types | dict.fromkeys(source.values, TEXT), source.columns)
    nulls = source.nulls if source.nulls is not None else [text for file in files[:1] for text in file.nulls]
    return TablePlan(files, chosen, source.values, source.timezone, ["", *nulls]), [*clashes, *faults]
