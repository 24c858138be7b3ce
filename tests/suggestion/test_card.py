"""What a suggested card does with each term: fitted, kept for a reason, or dropped."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from leadscore_analysis.suggestion.card import CardTerm, JudgedTerm
from leadscore_analysis.suggestion.fit import card_fit
from leadscore_analysis.suggestion.support import FitRows, support

ROWS = 6000


def term(name, points=10, **known):
    return JudgedTerm(name, "interest", name, Decimal(points), ("scores", 0, "rules", name), "positive", **known)


@pytest.fixture(scope="module")
def rows():
    """Three terms that count: a strong one, a weak one, one that speaks against; each lead has two rows."""
    draw = np.random.default_rng(11)
    units = (draw.random((ROWS, 3)) < 0.3).astype(float)
    odds = -2.5 + units @ np.array([2.0, 0.6, -1.0])
    return FitRows(units, draw.random(ROWS) < 1 / (1 + np.exp(-odds)), np.arange(ROWS) // 2)


def with_column(rows, column):
    return replace(rows, units=np.column_stack([rows.units, column]))


def entries(rows, terms, **counted):
    card = card_fit(rows, terms, **{"converting_leads": rows.converting_leads, **counted}).card()
    return {entry.term.name: entry for entry in card.terms}


TERMS = (term("strong"), term("weak"), term("against"))


def test_terms_are_fitted_and_a_wrong_sign_is_dropped(rows):
    found = entries(rows, TERMS)
    assert (found["strong"].suggested, found["strong"].verdict) == (20, "raise")
    assert (found["against"].suggested, found["against"].verdict, found["against"].reason) == (0, "drop", "wrong_sign")


def test_below_fifty_converting_leads_all_points_are_kept(rows):
    found = entries(rows, TERMS, converting_leads=49)
    assert {(entry.verdict, entry.reason) for entry in found.values()} == {("keep", "too_few_conversions")}


def test_a_term_with_nine_converting_leads_is_kept(rows):
    column = np.zeros(ROWS)
    won = np.flatnonzero(rows.converted)
    leads = rows.lead[won]
    column[np.isin(rows.lead, np.unique(leads)[:9])] = 1
    found = entries(with_column(rows, column), (*TERMS, term("rare")))
    assert (found["rare"].suggested, found["rare"].verdict, found["rare"].reason) == (10, "keep", "too_little_data")


def test_a_term_that_never_counts_and_one_that_always_does_are_kept(rows):
    both = with_column(with_column(rows, np.zeros(ROWS)), np.ones(ROWS))
    found = entries(both, (*TERMS, term("never"), term("always")))
    assert (found["never"].verdict, found["never"].reason) == ("keep", "never_counts")
    assert (found["always"].verdict, found["always"].reason) == ("keep", "same_for_all")


def test_a_leaking_term_gets_nothing_and_takes_nothing_from_the_others(rows):
    leaking = with_column(rows, rows.converted.astype(float))
    found = entries(leaking, (*TERMS, term("signed", 40, leak="contract_signed")))
    assert (found["signed"].suggested, found["signed"].verdict, found["signed"].reason) == (0, "drop", "leak")
    assert found["strong"].suggested >= 10


def test_a_locked_term_keeps_its_points_even_when_it_leaks(rows):
    found = entries(rows, (term("strong", 7, locked=True, leak="x"), *TERMS[1:]))
    assert (found["strong"].suggested, found["strong"].reason) == (7, "locked")


def test_a_term_made_by_sales_keeps_its_points(rows):
    found = entries(rows, (term("strong", 5, made_by_sales="call_connected"), *TERMS[1:]))
    assert (found["strong"].suggested, found["strong"].reason) == (5, "made_by_sales")


def test_a_term_whose_interval_holds_its_points_keeps_them(rows):
    few = FitRows(rows.units[:700], rows.converted[:700], rows.lead[:700])
    weak = entries(few, TERMS, converting_leads=500)["weak"]
    assert weak.low < 10 < weak.high
    assert (weak.verdict, weak.reason) == ("keep", "within_interval")


def test_of_two_terms_that_count_together_one_changes_and_both_have_the_interval_of_the_sum(rows):
    twin = rows.units[:, 0].copy()
    twin[np.flatnonzero(twin)[:2]] = 0
    found = entries(with_column(rows, twin), (term("strong", 5), *TERMS[1:], term("twin", 15)))
    strong, twin_of = found["strong"], found["twin"]
    assert (strong.verdict, strong.reason) == ("keep", "another_changes")
    assert (twin_of.verdict, twin_of.reason) == ("raise", "fitted")
    assert strong.companions is not None
    assert (strong.companions.names, strong.companions.current) == (("twin",), 20)
    assert strong.companions.suggested == 5 + twin_of.suggested
    assert strong.low + 15 == pytest.approx(twin_of.low + 5) == pytest.approx(strong.companions.low)
    assert twin_of.low - 2.5 <= twin_of.suggested <= twin_of.high + 2.5


def test_a_locked_term_leaves_the_change_to_the_one_that_counts_with_it(rows):
    found = entries(with_column(rows, rows.units[:, 0]), (term("strong", 5), *TERMS[1:], term("twin", 10, locked=True)))
    assert (found["twin"].reason, found["strong"].verdict) == ("locked", "raise")
    assert found["twin"].companions is not None


def test_a_rare_term_has_a_wider_interval(rows):
    rare = np.where(np.arange(ROWS) % 20 == 0, 1.0, 0.0)
    found = entries(with_column(rows, rare), (*TERMS, term("rare")))
    assert found["rare"].high - found["rare"].low > 1.5 * (found["weak"].high - found["weak"].low)


def test_at_most_so_many_terms_change_and_the_first_change_is_the_best(rows):
    fit = card_fit(rows, TERMS, converting_leads=rows.converting_leads)
    assert fit.card(0).changed == ()
    assert fit.card(1).changed == ("against",)
    assert set(fit.card(1).changed) < set(fit.card().changed)


def test_points_of_a_part_count_times_its_weight(rows):
    plain = card_fit(rows, (*TERMS[:2], term("against", 0)), converting_leads=500).card()
    halved = replace(rows, units=rows.units * np.array([2.0, 1.0, 1.0]))
    weighted = (replace(TERMS[0], weight=0.5), TERMS[1], term("against", 0))
    again = card_fit(halved, weighted, converting_leads=500).card()
    assert again.points == plain.points


def test_rows_that_never_convert_keep_the_card_and_have_no_scale(rows):
    card = card_fit(replace(rows, converted=np.zeros(ROWS, dtype=bool)), TERMS, converting_leads=0).card()
    assert {entry.verdict for entry in card.terms} == {"keep"}
    assert np.isnan(card.log_odds_per_point)


@pytest.mark.parametrize(
    ("current", "suggested", "verdict"),
    [(10, 15, "raise"), (10, 5, "lower"), (-10, -20, "lower"), (-20, -10, "raise"), (10, 0, "drop"), (0, 5, "add"), (5, 5, "keep")],
)
def test_the_verdict_says_which_way_the_points_go(current, suggested, verdict):
    assert CardTerm(term("t", current), Decimal(suggested), "fitted").verdict == verdict


def test_support_counts_converting_leads_and_not_their_rows():
    rows = FitRows(np.array([[1.0], [1], [1], [0]]), np.array([True, True, False, False]), np.array([1, 1, 2, 3]))
    found = support(rows, ["demo"]).iloc[0]
    assert (found["rows"], found["converting_leads"], found["without"]) == (3, 1, 0)
    assert (found["with"], found["lift"]) == (pytest.approx(2 / 3), pytest.approx(4 / 3))


def test_support_counts_converting_leads_that_the_thinning_left_out():
    thinned = FitRows(np.array([[1.0], [1.0], [0.0]]), np.array([True, False, True]), np.array([0, 1, 2]))
    converting = FitRows(np.array([[1.0], [0.0], [1.0], [1.0]]), np.ones(4, dtype=bool), np.array([0, 2, 3, 3]))
    found = support(thinned, ["demo"], converting=converting).iloc[0]
    assert (found["rows"], found["leads"], found["converting_leads"], found["with"]) == (2, 3, 2, 0.5)
