"""The rows that a fit is given when there are very many: all that tell of conversions, and some of the others, each for several."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leadscore_analysis.scorecard import Floats, Integers
from leadscore_analysis.suggestion.support import FitRows

MOST_OTHERS = 2_000_000
"""So many rows of accounts in which nobody converts are fitted at most."""


def sampled_rows(rows: FitRows, *, most: int = MOST_OTHERS) -> tuple[Integers, Floats]:
    """The places of the rows to fit (rising), and how many rows each of them stands for.

    Rows of accounts (else leads) with a conversion all stay. Of the others whole accounts are taken, evenly over their numbers, so that
    about ``most`` rows are left; those stand for all.
    """
    won = np.isin(rows.groups, rows.groups[rows.converted])
    others = int((~won).sum())
    if others <= most:
        return np.arange(len(won)), np.ones(len(won))
    taken = won | evenly(rows.groups, share=most / others)
    weight = np.where(won, 1.0, others / int((taken & ~won).sum()))
    places = np.flatnonzero(taken)
    return places, weight[places]


def evenly(numbers: Integers, *, share: float) -> NDArray[np.bool_]:
    """Whether each number is one of those taken: the multiples of the golden ratio lie evenly whatever the numbers are."""
    return np.asarray(numbers * ((np.sqrt(5) - 1) / 2) % 1 < share)
