"""Where structures of one rule are tried: on the rows of the fit and of each fold, beside a card that stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats, Interval
from leadscore_analysis.evaluation.figures import account_bootstrap
from leadscore_analysis.rulebook.walk import PlacedRule
from leadscore_analysis.suggestion.card import Reason
from leadscore_analysis.suggestion.fit import CardFit
from leadscore_analysis.suggestion.material import Material, Places
from leadscore_analysis.suggestion.path import standard_error
from leadscore_analysis.suggestion.structure.moment_cells import MomentCells
from leadscore_analysis.suggestion.structure.trials import (
    CardRows,
    Trial,
    best_line,
    best_trial,
    chosen_trial,
    line_losses,
    point_choices,
)
from leadscore_analysis.suggestion.structure.variants import Variant


@dataclass(frozen=True)
class FoldRows:
    """The rows of a fold, thinned to train on and all to judge on, and the points of the card that its training rows suggest."""

    train: Places
    test: Places
    points: Floats


@dataclass(frozen=True)
class Bench:
    """What all rules share: the card with its ``points`` on all rows that were fitted, and on the rows of each fold."""

    material: Material
    points: Floats
    folds: tuple[FoldRows, ...]
    fit: CardFit
    cells: MomentCells
    fitted: CardRows
    trains: tuple[CardRows, ...]
    tests: tuple[CardRows, ...]
    bootstrap: AccountBootstrap

    @classmethod
    def of(cls, material: Material, points: Floats, folds: tuple[FoldRows, ...], fit: CardFit) -> Bench:
        """The card with these points (in a fold: the fold's own) on the material's rows."""

        def card_rows(rows: Places, points: Floats) -> CardRows:
            account, converted = material.examples.rows["cluster"].to_numpy()[rows], material.examples.converted[rows]
            return CardRows.of(material.units_of(rows), points, material.caps, converted, account)

        return cls(
            material,
            points,
            folds,
            fit,
            MomentCells(material.examples),
            card_rows(material.places, points),
            tuple(card_rows(fold.train, fold.points) for fold in folds),
            tuple(card_rows(fold.test, fold.points) for fold in folds),
            account_bootstrap(material.examples),
        )

    @property
    def lead(self) -> Places:
        """The lead of each row of the examples."""
        return self.material.examples.rows["lead"].to_numpy()

    def places(self, placed: PlacedRule) -> tuple[int, ...]:
        """The places of a rule's terms."""
        return tuple(place for place, term in enumerate(self.material.terms) if term.rule == placed.rule.rule)

    def kept(self, places: tuple[int, ...]) -> Reason | None:
        """Why the rule is left alone: it is locked, all its terms are left alone, or the card has no points for it."""
        reasons = [self.fit.fixed.get(place) for place in places]
        if "locked" in reasons:
            return "locked"
        if all(reason is not None for reason in reasons):
            return reasons[0]
        present = any(self.material.terms[place].points for place in places)
        return None if present or self.points[list(places)].any() else "too_small"

    def supported(self, units: Floats) -> bool:
        """Whether each term counts for at least the square root of the fitted leads, so that no cut stands on a few."""
        rows = self.material.places
        lead = self.lead[rows]
        least = np.sqrt(len(np.unique(lead)))
        return all(len(np.unique(lead[column[rows] != 0])) >= least for column in units.T)

    def choices(self, points: Floats, places: tuple[int, ...]) -> list[tuple[float, ...]]:
        """The points that the terms at these places are tried with beside a card."""
        present = [float(self.material.terms[place].points) for place in places]
        held = [place in self.fit.fixed for place in places]
        return point_choices(points[list(places)].tolist(), present, float(self.fit.step), float(self.fit.largest), held=held)


@dataclass(frozen=True)
class Tried:
    """One rule on the bench: its units at all rows, times their weight, as it is and under each variant that has support."""

    bench: Bench
    places: tuple[int, ...]
    now: Floats
    units: Mapping[Variant, Floats]

    def chosen(self) -> Trial:
        """What all rows choose."""
        return self._chosen(self.bench.fitted, self.bench.material.places, self.bench.points)

    def by_fold(self) -> tuple[Trial, ...]:
        """What the training rows of each fold choose."""
        folds = zip(self.bench.trains, self.bench.folds, strict=True)
        return tuple(self._chosen(rows, fold.train, fold.points) for rows, fold in folds)

    def _chosen(self, rows: CardRows, at: Places, points: Floats) -> Trial:
        units = {variant: found[at] for variant, found in self.units.items()}
        return chosen_trial(rows, self.places[0], self.now[at], units, self.bench.choices(points, self.places))

    def gain(self, by_fold: Sequence[Trial]) -> tuple[Interval, float]:
        """How much the log loss of all folds' tests falls, with its standard error."""
        gains = np.concatenate([self._fold_gain(fold, trial) for fold, trial in enumerate(by_fold)])
        return mean_over_accounts(gains, np.concatenate([rows.account for rows in self.bench.tests]), self.bench.bootstrap)

    def _fold_gain(self, number: int, trial: Trial) -> Floats:
        """By how much the log loss of each test row of a fold falls; by nothing where the fold leaves the rule as it is."""
        train, test = self.bench.trains[number], self.bench.tests[number]
        if trial.variant is None:
            return np.zeros(len(test.score))
        return line_losses(test.score, train.line, test.converted) - self._losses(number, trial)

    def _losses(self, number: int, trial: Trial) -> Floats:
        """The log losses of a fold's test rows under a trial, whose line comes from the training rows."""
        train, test, fold = self.bench.trains[number], self.bench.tests[number], self.bench.folds[number]
        points, units = fold.points[list(self.places)], self.now if trial.variant is None else self.units[trial.variant]
        changes = [units[rows] @ np.array(trial.points) - self.now[rows] @ points for rows in (fold.train, fold.test)]
        line = best_line(train.moved(self.places[0], changes[0]), train.converted)
        return line_losses(test.moved(self.places[0], changes[1]), line, test.converted)

    def better(self, variant: Variant | None) -> int:
        """In how many folds the variant does better than the rule as it is on the test rows, with the points that fit the training rows."""
        if variant is None:
            return 0
        told = [fold for fold, rows in enumerate(self.bench.trains) if 0 < rows.converted.sum() < len(rows.converted)]
        losses = [[self._losses(fold, self._refitted(fold, each)).mean() for each in (variant, None)] for fold in told]
        return sum(bool(other < now) for other, now in losses)

    def _refitted(self, number: int, variant: Variant | None) -> Trial:
        rows, fold = self.bench.trains[number], self.bench.folds[number]
        units = {} if variant is None else {variant: self.units[variant][fold.train]}
        return best_trial(rows, self.places[0], self.now[fold.train], units, self.bench.choices(fold.points, self.places))

    def leads(self, trial: Trial) -> tuple[int, int]:
        """How many leads have the rule, and how many converting ones."""
        units = self.now if trial.variant is None else self.units[trial.variant]
        counts = (units != 0).any(axis=1)
        won = counts & self.bench.material.examples.converted
        return len(np.unique(self.bench.lead[counts])), len(np.unique(self.bench.lead[won]))


def mean_over_accounts(amounts: Floats, account: NDArray[np.int64], bootstrap: AccountBootstrap) -> tuple[Interval, float]:
    """The mean of rows' amounts with its interval and its standard error, both over accounts."""
    counted, summed = (np.bincount(account, each, bootstrap.clusters).astype(np.float64) for each in (np.ones(len(amounts)), amounts))
    return bootstrap.ratio(summed, counted), standard_error(amounts, account)
