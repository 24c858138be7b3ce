"""A ridge: how far log odds may lie from a card in use before the rows must say so loudly."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from leadscore_analysis.scorecard.rows import Floats


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
