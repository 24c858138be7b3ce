"""PointScorecard: scikit-learn's contract, what binds points, few changes from the points in use, and clear answers to bad input."""

import numpy as np
import pandas as pd
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from leadscore_analysis import PointScorecard
from leadscore_analysis.scorecard import logistic_line
from tests.scorecard.drawn_rows import made


@parametrize_with_checks([PointScorecard()])
def test_it_keeps_scikit_learns_contract(estimator, check):
    check(estimator)


def test_points_have_the_order_of_the_effects():
    X, y = made([2, 1, 0, -1])
    points = PointScorecard(largest=6).fit(X, y).points_
    assert points[0] > points[1] > points[2] > points[3]
    assert np.abs(points).max() <= 6


def test_a_card_with_high_scores_and_rare_conversions_is_worth_what_a_line_says():
    X, y = made([0.9, 0.6, 0.3, 0.3, 0.3], base=-6, rows=20_000)
    card = PointScorecard(prior_points=[90, 60, 30, 30, 30], max_changes=0).fit(X, y)
    assert card.scale_ == pytest.approx(logistic_line(X.to_numpy() @ card.points_, y)[1], rel=0.05)
    assert card.intervals_[0, 0] < 90 < card.intervals_[0, 1] < 200


def test_points_are_multiples_of_the_step():
    X, y = made([2, 1, 0, -1])
    assert (PointScorecard(largest=30, step=5).fit(X, y).points_ % 5 == 0).all()


def test_a_direction_binds_points_and_not_intervals():
    X, y = made([1.5, -1])
    card = PointScorecard(direction="positive").fit(X, y)
    assert card.points_[1] == 0
    assert card.intervals_[1, 1] < 0


def test_direction_may_be_said_term_by_term():
    X, y = made([1.5, -1, 1])
    points = PointScorecard(direction={"t2": "negative"}).fit(X, y).points_
    assert points[0] > 0 > points[1]
    assert points[2] == 0


def test_monotone_tiers_never_fall():
    X, y = made([1.0, 0.2, 1.5])
    free = PointScorecard().fit(X, y).points_
    points = PointScorecard(monotone=[("t0", "t1", "t2")]).fit(X, y).points_
    assert free[1] < free[0]
    assert (np.diff(points) >= 0).all()


def test_locked_terms_keep_the_points_in_use():
    X, y = made([2, 0, 1])
    card = PointScorecard(prior_points=[5, 7, 5], locked=["t1"]).fit(X, y)
    assert card.points_[1] == 7


def test_without_data_to_speak_of_the_card_in_use_stays():
    X, y = made([1, 1, 1, 0.5], rows=80)
    card = PointScorecard(prior_points=[10, 10, 10, 5], prior_strength=1000).fit(X, y)
    assert card.points_.tolist() == [10, 10, 10, 5]


def test_at_most_so_many_terms_change():
    X, y = made([2, 0, 1, -1])
    card = PointScorecard(prior_points=[5, 5, 5, 5], max_changes=1).fit(X, y)
    assert (card.points_ != 5).sum() == 1
    assert card.points_[3] < 0


def test_at_most_so_many_terms_have_points():
    X, y = made([2, 0.1, 1, 0.1, 0.1])
    card = PointScorecard(max_terms=2).fit(X, y)
    assert np.flatnonzero(card.points_).tolist() == [0, 2]
    assert card.n_terms_ == 2


def test_the_path_falls_from_the_card_in_use():
    X, y = made([2, 0, 1, -1])
    path = PointScorecard(prior_points=[5, 5, 5, 5]).fit(X, y).path_
    assert path[0].changes == 0
    assert path[0].points.tolist() == [5, 5, 5, 5]
    assert [step.log_loss for step in path] == sorted((step.log_loss for step in path), reverse=True)


def test_a_weight_is_as_good_as_a_repetition():
    X, y = made([2, 0, -1], rows=400)
    weight = np.random.default_rng(0).integers(0, 4, len(X))
    weighted = PointScorecard().fit(X, y, sample_weight=weight)
    repeated = PointScorecard().fit(X.loc[X.index.repeat(weight)], np.repeat(y, weight))
    assert weighted.points_.tolist() == repeated.points_.tolist()
    assert weighted.scale_ == pytest.approx(repeated.scale_, rel=1e-4)


def test_the_order_of_the_rows_does_not_matter():
    X, y = made([2, 0, -1], rows=500)
    order = np.random.default_rng(0).permutation(len(X))
    assert PointScorecard().fit(X, y).points_.tolist() == PointScorecard().fit(X.iloc[order], y[order]).points_.tolist()


def test_a_cap_holds_the_points_of_its_terms_together():
    X, y = made([2, 2, 1], share=0.6)
    card = PointScorecard(caps=[(["t0", "t1"], None, 5)], largest=5).fit(X, y)
    assert card.points_of(pd.DataFrame([[1.0, 1, 0]], columns=X.columns))[0] == min(5, card.points_[:2].sum())


