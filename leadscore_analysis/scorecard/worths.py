"""What each term is worth beside the others, as an interval: in log odds, then in points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadscore_analysis.scorecard.intervals import Clusters, log_odds_intervals
from leadscore_analysis.scorecard.relaxation import Relaxed
from leadscore_analysis.scorecard.rows import FitInput, FitRows, Floats
from leadscore_analysis.scorecard.settings import Settings
from leadscore_analysis.scorecard.together import CountTogether, beside_the_others, counting_together, merged, shared


@dataclass(frozen=True)
class Worths:
    """The interval of what each term is worth in log odds, which of them it is known of in sum only, and the points in use."""

    log_odds: Floats
    together: tuple[CountTogether, ...]
    present: Floats

    def in_points(self, scale: float) -> Floats:
        """The intervals in points (log odds per point: ``scale``); unknown where a point is worth nothing."""
        return beside_the_others(self.log_odds / scale, self.present, self.together) if scale > 0 else self.log_odds * np.nan

    @property
    def followers(self) -> list[int]:
        """The terms whose changes go to others that count with them."""
        return [term for group in self.together for term in group.terms[1:]]


def worths_of(rows: FitRows, given: FitInput, settings: Settings, *, level: float, start: Relaxed) -> Worths:
    """What the terms are worth in the rows, which are those ``given`` around the present card; ``start`` is a fit that may be near."""
    won = (given.converted > 0) & (given.weight > 0)
    together = counting_together(rows, won, given.groups, movable=~settings.limits.locked, points=settings.present)
    rows, clusters = merged(rows, together), None
    if given.groups is not None:
        clusters = Clusters(np.take(rows.units, rows.place, axis=0), given.converted, given.weight, given.groups)
    found = log_odds_intervals(rows, level=level, clusters=clusters, start=start)
    return Worths(shared(found, together)[: len(settings.present)], together, settings.present)
