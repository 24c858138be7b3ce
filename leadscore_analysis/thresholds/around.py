"""What moving the line a little would do."""

from __future__ import annotations

import pandas as pd

from leadscore_analysis.thresholds.reaching import Reaching

OFFSETS = (-15, -10, -5, 0, 5, 10, 15)


def thresholds_around(line: float, reachable: pd.DataFrame) -> list[tuple[int, float]]:
    """The lines up to 15 points to either side, with how far they lie from it; those that all leads or none would reach are left out.

    >>> thresholds_around(10.0, pd.DataFrame({"threshold": [2.0, 5.0, 12.0, 21.0]}))
    [(-5, 5.0), (0, 10.0), (5, 15.0), (10, 20.0)]
    """
    lowest, highest = reachable["threshold"].min(), reachable["threshold"].max()
    near = [(offset, line + offset) for offset in OFFSETS]
    return [(offset, points) for offset, points in near if offset == 0 or lowest < points <= highest]


def around_the_line(line: float, reaching: Reaching) -> pd.DataFrame:
    """One row a line within 15 points, lowest first: ``offset`` in points, the columns of the threshold table, and against the line itself
    ``more_leads_per_week`` and ``more_conversions_per_week`` (fewer: below zero; ``forward_more_conversions_per_week`` on moments that the
    points were not fitted on, where there are such).
    """
    near = pd.DataFrame(thresholds_around(line, reaching.reachable), columns=["offset", "threshold"])
    table = near.merge(reaching.rows(near["threshold"]), on="threshold", how="left")
    at = table[table["offset"] == 0].iloc[0]
    more = {
        "more_leads_per_week": "new_per_week",
        "more_conversions_per_week": "expected_conversions_per_week",
        "forward_more_conversions_per_week": "forward_conversions_per_week",
    }
    return table.assign(**{name: table[of] - at[of] for name, of in more.items() if of in table})
