"""Sample worlds in process are the sample worlds that are written."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest

from leadscore_analysis.world.making import make_world
from leadscore_analysis.world.truth import Hazard, World
from tests.truth.samples import sample
from tests.truth.worlds import Worked, arrivals, truth_rulebook, truth_study, until_holdout, worked

SMALL = World(leads=500, seed=5, weeks=52, hazard=Hazard(base=-6.5))


@pytest.fixture(scope="module")
def plan() -> Worked:
    return worked(SMALL)


def test_a_world_worked_part_by_part_is_worked_as_a_whole(plan: Worked) -> None:
    assert (worked(SMALL, weeks=20).contacted_us == plan.contacted_us).all()
    assert (plan.contacted_us < SMALL.end_us).sum() > 20


def test_the_history_in_process_is_the_one_that_is_written(plan: Worked, tmp_path: Path) -> None:
    make_world(SMALL, tmp_path / "demo")
    with arrivals(plan, range(SMALL.weeks)) as history:
        here = history.sql("SELECT * FROM events ORDER BY event_id")
    written = pyarrow.parquet.read_table(tmp_path / "demo/data/exports/events.parquet").to_pandas()
    pd.testing.assert_frame_equal(here[written.columns], written, check_dtype=False)


def test_a_world_that_ends_with_its_holdout_begins_as_the_whole_one(plan: Worked) -> None:
    short = worked(until_holdout(SMALL))
    known = plan.contacted_us[: short.contacted_us.size] < until_holdout(SMALL).end_us
    assert (short.contacted_us[known] == plan.contacted_us[: known.size][known]).all()


def test_a_sample_gathered_part_by_part_is_that_of_the_whole() -> None:
    plan, study = worked(until_holdout(SMALL)), truth_study(SMALL)
    whole, parts = sample(plan, study), sample(plan, study, weeks=12)
    orders = [np.lexsort((each.thinned.units[:, 11], each.thinned.lead)) for each in (whole, parts)]
    assert (whole.thinned.units[orders[0]] == parts.thinned.units[orders[1]]).all()
    assert whole.converting.converting_leads == parts.converting.converting_leads > 0


def test_the_rulebook_of_the_truth_judges_all_rules_of_the_old_one() -> None:
    model = truth_rulebook().model
    assert [score.score for score in model.scores] == ["fit", "interest", "total"]
    assert truth_study(SMALL).judge.score == "total"
