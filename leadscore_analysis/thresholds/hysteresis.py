"""A line that is entered above and left below: how many crossings that saves, and how much longer leads stand above it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from leadscore_analysis.clock import DAY_US, WEEK_US
from leadscore_analysis.thresholds.standing import Level, Standing

GAPS = (0, 5, 10, 15)
"""So many points below the line it is left."""
FLAP_US = WEEK_US
"""A lead that comes back within a week flaps."""


def gap_levels(line: float, lowest: float) -> list[Level]:
    """The line left at itself, and 5, 10 and 15 points below; not below the ``lowest`` score, where it would never be left.

    >>> gap_levels(10, 2)
    [Level(enter=10, leave=10), Level(enter=10, leave=5)]
    """
    return [Level(line, line - gap) for gap in GAPS if gap == 0 or line - gap > lowest]


def hysteresis(standing: Standing, levels: Sequence[Level]) -> pd.DataFrame:
    """One row a level, the line without a gap first: ``enter``, ``leave``, ``leads`` that cross it in the period, ``crossings_per_week``,
    ``repeats_per_week`` (of leads that had crossed before), ``flaps_per_week`` (repeats within a week of leaving), ``saved_per_week``
    (crossings fewer than without a gap), ``median_days_above`` of stays, and ``mean_leads_above``.

    Crossings are told to people: each one beyond a lead's first is likely no news.
    """
    table = pd.DataFrame([_row(standing, level) for level in levels])
    return table.assign(saved_per_week=table["crossings_per_week"].iloc[0] - table["crossings_per_week"])[_COLUMNS]


_COLUMNS = [
    "enter", "leave", "leads", "crossings_per_week", "repeats_per_week", "flaps_per_week", "saved_per_week",
    "median_days_above", "mean_leads_above",
]  # fmt: skip


def _row(standing: Standing, level: Level) -> dict[str, float]:
    stays = standing.of(level)
    left_us = stays.groupby("lead_key")["to_us"].shift(1)
    inside = stays["from_us"] >= standing.from_us
    repeats = inside & (stays["nth"] > 0)
    days = (stays["to_us"] - stays["from_us"]) / DAY_US
    above_us = (stays["to_us"] - stays["from_us"].clip(lower=standing.from_us)).clip(lower=0)
    return {
        "enter": level.enter,
        "leave": level.leave,
        "leads": stays.loc[inside, "lead_key"].nunique(),
        "crossings_per_week": inside.sum() / standing.weeks,
        "repeats_per_week": repeats.sum() / standing.weeks,
        "flaps_per_week": (repeats & (stays["from_us"] - left_us <= FLAP_US)).sum() / standing.weeks,
        "median_days_above": days[inside].median(),
        "mean_leads_above": above_us.sum() / (standing.until_us - standing.from_us),
    }
