"""Very many rows: those of accounts in which somebody converts stay, the others stand for each other."""

import numpy as np
import pytest
from sklearn.base import clone

from leadscore_analysis import PointScorecard
from leadscore_analysis.suggestion.sampling import sampled_rows
from leadscore_analysis.suggestion.support import FitRows


def made(accounts=4_000, *, seed=3):
    """Three rows an account, with two terms that matter."""
    draw = np.random.default_rng(seed)
    account = np.repeat(np.arange(accounts), 3)
    units = (draw.random((len(account), 3)) < 0.3).astype(float)
    chance = 1 / (1 + np.exp(3.5 - units @ np.array([2.0, 1.0, 0.0])))
    return FitRows(units, draw.random(len(account)) < chance, account)


def test_few_rows_are_all_taken_once():
    places, weight = sampled_rows(made())
    assert places.tolist() == list(range(12_000))
    assert (weight == 1).all()


def test_accounts_with_a_conversion_stay_whole_and_the_others_stand_for_all():
    rows = made()
    places, weight = sampled_rows(rows, most=2_000)
    won = np.isin(rows.groups, rows.groups[rows.converted])
    assert set(np.flatnonzero(won)) <= set(places)
    assert (~won[places]).sum() == pytest.approx(2_000, rel=0.02)
    assert weight.sum() == pytest.approx(len(won))
    assert set(np.bincount(rows.groups[places])) == {0, 3}


def test_a_fit_on_a_third_of_the_other_rows_moves_no_point_by_more_than_a_step():
    rows = made()
    places, weight = sampled_rows(rows, most=3_000)
    parts = ((np.arange(12_000), None), (places, weight))
    card = PointScorecard(largest=10, prior_points=[5, 5, 5], step=1)
    cards = [clone(card).fit(rows.units[part], rows.converted[part], each, groups=rows.groups[part]) for part, each in parts]
    assert np.abs(cards[0].points_ - cards[1].points_).max() <= 1
    assert np.allclose(cards[0].intervals_, cards[1].intervals_, atol=1.0)
