"""Scores in a row, the same distance apart: what weight stands at each is all that a line needs to know of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadscore_analysis.scorecard.rows import Floats, weight_at

_MOST_SCORES = 4096
"""With more whole scores than this, or with scores between whole ones, a grid of ``_FINE_SCORES`` stands for them, each row's weight
being shared by the two nearest places."""
_FINE_SCORES = 512


@dataclass(frozen=True)
class Grid:
    """Scores from ``first`` on, ``width`` apart; ``whole``: rows have no others."""

    first: float
    width: float
    count: int
    whole: bool

    @classmethod
    def between(cls, low: float, high: float, grain: float, *, whole: bool) -> Grid:
        """The grid from the lowest to the highest score; ``whole`` ones are multiples of the ``grain``."""
        count = round((high - low) / grain) + 1
        if whole and count <= _MOST_SCORES:
            return cls(np.floor(low / grain + 1e-6) * grain, grain, count + 1, whole=True)
        return cls(low, max((high - low) / _FINE_SCORES, 1e-9), _FINE_SCORES + 2, whole=False)

    @property
    def scores(self) -> Floats:
        """The scores of the grid."""
        return np.asarray(self.first + self.width * np.arange(self.count), dtype=np.float64)

    def weights(self, score: Floats, weight: Floats) -> Floats:
        """The weight at each score; between two places it is shared by nearness."""
        place = (score - self.first) / self.width
        if self.whole:
            return weight_at(np.rint(place).astype(np.int64), weight, self.count)
        below = np.clip(np.floor(place).astype(np.int64), 0, self.count - 2)
        above = weight * (place - below)
        return weight_at(below, weight - above, self.count) + weight_at(below + 1, above, self.count)
