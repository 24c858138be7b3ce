"""The threshold that a team can keep up with: the choice of one line of a threshold table."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.errors import InputError
from leadscore_analysis.labels import Examples

Basis = Literal["capacity", "present volume"]


@dataclass(frozen=True)
class Threshold:
    """A score, in points, at which sales take a lead up, and the new leads a week that reach it.

    ``leads_per_week`` is what it was chosen for, ``basis`` where that number came from. ``fits`` is False where even the highest
    reachable score lets more leads through.
    """

    points: float
    new_per_week: float
    leads_per_week: float
    basis: Basis = "capacity"
    fits: bool = True


def reachable_scores(
    lead: NDArray[np.int64], score: NDArray[np.float64], *, weeks: float, stock: NDArray[np.bool_] | None = None
) -> pd.DataFrame:
    """A row per score that some lead is the first time at or above: ``threshold`` (rising) and ``new_per_week``, leads that newly reach it.

    ``lead`` and ``score`` have an entry a row, the rows of a lead in time's order; ``stock`` names the rows at the first moment (None:
    none), by which nothing is newly reached; ``weeks`` is the length of the time in which the others came.

    >>> reachable_scores(np.array([1, 1, 2]), np.array([5.0, 20, 10]), weeks=2)
       threshold  new_per_week
    0        5.0           1.0
    1       10.0           1.0
    2       20.0           0.5
    >>> reachable_scores(np.array([1, 1, 2]), np.array([5.0, 20, 10]), weeks=2, stock=np.array([True, False, False]))
       threshold  new_per_week
    0        5.0           0.5
    1       10.0           1.0
    2       20.0           0.5
    """
    rows = pd.DataFrame({"lead": lead, "score": score})
    highest = np.sort(rows.groupby("lead")["score"].max().to_numpy())
    reachable = np.unique(rows.groupby("lead")["score"].cummax().to_numpy())
    stood = np.sort(score[stock]) if stock is not None else highest[:0]
    reaching, standing = (len(scores) - np.searchsorted(scores, reachable, side="left") for scores in (highest, stood))
    return pd.DataFrame({"threshold": reachable, "new_per_week": (reaching - standing) / weeks})


def reachable_of(examples: Examples) -> pd.DataFrame:
    """The :func:`reachable_scores` of examples."""
    return reachable_scores(examples.rows["lead"].to_numpy(), examples.score, weeks=examples.weeks_of_flow, stock=examples.stock)


def threshold_by_capacity(table: pd.DataFrame, leads_per_week: float, *, basis: Basis = "capacity") -> Threshold:
    """The lowest reachable score that at most ``leads_per_week`` new leads reach in a week, and no more reach a higher one; the highest
    where none is high enough.

    ``table`` has a row per reachable score: ``threshold`` (points) and ``new_per_week`` (leads that reach it for the first time).
    InputError when no score can be reached.

    >>> table = pd.DataFrame({"threshold": [10, 20, 30], "new_per_week": [9.0, 4.0, 1.0]})
    >>> threshold_by_capacity(table, 5).points
    20.0
    """
    if table.empty:
        raise InputError("a threshold needs leads at risk with a score; got none", hint="look at the moments and the outcome of the study")
    rising = table.sort_values("threshold")
    enough = rising[rising["new_per_week"][::-1].cummax()[::-1] <= leads_per_week]
    chosen = (rising.tail(1) if enough.empty else enough.head(1)).iloc[0]
    return Threshold(float(chosen["threshold"]), float(chosen["new_per_week"]), leads_per_week, basis, fits=not enough.empty)


def volume_at(table: pd.DataFrame, points: float) -> float:
    """New leads a week that reach ``points``: those of the lowest reachable score at or above it; 0 above the highest."""
    reached = table[table["threshold"] >= points].sort_values("threshold")
    return float(reached["new_per_week"].iloc[0]) if len(reached) else 0.0


def in_whole_points(threshold: Threshold, table: pd.DataFrame) -> Threshold:
    """The threshold at the next whole point, which people can remember, unless that leaves out more than a tenth of the leads."""
    points = float(math.ceil(threshold.points))
    volume = volume_at(table, points)
    return replace(threshold, points=points, new_per_week=volume) if volume >= 0.9 * threshold.new_per_week else threshold
