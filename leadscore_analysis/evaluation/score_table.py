"""Rows counted by score and account: all that the ranking figures need, however many rows there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats, Interval
from leadscore_analysis.evaluation.ranking import area_under_roc, average_precision

MOST_DRAWN_SCORES = 2_000

Ranking = Callable[[Floats, Floats], Floats]
"""A figure of (positive, negative) counts: :mod:`leadscore_analysis.evaluation.ranking`."""


@dataclass(frozen=True)
class ScoreTable:
    """Counts of rows by distinct score (ascending) and account: ``positive`` of the rows that convert, ``negative`` of the others."""

    scores: Floats
    positive: sparse.csr_array
    negative: sparse.csr_array

    @classmethod
    def of(cls, scores: Floats, converted: NDArray[np.bool_], cluster: NDArray[np.int64], *, clusters: int) -> ScoreTable:
        """The counts of the rows; the rows are sorted once, here."""
        distinct, place = np.unique(scores, return_inverse=True)
        shape = (len(distinct), clusters)

        def counts(chosen: NDArray[np.bool_]) -> sparse.csr_array:
            cells, rows = np.unique(place[chosen] * clusters + cluster[chosen], return_counts=True)
            return sparse.csr_array((rows.astype(np.float64), (cells // clusters, cells % clusters)), shape=shape)

        return cls(distinct, counts(converted), counts(~converted))

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return int(self.positive.sum() + self.negative.sum())

    def totals(self) -> tuple[Floats, Floats]:
        """Converting and other rows by score, one column."""
        one_draw = np.ones((self.positive.shape[1], 1))
        return self.positive @ one_draw, self.negative @ one_draw

    def auc(self, bootstrap: AccountBootstrap) -> Interval:
        """The area under the ROC curve; ties count half, as in :func:`sklearn.metrics.roc_auc_score`. NaN when all rows are alike."""
        return self.figure(area_under_roc, bootstrap)

    def average_precision(self, bootstrap: AccountBootstrap) -> Interval:
        """The average precision, as in :func:`sklearn.metrics.average_precision_score`: no interpolation, equal scores together."""
        return self.figure(average_precision, bootstrap)

    def figure(self, ranking: Ranking, bootstrap: AccountBootstrap) -> Interval:
        """A ranking figure of the rows with its interval over accounts (see :meth:`drawn`)."""
        return bootstrap.interval(float(ranking(*self.totals())[0]), self.drawn(ranking, bootstrap))

    def drawn(self, ranking: Ranking, bootstrap: AccountBootstrap) -> Floats:
        """The figure in every draw, draws in the last axis.

        More than 2,000 distinct scores are drawn in 2,000 bins of like numbers of rows, and the draws moved by what the bins change in the
        figure of all rows: an order within one bin hardly touches the width of the interval, and a draw then costs no more for a million
        distinct scores than for two thousand.
        """
        table = self._binned
        drawn = bootstrap.drawn(lambda weights: ranking(table.positive @ weights, table.negative @ weights), cells=len(table.scores))
        return drawn if table is self else drawn + (ranking(*self.totals()) - ranking(*table.totals()))

    @cached_property
    def _binned(self) -> ScoreTable:
        if len(self.scores) <= MOST_DRAWN_SCORES:
            return self
        rows = np.sum(self.totals(), axis=0)[:, 0]
        place = ((np.cumsum(rows) - rows / 2) * (MOST_DRAWN_SCORES / rows.sum())).astype(np.int64)
        _, bins = np.unique(place, return_inverse=True)
        gather = sparse.csr_array((np.ones(len(bins)), (bins, np.arange(len(bins)))))
        return ScoreTable(np.unique(place).astype(np.float64), gather @ self.positive, gather @ self.negative)
