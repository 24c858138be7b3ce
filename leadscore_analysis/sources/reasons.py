"""Why a row cannot be used, in the order in which it is looked at: its keys, its instants, its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from leadscore_analysis.engine import quoted
from leadscore_analysis.engines.duckdb import literal
from leadscore_analysis.sources.contract import NUMBER, Table
from leadscore_analysis.sources.mapping import ColumnMap

EITHER_ORDER = "either order of "
"""With a column's name behind it: 1 where its text can be read as day/month and as month/day."""

ORDER_HINT = "write such dates as 2026-01-31; 01/02/2026 can be read both ways"


def read_text(column: str) -> str:
    """The name under which the text of a column is kept beside what was read from it."""
    return f"text of {column}"


def problem(chosen: ColumnMap, *, odd: Sequence[str], read_us: int) -> str:
    """The expression that says what is wrong with a mapped row, or NULL; ``odd`` are the instants of which some were not ISO."""
    cases = [*_empty(chosen), *_unread(chosen, odd), *_late(chosen, read_us)]
    whens = "\n    ".join(f"WHEN {condition} THEN {reason}" for condition, reason in cases)
    return f"CASE\n    {whens}\n  END"


def repeated_reason(table: Table) -> str:
    """Why the second row with one key is set apart."""
    if table.name == "events":
        return "duplicate event_id: an earlier row has it"
    return f"duplicate {table.key} and {table.instant}: an earlier row is a version with the same start"


def _empty(chosen: ColumnMap) -> list[tuple[str, str]]:
    table = chosen.table
    needed = [name for name in chosen.contract if name in table.needed or name == table.key]
    cases = [(f"{_raw(chosen, name)} IS NULL", literal(f"missing {_role(chosen, name)}: {name} is empty")) for name in needed]
    either = [name for name in table.either if name in chosen.contract]
    if either:
        cases.append(
            (" AND ".join(f"{quoted(name)} IS NULL" for name in either), literal(f"missing key: {' and '.join(table.either)} are empty"))
        )
    return cases


def _unread(chosen: ColumnMap, odd: Sequence[str]) -> list[tuple[str, str]]:
    cases = [(_is_unread(name), _unread_instant(name)) for name in odd]
    numbers = [name for name in chosen.contract if chosen.table.columns[name] == NUMBER]
    return cases + [(_is_unread(name), literal(f"unparseable number: {name}")) for name in numbers]


def _is_unread(name: str) -> str:
    return f"{quoted(read_text(name))} IS NOT NULL AND {quoted(name)} IS NULL"


def _unread_instant(name: str) -> str:
    either = literal(f"unparseable instant: {name} may be day/month or month/day; {ORDER_HINT}")
    other = literal(f"unparseable instant: {name} is no date or time that is known here")
    return f"CASE WHEN {quoted(EITHER_ORDER + name)} = 1 THEN {either} ELSE {other} END"


def _late(chosen: ColumnMap, read_us: int) -> list[tuple[str, str]]:
    return [
        (f"{quoted(name)} > instant({read_us})", literal(f"future instant: {name} lies after the file was read"))
        for name in chosen.instants
    ]


def _raw(chosen: ColumnMap, name: str) -> str:
    return quoted(read_text(name) if name in chosen.instants else name)


def _role(chosen: ColumnMap, name: str) -> str:
    if name in chosen.instants:
        return "instant"
    return "key" if name.endswith("_id") else "value"
