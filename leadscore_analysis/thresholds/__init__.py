"""Where a line may stand: chosen by capacity, cost or a target, for all leads or by segment, and what moving it would do."""

from leadscore_analysis.thresholds.by_capacity import (
    Basis,
    Threshold,
    in_whole_points,
    reachable_scores,
    threshold_by_capacity,
    volume_at,
)

__all__ = ["Basis", "Threshold", "in_whole_points", "reachable_scores", "threshold_by_capacity", "volume_at"]
