"""The probability of conversion at each score, with how many leads it rests on and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, gammaln, logit
from sklearn.isotonic import isotonic_regression

from leadscore_analysis.evaluation.bands import score_bins
from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats, divided
from leadscore_analysis.evaluation.groups import distinct
from leadscore_analysis.evaluation.score_table import ScoreTable
from leadscore_analysis.labels import Examples
from leadscore_analysis.thresholds.targets import LEAST_CONVERTING_LEADS

ProbabilityBasis = Literal["fitted slope", "shrunk rates", "too little data"]

FAR = 3.0
"""So many standard errors from the probability, an observed rate is no chance."""

_STRENGTHS = np.geomspace(1, 1e5, 41)
_STEPS = 30


def probability_by_score(examples: Examples, bootstrap: AccountBootstrap, *, fitted_on: int = 0) -> pd.DataFrame:
    """One row a bin of scores (at most 40), lowest first: ``score_from``, ``score_below``, ``rows``, ``leads``, ``converting_leads``,
    ``rate`` (observed, of rows), ``probability`` of conversion within the horizon with its 95 % interval over accounts
    (``probability_low``, ``probability_high``), and its ``basis``.

    ``fitted_on`` is how many leads the card's points were fitted on (0: set by hand). Until the examples' leads outnumber them, the
    probability is the fitted slope's: one line in log odds. Then each bin's rate is shrunk towards that line, as strongly as the bins'
    scatter about it asks for, and neighbours that fall are pooled (Platt 1999; Zadrozny and Elkan 2002). A rate is never taken unshrunk:
    isotonic rates of few thousand leads are mostly noise. With fewer than 10 converting leads there is no probability.

    ==========  ===========  ====  =====  ================  =====  ===========  ============
    score_from  score_below  rows  leads  converting_leads   rate  probability  basis
    ==========  ===========  ====  =====  ================  =====  ===========  ============
             0           10  9000   4100               120  0.013        0.014  shrunk rates
            10           20  2500   1200               140  0.056        0.054  shrunk rates
            20           30   900    420               130  0.144        0.139  shrunk rates
    ==========  ===========  ====  =====  ================  =====  ===========  ============
    """
    edges = score_bins(np.unique(examples.score))
    place = np.clip(np.searchsorted(edges, examples.score, side="right") - 1, 0, len(edges) - 2)
    bins, place = np.unique(place, return_inverse=True)
    lead, won = examples.rows["lead"].to_numpy(), examples.converted
    rows = np.bincount(place)
    told = pd.DataFrame(
        {
            "score_from": edges[bins],
            "score_below": edges[bins + 1],
            "rows": rows,
            "leads": distinct(lead, place, len(bins)),
            "converting_leads": distinct(lead[won], place[won], len(bins)),
            "rate": np.bincount(place, won) / rows,
        }
    )
    if len(np.unique(lead[won])) < LEAST_CONVERTING_LEADS or won.all():
        return told.assign(probability=np.nan, probability_low=np.nan, probability_high=np.nan, basis="too little data")
    counted = ScoreTable.of(place.astype(np.float64), won, examples.rows["cluster"].to_numpy(), clusters=bootstrap.clusters)
    middle = np.bincount(place, examples.score) / rows
    own = len(np.unique(lead))
    return told.join(_probabilities(middle, counted, told["leads"].to_numpy(), bootstrap, shrunk=own > fitted_on))


def departures(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of :func:`probability_by_score` whose observed rate lies more than three standard errors (each lead counting once) from the
    probability, the farthest first: scores that do not mean what the scores around them do.
    """
    rows = table.dropna(subset=["rate", "probability"])
    rate, chance, leads = (rows[name].to_numpy(dtype=np.float64) for name in ("rate", "probability", "leads"))
    far = np.abs(rate - chance) / np.sqrt(chance * (1 - chance) / leads)
    found: pd.DataFrame = rows.assign(far=far)[far > FAR].sort_values("far", ascending=False).drop(columns="far")
    return found


@dataclass(frozen=True)
class _Counts:
    """Converting rows and all rows by bin, a column a draw; ``effective`` counts a lead's rows in a bin as one."""

    won: Floats
    all_: Floats
    effective: Floats


