"""Which orders the points of a rule keep: ladders, tiers and ranges."""

from decimal import Decimal

import numpy as np
import pytest

from leadscore_analysis.replay.terms import shapes_and_terms
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.scorecard import PointScorecard
from leadscore_analysis.suggestion.card import JudgedTerm
from leadscore_analysis.suggestion.fit import card_fit
from leadscore_analysis.suggestion.orders import kept_orders, ladders_kept
from leadscore_analysis.suggestion.support import FitRows
from tests.tiny import one_score


def judged(rulebook: Rulebook) -> tuple[JudgedTerm, ...]:
    _, terms = shapes_and_terms(rulebook.model)
    return tuple(JudgedTerm(each.name, each.score, each.rule, each.points, each.path, each.direction, each.locked) for each in terms)


def orders(*rules: str) -> list[list[str]]:
    book = one_score(*rules)
    terms = judged(book)
    return [[terms[place].name for place in order] for order in kept_orders(book.model, terms)]


def directions(rule: str) -> list[str]:
    book = one_score(rule)
    return [term.direction for term in ladders_kept(book.model, judged(book))]


def tiers(points: str, more: str = "") -> str:
    listed = ", ".join(f"{{at_least: {count}, points: {each}}}" for count, each in zip((2, 4, 8), points.split(), strict=True))
    return f"{{rule: blog, kind: frequency, event: blog, within: 30d, tiers: [{listed}]{more}}}"


def test_tiers_whose_points_rise_keep_rising_and_those_that_fall_keep_falling():
    assert orders(tiers("5 10 10")) == [["blog: at least 2", "blog: at least 4", "blog: at least 8"]]
    assert orders(tiers("10 5 0")) == [["blog: at least 8", "blog: at least 4", "blog: at least 2"]]


def test_tiers_that_rise_and_fall_or_are_all_the_same_are_in_no_order():
    assert orders(tiers("5 10 0"), "{rule: x, kind: event, event: x, points: 5}") == []
    assert orders(tiers("5 5 5")) == []


def test_ranges_are_ordered_by_where_they_begin():
    listed = "{from: 50, points: 20}, {below: 10, points: 0}, {from: 10, below: 50, points: 5}"
    rule = f"{{rule: size, kind: attribute, attribute: employees, ranges: [{listed}]}}"
    assert orders(rule) == [["size: below 10", "size: from 10 below 50", "size: from 50"]]


def test_points_that_stand_against_the_direction_are_in_no_order():
    assert orders(tiers("5 10 15", ", direction: negative")) == []


def test_values_and_ladders_have_no_order_of_their_own():
    assert orders("{rule: t, kind: attribute, attribute: title, values: {a: 1, b: 2}}") == []
    assert orders("{rule: r, kind: recency, event: x, ladder: [{within: 3d, adds: 5}, {within: 7d, adds: 1}]}") == []


@pytest.mark.parametrize(
    ("adds", "more", "told"),
    [
        ("5 0", "", ["positive", "positive"]),
        ("0 -5", ", direction: any", ["negative", "negative"]),
        ("5 -5", ", direction: any", ["any", "any"]),
        ("5 5", ", direction: negative", ["negative", "negative"]),
        ("0 0", "", ["any", "any"]),
    ],
)
def test_a_ladder_whose_steps_all_add_keeps_adding(adds, more, told):
    first, second = adds.split()
    ladder = f"[{{within: 3d, adds: {first}}}, {{within: 7d, adds: {second}}}]"
    assert directions(f"{{rule: r, kind: recency, event: x, ladder: {ladder}{more}}}") == told


def test_a_ladder_of_one_step_may_turn():
    assert directions("{rule: r, kind: recency, event: x, within: 3d, points: 5, direction: any}") == ["any"]


@pytest.fixture(scope="module")
def rows() -> FitRows:
    """Three tiers of which the middle one says most: 4,000 leads with a row each."""
    draw = np.random.default_rng(3)
    tier = draw.integers(0, 4, 4000)
    units = (tier[:, None] == np.arange(1, 4)).astype(float)
    chance = np.array([0.05, 0.1, 0.5, 0.2])[tier]
    return FitRows(units, draw.random(4000) < chance, np.arange(4000))


def test_suggested_points_keep_the_order_of_tiers_that_the_rows_do_not(rows):
    book = one_score(tiers("5 10 15"))
    terms = judged(book)
    free, ordered = (
        card_fit(rows, terms, converting_leads=rows.converting_leads, orders=held).card() for held in ((), kept_orders(book.model, terms))
    )
    assert [entry.suggested for entry in free.terms][1] > [entry.suggested for entry in free.terms][2]
    found = [entry.suggested for entry in ordered.terms]
    assert found == sorted(found)


@pytest.mark.parametrize("settings", [{}, {"sure_changes": True}, {"max_changes": 2}])
def test_a_locked_term_bounds_the_others_of_its_order(settings):
    draw = np.random.default_rng(1)
    units = draw.integers(0, 2, (4000, 3)).astype(float)
    converted = draw.random(4000) < 1 / (1 + np.exp(2 - units @ np.array([2.0, 0.1, 0.5])))
    card = PointScorecard(monotone=[[0, 1]], locked=[1], prior_points=[5, 5, 5], step=1, largest=20, **settings).fit(units, converted)
    for step in card.path_:
        assert step.points[0] <= step.points[1] == 5
    assert Decimal(card.points_[2]) < 5
