"""Whole points for terms, from which leads converted."""

from leadscore_analysis.scorecard.estimator import PointScorecard
from leadscore_analysis.scorecard.fitted import (
    Direction,
    FittedPoints,
    Flags,
    Floats,
    TermSetting,
    default_largest,
    default_step,
    fitted_points,
    logistic_line,
    rounded,
)
from leadscore_analysis.scorecard.fitting import PathStep

__all__ = [
    "Direction",
    "FittedPoints",
    "Flags",
    "Floats",
    "PathStep",
    "PointScorecard",
    "TermSetting",
    "default_largest",
    "default_step",
    "fitted_points",
    "logistic_line",
    "rounded",
]
