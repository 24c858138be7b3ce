"""The lines that there are reasons to choose, side by side: by capacity, by cost, for a precision, for a share of winners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from leadscore_analysis.thresholds.by_capacity import Threshold, in_whole_points
from leadscore_analysis.thresholds.costs import Economics, threshold_by_cost
from leadscore_analysis.thresholds.reaching import Reaching
from leadscore_analysis.thresholds.targets import LEAST_CONVERTING_LEADS, threshold_by_precision, threshold_by_share

ChoiceBasis = Literal["line in force", "capacity", "present volume", "cost", "precision", "share of winners"]
Remark = Literal["", "not reached", "too little data", "too many leads", "every line does"]


@dataclass(frozen=True)
class Targets:
    """Shares that a line is asked for: of the leads above it that convert (``precision``), of all winners (``share_of_winners``)."""

    precision: Sequence[float] = (0.1,)
    share_of_winners: Sequence[float] = (0.5, 0.8)

    @classmethod
    def of(cls, precision: Sequence[float] | None, share_of_winners: Sequence[float] | None) -> Targets:
        """The targets asked for; where neither is, the default ones."""
        return cls(precision or (), share_of_winners or ()) if precision or share_of_winners else cls()


DEFAULT_TARGETS = Targets()


@dataclass(frozen=True)
class Chosen:
    """One line (NaN: none does what is asked), why it was chosen, and what was ``asked`` for (NaN: nothing)."""

    basis: ChoiceBasis
    asked: float
    points: float
    remark: Remark = ""


def chosen_lines(
    reaching: Reaching,
    *,
    in_force: float | None,
    by_volume: Threshold | None,
    costs: Economics | None,
    probability: pd.DataFrame,
    targets: Targets,
) -> list[Chosen]:
    """The line in force, that of the capacity (or of the present volume), that of the costs and those of the targets, as far as asked."""
    table, found = reaching.every_line, list[Chosen]()
    if in_force is not None:
        found.append(Chosen("line in force", np.nan, in_force))
    if by_volume is not None:
        found.append(Chosen(by_volume.basis, by_volume.leads_per_week, by_volume.points, "" if by_volume.fits else "too many leads"))
    if costs is not None:
        unknown = bool(probability["probability"].isna().all())
        points = np.nan if unknown else threshold_by_cost(probability, reaching.reachable, costs)
        found.append(_asked("cost", costs.break_even, points, reaching, "too little data" if unknown else "not reached"))
    found += [_asked("precision", share, threshold_by_precision(table, share), reaching) for share in targets.precision]
    shares = targets.share_of_winners
    found += [_asked("share of winners", share, threshold_by_share(table, share), reaching, whole=False) for share in shares]
    return found


def choices_table(chosen: Sequence[Chosen], reaching: Reaching) -> pd.DataFrame:
    """One row a chosen line: ``basis``, ``asked``, ``remark``, and what a line there costs and brings (the columns of the threshold table).

    ``remark`` is empty, or says that no line does what is asked (``not reached``), that even the highest score lets too many leads through
    (``too many leads``), that even the lowest line does it (``every line does``), or that fewer than 10 conversions lie behind the figures
    (``too little data``).
    """
    told = pd.DataFrame(
        [(each.basis, each.asked, each.points, each.remark) for each in chosen], columns=["basis", "asked", "threshold", "remark"]
    )
    table = told.merge(reaching.rows(told["threshold"].dropna().tolist()), on="threshold", how="left")
    few = table["converting_leads"] < LEAST_CONVERTING_LEADS
    return table.assign(remark=table["remark"].mask(few & table["remark"].isin(["", "every line does"]), "too little data"))


def _asked(
    basis: ChoiceBasis, asked: float, points: float, reaching: Reaching, otherwise: Remark = "not reached", *, whole: bool = True
) -> Chosen:
    """The line at the next whole point where that leaves out few leads; a share of winners is not given up for a round number."""
    if not np.isfinite(points):
        return Chosen(basis, asked, np.nan, otherwise)
    if points <= float(reaching.reachable["threshold"].min()):
        return Chosen(basis, asked, points, "every line does")
    if whole:
        points = in_whole_points(Threshold(points, reaching.volume(points), np.inf), reaching.reachable).points
    return Chosen(basis, asked, points)
