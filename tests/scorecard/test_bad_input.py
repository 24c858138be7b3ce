"""What cannot be fitted, or hardly, gets a clear answer or a finite card, never a crash."""

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis import PointScorecard
from leadscore_analysis.scorecard import RanksBackwards
from tests.scorecard.drawn_rows import made


def finite(card: PointScorecard) -> bool:
    return bool(np.isfinite([card.intercept_, card.scale_, *card.points_]).all())


@pytest.mark.parametrize("strength", [0, 1, "cv"])
@pytest.mark.parametrize("most", [None, 2])
def test_perfect_separation_ends_in_a_finite_card(strength, most):
    X, _ = made([1, 1, 1], rows=400)
    card = PointScorecard(prior_strength=strength, max_terms=most).fit(X, X["t1"] > 0)
    assert finite(card)
    assert (card.predict(X) == (X["t1"] > 0)).all()


def test_a_term_that_separates_rows_is_not_taken_to_be_known_to_the_last_digit():
    X, _ = made([1, 1, 1], rows=400)
    low, high = PointScorecard(prior_strength=1, step=1).fit(X, X["t1"] > 0).intervals_[1]
    assert low > 0
    assert (high - low) / (high + low) > 0.1


def test_rows_of_one_account_have_no_intervals():
    X, y = made([1, 1], rows=400)
    card = PointScorecard(prior_points=[5, 5], sure_changes=True).fit(X, y, groups=np.zeros(400))
    assert np.isnan(card.intervals_).all()
    assert card.points_.tolist() == [5, 5]


def test_a_card_without_points_says_nothing_of_what_terms_are_worth_in_points():
    X, y = made([1, 1], rows=400)
    assert np.isnan(PointScorecard(locked=[0, 1]).fit(X, y).intervals_).all()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"caps": [([0], float("nan"), 5)]}, "low end first; got nan and 5"),
        ({"caps": [([0], 5)]}, r"\(terms, low, high\)"),
        ({"step": 1e-6}, "at least 0.0001"),
    ],
)
def test_settings_that_mean_nothing_are_refused_in_words(settings, told):
    with pytest.raises(ValueError, match=told):
        PointScorecard(**settings).fit(*made([1, 1], rows=100))


def test_rows_without_a_group_are_refused_in_words():
    X, y = made([1, 1], rows=100)
    with pytest.raises(ValueError, match="groups must be known for every row; 9 are missing"):
        PointScorecard().fit(X, y, groups=np.where(np.arange(100) < 9, None, "a"))


def test_terms_that_are_the_same_in_all_rows_say_nothing():
    X, y = made([1, 1], rows=200)
    card = PointScorecard(max_terms=1).fit(X.assign(t0=1.0, t1=0.0), y)
    assert card.points_.tolist() == [0, 0]
    assert card.predict_proba(X)[0, 1] == pytest.approx(y.mean(), abs=0.01)
    assert np.isnan(card.intervals_).all()


def test_a_term_that_fires_once_is_kept_within_bounds():
    X, y = made([1, 1], rows=400)
    card = PointScorecard(largest=5).fit(X.assign(once=np.arange(400) == 7), y)
    assert finite(card)
    assert abs(card.points_[2]) <= 5


def test_two_terms_that_always_fire_together_are_fitted():
    X, y = made([1, 1], rows=400)
    assert finite(PointScorecard(prior_strength=0).fit(X.assign(twin=X["t0"]), y))


def test_a_sentinel_that_fills_a_gap_is_a_unit_like_any_other():
    X, y = made([1, 1], rows=400)
    filled = X.assign(age=np.where(np.arange(400) % 3 == 0, -999.0, 30.0 + np.arange(400) % 40))
    card = PointScorecard(largest=5, random_state=1).fit(filled, y)
    assert finite(card)
    assert card.points_[0] > 0


@pytest.mark.parametrize("units", [-0.5, 1e6, 1e-6])
def test_units_may_be_negative_huge_or_tiny(units):
    X, y = made([1.5, 1], rows=400)
    card = PointScorecard(largest=5).fit(X.assign(t0=X["t0"] * units), y)
    assert finite(card)
    assert card.points_[0] * units > 0


