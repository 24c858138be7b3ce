"""Fitted points: signs, order, locks, steps, bounds, and clear answers to what cannot be fitted."""

from decimal import Decimal

import numpy as np
import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.scorecard import TermSetting, default_largest, default_step, fitted_points, logistic_line, rounded

ROWS = 4000


def made_rows(effects, *, seed=3, share=0.4):
    """Rows in which each term fires with the given share and moves the log odds by its effect."""
    draw = np.random.default_rng(seed)
    units = (draw.random((ROWS, len(effects))) < share).astype(float)
    odds = -2 + units @ np.array(effects)
    return units, draw.random(ROWS) < 1 / (1 + np.exp(-odds))


def card(*points, direction="any", locked=()):
    return [TermSetting(f"t{n}", Decimal(p), direction, n in locked) for n, p in enumerate(points)]


def test_points_have_the_signs_and_the_order_of_the_effects():
    units, converted = made_rows([2.0, 1.0, 0.0, -1.5])
    points = list(fitted_points(units, converted, terms=card(10, 10, 10, 10), largest=Decimal(20), step=Decimal(1)).points.values())
    assert points[0] > points[1] > points[2] > points[3]
    assert points[0] > 5 > abs(points[2])
    assert points[3] < -5


def test_the_spread_of_the_score_is_kept():
    units, converted = made_rows([2.0, 1.0, 0.5])
    now = np.array([10.0, 20.0, 5.0])
    fitted = fitted_points(units, converted, terms=card(10, 20, 5), largest=Decimal(100), step=Decimal(1))
    after = np.array([float(p) for p in fitted.points.values()])
    assert np.std(units @ after) == pytest.approx(np.std(units @ now), rel=0.05)


def test_a_term_with_the_wrong_sign_gets_no_points_and_is_named():
    units, converted = made_rows([1.5, -1.0])
    fitted = fitted_points(units, converted, terms=card(10, 5, direction="positive"))
    assert fitted.points == {"t0": Decimal(10), "t1": Decimal(0)}
    assert fitted.wrong_sign == ("t1",)
    assert fitted.coefficients["t1"] == 0


def test_a_negative_rule_stays_negative_or_nothing():
    units, converted = made_rows([1.5, 1.0])
    terms = [TermSetting("good", Decimal(10), "positive"), TermSetting("bad", Decimal(-10), "negative")]
    assert fitted_points(units, converted, terms=terms).points["bad"] == 0


def test_locked_terms_keep_their_points_whatever_the_data_say():
    units, converted = made_rows([1.5, -1.0, 1.0])
    fitted = fitted_points(units, converted, terms=card(10, 35, 5, direction="positive", locked={1}))
    assert fitted.points["t1"] == 35
    assert "t1" not in fitted.coefficients
    assert fitted.points["t0"] > fitted.points["t2"] > 0


def test_a_card_of_locked_terms_is_returned_as_it_is():
    units, converted = made_rows([1.5, 1.0])
    fitted = fitted_points(units, converted, terms=card(10, 7, locked={0, 1}))
    assert fitted.points == {"t0": Decimal(10), "t1": Decimal(7)}
    assert fitted.log_odds_per_point > 0


def test_points_are_multiples_of_the_step_within_the_largest():
    units, converted = made_rows([3.0, 1.0, 0.5, -0.7])
    fitted = fitted_points(units, converted, terms=card(40, 40, 40, 40), largest=Decimal(22), step=Decimal(5))
    assert all(points % 5 == 0 and abs(points) <= 20 for points in fitted.points.values())
    assert fitted.points["t0"] == 20
    assert fitted.limited == ("t0",)


@pytest.mark.parametrize(
    ("points", "step", "largest"), [((5, 10, -15), 5, 30), ((5, 12), 1, 24), ((Decimal("2.5"), 1), 1, Decimal(5)), ((0, 0), 5, 5)]
)
def test_the_default_step_and_bound_come_from_the_card_in_use(points, step, largest):
    assert default_step(card(*points)) == step
    assert default_largest(card(*points), Decimal(step)) == largest


@pytest.mark.parametrize(("raw", "points"), [(7.4, 5), (7.5, 10), (-7.5, -10), (2.4, 0), (99, 20), (-99, -20), (float("nan"), 0)])
def test_rounding_goes_half_away_from_zero_and_stops_at_the_largest(raw, points):
    assert rounded(raw, step=Decimal(5), largest=Decimal(20)) == points


def test_a_term_that_never_fires_or_always_does_keeps_its_points_and_is_named():
    units, converted = made_rows([1.5, 0, 0])
    units[:, 1], units[:, 2] = 0, 1
    fitted = fitted_points(units, converted, terms=card(10, 15, 5))
    assert fitted.unmoved == ("t1", "t2")
    assert (fitted.points["t1"], fitted.points["t2"]) == (15, 5)


def test_perfect_separation_gives_points_and_no_warning():
    units = np.repeat([[1.0, 0.0], [0.0, 1.0]], 50, axis=0)
    fitted = fitted_points(units, units[:, 0] > 0, terms=card(10, -10))
    assert fitted.points["t0"] == 10
    assert fitted.points["t1"] == -10


def test_a_card_without_points_is_given_some():
    units, converted = made_rows([2.0, -2.0])
    fitted = fitted_points(units, converted, terms=card(0, 0), largest=Decimal(3), step=Decimal(1))
    assert fitted.points == {"t0": 2, "t1": -2}


def test_a_row_of_weight_two_counts_as_two_rows():
    units, converted = made_rows([1.0, 0.5])
    twice = fitted_points(np.vstack([units, units]), np.append(converted, converted), terms=card(5, 5), step=Decimal(1))
    heavy = fitted_points(units, converted, terms=card(5, 5), step=Decimal(1), sample_weight=np.full(ROWS, 2.0))
    assert heavy.intercept == pytest.approx(twice.intercept, abs=1e-4)
    assert heavy.points == twice.points


def test_one_class_only_is_told_in_words():
    units, _ = made_rows([1.0])
    with pytest.raises(InputError, match="got 0 converting rows of 4000"):
        fitted_points(units, np.zeros(ROWS, dtype=bool), terms=card(5))


def test_missing_units_are_told_in_words():
    units, converted = made_rows([1.0])
    units[3, 0] = np.nan
    with pytest.raises(InputError, match="units must be numbers"):
        fitted_points(units, converted, terms=card(5))


def test_units_of_other_terms_are_told_in_words():
    units, converted = made_rows([1.0, 1.0])
    with pytest.raises(InputError, match="4000 rows and 1 terms"):
        fitted_points(units, converted, terms=card(5))


def test_the_line_of_a_score_that_never_varies_is_flat_at_the_base_rate():
    intercept, slope = logistic_line(np.zeros(4), np.array([True, False, False, False]))
    assert slope == 0
    assert 1 / (1 + np.exp(-intercept)) == pytest.approx(0.25)
