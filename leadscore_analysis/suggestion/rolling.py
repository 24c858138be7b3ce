"""Cards judged on rows that their fit never saw: each fold's own suggestion, replayed exactly, beside the card in use and the baselines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from scipy.special import expit

from leadscore_analysis.engine import Progress
from leadscore_analysis.evaluation.figures import most_recent_first
from leadscore_analysis.labels import Examples, Fold
from leadscore_analysis.labels.hashing import stable_hashes
from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.scorecard import Flags, Floats, logistic_line
from leadscore_analysis.suggestion.fit import CardFit
from leadscore_analysis.suggestion.fold_scales import Line, comparable, known_line, same_points
from leadscore_analysis.suggestion.material import Material, Places

CARDS = ("current", "suggested", "most recent first", "base rate")

ScoresUnder = Callable[[Mapping[FilePath, Decimal], Places], Floats]
"""The scores of rows (places in the examples) when the rulebook has these points."""


@dataclass(frozen=True)
class JudgedRows:
    """The rows of all folds' tests (places in the examples, rising), with each card's score and probability of conversion for them.

    Scores rank the rows of all folds together: the suggested card's, which is another one in each fold, are log odds where the folds' cards
    differ (:func:`leadscore_analysis.suggestion.fold_scales.comparable`). ``windows`` is the number of stretches of time that were judged.
    """

    places: Places
    scores: Mapping[str, Floats]
    probabilities: Mapping[str, Floats]
    windows: int


@dataclass(frozen=True)
class FoldStructure:
    """Other structures of rules, chosen on a fold's training rows: what they change in the rulebook's file (points as Decimal), the scores
    of the fold's test rows under the card that has them, as a replay gives them but for rounding, and its line (intercept, slope).
    """

    values: Mapping[FilePath, Any]
    scores: Floats
    line: Line


@dataclass(frozen=True)
class FittedFold:
    """A fold with the cards that its training rows suggest, and the structures that they suggest beside (None: those in use)."""

    fold: Fold
    fit: CardFit
    structure: FoldStructure | None = None


def fitted_folds(material: Material, *, progress: Progress | None = None) -> list[FittedFold]:
    """The folds of the examples, each with its own fit; none where the time is too short."""
    folds, found = material.folds or tuple(material.examples.folds()), []
    for done, fold in enumerate(folds):
        if progress is not None:
            progress(f"fitting fold {done + 1} of {len(folds)}", done / len(folds))
        found.append(FittedFold(fold, material.fit(fold.train)))
    return found


def tested(folds: Sequence[FittedFold]) -> Places:
    """The places of all rows that some fold judges, rising."""
    return np.unique(np.concatenate([each.fold.test for each in folds] or [np.array([], dtype=np.int64)]))


def judged_rows(
    material: Material, folds: Sequence[FittedFold], scores_under: ScoresUnder, *, changes: int | None, progress: Progress | None = None
) -> JudgedRows:
    """The test rows of the folds under every card, the suggested one with at most so many ``changes`` (None: with all).

    Without folds there are no rows.
    """
    examples = material.examples
    scores = {card: np.full(len(examples.rows), np.nan) for card in CARDS}
    chances = {card: np.full(len(examples.rows), np.nan) for card in CARDS}
    same_card = _same_card(folds, changes)
    for done, each in enumerate(folds):
        if progress is not None:
            progress(f"replaying fold {done + 1} of {len(folds)}", done / len(folds))
        for name, judged in _judged(material, each, scores_under, changes=changes, same_card=same_card).items():
            scores[name][each.fold.test] = judged.scores
            chances[name][each.fold.test] = judged.probabilities
    places = np.flatnonzero(~np.isnan(scores["current"]))
    return JudgedRows(
        places,
        {name: each[places] for name, each in scores.items()},
        {name: each[places] for name, each in chances.items()},
        windows=len({each.fold.window for each in folds}),
    )


def _same_card(folds: Sequence[FittedFold], changes: int | None) -> bool:
    return same_points([each.fit.at(changes).points for each in folds]) and all(each.structure is None for each in folds)


def any_order(examples: Examples) -> Floats:
    """An order of leads that means nothing, a number a row: what the base rate's share of winners is walked with."""
    order = stable_hashes(examples.leads["lead_id"], salt=f"any order {examples.seed}").astype(np.float64)
    return np.asarray(order[examples.rows["lead"].to_numpy()])


@dataclass(frozen=True)
class _Judged:
    scores: Floats
    probabilities: Floats


def _judged(
    material: Material, fitted: FittedFold, scores_under: ScoresUnder, *, changes: int | None, same_card: bool
) -> dict[str, _Judged]:
    """Every card on the fold's test rows; probabilities come from one logistic slope on its training rows."""
    examples, fold = material.examples, fitted.fold
    train = material.thinned_of(fold.train)
    others = {
        "current": examples.score,
        "most recent first": most_recent_first(examples),
        "base rate": np.zeros(len(examples.rows)),
    }
    found = {name: _on_line(score[fold.test], _line(score[train], examples.converted[train])) for name, score in others.items()}
    card, structure = fitted.fit.card(changes), fitted.structure
    if structure is not None:
        scores, line = structure.scores, structure.line
    elif card.changed:
        scores, line = scores_under(card.points, fold.test), (card.intercept, card.log_odds_per_point)
    else:
        scores, line = examples.score[fold.test], _line(examples.score[train], examples.converted[train])
    return found | {"suggested": _on_line(scores, known_line(line, examples.converted[train]), same_card=same_card)}


def _line(score: Floats, converted: Flags) -> Line:
    one_class = converted.all() or not converted.any()
    return known_line((np.nan, np.nan) if one_class else logistic_line(score, converted), converted)


def _on_line(score: Floats, line: Line, *, same_card: bool = True) -> _Judged:
    chances = np.asarray(expit(line[0] + line[1] * score), dtype=np.float64)
    return _Judged(comparable(score, line, same_card=same_card), chances)