def test_a_cap_is_respected_in_the_fit():
    draw = np.random.default_rng(4)
    X = pd.DataFrame({"opens": draw.integers(0, 30, 4000).astype(float), "demo": (draw.random(4000) < 0.3).astype(float)})
    y = draw.random(4000) < 1 / (1 + np.exp(3 - 0.25 * np.minimum(X["opens"], 4) - X["demo"]))
    held = PointScorecard(caps=[(["opens"], 0, 20)], prior_points={"opens": 5, "demo": 5}, step=5, largest=25).fit(X, y)
    free = PointScorecard(prior_points={"opens": 5, "demo": 5}, step=5, largest=25).fit(X, y)
    assert held.path_[-1].log_loss < free.path_[-1].log_loss
    assert held.points_[0] == 5
    assert 15 <= held.points_[1] <= 25


def test_groups_widen_the_intervals_of_rows_that_repeat_each_other():
    X, y = made([1, 1], rows=600)
    many, same, group = pd.concat([X] * 5), np.tile(y, 5), np.tile(np.arange(len(X)), 5)
    alone = PointScorecard(prior_strength=1).fit(many, same).intervals_
    bound = PointScorecard(prior_strength=1).fit(many, same, groups=group).intervals_
    assert np.ptp(bound, axis=1) == pytest.approx(np.ptp(alone, axis=1) * np.sqrt(5), rel=0.05)


def test_a_term_that_never_varies_keeps_its_points_and_has_no_interval():
    X, y = made([2, 1])
    card = PointScorecard(prior_points=[5, 5, 3], step=1).fit(X.assign(never=0.0), y)
    assert card.points_[2] == 3
    assert np.isnan(card.intervals_[2]).all()


def test_perfect_separation_ends_in_a_finite_card():
    X = pd.DataFrame({"wins": [0.0, 0, 0, 1, 1, 1] * 20})
    card = PointScorecard(prior_strength=0).fit(X, X["wins"] == 1)
    assert np.isfinite([card.intercept_, card.scale_]).all()
    assert (card.predict(X) == (X["wins"] == 1)).all()


def test_the_card_is_shown_as_a_table():
    X, y = made([2, 1], rows=500)
    shown = PointScorecard().fit(X.rename(columns={"t0": "<b>demo"}), y)._repr_html_()
    assert "<td style='text-align:left'>&lt;b&gt;demo</td>" in shown
    assert "log odds =" in shown


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"step": 0}, "step must be at least 0.0001"),
        ({"largest": 2, "step": 5}, "largest must be at least one step"),
        ({"direction": "up"}, "direction must be positive, negative or any"),
        ({"locked": ["t9"]}, "each term of locked must be a feature; got 't9'"),
        ({"prior_points": [1, 2, 3]}, "prior_points must have one entry for each of the 2 features; got 3"),
        ({"prior_strength": -1}, "prior_strength must be 0 or more, or 'cv'"),
        ({"max_changes": -1}, "max_changes must be 0 or more"),
        ({"caps": [(["t0"], 5, 1)]}, "a cap must have its low end first"),
        (
            {"monotone": [("t0", "t1")], "prior_points": [9, 1], "locked": ["t0", "t1"]},
            "monotone and the bounds contradict each other",
        ),
    ],
)
def test_wrong_settings_are_told(settings, said):
    X, y = made([1, 1], rows=50)
    with pytest.raises(ValueError, match=said):
        PointScorecard(**settings).fit(X, y)


def test_one_class_only_is_told():
    X, _ = made([1, 1], rows=50)
    with pytest.raises(ValueError, match="y must hold both classes; got one class"):
        PointScorecard().fit(X, np.zeros(50))


def test_missing_values_are_told():
    X, y = made([1, 1], rows=50)
    with pytest.raises(ValueError, match="NaN"):
        PointScorecard().fit(X.where(X > 0), y)


def test_what_is_right_already_stays_when_one_term_is_wrong():
    X, y = made([1, 1, 1, 0], rows=6000)
    card = PointScorecard(prior_points=[10, 10, 10, 10], step=5).fit(X, y)
    assert card.points_.tolist() == [10, 10, 10, 0]


def test_sure_changes_leave_a_term_alone_whose_interval_holds_its_points():
    X, y = made([1, 1, 1, 0], rows=1500)
    card = PointScorecard(prior_points=[10, 10, 10, 10], sure_changes=True).fit(X, y)
    low, high = card.intervals_.T
    assert (card.points_[(low <= 10) & (high >= 10)] == 10).all()
    assert high[3] < 10
    assert card.points_[3] < 10


def test_a_step_of_the_path_says_what_its_score_means():
    X, y = made([2, 0, 1, -1])
    step = PointScorecard(prior_points=[5, 5, 5, 5]).fit(X, y).path_[1]
    chance = 1 / (1 + np.exp(-(step.intercept + step.scale * (X.to_numpy() @ step.points))))
    assert -np.log(np.where(y, chance, 1 - chance)).mean() == pytest.approx(step.log_loss)


def test_a_card_from_nothing_and_changes_from_the_present_points_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="not both"):
        PointScorecard(max_terms=3, max_changes=2).fit([[0.0], [1.0]] * 5, [0, 1] * 5)
