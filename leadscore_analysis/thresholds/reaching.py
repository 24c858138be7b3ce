"""Who reaches which score when, read once: every table of lines is made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats
from leadscore_analysis.evaluation.threshold_table import first_reaches, threshold_rows
from leadscore_analysis.labels import Examples
from leadscore_analysis.thresholds.by_capacity import reachable_of, volume_at
from leadscore_analysis.thresholds.costs import Economics, with_net


@dataclass(frozen=True)
class Reaching:
    """The examples of one card with the leads' first reaches of each score, the reachable scores and the ``table`` of thresholds."""

    examples: Examples
    table: pd.DataFrame
    highest_before: Floats
    bootstrap: AccountBootstrap
    reaches: pd.DataFrame
    reachable: pd.DataFrame
    costs: Economics | None = None

    @classmethod
    def of(
        cls,
        examples: Examples,
        table: pd.DataFrame,
        highest_before: Floats,
        bootstrap: AccountBootstrap,
        *,
        costs: Economics | None = None,
    ) -> Reaching:
        """Reads the examples once. ``table`` is their threshold table, ``highest_before`` each lead's highest score before converting."""
        reachable = reachable_of(examples)
        return cls(examples, table, highest_before, bootstrap, first_reaches(examples), reachable, costs)

    def rows(self, thresholds: Iterable[float]) -> pd.DataFrame:
        """The rows of the threshold table at any thresholds, rising or not, each once; with ``net_per_week`` where costs are known."""
        falling = np.unique(np.array(list(thresholds), dtype=np.float64))[::-1]
        if not len(falling):
            return self.table.iloc[:0].drop(columns="same_above", errors="ignore")
        return with_net(threshold_rows(self.reaches, falling, self.examples, self.highest_before, self.bootstrap), self.costs)

    def volume(self, points: float) -> float:
        """New leads a week that reach ``points``."""
        return volume_at(self.reachable, points)

    def first(self, threshold: float) -> pd.DataFrame:
        """The first reaches of ``threshold``: a row a lead that ever has a moment at risk at or above it."""
        return self.reaches[(self.reaches["before"] < threshold) & (self.reaches["score"] >= threshold)]
