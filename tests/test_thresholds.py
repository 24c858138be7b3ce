"""The threshold by capacity: the lowest reachable score that the week can hold."""

import pandas as pd
import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.thresholds import threshold_by_capacity, volume_at

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
