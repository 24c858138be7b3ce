"""Terms that always count together: only their sum is known, one of them takes the change, and both say so."""

import numpy as np
import pytest

from leadscore_analysis import PointScorecard
from leadscore_analysis.scorecard.rows import FitRows
from leadscore_analysis.scorecard.together import CountTogether, counting_together
from tests.scorecard.drawn_rows import made


def groups_of(units, *, converted=None, clusters=None, movable=None, points=None):
    rows, terms = np.array(units, dtype=float), len(units[0])
    won = np.ones(len(rows), dtype=bool) if converted is None else np.array(converted)
    merged = FitRows(rows, won.astype(float), 1.0 - won, np.arange(len(rows)), np.zeros(len(rows)))
    free = np.ones(terms, dtype=bool) if movable is None else np.array(movable)
    return counting_together(merged, won, clusters, movable=free, points=np.zeros(terms) if points is None else np.array(points))


def twins(rows=4000, *, apart=0, effect=1.0):
    """Two terms that count together but for the first rows ``apart``, and another one; the two bring the effect together."""
    X, y = made([effect, 0.5], rows=rows)
    twin = X["t0"].to_numpy().copy()
    twin[np.flatnonzero(X["t0"])[:apart]] = 0
    return X.assign(twin=twin)[["t0", "twin", "t1"]], y


def test_terms_that_count_together_are_a_group_and_the_one_with_the_most_points_comes_first():
    units = [[1, 2, 1], [1, 2, 0], [0, 0, 1], [0, 0, 0]]
    assert groups_of(units, points=[5, 10, 20]) == (CountTogether((1, 0), (1.0, 0.5), 1.0),)
    assert groups_of(units, points=[5, 10, 20], movable=[True, False, True])[0].terms == (0, 1)


def test_what_brings_units_together_is_told_in_units_of_each():
    group = CountTogether((1, 0), (1.0, 0.5), 1.0)
    assert group.sums(np.array([5.0, 10.0, 20.0])).tolist() == [12.5, 25.0]


def test_three_terms_are_one_group_and_terms_that_never_vary_are_in_none():
    assert groups_of([[1, 1, 1, 1, 0], [0, 0, 0, 1, 0]])[0].terms == (0, 1, 2)


@pytest.mark.parametrize(("apart", "told"), [(9, True), (10, False)])
def test_ten_converting_clusters_tell_two_terms_apart(apart, told):
    units = [[1, 1]] * 1000 + [[1, 0]] * apart + [[0, 0]] * 1000
    assert bool(groups_of(units, clusters=np.arange(len(units)))) == told
    assert groups_of(units, clusters=np.zeros(len(units), dtype=int)), "they are one account's"
    assert groups_of(units, clusters=np.arange(len(units)), converted=[False] * len(units)), "none of them converts"


def test_terms_that_exclude_each_other_are_no_group():
    assert groups_of([[1, 0], [0, 1]] * 50) == ()


def test_their_intervals_are_those_of_the_sum_beside_the_points_of_the_other():
    (X, y), prior = twins(apart=2), [10, 4, 5]
    card = PointScorecard(prior_points=prior, prior_strength=0).fit(X, y, groups=np.arange(len(X)))
    alone = PointScorecard(prior_points=[14, 5], prior_strength=0).fit(X[["t0", "t1"]], y, groups=np.arange(len(X)))
    assert [group.terms for group in card.together_] == [(0, 1)]
    assert card.intervals_[0] + 4 == pytest.approx(alone.intervals_[0], abs=0.3)
    assert card.intervals_[1] + 10 == pytest.approx(alone.intervals_[0], abs=0.3)


def test_a_change_goes_to_one_of_them_alone():
    X, y = twins(apart=2, effect=3.0)
    card = PointScorecard(prior_points=[5, 10, 10], step=1, sure_changes=True).fit(X, y)
    assert card.points_[0] == 5
    assert card.intervals_[1, 0] <= card.points_[1] <= card.intervals_[1, 1]


def test_many_rows_that_differ_tell_them_apart():
    X, y = twins(rows=40_000, apart=300)
    assert PointScorecard(prior_points=[5, 5, 5]).fit(X, y).together_ == []
