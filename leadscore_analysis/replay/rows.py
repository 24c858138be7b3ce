"""A rulebook as rows: what the relations of the replay join with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from leadscore_analysis.replay.calendar import calendar_days
from leadscore_analysis.replay.clauses import Clauses, clauses_of
from leadscore_analysis.replay.matrix import matrix_cells
from leadscore_analysis.replay.nodes import Derived, Nodes
from leadscore_analysis.replay.points import ten_thousandths
from leadscore_analysis.replay.row_tables import Key, narrowest, rows_of
from leadscore_analysis.replay.selectors import Selector, SelectorList, active_us
from leadscore_analysis.replay.terms import Shape, Term, shapes_and_terms
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.rules import AbsenceRule, AttributeRule, EventRule, FrequencyRule, RecencyRule
from leadscore_analysis.rulebook.walk import PlacedRule, placed_rules

_LARGEST_OF_DOUBLES, _LARGEST_OF_DECIMALS = 2**53, 10**38
"""Up to the first a double tells every whole number from the next; from the second on no engine has a type for them."""

Line = tuple[str, Decimal]
"""A score and the line in force on it."""


@dataclass(frozen=True)
class RuleRows:
    """The rulebook's rows by the name of their relation, and what the relations' placeholders stand for."""

    tables: dict[str, pa.Table]
    events: list[Selector]
    attributes: list[Selector]
    terms: tuple[Term, ...]
    levels: tuple[int, ...]
    derived: dict[int, Derived]
    summed: dict[int, pa.Table]
    others: bool
    """Whether accounts or deals are scored too."""


EARNING = (
    *("replay_settings", "other_kinds", "selectors", "selector_types", "attribute_rules", "attribute_tests", "tiers"),
    *("rules", "rule_stops", "rule_resets", "limits", "calendar_days"),
)
"""The rows that say who is awarded what and when, not what an award is worth."""


def same_awards(rows: RuleRows, others: RuleRows) -> bool:
    """Whether two rulebooks give the same awards over a history, whatever they pay for them and however that fades."""
    same_rows = all(rows.tables[name].equals(others.tables[name]) for name in EARNING)
    return same_rows and (rows.events, rows.attributes, rows.others) == (others.events, others.attributes, others.others)


def rule_rows(model: RulebookModel, *, line: Line | None, span_us: tuple[int, int], recorded: bool) -> RuleRows:
    """The rows of the rulebook for a history whose events lie in ``span_us``."""
    placed = [(key, rule) for key, rule in enumerate(placed_rules(model), start=1) if rule.rule.enabled]
    shapes, terms = shapes_and_terms(model)
    nodes = Nodes(model, first_key=len(list(placed_rules(model))) + 1)
    others = SelectorList(next_key=nodes.next_key)
    own = [_own_selector(key, rule, model.timezone) for key, rule in placed]
    stops = [row for key, rule in placed for row in _stops(key, rule, others)]
    clauses = clauses_of(model, others, nodes.score_keys)
    selectors = own + others.selectors
    events = [s for s in selectors if s.event_types]
    attributes = [s for s in selectors if not s.event_types]
    tables = {
        "replay_settings": rows_of({"recorded": int}, [(int(recorded),)]),
        **_selector_tables(events, attributes, dict(placed)),
        **_rule_tables(placed, shapes, terms, stops, model.timezone),
        **_limit_tables(placed, model.timezone, span_us),
        **nodes.tables(),
        "matrix_cells": matrix_cells(model.matrix, nodes.score_keys),
        **_threshold_tables(model, nodes.score_keys, line),
        **_clause_tables(clauses),
    }
    other_kinds = sorted({score.entity for score in model.scores} - {"lead"})
    tables["other_kinds"] = rows_of({"entity": str}, [(entity,) for entity in other_kinds])
    return RuleRows(tables, events, attributes, tuple(terms), nodes.levels(), nodes.derived(), nodes.summed(), bool(other_kinds))


def _own_selector(key: int, placed: PlacedRule, timezone: str) -> Selector:
    rule, entity = placed.rule, placed.score.entity
    from_us, until_us = active_us(rule.active, timezone)
    if isinstance(rule, AttributeRule):
        return Selector(key, (), rule.where, from_us, until_us, attribute=rule.attribute, entity=entity)
    once = rule.limit.once_per if isinstance(rule, EventRule) else None
    return Selector(key, rule.event, rule.where, from_us, until_us, once, entity=entity)


def _stops(key: int, placed: PlacedRule, others: SelectorList) -> Iterator[tuple[int, int, int]]:
    """(rule, selector, 1 for a reset and 0 for a stop) of everything that withdraws the rule's awards."""
    rule = placed.rule
    if isinstance(rule, EventRule) and rule.stopped_by is not None:
        yield key, others.happening(rule.stopped_by, placed.score.entity), 0
    if isinstance(rule, EventRule | RecencyRule | FrequencyRule) and placed.reset is not None:
        yield key, others.happening(placed.reset, placed.score.entity), 1


