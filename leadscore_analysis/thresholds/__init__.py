"""Where a line may stand: chosen by capacity, cost or a target, for all leads or by segment, and what moving it would do."""

from leadscore_analysis.thresholds.by_capacity import (
    Basis,
    Threshold,
    in_whole_points,
    reachable_of,
    reachable_scores,
    threshold_by_capacity,
    volume_at,
)
from leadscore_analysis.thresholds.choices import DEFAULT_TARGETS, Targets
from leadscore_analysis.thresholds.choosing import threshold_choices
from leadscore_analysis.thresholds.judged_forward import ForwardScores, with_forward
from leadscore_analysis.thresholds.results import ThresholdChoices
from leadscore_analysis.thresholds.summary import summary
from leadscore_analysis.thresholds.written import shown_tables, write

__all__ = [
    "DEFAULT_TARGETS",
    "Basis",
    "ForwardScores",
    "Targets",
    "Threshold",
    "ThresholdChoices",
    "in_whole_points",
    "reachable_of",
    "reachable_scores",
    "shown_tables",
    "summary",
    "threshold_by_capacity",
    "threshold_choices",
    "volume_at",
    "with_forward",
    "write",
]
