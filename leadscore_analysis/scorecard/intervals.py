"""Intervals of log odds around a fit that is free of signs and of the prior: the sandwich, clustered (Liang and Zeger 1986)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit
from scipy.stats import norm

from leadscore_analysis.scorecard.relaxation import Ridge, relaxed_fit
from leadscore_analysis.scorecard.rows import FitRows, Flags, Floats, Integers

_STEADY = 1e-4
"""A ridge that only keeps a term which separates the rows from running off: of no weight beside a few observations."""


@dataclass(frozen=True)
class Clusters:
    """The rows before merging, and the number of the cluster that each belongs to: rows of one cluster may repeat each other."""

    units: Floats
    converted: Floats
    weight: Floats
    cluster: Integers


def log_odds_intervals(rows: FitRows, *, level: float, clusters: Clusters | None = None) -> Floats:
    """The interval of each term's log odds (terms x 2), NaN for a term that never varies.

    Without ``clusters`` every observation stands for itself.
    """
    terms = rows.units.shape[1]
    spread = rows.units.std(axis=0)
    varies = spread > 0
    ridge = Ridge(np.zeros(terms), _STEADY * np.maximum(spread, 1e-12) ** 2)
    fit = relaxed_fit(rows, ridge, signs=np.zeros(terms), free=varies)
    units = np.column_stack([np.ones(len(rows.units)), rows.units[:, varies]])
    chance = expit(fit.odds(rows))
    bend = (units * (rows.total * chance * (1 - chance))[:, None]).T @ units
    bend += np.diag(np.concatenate([[0.0], ridge.precision[varies]]))
    if clusters is None:
        square = rows.positive * (1 - chance) ** 2 + rows.negative * chance**2
        meat, count = (units * square[:, None]).T @ units, float(rows.total.sum())
    else:
        meat, count = _clustered(rows, varies, chance, clusters)
    bread = np.linalg.pinv(bend)
    error = np.sqrt(np.maximum(np.diag(bread @ meat @ bread), 0.0) * count / max(count - 1, 1.0))[1:]
    wide = float(norm.ppf((1 + level) / 2)) * error
    found = np.full((terms, 2), np.nan)
    found[varies] = np.column_stack([fit.log_odds[varies] - wide, fit.log_odds[varies] + wide])
    return found


def _clustered(rows: FitRows, varies: Flags, chance: Floats, clusters: Clusters) -> tuple[Floats, float]:
    """The sum over clusters of the squared sum of their rows' slopes, and how many clusters there are."""
    known = rows.place >= 0
    left_over = np.where(known, clusters.weight * (clusters.converted - chance[rows.place]), 0.0)
    count = int(clusters.cluster.max()) + 1
    sums = [np.bincount(clusters.cluster, left_over, count)]
    sums += [np.bincount(clusters.cluster, left_over * clusters.units[:, term], count) for term in np.flatnonzero(varies)]
    scores = np.column_stack(sums).astype(np.float64)
    return np.asarray(scores.T @ scores, dtype=np.float64), float(count)
