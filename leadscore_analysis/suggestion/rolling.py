"""Cards judged on rows that their fit never saw: each fold's own suggestion, replayed exactly, beside the card in use and the baselines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from scipy.special import expit

from leadscore_analysis.engine import Progress
from leadscore_analysis.evaluation.figures import most_recent_first
from leadscore_analysis.labels import Examples, Fold
from leadscore_analysis.labels.hashing import stable_hashes
from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.scorecard import Flags, Floats, logistic_line
from leadscore_analysis.suggestion.material import Material, Places

CARDS = ("current", "suggested", "most recent first", "base rate")

ScoresUnder = Callable[[Mapping[FilePath, Decimal], Places], Floats]
"""The scores of rows (places in the examples) when the rulebook has these points, by an exact replay."""


@dataclass(frozen=True)
class JudgedRows:
    """The rows of all folds' tests (places in the examples, rising), with each card's score and probability of conversion for them.

    ``windows`` is the number of stretches of time that were judged.
    """

    places: Places
    scores: Mapping[str, Floats]
    probabilities: Mapping[str, Floats]
    windows: int


def judged_rows(material: Material, scores_under: ScoresUnder, *, progress: Progress | None = None) -> JudgedRows:
    """The test rows of the examples' folds under every card. Without folds (too short a time) there are no rows."""
    examples = material.examples
    folds = examples.folds()
    scores = {card: np.full(len(examples.rows), np.nan) for card in CARDS}
    chances = {card: np.full(len(examples.rows), np.nan) for card in CARDS}
    for done, fold in enumerate(folds):
        if progress is not None:
            progress(f"fold {done + 1} of {len(folds)}", done / len(folds))
        card = material.card(fold.train)
        changed = any(entry.verdict != "keep" for entry in card.terms)
        train = material.thinned_of(fold.train)
        for name, (at_train, at_test) in _scores(examples, fold, train, scores_under if changed else None, card.points).items():
            scores[name][fold.test] = at_test
            chances[name][fold.test] = probabilities(at_train, examples.converted[train], at_test)
    places = np.flatnonzero(~np.isnan(scores["current"]))
    return JudgedRows(
        places,
        {name: each[places] for name, each in scores.items()},
        {name: each[places] for name, each in chances.items()},
        windows=len({fold.window for fold in folds}),
    )


def probabilities(train_score: Floats, converted: Flags, score: Floats) -> Floats:
    """The probability of conversion at each score, by one logistic slope on the training rows.

    Where these are of one class, everybody has their rate, counted with half a conversion more and one row more.
    """
    won, total = int(converted.sum()), len(converted)
    if not 0 < won < total:
        return np.full(len(score), (won + 0.5) / (total + 1))
    intercept, slope = logistic_line(train_score, converted)
    return np.asarray(expit(intercept + slope * score), dtype=np.float64)


def any_order(examples: Examples) -> Floats:
    """An order of leads that means nothing, a number a row: what the base rate's share of winners is walked with."""
    order = stable_hashes(examples.leads["lead_id"], salt=f"any order {examples.seed}").astype(np.float64)
    return np.asarray(order[examples.rows["lead"].to_numpy()])


def _scores(
    examples: Examples, fold: Fold, train: Places, scores_under: ScoresUnder | None, points: Mapping[FilePath, Decimal]
) -> dict[str, tuple[Floats, Floats]]:
    """Each card's scores at the training and at the test rows; without a replay the suggested card is the current one."""
    both = np.concatenate([train, fold.test])
    current = examples.score[both]
    cards = {"current": current, "suggested": current if scores_under is None else scores_under(points, both)}
    cards |= {"most recent first": most_recent_first(examples)[both], "base rate": np.zeros(len(both))}
    return {name: (each[: len(train)], each[len(train) :]) for name, each in cards.items()}
