"""Scores of rows under other points: those of a replay of the rulebook with those points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

from leadscore_analysis.replay import Replay
from leadscore_analysis.replay.units.kept import KeptUnits
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.scorecard import Floats
from leadscore_analysis.suggestion.material import Material, Places

MOST_KEPT = 500_000
"""Units are kept exactly for so many rows at most; of more the units that were read give the scores."""
_DIGITS = 4


@dataclass(frozen=True)
class Replaying:
    """Scores the rows at ``places`` (rising) of the material's examples under other points.

    ``replay`` is that of the current rulebook. Units that were kept once give any points the scores of their replay, exactly; of very many
    rows the units that were read do, which are single-precision numbers: the fourth decimal of such a score may be another.
    """

    replay: Replay
    score: str
    material: Material
    places: Places
    most: int = MOST_KEPT

    def scores_under(self, points: Mapping[FilePath, Decimal], rows: Places) -> Floats:
        """The judged score of ``rows`` (among the places) when the rulebook's file has these points."""
        if len(self.places) <= self.most:
            changed = self.replay.rulebook.with_points(points)
            return self._kept.scores(changed, score=self.score)[np.searchsorted(self.places, rows)]
        told = np.array([float(points.get(term.path, term.points)) for term in self.material.terms])
        return np.round(self.material.scores_of(rows, [told])[0], _DIGITS)

    @cached_property
    def _kept(self) -> KeptUnits:
        return self.replay.units_at(self.material.examples.taken_rows(self.places).moments)


def changed_rulebook(rulebook: Rulebook, values: Mapping[FilePath, Any]) -> Rulebook:
    """The rulebook with these values in its file, points as Decimal; comments and order stay."""
    points = {path: value for path, value in values.items() if isinstance(value, Decimal)}
    others = {path: value for path, value in values.items() if path not in points}
    pointed = rulebook.with_points(points)
    return pointed.with_values(others) if others else pointed
