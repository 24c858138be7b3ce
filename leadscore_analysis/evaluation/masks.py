"""What may leave the program: groups of few leads are hidden, and single leads go by a code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

CODE_LENGTH = 10
_OF_THRESHOLD = (
    "precision",
    "share_of_winners",
    "expected_conversions_per_week",
    "expected_value_per_week",
    "net_per_week",
    "more_conversions_per_week",
    "median_days_to_conversion",
)
_FORWARD = (
    "forward_precision",
    "forward_share_of_winners",
    "forward_conversions_per_week",
    "forward_net_per_week",
    "forward_more_conversions_per_week",
)
TOLD_BY: dict[str, tuple[str, ...]] = {
    "converting_leads": (
        "conversions",
        "converting_rows",
        "rate",
        "low",
        "high",
        "share_converting",
        "share_late",
        "value_share_converting",
        *_OF_THRESHOLD,
    ),
    "forward_leads": _FORWARD,
    "forward_converting_leads": _FORWARD,
    "closed_leads": ("share_late_closing",),
    "value_leads": ("value_share_converting",),
    "below_line": (),
}
"""Columns that count some of a group's leads, and the columns from which that count, or what the few did, could be worked out."""


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
    leads read "< 5" too, and the rates, times and values that come from those few are empty.

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
    for column, told_by in TOLD_BY.items():
        if column in table:
            counts = table[column].where(~hidden, 0)
            small = (counts > 0) & (counts < smallest)
            shown.loc[small, [name for name in table if str(name).removesuffix("_low").removesuffix("_high") in told_by]] = np.nan
            shown.loc[small, column] = few(smallest)
    return shown


def masked_figures(figures: pd.DataFrame, *, smallest: int) -> pd.DataFrame:
    """The figures of cards with their counts of few leads hidden, and the counts of rows that are those leads'."""
    shown = figures.copy()
    for leads, rows in (("n_leads", "n_rows"), ("n_converting_leads", "n_converting_rows")):
        if leads in figures:
            small = figures[leads].between(1, smallest - 1)
            shown[leads] = figures[leads].astype(object).mask(small, few(smallest))
            shown[rows] = figures[rows].astype(object).mask(small, None)
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


def masked_steps(table: pd.DataFrame, *, by: str, leads: str, smallest: int, keep: Sequence[str]) -> pd.DataFrame:
    """The table as it may be shown when its counts add up along ``by`` (leads at or above a threshold), rows in any order.

    Beside small groups those rows are hidden that differ by too few ``leads`` from the next higher one shown: their count is empty.
    """
    hidden, last = np.zeros(len(table), dtype=bool), 0.0
    for place in np.argsort(-table[by].to_numpy(dtype=np.float64), kind="stable"):
        count = float(table[leads].iloc[place])
        hidden[place] = 0 < count - last < smallest
        last = last if hidden[place] or not count > 0 else count
    shown = masked(table.assign(**{leads: table[leads].where(~hidden, 0)}), leads=leads, smallest=smallest, keep=keep)
    shown.loc[hidden, [column for column in table if column not in keep]] = np.nan
    shown.loc[hidden & (table[leads] < smallest).to_numpy(), leads] = few(smallest)
    return shown


def shown_count(count: int, *, smallest: int) -> int | str:
    """A count of leads as it may be shown: "< 5" when it is small and not zero."""
    return few(smallest) if 0 < count < smallest else count


def few(smallest: int) -> str:
    """How a count that must be hidden reads."""
    return f"< {smallest}"
