"""Units kept apart from points: how many times each term counts at each row, from which any points are scored without the events."""

from leadscore_analysis.replay.units.kept import KeptUnits

__all__ = ["KeptUnits"]
