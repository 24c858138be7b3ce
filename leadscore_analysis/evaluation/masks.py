"""What may leave the program: groups of few leads are hidden, and single leads go by a code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

CODE_LENGTH = 10
PARTS_OF_A_GROUP = ("converting_leads", "closed_leads", "value_leads", "below_line")
"""Columns that count some of a group's leads."""


def lead_codes(lead_ids: Iterable[str], *, study: str) -> list[str]:
    """A code for each lead that is the same throughout the study and another in the next: ten signs of SHA-256 of study and id."""
    start = hashlib.sha256(f"{study}\0".encode())

    def code(lead_id: str) -> str:
        hashed = start.copy()
        hashed.update(lead_id.encode())
        return hashed.hexdigest()[:CODE_LENGTH]

    return [code(str(lead_id)) for lead_id in lead_ids]


def hidden_rows(table: pd.DataFrame, leads: str, *, smallest: int) -> NDArray[np.bool_]:
    """Which rows must be hidden: groups of at least one and fewer than ``smallest`` leads.

    When that is one group alone, the smallest of the others goes with it, as it could be told from the total.
    """
    counts = table[leads].to_numpy(dtype=np.float64)
    hidden = (counts > 0) & (counts < smallest)
    others = np.flatnonzero(~hidden & (counts > 0))
    if hidden.sum() == 1 and len(others):
        hidden[others[np.argmin(counts[others])]] = True
    return hidden


def masked(table: pd.DataFrame, *, leads: str, smallest: int, keep: Sequence[str]) -> pd.DataFrame:
    """The table as it may be shown: in groups of too few ``leads`` that count reads "< 5" (or what ``smallest`` is) and all else is empty.

    ``keep`` are the columns that name the group. In the groups that are shown, small counts of their converting, closed or other particular
    leads read "< 5" too; rates within a group that is large enough stay.

    >>> masked(table, leads="leads", smallest=5, keep=["band"])  # doctest: +SKIP
       band leads  rate
    0  cold   300  0.02
    1  warm    40  0.08
    2   hot   < 5   NaN
    """
    shown = table.astype(object)
    hidden = hidden_rows(table, leads, smallest=smallest)
    shown.loc[hidden, [column for column in table if column not in keep]] = np.nan
    shown.loc[hidden, leads] = few(smallest)
    for column in PARTS_OF_A_GROUP:
        if column in table:
            counts = table[column].where(~hidden, 0)
            shown.loc[(counts > 0) & (counts < smallest), [column, *_told_by(column, table)]] = few(smallest)
    return shown


def merged_small(table: pd.DataFrame, *, leads: str, smallest: int) -> pd.DataFrame:
    """The rows of a table whose counts add up from row to row (leads at or above falling thresholds) that may be shown.

    The first has ``smallest`` leads at least, and each next one that many more: else the difference of two rows would tell of a few.
    """
    kept: list[int] = []
    last: float = 0
    for place, count in enumerate(table[leads]):
        if count - last >= smallest:
            kept.append(place)
            last = count
    return table.iloc[kept].reset_index(drop=True)


def shown_count(count: int, *, smallest: int) -> int | str:
    """A count of leads as it may be shown: "< 5" when it is small and not zero."""
    return few(smallest) if 0 < count < smallest else count


def few(smallest: int) -> str:
    """How a count that must be hidden reads."""
    return f"< {smallest}"


def _told_by(column: str, table: pd.DataFrame) -> list[str]:
    """The counts of rows that would tell a hidden count of converting leads."""
    return [name for name in ("conversions", "converting_rows") if column == "converting_leads" and name in table]
