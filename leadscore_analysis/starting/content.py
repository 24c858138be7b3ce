"""Events in a file whose columns have names that are not known: found by what the columns hold."""

from __future__ import annotations

import re

from leadscore_analysis.starting.guess import TableGuess, instant, own_id
from leadscore_analysis.starting.looks import ColumnLook, FileLook
from leadscore_analysis.starting.names import INSTANTS, LEAD_IDS, entity_id

_MOST_KINDS = 100
_KIND_NAME = re.compile(r"type|kind|soort|actie|activ|aktiv|event|handelse|ereignis|gebeurtenis|aktion")


def events_by_content(look: FileLook, lead: ColumnLook | None, _deal: ColumnLook | None) -> TableGuess | None:
    """Events where one column is instants, one ids that repeat, and one has few different texts; None where one of them is lacking."""
    when = instant(look, INSTANTS)
    who = lead or _repeating_ids(look)
    what = _kinds(look, who, by_name_only=entity_id(look, LEAD_IDS) is not None)
    if when is None or who is None or what is None:
        return None
    why = f"by what the columns hold: {who.distinct:,} different {who.name}, {what.distinct} kinds of {what.name}; check them"
    return TableGuess("events", look, {"lead_id": who.name, "occurred_at": when.name, "event_type": what.name} | own_id(look), why)


def _repeating_ids(look: FileLook) -> ColumnLook | None:
    """The column with the most different texts that (nearly) every row fills and that repeat."""
    texts = [column for column in look.columns if not column.is_instant and column.filled >= 0.95 * look.rows]
    repeating = [column for column in texts if column.distinct > 1 and not look.unique(column)]
    return max(repeating, key=lambda column: column.distinct, default=None)


def _kinds(look: FileLook, who: ColumnLook | None, *, by_name_only: bool) -> ColumnLook | None:
    """The column of event types: the first whose name sounds like it, else the one with the fewest different texts."""
    few = [column for column in look.columns if _few_texts(look, column) and (who is None or column.name != who.name)]
    named = [column for column in few if _KIND_NAME.search(column.normal)]
    if named or by_name_only:
        return next(iter(named), None)
    fewer = [column for column in few if who is not None and column.distinct < who.distinct]
    return min(fewer, key=lambda column: column.distinct, default=None)


def _few_texts(look: FileLook, column: ColumnLook) -> bool:
    several = 2 <= column.distinct <= min(_MOST_KINDS, look.rows // 2)
    return several and not column.is_instant and not column.emails and not column.numeric and column.filled >= 0.95 * look.rows
