"""How strongly points are drawn to the prior: the strength with the least cross-validated log loss."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import expit

from leadscore_analysis.scorecard.relaxation import Relaxed
from leadscore_analysis.scorecard.ridge import Ridge
from leadscore_analysis.scorecard.rows import FitRows, Floats, Integers

STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
FOLDS = 5
EXPECTED, EXPECTED_SPREAD = 100.0, 1.1
"""A term is expected to depart from a card in use by 0.1 log odds per standard deviation of its units, give or take a factor of 3."""

Fit = Callable[[FitRows, Ridge, Relaxed | None], Relaxed]


def row_folds(rows: FitRows) -> tuple[list[FitRows], list[FitRows]]:
    """Training and test rows of each fold: every fifth observation of each class, in the order of the units.

    A row of weight 3 is three observations, so that repeated rows and weights give the same folds.
    """
    positive, negative = _shares(rows.positive), _shares(rows.negative)
    tests = [rows.with_weights(positive[fold], negative[fold]) for fold in range(FOLDS)]
    trains = [rows.with_weights(rows.positive - test.positive, rows.negative - test.negative) for test in tests]
    return trains, tests


def _shares(weight: Floats) -> Floats:
    """For each fold the part of each row's weight that it tests: whole observations in turn, what is over stays in training."""
    ends = np.floor(np.cumsum(weight) + 1e-9).astype(np.int64)
    starts = np.concatenate([[0], ends[:-1]])
    counts = [(ends - fold + FOLDS - 1) // FOLDS - (starts - fold + FOLDS - 1) // FOLDS for fold in range(FOLDS)]
    return np.minimum(np.array(counts, dtype=np.float64), weight)


def group_folds(rows: FitRows, groups: Integers, seed: int) -> tuple[list[FitRows], list[FitRows]]:
    """Training and test rows of each fold: a group stands on one side."""
    drawn = np.random.default_rng(seed).permutation(int(groups.max()) + 1) % FOLDS
    tests = [(drawn[groups] == fold).astype(np.float64) for fold in range(FOLDS)]

    def part(chosen: Floats) -> FitRows:
        return rows.with_weights(rows.positive * chosen, rows.negative * chosen)

    return [part(1 - test) for test in tests], [part(test) for test in tests]


def best_strength(folds: tuple[list[FitRows], list[FitRows]], ridge: Ridge, fit: Fit) -> float:
    """The strength of ``STRENGTHS`` with the least log loss over the folds' tests, the strongest of those as good.

    Around a card in use it is the geometric mean of all strengths, weighted by the log loss and by what is ``EXPECTED``.
    """
    usable = [(train, test) for train, test in zip(*folds, strict=True) if _both(train) and test.total.sum() > 0]
    if not usable:
        return STRENGTHS[len(STRENGTHS) // 2]
    starts: list[Relaxed | None] = [None] * len(usable)
    losses = []
    for strength in sorted(STRENGTHS, reverse=True):
        loss = 0.0
        for at, (train, test) in enumerate(usable):
            starts[at] = found = fit(train, ridge.times(strength), starts[at])
            loss += _log_loss(test, found)
        losses.append(loss)
    strengths = np.array(sorted(STRENGTHS, reverse=True))
    if not ridge.along:
        return float(strengths[int(np.argmin(losses))])
    # Few conversions hardly tell one strength from another: what is expected of a card in use counts too, and the mean is taken.
    told = -np.array(losses) - (np.log(strengths / EXPECTED) / EXPECTED_SPREAD) ** 2 / 2
    likely = np.exp(told - told.max())
    return float(np.exp(likely @ np.log(strengths) / likely.sum()))


def _both(rows: FitRows) -> bool:
    return bool(rows.positive.sum() > 0 and rows.negative.sum() > 0)


def _log_loss(rows: FitRows, fit: Relaxed) -> float:
    chance = np.clip(expit(fit.odds(rows)), 1e-15, 1 - 1e-15)
    return float(-(rows.positive @ np.log(chance) + rows.negative @ np.log(1 - chance)))
