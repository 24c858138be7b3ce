"""Tables for people from tables for machines: which columns are shown, and how each is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from leadscore_analysis.evaluation.segments import EMPTY
from leadscore_analysis.reports.page import Heading, Look, TableForPeople
from leadscore_analysis.words import ENGLISH, Words

Kind = Literal[
    "text", "word", "sentence", "day", "days", "count", "points", "number", "merit", "loss", "share", "percentage points",
    "figure", "difference",
]  # fmt: skip


LOOKS: dict[Kind, Look] = {"text": "text", "word": "word", "sentence": "sentence", "day": "day"}  # the others are numbers

MERITS: dict[str, Kind] = {"share_of_winners": "share", "conversion_of_qualified": "share", "log_loss": "loss"}  # the others are plain


@dataclass(frozen=True)
class Column:
    """A column shown: its name in the table, how it is written, and the two columns that hold its interval where it has one.

    ``word`` looks a name of ours up in the words, ``text`` writes a name from the data as it is; ``number`` has one decimal, ``merit``
    (AUC, log loss) three, ``loss`` (log loss where small differences count) five. In a table with a ``figure`` a row, ``figure`` writes
    its value and ``difference`` how far two values lie apart, as that figure is written. A narrow page leaves ``spare`` columns out.
    """

    name: str
    kind: Kind
    low: str = ""
    high: str = ""
    spare: bool = False

    @property
    def look(self) -> Look:
        """How the column is set."""
        return LOOKS.get(self.kind, "number")


LEADS = (Column("leads", "count"), Column("converting_leads", "count"))
RATE = Column("rate", "share", "low", "high")
"""What many tables tell of a group: how many leads it has, how many of them convert, and the share of its rows that do."""


def table_for_people(
    table: pd.DataFrame, columns: Sequence[Column], *, caption: str, file: str = "", note: str = "", words: Words = ENGLISH
) -> TableForPeople:
    """``table`` written out; columns that it does not have are left out."""
    shown = [column for column in columns if column.name in table.columns]
    headings = tuple(Heading(words.say(f"columns.{column.name}"), column.look, column.spare) for column in shown)
    rows = tuple(tuple(cell_text(row, column, words) for column in shown) for row in table.to_dict("records"))
    return TableForPeople(caption, headings, rows, file, note)


def with_empty_named(table: pd.DataFrame, words: Words = ENGLISH) -> pd.DataFrame:
    """The table with the ``value`` of leads for which a segment is empty as people read it; values that the data have stay as they are."""
    return table.replace({"value": {EMPTY: words.name(EMPTY)}})


def cell_text(row: Mapping[Any, Any], column: Column, words: Words = ENGLISH) -> str:
    """One cell, with its interval in brackets where there is one: ``41% (37% to 45%)``."""
    value = row[column.name]
    if isinstance(value, str):  # text, or a number that stands masked already
        return words.name(value) if column.kind == "word" else value
    if pd.isna(value):
        return words.say("numbers.missing")
    kind = _kind(row, column)
    text = _written(value, kind, words)
    interval = _interval(row, column, kind, words)
    return f"{text} ({interval})" if interval else text


def _kind(row: Mapping[Any, Any], column: Column) -> Kind:
    """How a cell is written, where that is the row's to say."""
    if column.kind not in {"figure", "difference"}:
        return column.kind
    kind = MERITS.get(str(row["figure"]), "merit")
    return "percentage points" if kind == "share" and column.kind == "difference" else kind


def _written(value: Any, kind: Kind, words: Words) -> str:
    if kind == "day":
        return words.day(_day(value))
    if kind in {"text", "word", "sentence"}:
        return words.name(str(value)) if kind == "word" else str(value)  # booleans too: yes and no
    writers = {"count": words.count, "points": words.points, "share": words.share, "days": words.days}
    number = float(value)
    if kind == "percentage points":
        return words.say("numbers.percentage_points", number=words.number(100 * number, 1))
    return writers[kind](number) if kind in writers else words.number(number, {"number": 1, "loss": 5}.get(kind, 3))


def _interval(row: Mapping[Any, Any], column: Column, kind: Kind, words: Words) -> str:
    low, high = row.get(column.low), row.get(column.high)
    if low is None or high is None or isinstance(low, str) or pd.isna(low) or pd.isna(high):
        return ""
    if kind == "share":
        return words.share_interval(low, high)
    scale = 100 if kind == "percentage points" else 1
    return words.interval(scale * low, scale * high, {"merit": 3, "loss": 5, "count": 0}.get(kind, 1))


def _day(value: Any) -> date:
    instant = pd.Timestamp(value)
    return (instant.tz_convert("UTC") if instant.tzinfo else instant).date()
