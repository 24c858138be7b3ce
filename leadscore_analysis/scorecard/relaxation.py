"""Log odds of terms by a ridge towards a centre, under signs and orders: the fit before points are whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from leadscore_analysis.scorecard.ridge import Ridge
from leadscore_analysis.scorecard.rows import FitRows, Flags, Floats, Units, blocks, log_odds_of_all, sampled, sums, times

_TINY_RIDGE = 1e-8
_ENOUGH = 1e-9
_EXACT = 1e-14
"""Sums of floats are not known better than this, in parts of them."""
_SLOW = 0.01
"""A bend serves the next steps too, as long as each is worth so much less than the one before."""
_MANY_ROWS, _FIRST_ROWS = 60_000, 20_000


@dataclass(frozen=True)
class Relaxed:
    """An intercept and the log odds of one unit of each term."""

    intercept: float
    log_odds: Floats

    def odds(self, rows: FitRows) -> Floats:
        """The log odds of each row."""
        return np.asarray(self.intercept + rows.offset + times(rows.units, self.log_odds))


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
    signs by writing a chain as its first term and the rises after it. Very many rows start from the fit of some of them.
    """
    if start is None and len(rows.units) > _MANY_ROWS:
        some = sampled(rows, _FIRST_ROWS)
        if (some.positive.sum() > 0) and (some.negative.sum() > 0):
            start = relaxed_fit(some, ridge, signs=signs, chains=chains, free=free, rounds=rounds)
    terms = rows.units.shape[1]
    turn = _rises(terms, chains)
    low, high = _bounds(signs, chains, np.ones(terms, dtype=bool) if free is None else free)
    at = np.concatenate([[log_odds_of_all(rows)], np.zeros(terms)])
    if start is not None:
        at = np.concatenate([[start.intercept], np.linalg.solve(turn, start.log_odds)])
    found = _least(_Loss.of(rows, ridge, turn), np.clip(at, low, high), low, high, rounds=rounds)
    return Relaxed(float(found[0]), turn @ found[1:])


def squares(units: Units, weight: Floats) -> Floats:
    """The weighted sums of products of an intercept and the terms, with each other: (1 + terms) x (1 + terms)."""
    found = np.zeros((units.shape[1] + 1, units.shape[1] + 1))
    kind = np.float32 if len(units) > _MANY_ROWS else np.float64  # Six digits are enough of so many rows, and take half the time.
    for block, share in zip(blocks(units, kind), blocks(np.sqrt(weight), kind), strict=True):
        part = np.empty((len(block), len(found)), dtype=kind)
        part[:, 0] = share
        np.multiply(block, share[:, None], out=part[:, 1:])
        found += part.T @ part
    return found


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
    """The penalised log loss of an intercept and rises: ``prior`` is its ridge's bend, ``pull`` its ridge's slope at 0.

    ``turn`` makes an intercept and log odds of them.
    """

    rows: FitRows
    turn: Floats
    prior: Floats
    pull: Floats

    @classmethod
    def of(cls, rows: FitRows, ridge: Ridge, turn: Floats) -> _Loss:
        whole, prior = np.eye(len(turn) + 1), np.zeros((len(turn) + 1, len(turn) + 1))
        whole[1:, 1:] = turn
        steady = _TINY_RIDGE * rows.total.sum() * (turn * turn * rows.variances[:, None]).sum(axis=0)
        prior[1:, 1:] = turn.T @ ridge.bend @ turn + np.diag(steady)
        return cls(rows, whole, prior, np.concatenate([[0.0], turn.T @ ridge.pull]))

    def odds(self, at: Floats) -> Floats:
        """The log odds of each row, but for its offset."""
        worth = self.turn @ at
        return np.asarray(times(self.rows.units, worth[1:]) + worth[0])

    def value(self, at: Floats, odds: Floats) -> float:
        likely = np.maximum(odds, 0.0) + np.log1p(np.exp(-np.abs(odds)))
        return float(self.rows.total @ likely - self.rows.positive @ odds + at @ self.prior @ at / 2 - self.pull @ at)

    def slope(self, at: Floats, chance: Floats) -> Floats:
        above = self.rows.total * chance - self.rows.positive
        slope = np.concatenate([[above.sum()], sums(above, self.rows.units)])
        return np.asarray(slope @ self.turn + self.prior @ at - self.pull)

    def bend(self, chance: Floats) -> Floats:
        return np.asarray(self.turn.T @ squares(self.rows.units, self.rows.total * chance * (1 - chance)) @ self.turn + self.prior)


def _least(loss: _Loss, at: Floats, low: Floats, high: Floats, *, rounds: int) -> Floats:
    odds = loss.odds(at) + loss.rows.offset
    value, last, bend = loss.value(at, odds), np.inf, None
    enough = _ENOUGH + _EXACT * abs(value)
    for _ in range(rounds):
        chance = expit(odds)
        slope = loss.slope(at, chance)
        moving = (low < high) & ~(((at <= low) & (slope > 0)) | ((at >= high) & (slope < 0)))
        fresh = bend is None
        bend = loss.bend(chance) if bend is None else bend
        step = _step(bend, slope, moving)
        gain = -float(slope @ step)
        if gain < enough:
            break
        tried, new_odds, new = _shortened(loss, at, step, value, odds, low=low, high=high)
        if value - new < enough:
            if fresh:
                break
            bend = None
            continue
        if gain > _SLOW * last:  # The bend is no longer that of this place.
            bend = None
        at, odds, value, last = tried, new_odds, new, gain
    return at


def _step(bend: Floats, slope: Floats, moving: Flags) -> Floats:
    """The Newton step of what is moving."""
    part = bend[np.ix_(moving, moving)]
    step = np.zeros_like(slope)
    try:
        step[moving] = -np.linalg.solve(part + 1e-10 * np.eye(len(part)), slope[moving])
    except np.linalg.LinAlgError:
        step[moving] = -np.linalg.lstsq(part, slope[moving], rcond=None)[0]
    return step


def _shortened(
    loss: _Loss, at: Floats, step: Floats, value: float, odds: Floats, *, low: Floats, high: Floats
) -> tuple[Floats, Floats, float]:
    """The point after the step, halved until the loss falls, with its log odds and its loss; the point itself where it never does."""
    size = 1.0
    while size > 1e-6:
        tried = np.clip(at + size * step, low, high)
        new_odds = loss.odds(tried) + loss.rows.offset
        new = loss.value(tried, new_odds)
        if new < value:
            return tried, new_odds, new
        size /= 2
    return at, odds, value
