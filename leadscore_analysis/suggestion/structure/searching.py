"""The search: for each rule another structure chosen on past moments and judged on later ones, of accounts that it was not chosen on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from leadscore_analysis.engine import Engine, Progress
from leadscore_analysis.evaluation.bootstrap import Floats, Interval
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.walk import FilePath, PlacedRule, placed_rules
from leadscore_analysis.suggestion.card import Reason
from leadscore_analysis.suggestion.fit import CardFit
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.rolling import FittedFold
from leadscore_analysis.suggestion.structure.bench import Bench, FoldRows, Tried
from leadscore_analysis.suggestion.structure.trials import Trial
from leadscore_analysis.suggestion.structure.units import RangedUnits, rule_units
from leadscore_analysis.suggestion.structure.variants import Variant, variants


@dataclass(frozen=True, eq=False)
class SearchedRule:
    """What the search says about one rule.

    ``chosen`` is what all rows choose (its variant is None: the rule stays), ``by_fold`` what the training rows of each fold choose.
    ``gain`` is how much the log loss of the folds' tests falls by that, with its interval (95 %) and ``error`` over accounts; ``better`` in
    how many folds what all rows choose does better on the tests than the rule as it is, both with the points that fit the training rows.
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
    better: int
    leads: int
    converting_leads: int
    units: Mapping[Variant, Floats] = field(default_factory=dict)
    kept: Reason | None = None

    @property
    def same(self) -> int:
        """How many folds' training rows choose the other structure that all rows choose."""
        return sum(trial.variant is not None and trial.variant is self.chosen.variant for trial in self.by_fold)

    @property
    def gains(self) -> bool:
        """Whether another structure is chosen and helps by more than one standard error on rows that it was not chosen on."""
        return self.chosen.variant is not None and self.gain.value > self.error

    @property
    def helps(self) -> bool:
        """Whether it gains, and that in most folds: what one stretch of time or one half of the accounts asks for is no structure."""
        return self.gains and 2 * self.better > len(self.by_fold)


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


def fold_rows(material: Material, folds: Sequence[FittedFold], changes: int | None) -> tuple[FoldRows, ...]:
    """The rows of each fold with its card with at most so many ``changes``."""
    return tuple(FoldRows(material.thinned_of(each.fold.train), each.fold.test, each.fit.at(changes).points) for each in folds)


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
    rows = fold_rows(material, folds, changes)
    found = StructureSearch(material, fit.at(changes).points, rows)
    if not folds or "too_few_conversions" in fit.fixed.values():
        return found
    bench = Bench.of(material, found.points, rows, fit)
    placed = [each for each in placed_rules(model) if bench.places(each)]
    rules = []
    for done, each in enumerate(placed):
        if progress is not None:
            progress(f"trying structures of {each.rule.rule}", done / len(placed))
        rules.append(_searched(bench, engine, model, each))
    return replace(found, rules=tuple(each for each in rules if each is not None))


def _searched(bench: Bench, engine: Engine, model: RulebookModel, placed: PlacedRule) -> SearchedRule | None:
    """What the search says about the rule; None where it has no variants."""
    places = bench.places(placed)
    kept = bench.kept(places)
    if kept is not None:
        return _untried(bench, placed, places, kept) if variants(placed, _ANY_NUMBERS) else None
    units = rule_units(engine, model, bench.cells, placed)
    tried = variants(placed, units.numbers[bench.material.places] if isinstance(units, RangedUnits) else ())
    if units is None or not tried:
        return None
    weight = bench.material.terms[places[0]].weight
    under = {variant: units.of(variant.rule) * weight for variant in tried}
    rule = Tried(bench, places, units.of(placed.rule) * weight, {each: found for each, found in under.items() if bench.supported(found)})
    chosen, by_fold = rule.chosen(), rule.by_fold()
    gain, error = rule.gain(by_fold)
    used = {trial.variant: rule.units[trial.variant] for trial in (chosen, *by_fold) if trial.variant is not None}
    return SearchedRule(placed, places, len(tried), chosen, by_fold, gain, error, rule.better(chosen.variant), *rule.leads(chosen), used)


_ANY_NUMBERS = (1.0, 10.0, 100.0)
"""Numbers for which a rule with ranges has variants, whatever those of its attribute are."""


def _untried(bench: Bench, placed: PlacedRule, places: tuple[int, ...], kept: Reason) -> SearchedRule:
    stay = Trial(None, tuple(bench.points[list(places)].tolist()))
    return SearchedRule(placed, places, 0, stay, (), Interval(np.nan, np.nan, np.nan), np.nan, 0, 0, 0, kept=kept)