def test_infinite_units_are_told():
    X, y = made([1], rows=50)
    with pytest.raises(ValueError, match="infinity"):
        PointScorecard().fit(X.replace(1.0, np.inf), y)


def test_a_locked_card_stays_and_gets_its_line():
    X, y = made([1, 1], rows=400)
    card = PointScorecard(prior_points=[5, 10], locked=["t0", "t1"]).fit(X, y)
    assert card.points_.tolist() == [5, 10]
    assert card.scale_ > 0
    assert np.isfinite(card.intervals_).all()
    assert [step.changes for step in card.path_] == [0]


def test_locked_points_beyond_the_bounds_stay():
    X, y = made([1, 1], rows=400)
    card = PointScorecard(prior_points=[50, 5], locked=["t0"], largest=10).fit(X, y)
    assert card.points_[0] == 50
    assert card.points_[1] <= 10


def test_bounds_between_which_no_whole_point_lies_keep_the_points_in_use():
    X, y = made([1, 1, 1], rows=400)
    card = PointScorecard(prior_points=[3, 3, 3], step=5, monotone=[("t0", "t1", "t2")], locked=["t0", "t2"]).fit(X, y)
    assert card.points_.tolist() == [3, 3, 3]


def test_weight_in_one_class_only_is_told():
    X, y = made([1, 1], rows=100)
    with pytest.raises(ValueError, match="weight in both classes; one class has none"):
        PointScorecard().fit(X, y, sample_weight=y.astype(float))


def test_groups_of_another_length_are_told():
    X, y = made([1, 1], rows=100)
    with pytest.raises(ValueError, match="groups must have one entry a row; got 3 for 100 rows"):
        PointScorecard().fit(X, y, groups=[1, 2, 3])


def test_one_group_with_all_rows_is_fitted():
    X, y = made([1, 1], rows=100)
    assert finite(PointScorecard().fit(X, y, groups=np.zeros(100)))


def test_names_may_be_words_that_mean_something_elsewhere():
    X, y = made([1.5, 0.5, 1], rows=400)
    names = ["class", "points", "None"]
    card = PointScorecard(prior_points={"class": 5, "None": 5}, locked=["None"], direction={"points": "positive"}).fit(
        X.set_axis(names, axis=1), y
    )
    assert card.table()["term"].tolist() == names
    assert card.points_[2] == 5


def test_two_rows_are_enough_for_a_card():
    assert finite(PointScorecard().fit(pd.DataFrame({"t0": [0.0, 1.0]}), [0, 1]))


def test_a_card_that_speaks_against_conversion_is_told_and_left_behind():
    X, y = made([1.5, -1, 0.5, 0])
    with pytest.warns(RanksBackwards, match="prior_points rank the wrong way round"):
        card = PointScorecard(prior_points=[-10, 10, -5, -5], step=1).fit(X, y)
    assert card.path_[0].scale == 0
    assert card.scale_ > 0
    assert card.points_[0] > 0 > card.points_[1]


def test_sure_changes_of_such_a_card_are_those_that_its_intervals_in_points_ask_for():
    X, y = made([1.5, -1, 0.5, 0])
    present = np.array([-10.0, 10, -5, -1])
    with pytest.warns(RanksBackwards):
        card = PointScorecard(prior_points=present, step=1, sure_changes=True).fit(X, y)
    low, high = card.intervals_.T
    assert low[3] <= -1 <= high[3]
    assert card.points_[3] == -1
    assert (card.points_[:3] > present[:3]).tolist() == (low[:3] > present[:3]).tolist()


def test_sure_changes_are_none_where_nothing_tells_what_a_point_is_worth():
    X, y = made([-1], rows=400)
    with pytest.warns(RanksBackwards):
        card = PointScorecard(prior_points=[5], direction="positive", sure_changes=True).fit(X, y)
    assert card.points_.tolist() == [5]
    assert np.isnan(card.intervals_).all()


def test_points_of_terms_that_never_vary_stay():
    X, y = made([1, 1], rows=200)
    card = PointScorecard(prior_points=[5, 10], sure_changes=True).fit(X.assign(t0=1.0, t1=1.0), y)
    assert card.points_.tolist() == [5, 10]
    assert finite(card)
