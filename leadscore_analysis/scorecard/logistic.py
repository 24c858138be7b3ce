"""What one score says about conversion."""

from __future__ import annotations

import numpy as np
from scipy.special import expit
from threadpoolctl import threadpool_limits

from leadscore_analysis.scorecard.rows import Flags, Floats

_ROUNDS = 50
_ENOUGH = 1e-10


def logistic_line(score: Floats, converted: Flags, sample_weight: Floats | None = None) -> tuple[float, float]:
    """Intercept and slope of the log odds of conversion on one score; slope 0 where the score never varies.

    A ridge of 1 on the slope per standard deviation keeps it finite.
    """
    weight = np.ones(len(score)) if sample_weight is None else sample_weight
    spread, middle = float(np.std(score)), float(np.mean(score))
    if spread == 0:
        rate = float(np.average(converted, weights=sample_weight))
        return float(np.log(rate / (1 - rate))), 0.0
    with threadpool_limits(limits=1, user_api="blas"):  # On one column threads only wait for each other.
        intercept, slope = _line((score - middle) / spread, converted.astype(np.float64), weight)
    return intercept - slope * middle / spread, slope / spread


def _line(score: Floats, converted: Floats, weight: Floats) -> tuple[float, float]:
    """Newton's steps, halved while the loss rises."""
    units, ridge = np.column_stack([np.ones(len(score)), score]), np.array([0.0, 1.0])
    rate = float(np.average(converted, weights=weight))
    at = np.array([np.log(rate / (1 - rate)), 0.0])

    def loss(at: Floats) -> float:
        odds = units @ at
        likely = np.maximum(odds, 0.0) + np.log1p(np.exp(-np.abs(odds)))
        return float(weight @ (likely - converted * odds) + at @ (ridge * at) / 2)

    value = loss(at)
    for _ in range(_ROUNDS):
        chance = expit(units @ at)
        slope = (weight * (chance - converted)) @ units + ridge * at
        bend = (units * (weight * chance * (1 - chance))[:, None]).T @ units + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        while (new := loss(at - step)) > value and float(slope @ step) > _ENOUGH:
            step = step / 2
        if float(slope @ step) <= _ENOUGH:
            break
        at, value = at - step, new
    return float(at[0]), float(at[1])
