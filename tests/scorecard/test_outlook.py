"""What a move promises from afar is close to what it does."""

import numpy as np
import pytest

from leadscore_analysis.scorecard.board import Board, Stand
from leadscore_analysis.scorecard.corner import Corner
from leadscore_analysis.scorecard.limits import Cap, Limits
from leadscore_analysis.scorecard.merging import merged_rows
from leadscore_analysis.scorecard.ridge import Ridge

TERMS = 4


def board(units, *, caps=(), scale=None, strength=1.0):
    draw = np.random.default_rng(8)
    converted = draw.random(len(units)) < 1 / (1 + np.exp(1.5 - units @ np.array([1.0, 0.5, -0.5, 0.2])))
    limits = Limits(np.full(TERMS, -9.0), np.full(TERMS, 9.0), np.zeros(TERMS, dtype=bool), (), caps)
    ridge = Ridge(np.zeros(TERMS), np.full(TERMS, strength))
    return Board(merged_rows(units, converted), limits, ridge, np.zeros(TERMS), 1.0, 1.0, scale)


def bits():
    return (np.random.default_rng(1).random((3000, TERMS)) < 0.4).astype(float)


def counts():
    return np.random.default_rng(1).poisson(0.7, (3000, TERMS)).astype(float)


def broken():
    return counts() * np.random.default_rng(2).choice([0.3, 0.75, 1.0], (3000, TERMS))


@pytest.mark.parametrize("units", [bits(), counts(), broken(), bits() - 1])
@pytest.mark.parametrize("scale", [None, 0.2])
def test_the_best_move_is_the_best_of_all_values(units, scale):
    place = board(units, scale=scale)
    stand = place.stand(np.array([4.0, 2, 0, 0]))
    best = place.best_moves(stand, range(TERMS), 1)[0]
    every = [place.stand(moved(stand, term, value)).loss for term in range(TERMS) for value in range(-9, 10)]
    assert best.stand.loss == pytest.approx(min(every), abs=0.3)
    assert stand.loss - best.stand.loss > 5


def moved(stand: Stand, term: int, value: float) -> np.ndarray:
    points = stand.points.copy()
    points[term] = value
    return points


def test_a_move_is_judged_as_the_card_that_it_makes():
    place = board(bits(), caps=(Cap((0, 1), -np.inf, 5.0), Cap((0, 1, 2, 3), 0.0, 7.0)))
    stand = place.stand(np.array([4.0, 2, 1, 1]))
    for move in place.best_moves(stand, range(TERMS), TERMS):
        assert move.stand.loss == pytest.approx(place.stand(move.stand.points).loss, abs=1e-4)


def test_moves_keep_to_bounds_and_to_how_far_they_may_go():
    place = board(bits())
    stand = place.stand(np.array([9.0, 9, -9, 0]))
    assert all(np.abs(move.stand.points).max() <= 9 for move in place.best_moves(stand, range(TERMS), TERMS))
    near = place.best_moves(stand, range(TERMS), TERMS, near=2)
    assert all(np.abs(move.stand.points - stand.points).max() <= 2 for move in near)


def test_a_corner_judges_a_card_as_the_whole_board_does():
    place = board(bits())
    stand = place.stand(np.array([4.0, 0, -1, 0]))
    corner = Corner.of(place, stand.points, [0, 2])
    assert corner is not None
    assert len(corner.board.rows.units) == 4
    inside = corner.board.stand(np.array([4.0, -1.0]))
    assert inside.loss == pytest.approx(stand.loss, abs=1e-6)
    assert corner.left(inside).points.tolist() == [4, 0, -1, 0]


def test_there_is_no_corner_beside_other_points_or_caps_or_counts():
    points = np.array([4.0, 1, 0, 0])
    assert Corner.of(board(bits()), points, [0]) is None
    assert Corner.of(board(bits(), caps=(Cap((0,), 0.0, 5.0),)), points, [0, 1]) is None
    assert Corner.of(board(counts()), points, [0, 1]) is None
