"""A search that was made on some accounts, told on all rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leadscore_analysis.engine import Engine
from leadscore_analysis.evaluation.bootstrap import Floats
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.rolling import FittedFold
from leadscore_analysis.suggestion.structure.moment_cells import MomentCells
from leadscore_analysis.suggestion.structure.searching import SearchedRule, StructureSearch, fold_rows
from leadscore_analysis.suggestion.structure.steps import MOST_STEPS
from leadscore_analysis.suggestion.structure.units import rule_units
from leadscore_analysis.suggestion.structure.variants import Variant


def on_all_rows(
    search: StructureSearch,
    engine: Engine,
    model: RulebookModel,
    material: Material,
    folds: Sequence[FittedFold],
    *,
    changes: int | None,
) -> StructureSearch:
    """The search with the rows of ``material`` and its folds; of the rules only those that may be taken, with their units at all rows."""
    if search.material is material:
        return search
    cells = MomentCells(material.examples)
    rules = tuple(replace(rule, units=_units(rule, engine, model, cells, material)) for rule in search.helping[:MOST_STEPS])
    return StructureSearch(material, search.points, fold_rows(material, folds, changes), rules)


def _units(rule: SearchedRule, engine: Engine, model: RulebookModel, cells: MomentCells, material: Material) -> dict[Variant, Floats]:
    """The rule's units at all rows, times their weight, under every variant that was chosen."""
    units = rule_units(engine, model, cells, rule.placed)
    if units is None:
        return {}
    chosen = dict.fromkeys(trial.variant for trial in (rule.chosen, *rule.by_fold) if trial.variant is not None)
    return {variant: units.of(variant.rule) * material.terms[rule.places[0]].weight for variant in chosen}
