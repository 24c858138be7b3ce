"""Leads that wait for sales: a queue in time, its backlog, and the service levels that are missed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.clock import DAY_US, WEEK_US
from leadscore_analysis.labels.labelling import instants
from leadscore_analysis.thresholds.standing import Level, Standing

Instants = NDArray[np.float64]

NEVER = -1e9
"""A score that no lead falls below."""


def taken_up(arrived_us: Instants, left_us: Instants, *, per_week: float, from_us: float) -> Instants:
    """When each lead is taken up, first come, first served (NaN: it had left by itself). Arrivals rise; all times are microseconds.

    Sales take one lead every ``1 / per_week`` of a week, day and night; time in which nobody waits is not made up for.

    >>> (taken_up(np.array([0.0, 0, 0]), np.array([np.inf, 1, np.inf]), per_week=7, from_us=0) / DAY_US).tolist()
    [0.0, nan, 1.0]
    """
    each_us, free = WEEK_US / per_week, from_us
    found = np.full(len(arrived_us), np.nan)
    for place, (arrived, left) in enumerate(zip(arrived_us.tolist(), left_us.tolist(), strict=True)):
        begins = max(arrived, free)
        if begins < left:
            found[place] = begins
            free = begins + each_us
    return found


def waiting_level(points: float) -> Level:
    """The line as a queue knows it: whoever has reached it waits, also when the score falls again."""
    return Level(points, NEVER)


def queue_of(standing: Standing, level: Level, *, per_week: float) -> pd.DataFrame:
    """One row a lead that first stands above the level in the period: ``arrived_us``, ``left_us`` (it converted or was closed; infinite:
    not seen), ``taken_us`` (NaN: not), ordered by arrival. The level is one that is never left (:func:`waiting_level`).
    """
    first = standing.crossings(level)
    first = first[first["nth"] == 0].sort_values(["from_us", "lead_key"], ignore_index=True)
    arrived = first["from_us"].to_numpy(dtype=np.float64)
    left = np.where(first["ended"], first["to_us"], np.inf)
    return pd.DataFrame(
        {"arrived_us": arrived, "left_us": left, "taken_us": taken_up(arrived, left, per_week=per_week, from_us=standing.from_us)}
    )


def missed(queue: pd.DataFrame, service_us: int, until_us: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each lead of a queue was still waiting when the service level ended, and whether that is known (it ended in the period)."""
    due = queue["arrived_us"].to_numpy() + service_us
    out = np.fmin(queue["taken_us"].to_numpy(), queue["left_us"].to_numpy())
    return out > due, due <= until_us


def queue_by_week(queue: pd.DataFrame, standing: Standing, service_us: int | None) -> pd.DataFrame:
    """One row a week of the period: ``week`` (the day it starts), ``arrived``, ``taken``, ``backlog`` (waiting when the week ends), and
    ``late``, of those that arrived in it, the leads not taken up within the service level (NaN: no service level, or not yet known).
    """
    starts = np.arange(standing.from_us, standing.until_us, WEEK_US, dtype=np.int64)
    ends = np.minimum(starts + WEEK_US, standing.until_us)
    arrived, taken = queue["arrived_us"].to_numpy(), queue["taken_us"].to_numpy()
    out = np.fmin(taken, queue["left_us"].to_numpy())
    backlog = np.searchsorted(np.sort(arrived), ends, side="left") - np.searchsorted(np.sort(out), ends, side="left")
    late = np.full(len(starts), np.nan)
    if service_us is not None:
        was_late, known = missed(queue, service_us, standing.until_us)
        late = np.where(ends + service_us <= standing.until_us, _by_week(arrived[was_late & known], standing.from_us, len(starts)), np.nan)
    return pd.DataFrame(
        {
            "week": instants(pd.Series(starts)).dt.strftime("%Y-%m-%d"),
            "arrived": _by_week(arrived, standing.from_us, len(starts)),
            "taken": _by_week(taken[taken < standing.until_us], standing.from_us, len(starts)),
            "backlog": backlog,
            "late": late,
        }
    )


def queue_figures(queue: pd.DataFrame, standing: Standing, service_us: int | None) -> dict[str, float]:
    """A queue in a few figures: ``arrived_per_week``, ``largest_backlog``, ``backlog_at_end``, ``median_days_waited`` of those taken up,
    ``share_late`` (NaN: no service level, or none known), ``share_left`` without being taken up.
    """
    weekly = queue_by_week(queue, standing, service_us)
    late, known = (np.zeros(0, dtype=bool),) * 2 if service_us is None else missed(queue, service_us, standing.until_us)
    taken = queue["taken_us"] < standing.until_us
    gone = queue["taken_us"].isna() & (queue["left_us"] < standing.until_us)
    return {
        "arrived_per_week": len(queue) / standing.weeks,
        "largest_backlog": int(weekly["backlog"].max()) if len(weekly) else 0,
        "backlog_at_end": int(weekly["backlog"].iloc[-1]) if len(weekly) else 0,
        "median_days_waited": float(((queue["taken_us"] - queue["arrived_us"]) / DAY_US)[taken].median()),
        "share_late": float(late[known].mean()) if known.any() else float("nan"),
        "share_left": float(gone.mean()) if len(queue) else float("nan"),
    }


def _by_week(us: Instants, from_us: int, weeks: int) -> NDArray[np.int64]:
    return np.bincount(((us - from_us) // WEEK_US).astype(np.int64), minlength=weeks)[:weeks]
