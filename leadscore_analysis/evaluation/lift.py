"""Lift by decile: how the rows with the highest scores convert, against all rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats, Interval, divided
from leadscore_analysis.evaluation.ranking import gains
from leadscore_analysis.evaluation.score_table import ScoreTable

DECILES = 10


def lift_by_decile(table: ScoreTable, bootstrap: AccountBootstrap) -> pd.DataFrame:
    """Ten rows, decile 1 with the highest scores: ``decile``, ``rows``, ``conversions``, ``rate``, ``lift``, ``lift_low``, ``lift_high``,
    and ``lowest_score`` and ``highest_score``.

    Rows of one score that lies across two deciles are shared out in proportion, so ``rows`` and ``conversions`` need not be whole numbers,
    and deciles of one and the same score have one and the same rate. Lift is the decile's rate over the rate of all rows.

    >>> lift_by_decile(table, bootstrap).head(2)  # doctest: +SKIP
       decile  rows  conversions   rate  lift  lift_low  lift_high
    0       1  50.0         12.0  0.240  3.10      2.40       3.90
    1       2  50.0          7.5  0.150  1.90      1.40       2.60
    """
    positive, negative = table.totals()
    conversions = gains(positive, negative, parts=DECILES)[:, 0]
    lifts = bootstrap.intervals(_lift(positive, negative)[:, 0], table.drawn(_lift, bootstrap))
    rows = table.rows / DECILES
    lowest, highest = _edges(table.scores, (positive + negative)[:, 0])
    return pd.DataFrame(
        {
            "decile": np.arange(1, DECILES + 1),
            "rows": rows,
            "conversions": conversions,
            "rate": conversions / rows,
            "lift": [lift.value for lift in lifts],
            "lift_low": [lift.low for lift in lifts],
            "lift_high": [lift.high for lift in lifts],
            "lowest_score": lowest,
            "highest_score": highest,
        }
    )


def top_decile_lift(table: ScoreTable, bootstrap: AccountBootstrap) -> Interval:
    """The lift of the tenth of the rows with the highest scores."""
    return table.figure(lambda positive, negative: _lift(positive, negative)[0], bootstrap)


def _lift(positive: Floats, negative: Floats) -> Floats:
    """Deciles by draws. The lift is the decile's share of the conversions times ten."""
    all_ = positive.sum(axis=0)
    share = gains(positive, negative, parts=DECILES) * DECILES
    return divided(share, np.broadcast_to(all_, share.shape))


def _edges(scores: Floats, rows: Floats) -> tuple[Floats, Floats]:
    """The lowest and the highest score in each decile."""
    above = np.cumsum(rows[::-1])
    descending = scores[::-1]
    cuts = np.linspace(0, above[-1], DECILES + 1)
    # A cut that falls exactly on the end of a score's rows belongs to it below, and to the next score above; sums of thousands are exact.
    first = np.searchsorted(above, cuts[:-1] + 1e-9 * above[-1], side="left")
    last = np.searchsorted(above, cuts[1:] - 1e-9 * above[-1], side="left")
    return descending[last], descending[first]
