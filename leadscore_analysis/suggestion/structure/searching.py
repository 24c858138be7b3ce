"""The search: for each rule another structure chosen on past moments and judged on later ones, of accounts that it was not chosen on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from leadscore_analysis.engine import Engine, Progress
from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats, Interval
from leadscore_analysis.evaluation.figures import account_bootstrap
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.walk import FilePath, PlacedRule, placed_rules
from leadscore_analysis.suggestion.card import Reason
from leadscore_analysis.suggestion.fit import CardFit
from leadscore_analysis.suggestion.material import Material, Places
from leadscore_analysis.suggestion.path import standard_error
from leadscore_analysis.suggestion.rolling import FittedFold
from leadscore_analysis.suggestion.structure.moment_cells import MomentCells
from leadscore_analysis.suggestion.structure.trials import CardRows, Trial, best_line, chosen_trial, line_losses, point_choices
from leadscore_analysis.suggestion.structure.units import RangedUnits, rule_units
from leadscore_analysis.suggestion.structure.variants import Variant, variants


@dataclass(frozen=True, eq=False)
class SearchedRule:
    """What the search says about one rule.

    ``chosen`` is what all rows choose (its variant is None: the rule stays), ``by_fold`` what the training rows of each fold choose.
    ``gain`` is how much the log loss of the folds' tests falls by that, with its interval (95 %) and ``error`` over accounts.
    ``kept`` says why the rule is not tried. ``places`` are those of its terms; ``units`` are theirs at all rows, times their weight, under
    every variant that was chosen. ``leads`` and ``converting_leads`` have the rule under what is chosen.
    """

    placed: PlacedRule
    places: tuple[int, ...]
    tried: int
    chosen: Trial
    by_fold: tuple[Trial, ...]
    gain: Interval
    error: float
    leads: int
    converting_leads: int
    units: Mapping[Variant, Floats] = field(default_factory=dict)
    kept: Reason | None = None

    @property
    def helps(self) -> bool:
        """Whether another structure is chosen that helps by more than one standard error on rows that it was not chosen on."""
        return self.chosen.variant is not None and self.gain.value > self.error


@dataclass(frozen=True)
class FoldRows:
    """The rows of a fold, thinned to train on and all to judge on, and the points of the card that its training rows suggest."""

    train: Places
    test: Places
    points: Floats


@dataclass(frozen=True)
class StructureSearch:
    """What the search says about every rule that has variants, in the order of the rulebook, beside a card with these ``points``."""

    material: Material
    points: Floats
    folds: tuple[FoldRows, ...]
    rules: tuple[SearchedRule, ...] = ()

    @property
    def helping(self) -> tuple[SearchedRule, ...]:
        """The rules that another structure helps, those that gain most first."""
        return tuple(sorted((rule for rule in self.rules if rule.helps), key=lambda rule: -rule.gain.value))

    def paths(self, rule: SearchedRule) -> list[FilePath]:
        """Where the points of the rule's terms stand in the file."""
        return [self.material.terms[place].path for place in rule.places]


def structure_search(
    engine: Engine,
    model: RulebookModel,
    material: Material,
    folds: Sequence[FittedFold],
    fit: CardFit,
    *,
    changes: int | None,
    progress: Progress | None = None,
) -> StructureSearch:
    """Tries every rule of the judged score under its variants, beside the card with at most so many ``changes``.

    ``engine`` holds the replay's awards and versions. Without folds, or with too few converting leads, nothing is tried.
    """
    rows = tuple(FoldRows(material.thinned_of(each.fold.train), each.fold.test, each.fit.at(changes).points) for each in folds)
    found = StructureSearch(material, fit.at(changes).points, rows)
    if not folds or "too_few_conversions" in fit.fixed.values():
        return found
    bench = _Bench.of(found, fit)
    placed = [each for each in placed_rules(model) if bench.places(each)]
    rules = []
    for done, each in enumerate(placed):
        if progress is not None:
            progress(f"trying structures of {each.rule.rule}", done / len(placed))
        rules.append(_searched(bench, engine, model, each))
    return replace(found, rules=tuple(each for each in rules if each is not None))


