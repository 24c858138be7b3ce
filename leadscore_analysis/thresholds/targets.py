"""The line for a target: a precision that sales ask for, or a share of winners that may not be missed."""

from __future__ import annotations

import numpy as np
import pandas as pd

LEAST_CONVERTING_LEADS = 10
"""A precision or a probability that rests on fewer conversions is no reason to choose a line."""


def threshold_by_precision(table: pd.DataFrame, target: float) -> float:
    """The lowest threshold at which at least ``target`` of the leads convert, 10 of them or more; NaN where none is.

    >>> table = pd.DataFrame({"threshold": [30, 20, 10], "precision": [0.3, 0.2, 0.1], "converting_leads": [9, 20, 30]})
    >>> threshold_by_precision(table, 0.15), threshold_by_precision(table, 0.25)
    (20.0, nan)
    """
    enough = table[(table["precision"] >= target) & (table["converting_leads"] >= LEAST_CONVERTING_LEADS)]
    return float(enough["threshold"].min()) if len(enough) else float("nan")


def threshold_by_share(table: pd.DataFrame, target: float) -> float:
    """The highest threshold that reaches at least ``target`` of the winners before they convert; NaN where even the lowest does not.

    >>> threshold_by_share(pd.DataFrame({"threshold": [30, 20, 10], "share_of_winners": [0.3, 0.6, 0.9]}), 0.5)
    20.0
    """
    enough = table[table["share_of_winners"] >= target]
    return float(np.max(enough["threshold"])) if len(enough) else float("nan")
