"""Terms that always count together: what each of them is worth no rows can tell, only what they are worth in sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from leadscore_analysis.scorecard.relaxation import squares
from leadscore_analysis.scorecard.rows import FitRows, Flags, Floats, Integers, sampled

NEARLY_THE_SAME = 0.98
"""Units of two terms that correlate so much are nearly the same."""
LEAST_APART = 10
"""Two such terms can be told apart where so many converting clusters have units of the one and not as much of the other: as many as a term
must have to be fitted at all. Less than that is a few leads, whatever an interval says.
"""
_AS_MUCH = 0.1
_SOME_ROWS = 30_000


@dataclass(frozen=True)
class CountTogether:
    """Terms (by their places) that cannot be told apart. A change goes to the first of them.

    ``times``: units of each for one unit of the first; ``correlation`` is the least of theirs.
    """

    terms: tuple[int, ...]
    times: tuple[float, ...]
    correlation: float

    def sums(self, points: Floats) -> Floats:
        """What all of them bring where each has one unit, in units of each term: with equal units the sum of their points."""
        times = np.array(self.times)
        return np.asarray(points[list(self.terms)] @ times / times)


def counting_together(rows: FitRows, won: Flags, clusters: Integers | None, *, movable: Flags, points: Floats) -> tuple[CountTogether, ...]:
    """The groups of terms whose units are nearly the same in all rows, and which fewer than ``LEAST_APART`` converting clusters (without
    clusters: observations) tell apart. The first of a group is a ``movable`` one, that with the most ``points`` now.

    ``won`` and ``clusters`` are told of the rows as they came: which convert, and which may repeat each other. Of terms that nearly always
    differ in the same way, as two values of which every lead has one, the difference is known, and they are in no group.
    """
    near = _correlations(sampled(rows, _SOME_ROWS), len(points))
    close = [pair for pair in combinations(range(len(points)), 2) if near[pair] >= NEARLY_THE_SAME]
    pairs = [pair for pair in close if _converting(rows, _apart(rows, *pair), won, clusters) < LEAST_APART]
    order = sorted(range(len(points)), key=lambda term: (not movable[term], -abs(points[term]), term))
    return tuple(_group(rows, sorted(group, key=order.index), near) for group in _joined(pairs))


def merged(rows: FitRows, groups: Sequence[CountTogether]) -> FitRows:
    """The rows with the units of each group at its first term alone."""
    others = [term for group in groups for term in group.terms[1:]]
    if not others:
        return rows
    units = rows.units.copy()
    units[:, others] = 0
    return rows.with_units(units)


def shared(intervals: Floats, groups: Sequence[CountTogether]) -> Floats:
    """The intervals of merged rows, that of each group told of all its terms: what one would be worth if it were all that counts."""
    found = intervals.copy()
    for group in groups:
        found[list(group.terms)] = intervals[group.terms[0]] / np.array(group.times)[:, None]
    return found


def beside_the_others(intervals: Floats, points: Floats, groups: Sequence[CountTogether]) -> Floats:
    """Those intervals (in points) less what the others of a group bring with these points: what a term is worth while they keep them."""
    found = intervals.copy()
    for group in groups:
        some = list(group.terms)
        found[some] -= (group.sums(points) - points[some])[:, None]
    return found


def of_the_sum(intervals: Floats, points: Floats, groups: Sequence[CountTogether]) -> Floats:
    """Intervals beside the others turned into those of the sum again."""
    return beside_the_others(intervals, -points, groups)


def _correlations(rows: FitRows, terms: int) -> Floats:
    """The correlations of the first so many terms; 0 where one never varies."""
    found = squares(rows.units, rows.total)
    found = found / found[0, 0]
    mean, square = found[0, 1 : terms + 1], found[1 : terms + 1, 1 : terms + 1]
    cross = square - np.outer(mean, mean)
    spread = np.sqrt(np.maximum(np.diag(cross), 0.0)) * rows.varies[:terms]
    both = np.outer(spread, spread)
    return np.asarray(np.divide(cross, both, out=np.zeros_like(cross), where=both > 0))


def _times(rows: FitRows, term: int, other: int) -> float:
    """Units of the other term for one unit of the term, where both count."""
    mine, its = (rows.units[:, each].astype(np.float64) for each in (term, other))
    weight = rows.total * (mine != 0) * (its != 0)
    return float((weight * mine) @ its) / float((weight * mine) @ mine)


def _apart(rows: FitRows, term: int, other: int) -> Flags:
    """The rows in which one of the two does not count as the other does."""
    mine, its = (rows.units[:, each].astype(np.float64) for each in (term, other))
    mine = mine * _times(rows, term, other)
    return np.asarray(np.abs(mine - its) > _AS_MUCH * np.maximum(np.abs(mine), np.abs(its)))


def _converting(rows: FitRows, some: Flags, won: Flags, clusters: Integers | None) -> float:
    """How many clusters convert in some of the rows."""
    if clusters is None:
        return float(rows.positive[some].sum())
    return len(np.unique(clusters[won & (rows.place >= 0) & some[rows.place]]))


def _joined(pairs: Sequence[tuple[int, int]]) -> list[set[int]]:
    groups: list[set[int]] = []
    for pair in pairs:
        touched = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in touched] + [set(pair).union(*touched)]
    return groups


def _group(rows: FitRows, terms: Sequence[int], near: Floats) -> CountTogether:
    times = tuple(1.0 if term == terms[0] else _times(rows, terms[0], term) for term in terms)
    return CountTogether(tuple(terms), times, float(min(near[pair] for pair in combinations(terms, 2))))
