"""Log odds of terms by a ridge towards a centre, under signs and orders: the fit before points are whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from leadscore_analysis.scorecard.rows import FitRows, Flags, Floats, log_odds_of_all

_TINY_RIDGE = 1e-8
_ENOUGH = 1e-7


@dataclass(frozen=True)
class Ridge:
    """A normal prior on log odds: its centre, and its precision (0: none).

    Where ``along`` says so, any multiple of the centre is as good as the centre itself: how much its points are worth is left to the rows.
    """

    centre: Floats
    precision: Floats
    along: bool = False

    def times(self, factor: float) -> Ridge:
        """The same centre, ``factor`` times as strong."""
        return replace(self, precision=self.precision * factor)

    @property
    def pull(self) -> Floats:
        """The slope of the prior at log odds of 0, downwards."""
        return np.zeros_like(self.centre) if self.along else self.precision * self.centre

    @property
    def bend(self) -> Floats:
        """The bend of the prior, terms x terms."""
        bend = np.diag(self.precision)
        pull = self.precision * self.centre
        along = float(pull @ self.centre)
        return np.asarray(bend - np.outer(pull, pull) / along if self.along and along > 0 else bend)

    def multiple(self, log_odds: Floats) -> float:
        """The multiple of the centre that lies nearest to these log odds; 1 where only the centre will do, or none above 0 is near."""
        pull = self.precision * self.centre
        found = float(pull @ log_odds) / float(pull @ self.centre) if self.along and pull.any() else 1.0
        return found if found > 0 else 1.0


@dataclass(frozen=True)
class Relaxed:
    """An intercept and the log odds of one unit of each term."""

    intercept: float
    log_odds: Floats

    def odds(self, rows: FitRows) -> Floats:
        """The log odds of each row."""
        return np.asarray(self.intercept + rows.offset + rows.units @ self.log_odds)


def relaxed_fit(
    rows: FitRows,
    ridge: Ridge,
    *,
    signs: Floats,
    chains: tuple[tuple[int, ...], ...] = (),
    free: Flags | None = None,
    start: Relaxed | None = None,
    rounds: int = 60,
) -> Relaxed:
    """The most likely log odds under the ridge: ``signs`` are 1, -1 or 0 (any), chains must not fall, terms not ``free`` stay at 0.

    Newton steps on the free terms; steps that leave the bounds are cut off there (projected Newton, Bertsekas 1982). Orders become
    signs by writing a chain as its first term and the rises after it.
    """
    terms = rows.units.shape[1]
    turn = _rises(terms, chains)
    low, high = _bounds(signs, chains, np.ones(terms, dtype=bool) if free is None else free)
    at = np.concatenate([[log_odds_of_all(rows)], np.zeros(terms)])
    if start is not None:
        at = np.concatenate([[start.intercept], np.linalg.solve(turn, start.log_odds)])
    found = _least(_Loss.of(rows, ridge, turn), np.clip(at, low, high), low, high, rounds=rounds)
    return Relaxed(float(found[0]), turn @ found[1:])


def _rises(terms: int, chains: tuple[tuple[int, ...], ...]) -> Floats:
    """Log odds = turn @ rises: in a chain each term is the one before it and a rise."""
    turn = np.eye(terms)
    for chain in chains:
        for at, term in enumerate(chain):
            turn[term, list(chain[:at])] = 1.0
    return turn


def _bounds(signs: Floats, chains: tuple[tuple[int, ...], ...], free: Flags) -> tuple[Floats, Floats]:
    low = np.where(signs > 0, 0.0, -np.inf)
    high = np.where(signs < 0, 0.0, np.inf)
    for chain in chains:
        low[list(chain[1:])], high[list(chain[1:])] = 0.0, np.inf
    low[~free], high[~free] = 0.0, 0.0
    return np.concatenate([[-np.inf], low]), np.concatenate([[np.inf], high])


@dataclass(frozen=True)
class _Loss:
    """The penalised log loss of an intercept and rises: ``prior`` is its ridge's bend, ``pull`` its ridge's slope at 0."""

    units: Floats
    rows: FitRows
    prior: Floats
    pull: Floats

    @classmethod
    def of(cls, rows: FitRows, ridge: Ridge, turn: Floats) -> _Loss:
        units = np.column_stack([np.ones(len(rows.units)), rows.units @ turn])
        steady = _TINY_RIDGE * rows.total.sum() * units.var(axis=0)[1:]
        prior = np.zeros((units.shape[1], units.shape[1]))
        prior[1:, 1:] = turn.T @ ridge.bend @ turn + np.diag(steady)
        return cls(units, rows, prior, np.concatenate([[0.0], turn.T @ ridge.pull]))

    def value(self, at: Floats) -> float:
        odds = self.units @ at + self.rows.offset
        likely = np.maximum(odds, 0.0) + np.log1p(np.exp(-np.abs(odds)))
        return float(self.rows.total @ likely - self.rows.positive @ odds + at @ self.prior @ at / 2 - self.pull @ at)

    def slope(self, at: Floats) -> tuple[Floats, Floats]:
        """The slope in each direction, and each row's weight in the bend."""
        chance = expit(self.units @ at + self.rows.offset)
        slope = self.units.T @ (self.rows.total * chance - self.rows.positive) + self.prior @ at - self.pull
        return slope, self.rows.total * chance * (1 - chance)

    def bend(self, weight: Floats, which: Flags) -> Floats:
        part = self.units[:, which]
        return np.asarray((part * weight[:, None]).T @ part + self.prior[np.ix_(which, which)])


def _least(loss: _Loss, at: Floats, low: Floats, high: Floats, *, rounds: int) -> Floats:
    value = loss.value(at)
    for _ in range(rounds):
        slope, weight = loss.slope(at)
        moving = ~(((at <= low) & (slope > 0)) | ((at >= high) & (slope < 0)))
        bend = loss.bend(weight, moving)
        step = np.zeros_like(at)
        step[moving] = -np.linalg.lstsq(bend + 1e-10 * np.eye(len(bend)), slope[moving], rcond=None)[0]
        if abs(float(slope @ step)) < _ENOUGH:
            break
        tried, new = _shortened(loss, at, step, value, low=low, high=high)
        if value - new < _ENOUGH:
            break
        at, value = tried, new
    return at


def _shortened(loss: _Loss, at: Floats, step: Floats, value: float, *, low: Floats, high: Floats) -> tuple[Floats, float]:
    """The point after the step, halved until the loss falls; the point itself where it never does."""
    size = 1.0
    while size > 1e-6:
        tried = np.clip(at + size * step, low, high)
        new = loss.value(tried)
        if new < value:
            return tried, new
        size /= 2
    return at, value
