"""What lines did on moments that the points were not fitted on: a card looks better on those it was made from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats
from leadscore_analysis.evaluation.threshold_table import first_reaches, threshold_rows
from leadscore_analysis.labels import Examples

FORWARD = ("leads", "converting_leads", "precision", "precision_low", "precision_high", "share_of_winners")


@dataclass(frozen=True)
class ForwardScores:
    """The scores of some rows (``places`` in the examples, rising) by cards fitted on earlier moments of other accounts, told in points of
    the card whose lines are drawn.
    """

    places: NDArray[np.int64]
    points: Floats

    def judged(self, examples: Examples) -> Examples:
        """Those rows alone, with these scores."""
        part = examples.taken_rows(self.places)
        return replace(part, rows=part.rows.assign(score=self.points))

    def among(self, examples: Examples) -> Examples:
        """All rows, those with these scores and the others with their own."""
        score = examples.score.copy()
        score[self.places] = self.points
        return replace(examples, rows=examples.rows.assign(score=score))


def with_forward(table: pd.DataFrame, judged: Examples | None, bootstrap: AccountBootstrap) -> pd.DataFrame:
    """The rows of a threshold table with what the same lines did on ``judged`` rows (None: none): ``forward_leads`` that reach them there,
    ``forward_converting_leads``, ``forward_precision`` with its interval, ``forward_share_of_winners``, and what is expected by that
    precision of the new leads a week, ``forward_conversions_per_week``.
    """
    if judged is None or table.empty:
        return table
    falling = np.unique(table["threshold"].to_numpy(dtype=np.float64))[::-1]
    unknown = np.full(len(judged.leads), np.nan)
    told = threshold_rows(first_reaches(judged), falling, judged, unknown, bootstrap)[["threshold", *FORWARD]]
    found = table.merge(told.rename(columns={name: f"forward_{name}" for name in FORWARD}), on="threshold", how="left")
    expected = {
        f"forward_conversions_per_week{end}": found["new_per_week"] * found[f"forward_precision{end}"] for end in ("", "_low", "_high")
    }
    return found.assign(**expected)
