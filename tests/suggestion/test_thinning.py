"""At most one moment per lead in any 28 days, drawn by the seed."""

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.suggestion.thinning import thinned

LEADS = [f"L{n}" for n in range(400)]


def grid(moments):
    return pd.DataFrame({"lead_id": np.repeat(LEADS, moments), "moment_no": np.tile(np.arange(moments), len(LEADS))})


@pytest.mark.parametrize(("every", "between"), [(7, 4), (1, 28), (10, 3), (28, 1), (30, 1)])
def test_moments_of_a_lead_lie_28_days_apart(every, between):
    rows = grid(60)
    kept = rows.iloc[thinned(rows, every_us=every * DAY_US, seed=7)]
    gaps = kept.groupby("lead_id")["moment_no"].diff().dropna()
    assert set(gaps) == {between}


def test_every_moment_keeps_its_share_of_the_leads():
    rows = grid(8)
    kept = rows.iloc[thinned(rows, every_us=7 * DAY_US, seed=7)]
    assert kept.groupby("moment_no").size().between(60, 140).all()


def test_the_same_seed_keeps_the_same_rows_in_any_order_and_another_seed_others():
    rows = grid(8)
    shuffled = rows.sample(frac=1, random_state=1)
    kept = rows.iloc[thinned(rows, every_us=7 * DAY_US, seed=7)]
    assert set(shuffled.iloc[thinned(shuffled, every_us=7 * DAY_US, seed=7)].index) == set(kept.index)
    assert set(rows.iloc[thinned(rows, every_us=7 * DAY_US, seed=8)].index) != set(kept.index)


def test_no_rows_are_no_rows():
    assert len(thinned(grid(4).head(0), every_us=7 * DAY_US, seed=7)) == 0
