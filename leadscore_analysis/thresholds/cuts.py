"""Where a score is best cut into classes: leads of one class convert alike, those of a higher class more often."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from leadscore_analysis.evaluation.bootstrap import Floats
from leadscore_analysis.thresholds.targets import LEAST_CONVERTING_LEADS

MOST_CANDIDATES = 40
WORTH_A_CUT = 2.0
"""A cut must raise the log likelihood of the leads by so much (as Akaike's criterion asks of one more number)."""


def best_cuts(score: Floats, converted: NDArray[np.bool_], lead: NDArray[np.int64], *, most: int = 3) -> tuple[float, ...]:
    """At most ``most`` cuts (rising) that part rows into classes by their conversion, a value equal to a cut in the higher class.

    Every class has at least 10 converting leads and the square root of all leads, and converts more often than the one below. Of the cuts
    that allow this those are taken under which the outcomes are likeliest, a lead's rows counting as one; fewer where one more would tell
    nothing. Empty where nothing can be told apart.
    """
    edges = _candidates(score)
    bins = np.searchsorted(edges, score, side="right")
    counts = _Counts.of(bins, converted, lead, len(edges) + 1)
    weight = len(np.unique(lead)) / max(len(score), 1)
    found = np.zeros(0, dtype=np.int64)
    value = counts.likelihoods(found[None])[0]
    for size in range(1, most + 1):
        better = _best(counts, size)
        if better is None:
            break
        likelihood = counts.likelihoods(better[None])[0]
        if weight * (likelihood - value) >= WORTH_A_CUT * (size - len(found)):
            found, value = better, likelihood
    return tuple(float(edges[place]) for place in found)


def classes(score: Floats, cuts: Sequence[float]) -> NDArray[np.int64]:
    """The class of each score, 0 the lowest; a score equal to a cut lies in the higher class."""
    return np.searchsorted(np.array(cuts, dtype=np.float64), score, side="right").astype(np.int64)


def _candidates(score: Floats) -> Floats:
    """Scores at which a class could begin: all but the lowest, or 40 of them with like numbers of rows between."""
    distinct = np.unique(score)
    if len(distinct) > MOST_CANDIDATES:
        ordered = np.sort(score)
        distinct = np.unique(ordered[np.linspace(0, len(ordered) - 1, MOST_CANDIDATES).astype(np.int64)])
    return distinct[1:]


class _Counts:
    """Rows, converting rows, leads and converting leads of any run of bins; a lead counts in a run by the highest bin that it has."""

    def __init__(self, rows: Floats, won: Floats, leads: Floats, winners: Floats) -> None:
        self.rows, self.won, self.leads, self.winners = (np.concatenate([[0], np.cumsum(each)]) for each in (rows, won, leads, winners))
        self.bins = len(rows)

    @classmethod
    def of(cls, bins: NDArray[np.int64], converted: NDArray[np.bool_], lead: NDArray[np.int64], count: int) -> _Counts:
        def highest(chosen: NDArray[np.bool_]) -> Floats:
            best = np.full(int(lead.max(initial=-1)) + 1, -1, dtype=np.int64)
            np.maximum.at(best, lead[chosen], bins[chosen])
            return np.bincount(best[best >= 0], minlength=count).astype(np.float64)

        everyone = np.ones(len(bins), dtype=bool)
        rows, won = (np.bincount(bins[chosen], minlength=count).astype(np.float64) for chosen in (everyone, converted))
        return cls(rows, won, highest(everyone), highest(converted))

    def likelihoods(self, cuts: NDArray[np.int64]) -> Floats:
        """The log likelihood of the rows' outcomes, for each row of ``cuts``, when each class has its own rate.

        A cut stands after the bin of its number.
        """
        won, rows = self._of(self.won, cuts), self._of(self.rows, cuts)
        return np.asarray(np.sum(xlogy(won, won) + xlogy(rows - won, rows - won) - xlogy(rows, rows), axis=1))

    def allowed(self, cuts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each row of ``cuts`` whether every class has leads enough and converts more often than the one below it."""
        enough = (self._of(self.winners, cuts) >= LEAST_CONVERTING_LEADS) & (self._of(self.leads, cuts) >= np.sqrt(self.leads[-1]))
        rates = self._of(self.won, cuts) / np.maximum(self._of(self.rows, cuts), 1)
        return np.asarray(enough.all(axis=1) & (np.diff(rates) > 0).all(axis=1))

    def _of(self, sums: Floats, cuts: NDArray[np.int64]) -> Floats:
        """What each class counts: rows of cuts by classes."""
        return np.diff(sums[cuts + 1], axis=1, prepend=0, append=sums[-1])


def _best(counts: _Counts, size: int) -> NDArray[np.int64] | None:
    """The likeliest allowed cuts of that number; at most 9,139 triples of forty candidates are looked at."""
    every = np.array(list(combinations(range(counts.bins - 1), size)), dtype=np.int64).reshape(-1, size)
    allowed = every[counts.allowed(every)]
    return allowed[int(np.argmax(counts.likelihoods(allowed)))] if len(allowed) else None
