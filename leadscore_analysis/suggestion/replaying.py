"""Scores of rows under other points: the rulebook with those points, replayed exactly."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from leadscore_analysis.labels import Examples
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.scorecard import Floats
from leadscore_analysis.suggestion.material import Places


@dataclass(frozen=True)
class Replaying:
    """Replays a history with other points; ``replay`` is that of the current rulebook, whose settings are kept."""

    replay: Replay
    score: str
    examples: Examples

    def scores_under(self, points: Mapping[FilePath, Decimal], places: Places) -> Floats:
        """The judged score of the rows at ``places`` when the rulebook has these points."""
        return self.scores_of(self.replay.rulebook.with_points(points), places)

    def scores_of(self, rulebook: Rulebook, places: Places) -> Floats:
        """The judged score of the rows at ``places`` under another rulebook."""
        rows = self.examples.rows.iloc[places]
        with closing(Replay(self.replay.history, rulebook, recorded=self.replay.recorded)) as other:
            found = other.scores_at(rows[["lead_id", "moment"]].rename(columns={"lead_id": "entity_id"}))
        judged = found[found["score"] == self.score].set_index(["entity_id", "moment"])["value"]
        wanted = rows.set_index(["lead_id", "moment"]).index
        return np.asarray(judged.reindex(wanted).to_numpy(dtype=np.float64))
