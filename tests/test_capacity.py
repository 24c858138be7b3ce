"""Who is taken at capacity."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from leadscore_analysis.capacity import per_moment, places, taken
from leadscore_analysis.clock import DAY_US, WEEK_US


def test_the_highest_scores_are_taken_and_nobody_twice():
    found = taken([0, 0, 0, 1, 1, 1], ["a", "b", "c"] * 2, [1, 3, 2, 1, 3, 2], [0] * 6, [0] * 6, 1)
    assert found["lead"].tolist() == ["b", "c"]
    assert found["taken_moment"].tolist() == [0, 1]


def test_of_equal_scores_the_latest_event_goes_first_and_then_the_lowest_hash():
    found = taken([0, 0, 0], ["a", "b", "c"], [5, 5, 5], [1, 2, 2], [7, 9, 8], 3)
    assert found["lead"].tolist() == ["c", "b", "a"]


def test_the_order_of_the_rows_changes_nothing():
    random = np.random.default_rng(1)
    columns = [random.integers(0, 5, 200), random.integers(0, 40, 200), random.integers(0, 3, 200), random.integers(0, 3, 200)]
    hashes = columns[1] * 31 % 17
    order = random.permutation(200)
    shuffled = taken(*(column[order] for column in columns), hashes[order], 2)
    assert shuffled.equals(taken(*columns, hashes, 2))


def test_a_fraction_of_a_place_is_carried_to_the_next_moment():
    assert places(6, Fraction(1, 3)).tolist() == [0, 0, 1, 0, 0, 1]
    assert places(3, 2).tolist() == [2, 2, 2]


def test_a_week_s_capacity_is_shared_out_over_shorter_and_longer_steps():
    assert per_moment(40, WEEK_US) == 40
    assert per_moment(10, DAY_US) == Fraction(10, 7)
    assert places(7, per_moment(10, DAY_US)).sum() == 10


def test_places_that_nobody_fills_are_lost():
    found = taken([0, 1, 1, 1], ["a", "b", "c", "d"], [1, 1, 2, 3], [0] * 4, [0] * 4, 2)
    assert found["lead"].tolist() == ["a", "d", "c"]


@pytest.mark.parametrize("seed", range(5))
def test_a_walk_equals_one_lead_at_a_time(seed):
    random = np.random.default_rng(seed)
    moments, leads = random.integers(0, 6, 150), random.integers(0, 30, 150)
    kept = np.unique(np.stack([moments, leads]), axis=1)
    moments, leads = kept
    scores, events = random.integers(0, 4, len(leads)), random.integers(0, 3, len(leads))
    hashes = leads * 7 % 31
    expected = []
    for moment in range(6):
        free = [row for row in range(len(leads)) if moments[row] == moment and leads[row] not in {lead for lead, _ in expected}]
        free.sort(key=lambda row: (-scores[row], -events[row], hashes[row], leads[row]))
        expected.extend((leads[row], moment) for row in free[:3])
    found = taken(moments, leads, scores, events, hashes, 3)
    assert list(found.itertuples(index=False, name=None)) == expected
