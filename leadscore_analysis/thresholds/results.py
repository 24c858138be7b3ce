"""Everything there is to know about where the line of one card may stand."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from leadscore_analysis.thresholds.costs import Economics
from leadscore_analysis.thresholds.matrix import MatrixTables


@dataclass(frozen=True)
class ThresholdChoices:
    """The lines that may be drawn on one card's score, and what each would do. Tables hold full counts; what is written hides those of few
    leads. A table is empty where the study, or the history, gives nothing to make it from.

    ``line`` is the one that is looked at closely (None: there is none), ``leads_per_week`` what it may let through (None: not known).
    ``reachable`` is how many different lines there are; ``tables`` are named as their files: ``threshold_choices``, ``around_the_line``,
    ``conversion_times``, ``hysteresis``, ``queue``, ``probability_by_score``, ``lines_by_segment``, ``segment_gain``, ``matrix_cuts``,
    ``matrix_cells``, ``matrix_lines``, ``lines_forward``.
    """

    line: float | None
    leads_per_week: float | None
    service_us: int | None
    costs: Economics | None
    reachable: tuple[float, ...]
    converting_leads: int
    choices: pd.DataFrame
    around: pd.DataFrame
    times: pd.DataFrame
    hysteresis: pd.DataFrame
    queue: pd.DataFrame
    probability: pd.DataFrame
    by_segment: pd.DataFrame
    segment_gain: pd.DataFrame
    matrix: MatrixTables
    forward: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table by the name of its file."""
        return {
            "threshold_choices": self.choices,
            "around_the_line": self.around,
            "conversion_times": self.times,
            "hysteresis": self.hysteresis,
            "queue": self.queue,
            "probability_by_score": self.probability,
            "lines_by_segment": self.by_segment,
            "segment_gain": self.segment_gain,
            "matrix_cuts": self.matrix.cuts,
            "matrix_cells": self.matrix.cells,
            "matrix_lines": self.matrix.lines,
            "lines_forward": self.forward,
        }
