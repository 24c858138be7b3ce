"""What a score says about conversion, and how coarse suggested points are."""

from decimal import Decimal

import numpy as np
import pytest

from leadscore_analysis.scorecard import default_largest, default_step, logistic_line


@pytest.mark.parametrize(
    ("points", "step", "largest"), [((5, 10, -15), 5, 30), ((5, 12), 1, 24), ((Decimal("2.5"), 1), 1, Decimal(5)), ((0, 0), 5, 5)]
)
def test_the_default_step_and_bound_come_from_the_card_in_use(points, step, largest):
    exact = [Decimal(each) for each in points]
    assert default_step(exact) == step
    assert default_largest(exact, Decimal(step)) == largest


def test_the_line_of_a_score_that_never_varies_is_flat_at_the_base_rate():
    intercept, slope = logistic_line(np.zeros(4), np.array([True, False, False, False]))
    assert slope == 0
    assert 1 / (1 + np.exp(-intercept)) == pytest.approx(0.25)


def test_the_line_of_a_score_says_what_a_point_is_worth():
    score = np.repeat([0.0, 10.0], 1000)
    converted = np.concatenate([np.arange(1000) % 10 == 0, np.arange(1000) % 2 == 0])
    intercept, slope = logistic_line(score, converted)
    assert intercept == pytest.approx(np.log(1 / 9), abs=0.02)
    assert slope == pytest.approx(np.log(9) / 10, rel=0.01)