def _selector_tables(events: list[Selector], attributes: list[Selector], placed: dict[int, PlacedRule]) -> dict[str, pa.Table]:
    kinds = {"selector_key": Key, "entity": str, "any_event": int, "from_us": int, "until_us": int, "conditional": int}
    types = [(s.selector_key, name) for s in events if not s.any_event for name in s.event_types]
    attribute_kinds = {"selector_key": Key, "entity": str, "is_condition": int, "permanent": int, "first_us": int, "last_us": int}
    tests = [
        (s.selector_key, s.entity, int(s.selector_key not in placed), int(_permanent(placed.get(s.selector_key))), s.from_us, s.until_us)
        for s in attributes
    ]
    return {
        "selectors": rows_of(
            kinds, [(s.selector_key, s.entity, int(s.any_event), s.from_us, s.until_us, int(s.conditional)) for s in events]
        ),
        "selector_types": rows_of({"selector_key": Key, "event_type": str}, types),
        "attribute_rules": rows_of(attribute_kinds, tests),
    }


def _permanent(placed: PlacedRule | None) -> bool:
    return placed is not None and isinstance(placed.rule, AttributeRule) and placed.rule.permanent


def _rule_tables(
    placed: list[tuple[int, PlacedRule]],
    shapes: list[Shape],
    terms: list[Term],
    stops: list[tuple[int, int, int]],
    timezone: str,
) -> dict[str, pa.Table]:
    shape_of = {shape.rule_key: shape.shape_key for shape in shapes}
    stoppable = {key for key, _, _ in stops}
    rule_kinds = {"rule_key": Key, "entity": str, "limited": int, "replaced": int, "from_start": int, "first_us": int, "last_us": int}
    rules = [_rule_row(key, rule, shape_of, stoppable, timezone) for key, rule in placed if not isinstance(rule.rule, AttributeRule)]
    worth = narrowest(value for shape in shapes for step in shape.steps for value in (step.value, step.change))
    step_kinds = {"shape_key": Key, "age_us": int, "next_age_us": int, "value": worth, "change": worth, "entry_no": Key}
    term_kinds = {"shape_key": Key, "term_key": Key, "age_us": int, "until_age_us": int, "units": float}
    term_rows = [(t.shape_key, t.term_key, t.age_us, t.until_age_us, t.units) for shape in shapes for t in shape.term_steps]
    step_rows = [(s.shape_key, s.age_us, s.next_age_us, s.value, s.change, s.entry_no) for shape in shapes for s in shape.steps]
    return {
        "rules": rows_of({**rule_kinds, "stoppable": int, "shape_key": Key}, rules),
        "rule_stops": rows_of({"rule_key": Key, "selector_key": Key}, [(rule, selector) for rule, selector, _ in stops]),
        "rule_resets": rows_of(
            {"rule_key": Key, "selector_key": Key}, [(rule, selector) for rule, selector, is_reset in stops if is_reset]
        ),
        "shape_steps": rows_of(step_kinds, step_rows),
        "term_steps": rows_of(term_kinds, term_rows),
        "terms": rows_of({"term_key": Key, "term": str}, [(term.term_key, term.name) for term in terms]),
        **_test_tables(placed, shapes),
    }


def _rule_row(key: int, placed: PlacedRule, shape_of: dict[int, int], stoppable: set[int], timezone: str) -> tuple[Any, ...]:
    rule = placed.rule
    limited = isinstance(rule, EventRule) and rule.limit.count is not None
    absence = isinstance(rule, AbsenceRule)
    first_us, last_us = active_us(rule.active, timezone) if absence else (None, None)
    shape_key = None if isinstance(rule, FrequencyRule) else shape_of[key]
    replaced = isinstance(rule, AbsenceRule | RecencyRule)
    return (key, placed.score.entity, int(limited), int(replaced), int(absence), first_us, last_us, int(key in stoppable), shape_key)


