"""Whole points for terms, from which leads converted."""

from leadscore_analysis.scorecard.card_in_use import Direction, default_largest, default_step
from leadscore_analysis.scorecard.estimator import PointScorecard, RanksBackwards
from leadscore_analysis.scorecard.fitting import PATH_SIZES, PathStep
from leadscore_analysis.scorecard.limits import Cap, capped
from leadscore_analysis.scorecard.logistic import logistic_line
from leadscore_analysis.scorecard.rows import Flags, Floats, Integers
from leadscore_analysis.scorecard.together import CountTogether

__all__ = [
    "PATH_SIZES",
    "Cap",
    "CountTogether",
    "Direction",
    "Flags",
    "Floats",
    "Integers",
    "PathStep",
    "PointScorecard",
    "RanksBackwards",
    "capped",
    "default_largest",
    "default_step",
    "logistic_line",
]
