"""Which column of a source becomes which column of the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadscore_analysis.errors import Fault, did_you_mean
from leadscore_analysis.sources.contract import EMPTY, INSTANT, TEXT, Table

_INSTANT_TYPES = ("TIMESTAMP", "DATE", TEXT, "BIGINT", "UBIGINT", "INTEGER", EMPTY)


@dataclass(frozen=True)
class ColumnMap:
    """The history's columns, each with the source's column that fills it."""

    table: Table
    sources: Mapping[str, str]
    types: Mapping[str, str]

    @property
    def contract(self) -> list[str]:
        """The columns that the toolkit itself reads, in the contract's order."""
        return [name for name in self.table.columns if name in self.sources]

    @property
    def properties(self) -> list[str]:
        """The other columns, in the source's order."""
        return [name for name in self.sources if name not in self.table.columns]

    @property
    def instants(self) -> list[str]:
        """The columns that hold instants."""
        return [name for name in self.contract if self.table.columns[name] == INSTANT]

    def type(self, name: str) -> str:
        """The type that the source gives to the column."""
        return self.types[self.sources[name]]


def column_map(table: Table, types: Mapping[str, str], columns: Mapping[str, str]) -> tuple[ColumnMap, list[Fault]]:
    """The map that ``columns`` (history's name -> source's name) makes of a source with those column types, and its faults.

    A column that is not mapped keeps its own name, and fills the history's column of that name.
    """
    known = {name.lower(): name for name in types}
    faults = [
        Fault(f"{table.name}.columns.{name}", f"the column must be one of the source's; got {source!r}", did_you_mean(source, types))
        for name, source in columns.items()
        if source.lower() not in known
    ]
    mapped = {_own_name(table, name): known[source.lower()] for name, source in columns.items() if source.lower() in known}
    unmapped = {_own_name(table, name): name for name in types if name not in mapped.values()}
    taken = {name.lower(): source for name, source in mapped.items()}
    faults += [
        Fault(
            f"{table.name}.columns",
            f"{name} must come from one column; it comes from {taken[name.lower()]!r} and from {source!r}",
            f"give the other one a name too: columns: {{old_{name}: {source}}}",
        )
        for name, source in unmapped.items()
        if name.lower() in taken
    ]
    chosen = ColumnMap(table, unmapped | mapped, types)
    return chosen, faults + (_missing(chosen, columns) + _wrong_types(chosen))


def _own_name(table: Table, name: str) -> str:
    """A column of the contract is found whatever its capitals; a property keeps its name."""
    return name.lower() if name.lower() in table.columns else name


def _missing(chosen: ColumnMap, columns: Mapping[str, str]) -> list[Fault]:
    table, free = chosen.table, [name for name in chosen.types if name not in columns.values()]
    faults = [
        Fault(table.name, f"the column {name} must be there; it is not", f"{did_you_mean(name, free)} Map it: columns: {{{name}: …}}")
        for name in table.needed
        if name not in chosen.sources and name not in columns
    ]
    if table.either and not any(name in chosen.sources or name in columns for name in table.either):
        either = " or ".join(table.either)
        faults.append(Fault(table.name, f"the column {either} must be there; neither is", f"map one: columns: {{{table.either[0]}: …}}"))
    return faults


def _wrong_types(chosen: ColumnMap) -> list[Fault]:
    return [
        Fault(
            f"{chosen.table.name}.{name}",
            f"the column must hold instants; {chosen.sources[name]!r} holds {chosen.type(name)}",
            "map a column of dates or times to it",
        )
        for name in chosen.instants
        if not chosen.type(name).startswith(_INSTANT_TYPES)
    ]
