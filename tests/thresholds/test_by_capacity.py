"""The threshold by capacity: the lowest reachable score that the week can hold."""

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.thresholds import in_whole_points, reachable_scores, threshold_by_capacity, volume_at

TABLE = pd.DataFrame({"threshold": [40, 10, 30, 20], "new_per_week": [0.5, 12.0, 2.0, 5.0]})


@pytest.mark.parametrize(("leads_per_week", "points"), [(12, 10), (11.9, 20), (5, 20), (4, 30), (0.5, 40)])
def test_the_lowest_score_that_fits_is_chosen(leads_per_week, points):
    chosen = threshold_by_capacity(TABLE, leads_per_week)
    assert (chosen.points, chosen.fits) == (points, True)


def test_where_nothing_fits_the_highest_score_is_given_and_said_not_to_fit():
    chosen = threshold_by_capacity(TABLE, 0.1)
    assert (chosen.points, chosen.new_per_week, chosen.fits) == (40, 0.5, False)


def test_without_a_reachable_score_there_is_no_threshold():
    with pytest.raises(InputError, match="got none"):
        threshold_by_capacity(TABLE.head(0), 5)


@pytest.mark.parametrize(("points", "volume"), [(0, 12.0), (10, 12.0), (11, 5.0), (40, 0.5), (41, 0.0)])
def test_volume_at_a_score_is_that_of_the_next_reachable_one(points, volume):
    assert volume_at(TABLE, points) == volume


def test_a_lead_counts_at_every_score_up_to_its_highest_and_once():
    table = reachable_scores(np.array([1, 1, 1, 2, 3]), np.array([5.0, 20, 10, 20, 0]), weeks=2)
    assert table.to_numpy().tolist() == [[0, 1.5], [5, 1.0], [20, 1.0]]


@pytest.mark.parametrize(("uneven", "volumes", "points"), [(36.4, [5.0, 4.8], 37), (2.5, [5.0, 1.0], 2.5), (30.0, [5.0, 1.0], 30)])
def test_a_threshold_is_a_whole_point_where_that_leaves_out_few_leads(uneven, volumes, points):
    table = pd.DataFrame({"threshold": [uneven, 50.0], "new_per_week": volumes})
    assert in_whole_points(threshold_by_capacity(table, 5), table).points == points
