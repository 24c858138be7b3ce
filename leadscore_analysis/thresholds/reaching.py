"""Who reaches which score when, read once: every table of lines is made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats, divided
from leadscore_analysis.evaluation.threshold_table import first_reaches, threshold_rows
from leadscore_analysis.evaluation.winners import conversions_at_stake
from leadscore_analysis.labels import Examples
from leadscore_analysis.thresholds.by_capacity import reachable_of, volume_at
from leadscore_analysis.thresholds.costs import Economics, with_net
from leadscore_analysis.thresholds.judged_forward import ForwardScores, with_forward


@dataclass(frozen=True)
class Reaching:
    """The examples of one card with the leads' first reaches of each score, the reachable scores and the ``table`` of thresholds.

    ``forward`` are scores that say how the card's lines do on moments that its points were not fitted on (None: it was not fitted here).
    """

    examples: Examples
    table: pd.DataFrame
    highest_before: Floats
    bootstrap: AccountBootstrap
    reaches: pd.DataFrame
    reachable: pd.DataFrame
    costs: Economics | None = None
    forward: ForwardScores | None = None

    @classmethod
    def of(
        cls,
        examples: Examples,
        table: pd.DataFrame,
        highest_before: Floats,
        bootstrap: AccountBootstrap,
        *,
        costs: Economics | None = None,
        forward: ForwardScores | None = None,
    ) -> Reaching:
        """Reads the examples once. ``table`` is their threshold table, ``highest_before`` each lead's highest score before converting."""
        reachable = reachable_of(examples)
        return cls(examples, table, highest_before, bootstrap, first_reaches(examples), reachable, costs, forward)

    @cached_property
    def judged(self) -> Examples | None:
        """The rows that were not fitted on, with their scores; None where none was."""
        return None if self.forward is None else self.forward.judged(self.examples)

    def rows(self, thresholds: Iterable[float]) -> pd.DataFrame:
        """The rows of the threshold table at any thresholds, rising or not, each once; with ``net_per_week`` where costs are known."""
        falling = np.unique(np.array(list(thresholds), dtype=np.float64))[::-1]
        if not len(falling):
            return self.table.iloc[:0].drop(columns="same_above", errors="ignore")
        found = threshold_rows(self.reaches, falling, self.examples, self.highest_before, self.bootstrap)
        return with_net(with_forward(found, self.judged, self.bootstrap), self.costs)

    @cached_property
    def every_line(self) -> pd.DataFrame:
        """A row for each reachable score, rising, without intervals: ``threshold``, ``leads``, ``converting_leads``, ``precision`` and
        ``share_of_winners``, as the threshold table has them for some; on the rows that were not fitted on, where there are such.
        """
        examples = self.examples if self.judged is None else self.judged
        reaches = self.reaches if self.judged is None else first_reaches(self.judged)
        at_stake = int(conversions_at_stake(examples).sum())
        thresholds = self.reachable["threshold"].to_numpy(dtype=np.float64)
        leads, won = (_reaching(part, thresholds) for part in (reaches, reaches[reaches["converted"]]))
        return pd.DataFrame(
            {
                "threshold": thresholds,
                "leads": leads,
                "converting_leads": won,
                "precision": divided(won, leads),
                "share_of_winners": won / at_stake if at_stake else np.nan,
            }
        )

    def volume(self, points: float) -> float:
        """New leads a week that reach ``points``."""
        return volume_at(self.reachable, points)

    def first(self, threshold: float) -> pd.DataFrame:
        """The first reaches of ``threshold``: a row a lead that ever has a moment at risk at or above it."""
        return self.reaches[(self.reaches["before"] < threshold) & (self.reaches["score"] >= threshold)]


def _reaching(reaches: pd.DataFrame, thresholds: Floats) -> Floats:
    """How many of the first reaches are one of each threshold: those to a score at or above it, from a score below it.

    >>> _reaching(pd.DataFrame({"before": [-np.inf, 5.0, -np.inf], "score": [5.0, 20.0, 10.0]}), np.array([5.0, 10.0, 20.0])).tolist()
    [2.0, 2.0, 1.0]
    """
    scores, before = (np.sort(reaches[name].to_numpy(dtype=np.float64)) for name in ("score", "before"))
    below = [np.searchsorted(ends, thresholds, side="left") for ends in (before, scores)]
    return np.asarray(below[0] - below[1], dtype=np.float64)
