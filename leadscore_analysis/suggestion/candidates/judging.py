"""What a candidate would add to the suggested card, fitted on past moments and judged on later ones of other accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtri

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats, Interval
from leadscore_analysis.evaluation.ranking import area_under_roc
from leadscore_analysis.scorecard import Flags, Integers
from leadscore_analysis.suggestion.candidates.listing import Candidate
from leadscore_analysis.suggestion.fold_scales import comparable
from leadscore_analysis.suggestion.structure.bench import mean_over_accounts
from leadscore_analysis.suggestion.structure.searching import StructureSearch
from leadscore_analysis.suggestion.structure.trials import CardRows, best_line, line_losses

_RIDGE = 1.0
"""A normal prior of this precision on a candidate's log odds: one that separates the rows does not run off."""
_ROUNDS = 25
LEVEL = 0.9


@dataclass(frozen=True)
class Worth:
    """What a candidate is worth beside a card, in points, with its standard error over accounts."""

    points: float
    error: float

    def interval(self, level: float = LEVEL, *, among: int = 1) -> tuple[float, float]:
        """The interval; ``among`` so many candidates it is drawn so wide that all of them hold together (Bonferroni)."""
        wide = float(ndtri(1 - (1 - level) / 2 / among)) * self.error
        return self.points - wide, self.points + wide


@dataclass(frozen=True)
class JudgedCandidate:
    """A candidate with what it is worth on all rows fitted, the whole points that it would get, and what those add on the folds' tests.

    ``gain`` is how much the log loss falls, with its interval (95 %) and standard error over accounts; ``auc_gain`` how much the AUC rises.
    ``scores`` are those of the tests' rows with the candidate, comparable between folds.
    """

    candidate: Candidate
    worth: Worth
    points: float
    gain: Interval
    error: float
    auc_gain: float
    scores: Floats


@dataclass(frozen=True)
class Bench:
    """The card on all rows that were fitted and on the rows of each fold, and the caps that a new rule would come under."""

    search: StructureSearch
    fitted: CardRows
    trains: tuple[CardRows, ...]
    tests: tuple[CardRows, ...]
    weight: float
    step: float
    largest: float
    bootstrap: AccountBootstrap

    def judged(self, candidate: Candidate) -> JudgedCandidate:
        """What the candidate would add."""
        places, folds = self.search.material.places, self.search.folds
        worth = candidate_worth(self.fitted, candidate.counts[places], self.weight)
        losses, scores = [], []
        for fold, train, test in zip(folds, self.trains, self.tests, strict=True):
            with_it = candidate.counts[fold.train]
            points = self.whole(candidate_worth(train, with_it, self.weight).points)
            line = best_line(_raised(train, with_it, points * self.weight), train.converted) if points else train.line
            score = _raised(test, candidate.counts[fold.test], points * self.weight)
            before = line_losses(test.score, train.line, test.converted)
            losses.append(before - line_losses(score, line, test.converted))
            scores.append(comparable(score, line, same_card=False))
        gain, error = mean_over_accounts(np.concatenate(losses), np.concatenate([test.account for test in self.tests]), self.bootstrap)
        score = np.concatenate(scores)
        return JudgedCandidate(candidate, worth, self.whole(worth.points), gain, error, self._auc(score) - self._auc(self.score), score)

    @property
    def score(self) -> Floats:
        """The scores of the tests' rows without any candidate, comparable between folds."""
        parts = zip(self.tests, self.trains, strict=True)
        return np.concatenate([comparable(test.score, train.line, same_card=False) for test, train in parts])

    def whole(self, points: float) -> float:
        """Points in whole steps within the largest; 0 where they are not known."""
        if not np.isfinite(points):
            return 0.0
        return float(np.clip(np.sign(points) * np.floor(abs(points) / self.step + 0.5) * self.step, -self.largest, self.largest)) + 0.0

    def _auc(self, score: Floats) -> float:
        converted = np.concatenate([test.converted for test in self.tests])
        _, place = np.unique(score, return_inverse=True)
        positive, negative = (np.bincount(place[side], minlength=place.max() + 1).astype(np.float64) for side in (converted, ~converted))
        return float(area_under_roc(positive[:, None], negative[:, None])[0])


def candidate_worth(rows: CardRows, with_it: Flags, weight: float = 1.0) -> Worth:
    """What a candidate is worth on rows under a card, in points of its score: log odds beside the score over those of a point."""
    if not 0 < int(rows.converted.sum()) < len(rows.converted) or not 0 < int(with_it.sum()) < len(with_it) or np.ptp(rows.score) == 0:
        return Worth(np.nan, np.nan)
    centre, spread = float(rows.score.mean()), float(rows.score.std())
    columns = np.column_stack([np.ones(len(with_it)), (rows.score - centre) / spread, with_it])
    found, bend = _fitted(columns, rows.converted.astype(np.float64))
    slope = found[1] / spread * weight
    if slope <= 0:
        return Worth(np.nan, np.nan)
    left_over = rows.converted - expit(columns @ found)
    sums = np.column_stack([np.bincount(rows.account, left_over * column) for column in columns.T])
    bread = np.linalg.inv(bend)
    error = float(np.sqrt((bread @ (sums.T @ sums) @ bread)[2, 2]))
    return Worth(float(found[2]) / slope, error / slope)


def _fitted(columns: Floats, converted: Floats) -> tuple[Floats, Floats]:
    """Log odds by Newton's steps, and the bend of the loss there."""
    prior = np.diag([0.0, 0.0, _RIDGE])
    rate = converted.mean()
    at = np.array([np.log(rate / (1 - rate)), 0.0, 0.0])
    bend = np.eye(3)
    for _ in range(_ROUNDS):
        chance = expit(columns @ at)
        slope = columns.T @ (chance - converted) + prior @ at
        bend = (columns * (chance * (1 - chance))[:, None]).T @ columns + prior
        step = np.clip(np.linalg.solve(bend + 1e-9 * np.eye(3), slope), -2.0, 2.0)
        at = at - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return at, bend


def _raised(rows: CardRows, with_it: Flags, points: float) -> Floats:
    """The scores with so many points more where the candidate counts, under the caps of the whole score."""
    return rows.moved_outside(np.where(with_it, points, 0.0))


def concatenated_places(search: StructureSearch) -> Integers:
    """The places of the tests' rows in the examples, fold after fold."""
    return np.concatenate([fold.test for fold in search.folds])


def support_counts(candidate: Candidate, lead: Integers, converted: Flags) -> Sequence[int]:
    """How many leads have the candidate, and converting ones."""
    return len(np.unique(lead[candidate.counts])), len(np.unique(lead[candidate.counts & converted]))