def _probabilities(
    middle: Floats, counted: ScoreTable, leads: NDArray[np.int64], bootstrap: AccountBootstrap, *, shrunk: bool
) -> pd.DataFrame:
    share = leads / np.sum(counted.totals(), axis=0)[:, 0]

    def counts(weights: Floats) -> _Counts:
        won = counted.positive @ weights
        all_ = won + counted.negative @ weights
        return _Counts(won, all_, all_ * share[:, None])

    whole = counts(np.ones((bootstrap.clusters, 1)))
    strength = shrinking_strength(whole.won[:, 0], whole.all_[:, 0], whole.effective[:, 0], _on_line(middle, whole)[:, 0])

    def probability(found: _Counts) -> Floats:
        line = _on_line(middle, found)
        return shrunk_rates(found.won, found.all_, found.effective, line, strength) if shrunk else line

    drawn = bootstrap.drawn(lambda weights: probability(counts(weights)), cells=len(middle))
    intervals = bootstrap.intervals(probability(whole)[:, 0], drawn)
    ends = [(each.value, each.low, each.high) for each in intervals]
    table = pd.DataFrame(ends, columns=["probability", "probability_low", "probability_high"])
    return table.assign(basis="shrunk rates" if shrunk else "fitted slope")


def shrunk_rates(won: Floats, all_: Floats, effective: Floats, line: Floats, strength: float) -> Floats:
    """Rates by bin and draw, shrunk towards the line as if it had been seen on ``strength`` leads, and pooled where they would fall."""
    rates = np.nan_to_num(divided(won, all_))
    shrunk = (effective * rates + strength * line) / (effective + strength)
    weights = effective + strength
    pooled = [isotonic_regression(shrunk[:, draw], sample_weight=weights[:, draw]) for draw in range(shrunk.shape[1])]
    return np.array(pooled).T


def shrinking_strength(won: Floats, all_: Floats, effective: Floats, line: Floats) -> float:
    """How many leads the line counts for beside a bin's own: the most likely when the bins' true rates scatter about it (beta-binomial)."""
    wins = effective * np.nan_to_num(divided(won, all_))
    losses = effective - wins

    def likelihood(strength: float) -> float:
        a, b = strength * line, strength * (1 - line)
        seen, expected = gammaln(wins + a) + gammaln(losses + b) - gammaln(effective + a + b), gammaln(a) + gammaln(b) - gammaln(a + b)
        return float(np.sum(seen - expected))

    return float(max(_STRENGTHS, key=likelihood))


def logistic_lines(score: Floats, won: Floats, all_: Floats) -> tuple[Floats, Floats]:
    """Intercept and slope of the log odds on the score, for each draw (column) of counts by score; all draws are fitted at once."""
    middle, spread = float(np.average(score, weights=all_.sum(axis=1))), float(np.std(score)) or 1.0
    z = ((score - middle) / spread)[:, None]
    intercept = logit((won.sum(axis=0) + 0.5) / (all_.sum(axis=0) + 1))
    slope = np.zeros_like(intercept)
    for _ in range(_STEPS):
        chance = expit(intercept + z * slope)
        left, weight = won - all_ * chance, all_ * chance * (1 - chance)
        # The slope is held by a prior of one, so that a draw in which the scores part the conversions wholly has one too.
        pulls = np.array([left.sum(axis=0), (z * left).sum(axis=0) - slope])
        flat, mixed, steep = weight.sum(axis=0) + 1e-9, (z * weight).sum(axis=0), (z**2 * weight).sum(axis=0) + 1
        size = flat * steep - mixed**2
        steps = np.array([steep * pulls[0] - mixed * pulls[1], flat * pulls[1] - mixed * pulls[0]]) / size
        intercept, slope = intercept + np.clip(steps[0], -2, 2), slope + np.clip(steps[1], -2, 2)
    return intercept - slope * middle / spread, slope / spread


def _on_line(middle: Floats, counts: _Counts) -> Floats:
    intercept, slope = logistic_lines(middle, counts.won, counts.all_)
    return np.asarray(expit(intercept + middle[:, None] * slope), dtype=np.float64)
