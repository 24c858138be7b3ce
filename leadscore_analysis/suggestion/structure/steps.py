"""Structures that help, taken one after the other on top of the recommended changes of points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.evaluation.bootstrap import Floats
from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.scorecard import capped
from leadscore_analysis.suggestion.card import Card, CardTerm, exact
from leadscore_analysis.suggestion.material import at_once
from leadscore_analysis.suggestion.path import StepBeyond
from leadscore_analysis.suggestion.rolling import FittedFold, FoldStructure
from leadscore_analysis.suggestion.structure.searching import SearchedRule, StructureSearch
from leadscore_analysis.suggestion.structure.trials import Trial, best_line

MOST_STEPS = 3
"""At most so many structures change at once."""


@dataclass(frozen=True)
class TakenStructures:
    """The structures that help, best first: as steps beyond the changes of points, and what each step is for each fold and for the card.

    ``by_step`` has for each step the structures of the folds; ``lines`` the line of the card that has the step's structures; ``support``
    that of each rule's terms under its structure.
    """

    rules: tuple[SearchedRule, ...]
    steps: tuple[StepBeyond, ...]
    by_step: tuple[tuple[FoldStructure, ...], ...]
    lines: tuple[tuple[float, float], ...]
    support: tuple[pd.DataFrame, ...]

    def folds(self, folds: Sequence[FittedFold], taken: int) -> list[FittedFold]:
        """The folds, each with its own structures of the first ``taken`` rules."""
        return [replace(fold, structure=own) for fold, own in zip(folds, self.by_step[taken - 1], strict=True)] if taken else list(folds)

    def card(self, card: Card, taken: int) -> Card:
        """The card with the points that go with the structures of the first ``taken`` rules, and the support that their terms then have.

        What a term was worth under the present structure says nothing of it under the other.
        """
        if not taken:
            return card
        terms, support = list(card.terms), card.support.copy()
        for rule, found in zip(self.rules[:taken], self.support, strict=False):
            for place, points in zip(rule.places, rule.chosen.points, strict=True):
                terms[place] = CardTerm(terms[place].term, exact(points), "goes_with_structure")
            support.loc[list(rule.places), found.columns] = found.to_numpy()
        intercept, slope = self.lines[taken - 1]
        support = support.astype(card.support.dtypes.to_dict())
        return replace(card, terms=tuple(terms), support=support, intercept=intercept, log_odds_per_point=slope)

    def values(self, taken: int) -> dict[FilePath, Any]:
        """What the structures of the first ``taken`` rules change in the rulebook's file, points apart."""
        variants = [rule.chosen.variant for rule in self.rules[:taken]]
        return {path: value for variant in variants if variant is not None for path, value in variant.values.items()}


def taken_structures(search: StructureSearch, card: Card) -> TakenStructures:
    """The steps of a search beyond the card that it was made beside; each fold's step has what its own training rows choose."""
    rules, terms = search.helping[:MOST_STEPS], card.fitted_changes
    steps, by_step, lines = [], [], []
    for count in range(1, len(rules) + 1):
        part = rules[:count]
        found = [_fold_step(search, part, fold) for fold in range(len(search.folds))]
        told = ", ".join([*terms, *(change_text(rule.chosen, rule.placed.rule.rule) for rule in part)])
        steps.append(StepBeyond(len(terms) + count, told, tuple((own.scores, own.line) for own in found)))
        by_step.append(tuple(found))
        lines.append(_line_of_all(search, part))
    return TakenStructures(rules, tuple(steps), tuple(by_step), tuple(lines), tuple(_support(search, rule) for rule in rules))


def change_text(trial: Trial, rule: str) -> str:
    """A change of structure in the words of the rulebook: ``page-visit: expiry 60d``."""
    return rule if trial.variant is None else f"{rule}: {trial.variant.kind} {trial.variant.then}"


def _fold_step(search: StructureSearch, rules: Sequence[SearchedRule], fold: int) -> FoldStructure:
    own = search.folds[fold]
    trials = {rule: rule.by_fold[fold] for rule in rules}
    values = {path: value for rule, trial in trials.items() for path, value in trial.values(search.paths(rule)).items()}
    train, test = (_scores(search, trials, own.points, rows) for rows in (own.train, own.test))
    return FoldStructure(values, test, best_line(train, search.material.examples.converted[own.train]))


def _support(search: StructureSearch, rule: SearchedRule) -> pd.DataFrame:
    names = [search.material.terms[place].name for place in rule.places]
    variant = rule.chosen.variant
    return pd.DataFrame() if variant is None else search.material.support_of(rule.units[variant], names).drop(columns="term")


def _line_of_all(search: StructureSearch, rules: Sequence[SearchedRule]) -> tuple[float, float]:
    rows = search.material.places
    scores = _scores(search, {rule: rule.chosen for rule in rules}, search.points, rows)
    return best_line(scores, search.material.examples.converted[rows])


def _scores(search: StructureSearch, trials: Mapping[SearchedRule, Trial], points: Floats, rows: NDArray[np.int64]) -> Floats:
    """The scores of rows under a card whose rules have these structures and the points that go with them."""
    parts = (restructured(search, trials, points, part) for part in at_once(rows))
    return np.concatenate([capped(*part, search.material.caps)[0] for part in parts])


def restructured(
    search: StructureSearch, trials: Mapping[SearchedRule, Trial], points: Floats, rows: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """The units of rows (times their weights) and the points of a card when rules have these structures."""
    units, changed = search.material.units_of(rows), points.copy()
    for rule, trial in trials.items():
        if trial.variant is not None:
            units[:, list(rule.places)] = rule.units[trial.variant][rows]
            changed[list(rule.places)] = trial.points
    return units, changed
