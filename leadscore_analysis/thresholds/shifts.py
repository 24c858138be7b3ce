"""What a group of leads is worth beside its score: so many points more or fewer, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, ndtri

from leadscore_analysis.evaluation.bootstrap import LEVEL, Floats
from leadscore_analysis.evaluation.groups import distinct
from leadscore_analysis.labels import Examples
from leadscore_analysis.thresholds.probability import logistic_lines
from leadscore_analysis.thresholds.targets import LEAST_CONVERTING_LEADS

_STEPS = 20


@dataclass(frozen=True)
class GroupRows:
    """Rows with their score, outcome, account and lead, and the ``group`` (a number below ``groups``) that each is in."""

    score: Floats
    converted: NDArray[np.bool_]
    cluster: NDArray[np.int64]
    lead: NDArray[np.int64]
    group: NDArray[np.int64]
    groups: int

    @classmethod
    def of(cls, examples: Examples, group: NDArray[np.int64], groups: int) -> GroupRows:
        """The rows of examples, each in its group."""
        rows = examples.rows
        return cls(examples.score, examples.converted, rows["cluster"].to_numpy(), rows["lead"].to_numpy(), group, groups)

    def at(self, places: NDArray[np.int64]) -> GroupRows:
        """Only the rows at these places."""
        return replace(
            self,
            score=self.score[places],
            converted=self.converted[places],
            cluster=self.cluster[places],
            lead=self.lead[places],
            group=self.group[places],
        )


def group_shifts(rows: GroupRows) -> pd.DataFrame:
    """One row a group: ``rows``, ``leads``, ``converting_leads``, ``rate`` (of rows), and ``shift``: how many points more a lead of the
    group is worth than its score says; its 95 % interval over accounts (``shift_low``, ``shift_high``) and a ``remark``.

    The log odds of conversion are one line in the score, moved for each group, and told in points of the line's slope. The interval is that
    of the group by itself. The shift is shrunk towards 0 as strongly as the groups' scatter beside their errors asks for (DerSimonian and
    Laird 1986), and is 0 where its interval holds 0 (``remark``: ``no sure difference``) or where fewer than 10 leads of the group convert
    (``too little data``, no interval). Nothing is moved where a higher score does not mean a higher chance.
    """
    count, won = np.bincount(rows.group, minlength=rows.groups), rows.converted
    table = pd.DataFrame(
        {
            "rows": count,
            "leads": distinct(rows.lead, rows.group, rows.groups),
            "converting_leads": distinct(rows.lead[won], rows.group[won], rows.groups),
            "rate": np.bincount(rows.group, won, rows.groups) / np.maximum(count, 1),
        }
    )
    table = table.assign(shift=0.0, shift_low=np.nan, shift_high=np.nan, remark="too little data")
    told = np.flatnonzero(table["converting_leads"] >= LEAST_CONVERTING_LEADS)
    if len(told) < 2:
        return table
    intercept, slope = _line(rows)
    if slope <= 0:
        return table
    effects, errors = np.array([_moved(rows, int(group), intercept, slope) for group in told]).T
    wide = float(ndtri((1 + LEVEL) / 2)) * errors
    sure = np.abs(effects) > wide
    table.loc[told, "shift"] = np.where(sure, shrunk(effects, errors) / slope, 0.0)
    table.loc[told, "shift_low"] = (effects - wide) / slope
    table.loc[told, "shift_high"] = (effects + wide) / slope
    table.loc[told, "remark"] = np.where(sure, "", "no sure difference")
    return table


def shrunk(effects: Floats, errors: Floats) -> Floats:
    """Effects shrunk towards 0: hardly where they scatter far more than their errors, wholly where they do not.

    >>> shrunk(np.array([1.0, -1.0]), np.array([1.0, 1.0])).tolist()
    [0.0, -0.0]
    """
    weight = 1 / errors**2
    excess = float(np.sum(weight * effects**2) - len(effects))
    spread = max(0.0, excess / float(weight.sum()))
    return effects * spread / (spread + errors**2)


def _line(rows: GroupRows) -> tuple[float, float]:
    scores, place = np.unique(rows.score, return_inverse=True)
    won, all_ = (np.bincount(place, weights)[:, None].astype(np.float64) for weights in (rows.converted, np.ones(len(place))))
    intercept, slope = logistic_lines(scores, won, all_)
    return float(intercept[0]), float(slope[0])


def _moved(rows: GroupRows, group: int, intercept: float, slope: float) -> tuple[float, float]:
    """How far the group's log odds lie from the line, and the error of that over accounts."""
    inside = rows.group == group
    line, won, cluster = intercept + slope * rows.score[inside], rows.converted[inside], rows.cluster[inside]
    moved = 0.0
    for _ in range(_STEPS):
        chance = expit(line + moved)
        step = float(np.clip((won.sum() - chance.sum()) / max(float((chance * (1 - chance)).sum()), 1e-9), -2, 2))
        moved += step
        if abs(step) < 1e-9:
            break
    chance = expit(line + moved)
    by_account = np.bincount(cluster, won - chance)
    return moved, float(np.sqrt(by_account @ by_account) / (chance * (1 - chance)).sum())