@dataclass(frozen=True)
class _Bench:
    """What all rules share: the card on all rows that were fitted, and on the rows of each fold."""

    search: StructureSearch
    fit: CardFit
    cells: MomentCells
    fitted: CardRows
    trains: tuple[CardRows, ...]
    tests: tuple[CardRows, ...]
    bootstrap: AccountBootstrap

    @classmethod
    def of(cls, search: StructureSearch, fit: CardFit) -> _Bench:
        material = search.material

        def card_rows(rows: Places, points: Floats) -> CardRows:
            account, converted = material.examples.rows["cluster"].to_numpy()[rows], material.examples.converted[rows]
            return CardRows.of(material.units_of(rows), points, material.caps, converted, account)

        return cls(
            search,
            fit,
            MomentCells(material.examples),
            card_rows(material.places, search.points),
            tuple(card_rows(fold.train, fold.points) for fold in search.folds),
            tuple(card_rows(fold.test, fold.points) for fold in search.folds),
            account_bootstrap(material.examples),
        )

    @property
    def lead(self) -> Places:
        """The lead of each row of the examples."""
        return self.search.material.examples.rows["lead"].to_numpy()

    def places(self, placed: PlacedRule) -> tuple[int, ...]:
        return tuple(place for place, term in enumerate(self.search.material.terms) if term.rule == placed.rule.rule)

    def kept(self, places: tuple[int, ...]) -> Reason | None:
        """Why the rule is left alone: it is locked, all its terms are left alone, or the card has no points for it."""
        reasons = [self.fit.fixed.get(place) for place in places]
        if "locked" in reasons:
            return "locked"
        if all(reason is not None for reason in reasons):
            return reasons[0]
        present = any(self.search.material.terms[place].points for place in places)
        return None if present or self.search.points[list(places)].any() else "too_small"

    def supported(self, units: Floats) -> bool:
        """Whether each term counts for at least the square root of the fitted leads, so that no cut stands on a few."""
        rows = self.search.material.places
        lead = self.lead[rows]
        least = np.sqrt(len(np.unique(lead)))
        return all(len(np.unique(lead[column[rows] != 0])) >= least for column in units.T)

    def choices(self, points: Floats, places: tuple[int, ...]) -> list[tuple[float, ...]]:
        present = [float(self.search.material.terms[place].points) for place in places]
        held = [place in self.fit.fixed for place in places]
        return point_choices(points[list(places)].tolist(), present, float(self.fit.step), float(self.fit.largest), held=held)


@dataclass(frozen=True)
class _Tried:
    """One rule on the bench: its units at all rows, times their weight, as it is and under each variant that has support."""

    bench: _Bench
    places: tuple[int, ...]
    now: Floats
    units: Mapping[Variant, Floats]

    def chosen(self) -> Trial:
        """What all rows choose."""
        return self._chosen(self.bench.fitted, self.bench.search.material.places, self.bench.search.points)

    def by_fold(self) -> tuple[Trial, ...]:
        """What the training rows of each fold choose."""
        folds = zip(self.bench.trains, self.bench.search.folds, strict=True)
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
        train, test, fold = self.bench.trains[number], self.bench.tests[number], self.bench.search.folds[number]
        if trial.variant is None:
            return np.zeros(len(fold.test))
        points, units = fold.points[list(self.places)], self.units[trial.variant]
        changes = [units[rows] @ np.array(trial.points) - self.now[rows] @ points for rows in (fold.train, fold.test)]
        line = best_line(train.moved(self.places[0], changes[0]), train.converted)
        after = line_losses(test.moved(self.places[0], changes[1]), line, test.converted)
        return line_losses(test.score, train.line, test.converted) - after

    def leads(self, trial: Trial) -> tuple[int, int]:
        """How many leads have the rule, and how many converting ones."""
        units = self.now if trial.variant is None else self.units[trial.variant]
        counts = (units != 0).any(axis=1)
        won = counts & self.bench.search.material.examples.converted
        return len(np.unique(self.bench.lead[counts])), len(np.unique(self.bench.lead[won]))


def _searched(bench: _Bench, engine: Engine, model: RulebookModel, placed: PlacedRule) -> SearchedRule | None:
    """What the search says about the rule; None where it has no variants."""
    places = bench.places(placed)
    kept = bench.kept(places)
    if kept is not None:
        return _untried(bench, placed, places, kept) if variants(placed, _ANY_NUMBERS) else None
    units = rule_units(engine, model, bench.cells, placed)
    tried = variants(placed, units.numbers[bench.search.material.places] if isinstance(units, RangedUnits) else ())
    if units is None or not tried:
        return None
    weight = bench.search.material.terms[places[0]].weight
    under = {variant: units.of(variant.rule) * weight for variant in tried}
    rule = _Tried(bench, places, units.of(placed.rule) * weight, {each: found for each, found in under.items() if bench.supported(found)})
    chosen, by_fold = rule.chosen(), rule.by_fold()
    gain, error = rule.gain(by_fold)
    used = {trial.variant: rule.units[trial.variant] for trial in (chosen, *by_fold) if trial.variant is not None}
    return SearchedRule(placed, places, len(tried), chosen, by_fold, gain, error, *rule.leads(chosen), used)


_ANY_NUMBERS = (1.0, 10.0, 100.0)
"""Numbers for which a rule with ranges has variants, whatever those of its attribute are."""


def _untried(bench: _Bench, placed: PlacedRule, places: tuple[int, ...], kept: Reason) -> SearchedRule:
    stay = Trial(None, tuple(bench.search.points[list(places)].tolist()))
    return SearchedRule(placed, places, 0, stay, (), Interval(np.nan, np.nan, np.nan), np.nan, 0, 0, kept=kept)


def mean_over_accounts(amounts: Floats, account: NDArray[np.int64], bootstrap: AccountBootstrap) -> tuple[Interval, float]:
    """The mean of rows' amounts with its interval and its standard error, both over accounts."""
    counted, summed = (np.bincount(account, each, bootstrap.clusters).astype(np.float64) for each in (np.ones(len(amounts)), amounts))
    return bootstrap.ratio(summed, counted), standard_error(amounts, account)
