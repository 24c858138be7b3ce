"""The views through which a history is read: every column of the contract is there, with its own type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadscore_analysis.column_types import holds_numbers
from leadscore_analysis.engine import quoted
from leadscore_analysis.engines.duckdb import DuckDBEngine, literal, projection
from leadscore_analysis.errors import Fault, did_you_mean
from leadscore_analysis.sources.contract import EMPTY, INSTANT, NUMBER, TEXT, Table

_READ_AS_INSTANT = ("TIMESTAMP", "DATE", "VARCHAR")
_ROW_NUMBER = "file_row_number"


@dataclass(frozen=True)
class KeptTable:
    """Where one table of a history is kept: what stands behind FROM, and its columns and their types.

    ``made_id`` is the file's name where event ids are made from it and the row's number, else empty.
    """

    table: Table
    rows: str
    columns: Mapping[str, str]
    made_id: str = ""

    def own_name(self, column: str) -> str | None:
        """The name that a column of the contract has here; case does not matter."""
        return {name.lower(): name for name in self.columns}.get(column)

    def select(self) -> str:
        """The SELECT behind the table's view: the columns of the contract, then the properties."""
        known = {column: self._expression(column, kind) for column, kind in self.table.columns.items()}
        own = {name: kind for name, kind in self.columns.items() if name.lower() not in self.table.columns}
        properties = {name: f"CAST({quoted(name)} AS {TEXT})" if kind == EMPTY else quoted(name) for name, kind in own.items()}
        return projection(known | properties, rows=self.rows)

    def faults(self) -> list[Fault]:
        """What keeps the table from being read: missing columns and columns of the wrong type."""
        return [*self._missing(), *self._wrong_types()]

    def text_instants(self) -> list[str]:
        """The instants kept as text, which may hold something else."""
        names = [self.own_name(column) for column in self.table.instants]
        return [name for name in names if name is not None and self.columns[name] == TEXT]

    def _expression(self, column: str, kind: str) -> str:
        name = self.own_name(column)
        if name is None:
            return self._made_id() if column == "event_id" and self.made_id else f"CAST(NULL AS {kind})"
        if self.columns[name] == EMPTY:
            return f"CAST(NULL AS {kind})"
        if kind == NUMBER:
            return quoted(name)
        return quoted(name) if self.columns[name] == kind else f"TRY_CAST({quoted(name)} AS {kind})"

    def _made_id(self) -> str:
        return f"printf('%s:%09d', {literal(self.made_id)}, {_ROW_NUMBER} + 1)"

    def _missing(self) -> list[Fault]:
        where = self.table.name
        faults = [
            Fault(where, f"the column {column} must be there; it is not", did_you_mean(column, self.columns))
            for column in self.table.needed
            if self.own_name(column) is None
        ]
        either = self.table.either
        if either and not any(self.own_name(column) for column in either):
            faults.append(
                Fault(where, f"one of the columns {' and '.join(either)} must be there; neither is", did_you_mean(either[0], self.columns))
            )
        return faults

    def _wrong_types(self) -> list[Fault]:
        return [
            Fault(
                f"{self.table.name}.{name}",
                f"the column must hold {needed}; got {self.columns[name]}",
                "load the files with `leadscore load`",
            )
            for name, needed in self.misfits().items()
        ]

    def misfits(self) -> dict[str, str]:
        """The columns that cannot be read by their type, and what each must hold."""
        instants = {name: "an instant (a timestamp, a date or ISO text)" for name in map(self.own_name, self.table.instants) if name}
        wrong = {name: needed for name, needed in instants.items() if not self.columns[name].startswith((*_READ_AS_INSTANT, EMPTY))}
        amount = self.own_name("amount") if "amount" in self.table.columns else None
        if amount is not None and not holds_numbers(self.columns[amount]) and self.columns[amount] != EMPTY:
            wrong[amount] = "a number"
        return wrong


def empty_table(table: Table) -> str:
    """The SELECT of a table that the history does not have: its columns, and no row."""
    nothing = {column: f"CAST(NULL AS {kind})" for column, kind in table.columns.items()}
    return projection(nothing, rows="(VALUES (1)) AS nothing(one) WHERE one = 0")


def unread_instants(engine: DuckDBEngine, kept: KeptTable) -> list[Fault]:
    """The text instants that are none, with a count and an example."""
    faults = []
    for name in kept.text_instants():
        column = quoted(name)
        unread = f"{kept.rows} WHERE {column} IS NOT NULL AND TRY_CAST({column} AS {INSTANT}) IS NULL"
        [row] = engine.arrow(projection({"unread": "COUNT(*)", "example": f"MIN({column})"}, rows=unread)).to_pylist()
        if row["unread"]:
            problem = f"each text must be an ISO date-time; got {row['example']!r} ({row['unread']} such rows)"
            faults.append(Fault(f"{kept.table.name}.{name}", problem, "`leadscore load` sets such rows apart"))
    return faults
