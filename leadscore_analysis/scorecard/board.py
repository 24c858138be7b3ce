"""The board on which whole points are searched: rows, limits and prior; every move of one term is judged by what it does to the loss."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from leadscore_analysis.scorecard.limits import Limits, capped, multiples
from leadscore_analysis.scorecard.lines import Lines, Penalty, fitted_lines
from leadscore_analysis.scorecard.relaxation import Ridge
from leadscore_analysis.scorecard.rows import FitRows, Floats, Integers, log_odds_of_all

_MOST_SCORES = 4096
"""With more whole scores than this, or with scores between whole ones, a grid of ``_FINE_SCORES`` stands for them, each row's weight
being shared by the two nearest places."""
_FINE_SCORES = 512
_ALL_VALUES = 24
"""With more values than this a term is tried at those near its present one, and at a few far off."""


@dataclass(frozen=True)
class Stand:
    """Points for all terms, with what they come to: each row's score, each cap's sum, and the best line."""

    points: Floats
    score: Floats
    before: tuple[Floats, ...]
    loss: float
    intercept: float
    scale: float


@dataclass(frozen=True)
class Move:
    """Another value for one term, and the line that the card has then."""

    term: int
    value: float
    loss: float
    intercept: float
    scale: float


@dataclass(frozen=True)
class _Fired:
    """The rows in which a term has units, and how many."""

    rows: Integers
    units: Floats


@dataclass(frozen=True)
class Board:
    """What does not change during a search. ``grain`` divides all points; ``step`` those that a term may move to.

    Where the ``scale`` (log odds per point) is held, cards are compared at that one, else each at its own best.
    """

    rows: FitRows
    limits: Limits
    ridge: Ridge
    present: Floats
    step: float
    grain: float
    scale: float | None = None

    @cached_property
    def whole(self) -> bool:
        """Whether all scores are whole multiples of the grain."""
        return bool((self.rows.units == np.floor(self.rows.units)).all())

    @cached_property
    def _fired(self) -> list[_Fired]:
        found = [np.flatnonzero(column) for column in self.rows.units.T]
        return [_Fired(rows, self.rows.units[rows, term]) for term, rows in enumerate(found)]

    @cached_property
    def _paths(self) -> list[list[int]]:
        return self.limits.paths()

    @property
    def free(self) -> list[int]:
        """The terms that may move: not locked, and not the same in all rows."""
        varies = np.ptp(self.rows.units, axis=0) > 0
        return [int(term) for term in np.flatnonzero(varies & ~self.limits.locked)]

    def stand(self, points: Floats, *, start: tuple[float, float] | None = None) -> Stand:
        """The stand at these points; its line is sought from ``start`` on, an intercept and a scale near it where they are known."""
        score, before = capped(self.rows.units, points, self.limits.caps)
        start = self._flat_line(score) if start is None else start
        grid = self._grid(float(score.min()), float(score.max()))
        positive, negative = (grid.weights(score, each)[None] for each in (self.rows.positive, self.rows.negative))
        line = fitted_lines(positive, negative, grid.scores, self._penalty(points[None]), start=start, held=self.scale)
        return Stand(points, score, tuple(before), float(line.loss[0]), float(line.intercept[0]), float(line.scale[0]))

    def values(self, stand: Stand, term: int) -> Floats:
        """The other values that the term may take: multiples of the step, and its present points."""
        low, high = self.limits.span(stand.points, term)
        found = multiples(low, high, self.step)
        present = self.present[term]
        if low <= present <= high:
            found = np.union1d(found, [present])
        now = stand.points[term]
        if len(found) > _ALL_VALUES:
            distance = np.rint(np.abs(found - now) / self.step)
            far = (distance > 3) & (np.log2(np.maximum(distance, 1)) % 1 != 0) & (found != 0) & (found != present)
            found = found[~far]
        return np.asarray(found[found != now])

    def moves(self, stand: Stand, term: int, values: Floats) -> Lines:
        """The line of each card that has one of the values for the term, and else the stand's points."""
        fired = self._fired[term]
        rises = (values - stand.points[term])[:, None] * np.array([0.0, fired.units.min(initial=0.0), fired.units.max(initial=0.0)])
        grid = self._grid(stand.score.min() + rises.min(), stand.score.max() + rises.max())
        positive, negative = (self._weights(stand, term, values, grid, each) for each in (self.rows.positive, self.rows.negative))
        used = (positive + negative).any(axis=0)
        points = np.repeat(stand.points[None], len(values), axis=0)
        points[:, term] = values
        start = (stand.intercept, stand.scale)
        return fitted_lines(positive[:, used], negative[:, used], grid.scores[used], self._penalty(points), start=start, held=self.scale)

    def best_move(self, stand: Stand, term: int, *, near: float = np.inf) -> Move | None:
        """The value of the term with the least loss, other than the one it has and at most so many steps off; None where there is none."""
        values = self.values(stand, term)
        values = values[np.abs(values - stand.points[term]) <= near * self.step]
        if not len(values):
            return None
        lines = self.moves(stand, term, values)
        at = int(np.argmin(lines.loss))
        return Move(term, float(values[at]), float(lines.loss[at]), float(lines.intercept[at]), float(lines.scale[at]))

    def moved(self, stand: Stand, move: Move) -> Stand:
        """The stand after a move."""
        points = stand.points.copy()
        points[move.term] = move.value
        return self.stand(points, start=(move.intercept, move.scale))

    def _flat_line(self, score: Floats) -> tuple[float, float]:
        """The line that gives rows of the mean score the rate of all rows: no chance on it is so near 0 or 1 that a search gets lost."""
        scale = self.scale or 0.0
        return log_odds_of_all(self.rows) - scale * float(self.rows.total @ score / self.rows.total.sum()), scale

    def _penalty(self, points: Floats) -> Penalty:
        return Penalty.of(points, self.ridge.centre, self.ridge.precision)

    def _weights(self, stand: Stand, term: int, values: Floats, grid: _Grid, weight: Floats) -> Floats:
        """For each value the weight at each score: rows without the term stay, the others go to their new score."""
        fired = self._fired[term]
        now, there = stand.score[fired.rows], weight[fired.rows]
        rest = grid.weights(stand.score, weight) - grid.weights(now, there)
        if not self._paths[term] and self.whole and (fired.units == 1).all():
            here = grid.weights(now, there)
            shifts = np.rint((values - stand.points[term]) / self.grain).astype(np.int64)
            return np.stack([rest + np.roll(here, shift) for shift in shifts])
        return np.stack([rest + grid.weights(self._new_scores(stand, term, value), there) for value in values])

    def _new_scores(self, stand: Stand, term: int, value: float) -> Floats:
        """The scores of the rows that have units of the term; a change goes outwards through the caps that hold the term."""
        fired = self._fired[term]
        change = (value - stand.points[term]) * fired.units
        for at in self._paths[term]:
            cap, before = self.limits.caps[at], stand.before[at][fired.rows]
            change = np.clip(before + change, cap.low, cap.high) - np.clip(before, cap.low, cap.high)
        return np.asarray(stand.score[fired.rows] + change)

    def _grid(self, low: float, high: float) -> _Grid:
        count = round((high - low) / self.grain) + 1
        if self.whole and count <= _MOST_SCORES:
            first = np.floor(low / self.grain + 1e-6)
            return _Grid(first * self.grain, self.grain, count + 1, whole=True)
        return _Grid(low, max((high - low) / _FINE_SCORES, 1e-9), _FINE_SCORES + 2, whole=False)


@dataclass(frozen=True)
class _Grid:
    """Scores from ``first`` on, ``width`` apart."""

    first: float
    width: float
    count: int
    whole: bool

    @property
    def scores(self) -> Floats:
        return np.asarray(self.first + self.width * np.arange(self.count), dtype=np.float64)

    def weights(self, score: Floats, weight: Floats) -> Floats:
        """The weight at each score; between two places it is shared by nearness."""
        place = (score - self.first) / self.width
        if self.whole:
            return np.asarray(np.bincount(np.rint(place).astype(np.int64), weight, self.count), dtype=np.float64)
        below = np.clip(np.floor(place).astype(np.int64), 0, self.count - 2)
        above = weight * (place - below)
        return np.asarray(np.bincount(below, weight - above, self.count) + np.bincount(below + 1, above, self.count))
