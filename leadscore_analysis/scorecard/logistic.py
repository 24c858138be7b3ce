"""What one score says about conversion."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from leadscore_analysis.scorecard.rows import Flags, Floats


def logistic_line(score: Floats, converted: Flags, sample_weight: Floats | None = None) -> tuple[float, float]:
    """Intercept and slope of the log odds of conversion on one score; slope 0 where the score never varies."""
    spread = float(np.std(score))
    if spread == 0:
        rate = float(np.average(converted, weights=sample_weight))
        return float(np.log(rate / (1 - rate))), 0.0
    with threadpool_limits(limits=1, user_api="blas"):  # On one column threads only wait for each other.
        found = LogisticRegression(solver="newton-cholesky", C=1.0, max_iter=200)
        found.fit((score / spread)[:, None], converted, sample_weight=sample_weight)
    return float(found.intercept_[0]), float(found.coef_[0, 0]) / spread
