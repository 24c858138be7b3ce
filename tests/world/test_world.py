"""The sample world: repeatable, causal, and worked by the scores that a replay gives."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.csv
import pyarrow.parquet
import pytest

from leadscore_analysis.clock import WEEK_US, utc_datetime
from leadscore_analysis.errors import InputError
from leadscore_analysis.history import History
from leadscore_analysis.replay.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study
from leadscore_analysis.world.cohort import cohort
from leadscore_analysis.world.exports import FILES, exports
from leadscore_analysis.world.making import continue_world, make_world
from leadscore_analysis.world.tables import tables_of
from leadscore_analysis.world.truth import World
from leadscore_analysis.world.truth_file import read_truth

SMALL = World(leads=600, seed=3, weeks=40)
INSTANTS = {"events": "occurred_at", "leads": "valid_from", "accounts": "valid_from", "deals": "valid_from", "stage_changes": "since"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world") / "demo"
    make_world(SMALL, folder)
    return folder


@pytest.fixture(scope="module")
def continued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world") / "demo"
    make_world(SMALL, folder)
    continue_world(folder, 8, rulebook=Rulebook.from_text(ONLY_DEMOS))
    return folder


ONLY_DEMOS = """
rulebook: only-demos
scores:
  - score: interest
    rules:
      - {rule: demo, kind: event, event: demo_request, points: 50}
