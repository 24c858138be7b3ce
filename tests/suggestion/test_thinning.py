"""At most one moment per lead in any 28 days, drawn by the seed."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.suggestion.thinning import thinned

LEADS = [f"L{n}" for n in range(400)]


def grid(moments, *, every=7):
    """Every lead at every moment."""
    rows = pd.DataFrame({"lead": np.repeat(np.arange(len(LEADS)), moments), "moment_no": np.tile(np.arange(moments), len(LEADS))})
    return SimpleNamespace(rows=rows, leads=pd.DataFrame({"lead_id": LEADS}), looking=SimpleNamespace(every_us=every * DAY_US))


@pytest.mark.parametrize(("every", "between"), [(7, 4), (1, 28), (10, 3), (28, 1), (30, 1)])
def test_moments_of_a_lead_lie_28_days_apart(every, between):
    examples = grid(60, every=every)
    kept = examples.rows.iloc[thinned(examples, seed=7)]
    assert set(kept.groupby("lead")["moment_no"].diff().dropna()) == {between}


def test_every_moment_keeps_its_share_of_the_leads():
    examples = grid(8)
    kept = examples.rows.iloc[thinned(examples, seed=7)]
    assert kept.groupby("moment_no").size().between(60, 140).all()


def test_the_same_seed_keeps_the_same_rows_and_another_seed_others():
    examples = grid(8)
    assert thinned(examples, seed=7).tolist() == thinned(examples, seed=7).tolist()
    assert thinned(examples, seed=7).tolist() != thinned(examples, seed=8).tolist()


def test_a_lead_keeps_its_moments_whoever_else_is_there():
    examples = grid(8)
    alone = SimpleNamespace(rows=examples.rows[examples.rows["lead"] == 5], leads=examples.leads, looking=examples.looking)
    kept = examples.rows.iloc[thinned(examples, seed=7)].query("lead == 5")["moment_no"]
    assert alone.rows.iloc[thinned(alone, seed=7)]["moment_no"].tolist() == kept.tolist()


def test_no_rows_are_no_rows():
    examples = grid(4)
    empty = SimpleNamespace(rows=examples.rows.head(0), leads=examples.leads, looking=examples.looking)
    assert len(thinned(empty, seed=7)) == 0
