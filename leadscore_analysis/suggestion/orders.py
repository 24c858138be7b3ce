"""The orders that points of one rule keep: steps of a ladder, tiers of a frequency rule, ranges of a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.rules import AttributeRule, FrequencyRule, RecencyRule, Rule
from leadscore_analysis.rulebook.walk import placed_rules
from leadscore_analysis.scorecard import Direction
from leadscore_analysis.suggestion.card import JudgedTerm

Order = tuple[int, ...]
"""Places of terms whose points must not fall from one to the next."""


def kept_orders(model: RulebookModel, terms: Sequence[JudgedTerm]) -> tuple[Order, ...]:
    """The orders, over places in ``terms``, that suggested points keep because the points in use have them.

    Points that rise over the tiers or ranges of a rule never fall, and those that fall never rise; where they do neither, or are all the
    same, their author wanted no order. Bounds go first: points that stand against the rule's direction are in no order.
    """
    rules = {placed.rule.rule: placed.rule for placed in placed_rules(model)}
    found = (_order(rules[rule], places, terms) for rule, places in _places(terms))
    return tuple(order for order in found if order)


def ladders_kept(model: RulebookModel, terms: Sequence[JudgedTerm]) -> tuple[JudgedTerm, ...]:
    """The terms, those of a ladder whose steps all add (or all take) with that direction: its points then only fall with age.

    A ladder of one step, and one that says its direction itself, keep theirs.
    """
    rules = {placed.rule.rule: placed.rule for placed in placed_rules(model)}
    kept = list(terms)
    for rule, places in _places(terms):
        direction = _ladder_direction(rules[rule], [terms[place].points for place in places])
        for place in places:
            kept[place] = replace(kept[place], direction=direction or kept[place].direction)
    return tuple(kept)


def _places(terms: Sequence[JudgedTerm]) -> Iterator[tuple[str, list[int]]]:
    for rule in dict.fromkeys(term.rule for term in terms):
        yield rule, [place for place, term in enumerate(terms) if term.rule == rule]


def _order(rule: Rule, places: list[int], terms: Sequence[JudgedTerm]) -> Order:
    listed = _listed(rule, places)
    points = [terms[place].points for place in listed]
    if not all(_allowed(terms[place]) for place in listed):
        return ()
    rises, falls = (all(step >= 0 for step in _steps(points, sign)) for sign in (1, -1))
    return () if rises == falls else tuple(listed if rises else reversed(listed))


def _listed(rule: Rule, places: list[int]) -> list[int]:
    """The places of terms that have an order: tiers as they are listed, ranges by where they begin."""
    if isinstance(rule, FrequencyRule):
        return places
    if not isinstance(rule, AttributeRule) or rule.ranges is None:
        return []
    begins = [Decimal("-Infinity") if span.from_ is None else span.from_ for span in rule.ranges]
    return [places[at] for at in sorted(range(len(places)), key=lambda at: begins[at])]


def _steps(points: Sequence[Decimal], sign: int) -> list[Decimal]:
    return [sign * (after - before) for before, after in pairwise(points)]


def _allowed(term: JudgedTerm) -> bool:
    """Whether the points in use have the sign that the rule's direction asks for."""
    return not (term.direction == "positive" and term.points < 0) and not (term.direction == "negative" and term.points > 0)


def _ladder_direction(rule: Rule, points: Sequence[Decimal]) -> Direction | None:
    if not isinstance(rule, RecencyRule) or len(points) < 2 or rule.direction in {"positive", "negative"}:
        return None
    if not any(points):
        return None
    if all(each >= 0 for each in points):
        return "positive"
    return "negative" if all(each <= 0 for each in points) else None