"""


def rows(folder: Path, table: str) -> pd.DataFrame:
    [name] = [name for name in FILES if name.startswith(table)]
    read = pyarrow.csv.read_csv if name.endswith("csv") else pyarrow.parquet.read_table
    return read(folder / "data/exports" / name).to_pandas()


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_makes_the_same_files_to_the_byte(made: Path, tmp_path: Path) -> None:
    make_world(SMALL, tmp_path / "again")
    assert everything_in(made) == everything_in(tmp_path / "again")


@pytest.mark.parametrize("table", INSTANTS)
def test_a_world_played_on_by_another_rulebook_begins_with_the_same_history(made: Path, continued: Path, table: str) -> None:
    before, after = rows(made, table), rows(continued, table)
    known = after[INSTANTS[table]] < utc_datetime(SMALL.end_us)
    assert known.sum() > 10
    pd.testing.assert_frame_equal(after[known].reset_index(drop=True), before.reset_index(drop=True))


def test_a_world_played_on_is_worked_by_its_new_rulebook(continued: Path) -> None:
    taken = pd.read_parquet(continued / "data/sales_list.parquet")
    later = taken[taken["moment"] >= utc_datetime(SMALL.end_us)]
    assert len(later) == 8 * SMALL.leads_per_week
    assert set(later["score"]) <= {0.0, 50.0, 100.0, 150.0}


def test_playing_on_twice_is_playing_on_once_for_longer(tmp_path: Path) -> None:
    for name, steps in (("twice", (3, 5)), ("once", (8,))):
        make_world(World(leads=300, weeks=10), tmp_path / name)
        for weeks in steps:
            continue_world(tmp_path / name, weeks)
    twice, once = (everything_in(tmp_path / name) for name in ("twice", "once"))
    assert {name for name in twice if twice[name] != once[name]} == {"truth.json"}


def test_the_score_that_sales_saw_is_the_replay_at_that_instant_in_the_final_history(made: Path) -> None:
    taken = pd.read_parquet(made / "data/sales_list.parquet")
    replay = Replay(History.open(made / "data/exports"), Rulebook.load(made / "rulebooks/current.yml"))
    scores = replay.scores_at(taken.rename(columns={"lead_id": "entity_id"})[["entity_id", "moment"]])
    replay.close()
    interest = scores[scores["score"] == "interest"].set_index(["entity_id", "moment"])["value"].astype(float)
    assert len(taken) == 39 * SMALL.leads_per_week
    assert interest.loc[pd.MultiIndex.from_frame(taken[["lead_id", "moment"]])].tolist() == taken["score"].tolist()


def test_sales_take_the_highest_scores_of_those_not_taken_before(made: Path) -> None:
    taken = pd.read_parquet(made / "data/sales_list.parquet")
    replay = Replay(History.open(made / "data/exports"), Rulebook.load(made / "rulebooks/current.yml"))
    moment = taken["moment"].iloc[-1]
    everyone = rows(made, "leads")["lead_id"].unique()
    scores = replay.scores_at(pd.DataFrame({"entity_id": everyone, "moment": moment}))
    replay.close()
    over = rows(made, "stage_changes").query("stage in ['offer', 'won', 'lost'] and since <= @moment")["contact"]
    gone = set(over) | set(taken[taken["moment"] < moment]["lead_id"])
    free = scores[(scores["score"] == "interest") & ~scores["entity_id"].isin(gone)]
    by_score = taken[(taken["moment"] == moment) & ~taken["hand_raised"]]
    assert by_score["score"].tolist() == sorted(free["value"].astype(float), reverse=True)[: len(by_score)]


def test_a_lead_is_called_once_and_first_at_the_instant_of_the_sales_list(made: Path) -> None:
    taken = pd.read_parquet(made / "data/sales_list.parquet")
    calls = rows(made, "events").query("event_type == 'call_connected'").groupby("lead_id")["occurred_at"].min()
    assert taken["lead_id"].is_unique
    called = taken.dropna(subset="contacted_at").set_index("lead_id")["contacted_at"].sort_index()
    pd.testing.assert_series_equal(calls, called, check_names=False)


def test_event_ids_are_unique_and_in_the_order_of_each_leads_events(made: Path) -> None:
    events = rows(made, "events")
    assert events["event_id"].is_unique
    assert events["event_id"].is_monotonic_increasing
    assert events.groupby("lead_id")["occurred_at"].is_monotonic_increasing.all()


def test_nothing_happens_before_a_lead_arrives_or_after_the_world_ends(made: Path) -> None:
    events, leads = rows(made, "events"), rows(made, "leads")
    arrived = leads.groupby("lead_id")["valid_from"].min()
    assert (events["occurred_at"] >= events["lead_id"].map(arrived)).all()
    for table, instant in INSTANTS.items():
        assert rows(made, table)[instant].max() < utc_datetime(SMALL.end_us)


def test_rates_are_those_of_a_real_funnel(tmp_path: Path) -> None:
    summary = make_world(World(leads=2_000, seed=1), tmp_path / "demo").summary
    assert 0.03 <= summary["won_share"] <= 0.06
    assert 20 <= summary["events_a_lead_mean"] <= 40
    assert summary["events_a_lead_median"] < 0.75 * summary["events_a_lead_mean"]
    assert 0.09 <= summary["unsubscribed_share"] <= 0.16
    assert summary["won"] > summary["won_if_nobody_were_called"]


def test_the_truth_is_read_back_as_it_was_written(made: Path) -> None:
    truth = read_truth(made / "truth.json")
    assert truth.world == SMALL
    assert truth.phases[0].text == (made / "rulebooks/current.yml").read_text(encoding="utf-8")
    assert json.loads((made / "truth.json").read_text())["planted"]["wrong_sign"] == ["careers-page"]


def test_the_study_of_a_world_knows_its_end_also_when_it_goes_on(made: Path, continued: Path) -> None:
    assert Study.load(made / "study.yml").known_until == SMALL.end_us
    assert Study.load(continued / "study.yml").known_until == SMALL.end_us + 8 * WEEK_US
    assert Study.load(continued / "study.yml").holdout_from == Study.load(made / "study.yml").holdout_from


def test_a_world_has_a_proposal_beside_the_rulebook_in_force(made: Path) -> None:
    rules = {rule.rule: rule for rule in Rulebook.load(made / "rulebooks/candidate.yml").model.scores[1].rules}
    assert (rules["pricing-page"].points, rules["careers-page"].enabled, rules["form"].points) == (25, False, 5)


def test_a_proposal_that_people_have_made_stays_when_a_world_is_made_again(tmp_path: Path) -> None:
    make_world(World(leads=1, weeks=2), tmp_path)
    (tmp_path / "rulebooks/candidate.yml").write_text("rulebook: mine\n")
    make_world(World(leads=1, weeks=2), tmp_path)
    assert (tmp_path / "rulebooks/candidate.yml").read_text() == "rulebook: mine\n"


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="must be new, empty or an earlier sample world"):
        make_world(SMALL, tmp_path)
    assert list(everything_in(tmp_path)) == ["thesis.txt"]


@pytest.mark.parametrize("odd", [{"leads": 0}, {"leads": 10_000_000}, {"seed": -1}, {"weeks": 0}])
def test_odd_worlds_are_refused(odd: dict[str, int], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must be"):
        make_world(replace(SMALL, **odd), tmp_path / "demo")


def test_only_a_sample_world_can_be_played_on(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"must be the truth of a sample world"):
        continue_world(tmp_path, 13)


def test_one_lead_makes_a_world(tmp_path: Path) -> None:
    assert make_world(World(leads=1, weeks=2), tmp_path / "demo").summary["leads"] == 1


def test_export_files_hold_every_cohort_whatever_its_size(tmp_path: Path) -> None:
    world = World(leads=700_000)
    added = [tables_of(world, cohort(world, week)) for week in (10, 103)]
    with exports(tmp_path) as files:
        for tables in added:
            files.add(tables)
    events = pyarrow.parquet.ParquetFile(tmp_path / "events.parquet")
    assert events.metadata.num_rows == sum(tables.events.num_rows for tables in added)
    assert events.metadata.num_row_groups == 2
    assert len(pd.read_csv(tmp_path / "stage_changes.csv")) == sum(tables.stage_changes.num_rows for tables in added)


def test_a_world_with_a_changed_study_is_not_made_again(tmp_path: Path) -> None:
    make_world(World(leads=60, weeks=20), tmp_path)
    make_world(World(leads=60, weeks=20), tmp_path)
    with (tmp_path / "study.yml").open("a") as study:
        study.write("# mine\n")
    with pytest.raises(InputError, match=r"study\.yml would be lost"):
        make_world(World(leads=60, weeks=20), tmp_path)


def test_a_world_that_was_played_on_is_not_made_again(tmp_path: Path) -> None:
    make_world(World(leads=60, weeks=20), tmp_path)
    continue_world(tmp_path, 2)
    with pytest.raises(InputError, match="played on would be lost"):
        make_world(World(leads=60, weeks=20), tmp_path)
