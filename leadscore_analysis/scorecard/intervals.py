"""Intervals of log odds around a fit that is free of signs and of the prior: the sandwich, clustered (Liang and Zeger 1986)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array
from scipy.special import expit
from scipy.stats import norm

from leadscore_analysis.scorecard.relaxation import Relaxed, relaxed_fit, squares
from leadscore_analysis.scorecard.ridge import Ridge
from leadscore_analysis.scorecard.rows import FitRows, Floats, Integers, Units, sums

_STEADY = 1e-4
"""A ridge that only keeps a term which separates the rows from running off: of no weight beside a few observations."""


_EMPTY = 1e-9


@dataclass(frozen=True)
class Clusters:
    """The rows before merging, and the number of the cluster that each belongs to: rows of one cluster may repeat each other."""

    units: Units
    converted: Floats
    weight: Floats
    cluster: Integers


def log_odds_intervals(rows: FitRows, *, level: float, clusters: Clusters | None = None, start: Relaxed | None = None) -> Floats:
    """The interval of each term's log odds (terms x 2), NaN for a term that never varies, and for all where there is but one cluster.

    Without ``clusters`` every observation stands for itself. ``start`` is a fit that may be near.
    """
    terms, varies = rows.units.shape[1], rows.varies
    ridge = Ridge(np.zeros(terms), _STEADY * np.maximum(rows.variances, 1e-24))
    fit = relaxed_fit(rows, ridge, signs=np.zeros(terms), free=varies, start=start)
    chance = expit(fit.odds(rows))
    counted = np.concatenate([[True], varies])
    bend = squares(rows.units, rows.total * chance * (1 - chance)) + np.diag(np.concatenate([[0.0], ridge.precision]))
    if clusters is None:
        meat, count = squares(rows.units, rows.positive * (1 - chance) ** 2 + rows.negative * chance**2), float(rows.total.sum())
    else:
        meat, count = _clustered(rows, chance, clusters)
    bread = np.linalg.pinv(bend[np.ix_(counted, counted)])
    spread = bread @ meat[np.ix_(counted, counted)] @ bread
    error = np.sqrt(np.maximum(np.diag(spread), 0.0) * count / max(count - 1, 1.0))[1:]
    wide = float(norm.ppf((1 + level) / 2)) * np.maximum(error, _least_errors(rows)[varies])
    found = np.full((terms, 2), np.nan)
    if count < 2:
        return found
    found[varies] = np.column_stack([fit.log_odds[varies] - wide, fit.log_odds[varies] + wide])
    return found


def _least_errors(rows: FitRows) -> Floats:
    """The least standard error of each term that separates rows: that of the odds ratio of its four cells (with it and without, converting
    and not) with half an observation added to each (Haldane 1956, Anscombe 1956), for a mean unit; 0 for a term with no empty cell.

    Rows that a term separates leave nothing over for a sandwich, which is no sign of being sure.
    """
    counts = rows.units != 0
    seen, won = (np.array([weight[column].sum() for column in counts.T]) for weight in (rows.total, rows.positive))
    cells = np.array([won, seen - won, rows.positive.sum() - won, rows.negative.sum() - (seen - won)])
    unit = sums(rows.total, np.abs(rows.units)) / np.maximum(seen, 1e-300)
    least = np.sqrt((1 / (np.maximum(cells, 0.0) + 0.5)).sum(axis=0)) / np.maximum(unit, 1e-300)
    return np.where((cells < _EMPTY).any(axis=0) & (seen > 0), least, 0.0)


def _clustered(rows: FitRows, chance: Floats, clusters: Clusters) -> tuple[Floats, float]:
    """The sum over clusters of the squared sum of their rows' slopes, and how many clusters there are."""
    known = rows.place >= 0
    left_over = np.where(known, clusters.weight * (clusters.converted - chance[rows.place]), 0.0)
    count = int(clusters.cluster.max()) + 1
    # A row in each column: how much of it belongs to which cluster.
    share = csc_array((left_over, clusters.cluster, np.arange(len(left_over) + 1)), shape=(count, len(left_over)))
    scores = np.column_stack([np.bincount(clusters.cluster, left_over, count), share @ clusters.units])
    return np.asarray(scores.T @ scores, dtype=np.float64), float(count)
