"""The units of a rule's terms at all rows of some examples, under any structure that it may have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from leadscore_analysis.engine import Engine, quoted, relation_text
from leadscore_analysis.replay.terms import shapes_and_terms
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.rules import AttributeRule, Rule
from leadscore_analysis.rulebook.walk import PlacedRule, placed_rules
from leadscore_analysis.scorecard import Floats
from leadscore_analysis.suggestion.structure.moment_cells import MomentCells, Stretches


@dataclass(frozen=True)
class ShapedUnits:
    """The units of an event or recency rule: its awards, which no expiry, fading or window changes, and a shape laid over them."""

    cells: MomentCells
    placed: PlacedRule
    awards: Stretches

    def of(self, rule: Rule) -> Floats:
        """Rows x terms under that structure of the rule."""
        shapes, terms = shapes_and_terms(_alone(self.placed, rule))
        steps = [step for shape in shapes for step in shape.term_steps]
        columns = [
            self.cells.summed([(self.awards.between(s.age_us, s.until_age_us), s.units) for s in steps if s.term_key == term.term_key])
            for term in terms
        ]
        return np.column_stack(columns)


@dataclass(frozen=True)
class RangedUnits:
    """The units of a rule with ranges: the number that each row's lead has (NaN: none)."""

    numbers: Floats

    def of(self, rule: Rule) -> Floats:
        """Rows x ranges under those ranges."""
        ranges = rule.ranges or () if isinstance(rule, AttributeRule) else ()
        ends = [[np.nan if end is None else float(end) for end in (span.from_, span.below)] for span in ranges]
        inside = [~(self.numbers < low) & ~(self.numbers >= high) & ~np.isnan(self.numbers) for low, high in ends]
        return np.column_stack(inside).astype(np.float64)


RuleUnits = ShapedUnits | RangedUnits


def rule_units(engine: Engine, model: RulebookModel, cells: MomentCells, placed: PlacedRule) -> RuleUnits | None:
    """What the units of the rule's variants are made from; None for an attribute that the history does not have."""
    if not isinstance(placed.rule, AttributeRule):
        return ShapedUnits(cells, placed, _awards(engine, model, cells, placed))
    known = {name.lower(): name for name in engine.columns("leads")}
    column = known.get((placed.rule.attribute or "").lower())
    return None if column is None else RangedUnits(attribute_numbers(engine, cells, column))


def attribute_numbers(engine: Engine, cells: MomentCells, column: str) -> Floats:
    """At each row the number in a column of the lead's attributes in force, NaN where it is none."""
    found = attribute_versions(engine, cells, column)
    at = cells.latest(cells.stretches(found["lead_key"].to_numpy(), found["starts_us"].to_numpy()))
    numbers = found["number_value"].to_numpy(zero_copy_only=False).astype(np.float64)
    return np.where(at >= 0, np.append(numbers, np.nan)[at], np.nan)


def attribute_versions(engine: Engine, cells: MomentCells, column: str) -> pa.Table:
    """The versions of the examples' leads in the order of their beginnings: lead_key, starts_us, text_value, number_value."""
    engine.table("asked_until", pa.table({"until_us": pa.array([cells.last_us], pa.int64())}))
    text = relation_text("attribute_versions").replace("named_column", quoted(column))
    found = engine.arrow(f"{text}\nORDER BY lead_key, starts_us")
    return found.filter(pa.array(cells.leads(found["lead_key"].to_numpy()) >= 0))


def _awards(engine: Engine, model: RulebookModel, cells: MomentCells, placed: PlacedRule) -> Stretches:
    key = next(number for number, each in enumerate(placed_rules(model), start=1) if each.path == placed.path)
    engine.table("asked_rule", pa.table({"rule_key": pa.array([key], pa.int64()), "until_us": pa.array([cells.last_us], pa.int64())}))
    found = engine.arrow(relation_text("rule_awards"))
    ends = found["stop_us"].fill_null(np.iinfo(np.int64).max)
    return cells.stretches(*(column.to_numpy() for column in (found["lead_key"], found["anchor_us"], ends)))


def _alone(placed: PlacedRule, rule: Rule) -> RulebookModel:
    """A rulebook with this rule only, where it stands: its score and group say how it fades where it says nothing itself."""
    held = placed.score.model_copy(update={"groups": (), "rules": (rule,)})
    if placed.group is not None:
        held = placed.score.model_copy(update={"groups": (placed.group.model_copy(update={"rules": (rule,)}),), "rules": ()})
    return RulebookModel.model_construct(rulebook="alone", scores=(held,))