def _limit_tables(placed: list[tuple[int, PlacedRule]], timezone: str, span_us: tuple[int, int]) -> dict[str, pa.Table]:
    limits = [(key, rule.rule.limit) for key, rule in placed if isinstance(rule.rule, EventRule) and rule.rule.limit.count is not None]
    kinds = {"rule_key": Key, "most": int, "block_us": int, "calendar": str, "by_value": int}
    calendars = sorted({limit.calendar for _, limit in limits if limit.calendar is not None})
    days = [day for calendar in calendars for day in calendar_days(calendar, timezone, span_us)]
    return {
        "limits": rows_of(
            kinds, [(key, limit.count, limit.block, limit.calendar, int(limit.once_per is not None)) for key, limit in limits]
        ),
        "calendar_days": rows_of({"calendar": str, "day_no": int, "period_no": int, "next_us": int}, days),
    }


def _test_tables(placed: list[tuple[int, PlacedRule]], shapes: list[Shape]) -> dict[str, pa.Table]:
    """Which shape each value, range, condition or tier of a rule earns."""
    keys: dict[int, list[int]] = {}
    for shape in shapes:
        keys.setdefault(shape.rule_key, []).append(shape.shape_key)
    tests = [row for key, rule in placed if isinstance(rule.rule, AttributeRule) for row in _attribute_tests(key, rule.rule, keys[key])]
    tiers = [
        (key, i, tier.at_least, rule.rule.window_of(tier), keys[key][i])
        for key, rule in placed
        if isinstance(rule.rule, FrequencyRule)
        for i, tier in enumerate(rule.rule.tiers)
    ]
    test_kinds = {
        "rule_key": Key,
        "text_value": str,
        "number_value": float,
        "whole_value": str,
        "by_range": int,
        "low": float,
        "high": float,
        "by_condition": int,
    }
    return {
        "attribute_tests": rows_of({**test_kinds, "shape_key": Key}, tests),
        "tiers": rows_of({"rule_key": Key, "tier_no": Key, "at_least": int, "within_us": int, "shape_key": Key}, tiers),
    }


def _attribute_tests(key: int, rule: AttributeRule, shapes: list[int]) -> Iterator[tuple[Any, ...]]:
    if rule.values is not None:
        for value, shape_key in zip(rule.values, shapes, strict=True):
            text, number = (value, None) if isinstance(value, str) else (None, float(value))
            yield key, text, number, _beyond_doubles(value), 0, None, None, 0, shape_key
    elif rule.ranges is not None:
        for span, shape_key in zip(rule.ranges, shapes, strict=True):
            low, high = (None if end is None else float(end) for end in (span.from_, span.below))
            yield key, None, None, None, 1, low, high, 0, shape_key
    else:
        yield key, None, None, None, 0, None, None, 1, shapes[0]


def _beyond_doubles(value: str | float) -> str | None:
    """The digits of a whole number that a double may not tell from its neighbours; None for any other value."""
    return str(value) if isinstance(value, int) and _LARGEST_OF_DOUBLES < abs(value) < _LARGEST_OF_DECIMALS else None


def _threshold_tables(model: RulebookModel, score_keys: dict[str, int], line: Line | None) -> dict[str, pa.Table]:
    rows = [
        (score_keys[name], band.band, ten_thousandths(band.from_))
        for name, bands in model.bands.items()
        for band in bands
        if band.from_ is not None
    ]
    if line is not None:
        rows.append((score_keys[line[0]], None, ten_thousandths(line[1])))  # type: ignore[arg-type]
    kinds = {"threshold_key": int, "score_key": int, "band": str, "threshold": int}
    return {"thresholds": rows_of(kinds, [(number, *row) for number, row in enumerate(rows, start=1)])}


def _clause_tables(clauses: Clauses) -> dict[str, pa.Table]:
    condition_kinds = {
        "condition_key": int,
        "score_key": int,
        "at_least": int,
        "below": int,
        "selector_key": Key,
        "within_us": int,
        "attribute_key": int,
    }
    clause_kinds = {"clause_key": int, "clause": str, "is_path": int, "needed": int, "rearm_us": int, "person": str}
    return {
        "conditions": rows_of(condition_kinds, clauses.conditions),
        "clause_conditions": rows_of({"clause_key": int, "condition_key": int}, clauses.members),
        "clauses": rows_of(clause_kinds, clauses.clauses),
    }
