"""When things happen: how many leads arrive each week, and the hours of a week in which people are busy."""

from __future__ import annotations

import numpy as np

from leadscore_analysis.clock import DAY_US, HOUR_US, WEEK_US
from leadscore_analysis.world.chance import Floats, Ints

_BY_DAY = (1.0, 1.15, 1.1, 1.05, 0.85, 0.25, 0.25)
_BY_HOUR = (1, 1, 1, 1, 1, 2, 4, 10, 25, 34, 36, 30, 22, 30, 34, 32, 26, 16, 10, 9, 9, 8, 5, 2)
_WEIGHTS = np.outer(_BY_DAY, _BY_HOUR).ravel()
_BUSY = np.concatenate([[0.0], np.cumsum(_WEIGHTS)]) / _WEIGHTS.sum()
_HOURS = np.arange(_BUSY.size, dtype=np.float64) * HOUR_US


def first_leads(leads: int, weeks: int, until_week: int) -> Ints:
    """The number of the first lead of each week and, last, of the week after ``until_week``.

    ``leads`` arrive in the first ``weeks`` weeks, with quiet summers and year ends; later weeks go on at the same pace.
    """
    week = np.arange(max(until_week, weeks))
    quiet = np.isin(week % 52, (0, 29, 30, 31, 51))
    pace = (1.0 + 0.15 * np.sin(2.0 * np.pi * (week - 5) / 26.0)) * np.where(quiet, 0.6, 1.0)
    passed = np.concatenate([[0.0], np.cumsum(pace)])
    first: Ints = np.floor(passed * (leads / passed[weeks]) + 1e-6).astype(np.int64)
    return first[: until_week + 1]


def busy_weeks(since_us: Ints) -> Floats:
    """The time since a Monday midnight, in weeks of activity: a night hardly counts, a Tuesday morning counts for much.

    Seven days are one week exactly, wherever they start. The inverse is :func:`since_of`.
    """
    whole, rest = np.divmod(since_us, WEEK_US)
    busy: Floats = whole + np.interp(rest, _HOURS, _BUSY)
    return busy


def since_of(busy: Floats) -> Ints:
    """The time since that Monday midnight, in microseconds, at which so many weeks of activity have passed."""
    whole = np.floor(busy)
    since: Ints = whole.astype(np.int64) * WEEK_US + np.interp(busy - whole, _BUSY, _HOURS).astype(np.int64)
    return since


def next_weekly(since_us: Ints, *, day: int, hour: int, every: int = 1) -> Ints:
    """The first instant at or after ``since_us`` on that day (Monday is 0) and hour of every such week, since that Monday midnight."""
    first = day * DAY_US + hour * HOUR_US
    return first + -((first - since_us) // (every * WEEK_US)) * (every * WEEK_US)
