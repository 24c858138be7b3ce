"""How the amounts of a column are written: ``1234.50``, ``1,234.50`` or ``1.234,50``. The whole column decides, never one text of it."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore_analysis.engines.duckdb import DuckDBEngine, projection
from leadscore_analysis.sources.contract import NUMBER

_STYLES = {"point_number": "with commas between thousands, as in 1,234.50", "comma_number": "with a decimal comma, as in 1.234,50"}


@dataclass(frozen=True)
class NumberStyle:
    """``macro`` reads a text of the column, None for a plain number; ``told`` says how, empty for a plain one."""

    macro: str | None = None
    told: str = ""

    def read(self, text: str) -> str:
        """The expression of the number that ``text`` tells, NULL where it is none."""
        return f"TRY_CAST({text} AS {NUMBER})" if self.macro is None else f"{self.macro}({text})"


def number_style(engine: DuckDBEngine, *, rows: str, text: str) -> NumberStyle:
    """The style that all texts of a column fit; the plain one where they fit none, or it.

    Where ``1,234`` could be read both ways in every row, the comma stands between thousands: amounts have no three decimals.
    """
    read = {"plain": f"TRY_CAST({text} AS {NUMBER})"} | {macro: f"{macro}({text})" for macro in _STYLES}
    counts = {name: f"COUNT({expression})" for name, expression in read.items()} | {"filled": f"COUNT({text})"}
    [found] = engine.arrow(projection(counts, rows=rows)).to_pylist()
    if found["plain"] == found["filled"]:
        return NumberStyle()
    return next((NumberStyle(macro, told) for macro, told in _STYLES.items() if found[macro] == found["filled"]), NumberStyle())
