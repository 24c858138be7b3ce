"""Instants that are not written as ISO 8601 does it, each distinct text of them read once.

Read are ``31/01/2026`` and ``31-01-2026``, ``31.01.2026``, each with or without a time, which may end in AM or PM; ``20260131``;
``31 Jan 2026``, ``31-Jan-2026``, ``Jan 31, 2026``; ten digits as seconds since 1970 and thirteen as milliseconds.
Whether day or month stands first is never guessed: where a text can be read both ways, another text of its column must show the order,
or the row is rejected.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadscore_analysis.engine import quoted, run_plan
from leadscore_analysis.engines.duckdb import DuckDBEngine, projection

_READINGS = ("day_first", "month_first", "plain_instant")


@dataclass(frozen=True)
class OddInstants:
    """How the texts of one column that are not ISO were read: ``relation`` has ``odd_text``, ``odd_at`` and ``either_order``.

    ``order`` is ``day first`` or ``month first`` where texts that could be read both ways were read so, as others of the column show.
    """

    relation: str
    order: str | None


def odd_instants(engine: DuckDBEngine, *, rows: str, text: str, instant: str) -> OddInstants | None:
    """How the texts that are no ISO instants were read; None when there are none. Naive ones are read in the session's zone."""
    odd = f"{rows} WHERE {quoted(text)} IS NOT NULL AND {unread(instant)}"
    engine.create("odd_texts", projection({"odd_text": f"DISTINCT {quoted(text)}"}, rows=odd))
    if not engine.row_count("odd_texts"):
        return None
    read = {"odd_text": "odd_text"} | {reading: f"{reading}(odd_text)" for reading in _READINGS}
    sane = {"odd_text": "odd_text"} | {reading: f"sane_instant({reading})" for reading in _READINGS}
    engine.create("odd_readings", projection(sane, rows=f"({projection(read, rows='odd_texts')})"))
    run_plan(engine, ("load_day_order", "load_odd_instants"))
    relation = f"odd {instant}"
    engine.create(relation, projection(rows="load_odd_instants"))
    [found] = engine.arrow(projection(rows="load_day_order")).to_pylist()
    return OddInstants(relation, found["day_order"] if found["undecided_texts"] else None)


def unread(instant: str) -> str:
    """The condition that an instant was not read, or is no instant of an analyst's data: a year before 1900 is a misread text."""
    return f"COALESCE(micros({quoted(instant)}), -9223372036854775807) < -2208988800000000"
