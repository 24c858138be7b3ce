"""What terms are worth among leads that sales began to work: where that differs, points would follow whom sales chose to work."""

from __future__ import annotations

import numpy as np

from leadscore_analysis.engine import Engine, frame, run_plan
from leadscore_analysis.labels import Examples
from leadscore_analysis.scorecard import Flags, Floats, Integers

_SURE = 1.645
"""Half the width of a 90 % interval in standard errors."""
_VERY_SURE = 2.576
"""Half the width of a 99 % interval."""
_SURE_OF_SCALE = 2.576
"""So many standard errors must the scale be above 0: all terms are divided by it."""
_MEDIAN_BESIDE_MEAN = float(np.sqrt(np.pi / 2))
"""How much less sure a median is than a mean."""


def first_worked(engine: Engine, examples: Examples) -> Integers:
    """The places of the leads that sales first worked within the horizon after a moment, each at its last moment before that.

    All of these leads were worked, so none of them converts more often than another because it was worked and the other was not. At earlier
    moments what they had yet to do would tell them apart: one that lacks what sales choose by, and is chosen later all the same, did it in
    between, so that such terms would seem to be worth little. ``happenings`` tell what is work.
    """
    run_plan(engine, ("first_works",))
    worked = frame(engine, "SELECT lead_key, worked_us FROM first_works").set_index("lead_key")["worked_us"]
    worked_us = worked.reindex(examples.leads["lead_key"]).to_numpy(dtype=np.float64)[examples.rows["lead"].to_numpy()]
    waited_us = worked_us - examples.looking.moment_us[examples.rows["moment_no"].to_numpy()]
    soon = np.flatnonzero((waited_us > 0) & (waited_us <= examples.looking.horizon_us))
    # Rows lie in the order of moments, so that the last of a lead in the other direction is its last before the work.
    _, latest = np.unique(examples.rows["lead"].to_numpy()[soon[::-1]], return_index=True)
    return np.sort(soon[::-1][latest])


def worked_points(log_odds: Floats, everyone: Floats, told: Flags) -> Floats:
    """Intervals of log odds among worked leads (terms x 2) in points of the scale on which they agree best with ``everyone``'s, so wide
    that they hold the uncertainty of that scale too.

    Sales chose these leads by the score, so all its terms tell less among them: what matters is a term beside the others. ``told`` are the
    terms that both have data enough for. NaN for all where the two have no sure scale in common.

    >>> log_odds, everyone = np.array([[0.9, 1.1], [1.8, 2.2], [-0.4, 0.4]]), np.array([[9.0, 11.0], [19.0, 21.0], [8.0, 12.0]])
    >>> worked_points(log_odds, everyone, np.array([True, True, False])).round(1).tolist()
    [[8.7, 11.3], [17.3, 22.7], [-4.0, 4.0]]
    """
    known = told & np.isfinite(log_odds).all(axis=1) & np.isfinite(everyone).all(axis=1) & (everyone.mean(axis=1) != 0)
    worth, points = log_odds[known].mean(axis=1), everyone[known].mean(axis=1)
    sure = _SURE * 2 / np.maximum(np.ptp(log_odds[known], axis=1), 1e-9) * np.abs(points)
    scale = _weighted_median(worth / points, sure)
    error = _MEDIAN_BESIDE_MEAN / max(float(np.sqrt(sure @ sure)), 1e-9)
    if not scale > _SURE_OF_SCALE * error:
        return log_odds * np.nan
    middle, wide = log_odds.mean(axis=1) / scale, np.ptp(log_odds, axis=1) / 2 / scale
    wide = np.hypot(wide, _SURE * np.abs(middle) * error / scale)
    return np.column_stack([middle - wide, middle + wide])


def _weighted_median(values: Floats, weights: Floats) -> float:
    """The value that parts the weights in two halves: a single term that differs does not move it. 0 without weight.

    >>> _weighted_median(np.array([1.0, 9.0, 2.0]), np.array([1.0, 1.0, 1.5]))
    2.0
    """
    order = np.argsort(values[weights > 0])
    reached = np.cumsum(weights[weights > 0][order])
    if not len(order):
        return 0.0
    return float(values[weights > 0][order][int(np.searchsorted(reached, reached[-1] / 2))])


def differing(present: Floats, step: float, everyone: Floats, worked: Floats, told: Flags) -> list[int]:
    """The places of the terms that worked leads come to another verdict on; the intervals are 90 % ones, in points.

    >>> present, told = np.array([10.0, 10.0, 10.0]), np.array([True, True, True])
    >>> everyone, worked = np.array([[12.0, 20.0]] * 3), np.array([[-8.0, 8.0], [4.0, 22.0], [-30.0, 40.0]])
    >>> differing(present, 5.0, everyone, worked, told)
    [0]
    """
    return [place for place in np.flatnonzero(told).tolist() if _differs(float(present[place]), step, everyone[place], worked[place])]


def _differs(now: float, step: float, everyone: Floats, worked: Floats) -> bool:
    """Where everyone's interval lies beside the present points the worked leads' must point the same way; where it holds them the worked
    leads' must not lie beside them by more than a step. Where the 99 % interval of what lies between the two holds 0 they may be the same:
    a card has dozens of terms, and a tenth of them would differ by chance.
    """
    if not (np.isfinite(everyone).all() and np.isfinite(worked).all()):
        return False
    if abs(everyone.mean() - worked.mean()) <= _VERY_SURE / _SURE * float(np.hypot(np.ptp(everyone), np.ptp(worked))) / 2:
        return False
    way = float(now < everyone[0]) - float(now > everyone[1])
    if way:
        return bool(way * (worked.mean() - now) <= 0)
    return bool(worked[0] > now + step or worked[1] < now - step)
