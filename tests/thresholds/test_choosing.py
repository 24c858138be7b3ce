"""All choices of one card: on the twelve leads by hand, on a small world as a whole."""

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis import threshold_choices
from leadscore_analysis.evaluation.masks import masked_steps
from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.thresholds import Targets, Threshold, shown_tables, summary, write
from leadscore_analysis.thresholds.written import shown_queue
from tests import twelve_leads
from tests.suggestion.small_world import HOLDOUT, small_history, small_rulebook, small_study


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    study = twelve_leads.study(costs={"worked_lead": 30}, segments=["account_id", "shoe_size"])
    replay = twelve_leads.replay(tmp_path_factory.mktemp("twelve"))
    found = threshold_choices(label(replay, study), study, replay, targets=Targets(precision=(0.3,), share_of_winners=(0.5, 0.8)))
    replay.close()
    return found


def chosen(history, **options):
    study = small_study(segments=["account_id"], costs={"worked_lead": 10, "conversion": 100}, service_level="2d")
    replay = Replay(history, small_rulebook())
    found = threshold_choices(label(replay, study), study, replay, **options)
    replay.close()
    return found


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    return small_history(tmp_path_factory.mktemp("small"), leads=400)


@pytest.fixture(scope="module")
def small(history):
    return chosen(history)


def test_the_lines_of_the_twelve_leads_are_those_of_their_threshold_table(twelve):
    # New leads a week at or above, after the first moment: 60: 0, 50: 1/2, 30: 1, 20: 3/2; a capacity of 1 takes 30. Half of the winners is
    # reached at 10.
    table = twelve.choices
    assert table["basis"].tolist() == ["line in force", "capacity", "cost", "precision", "share of winners", "share of winners"]
    assert table["threshold"].fillna(-1).tolist() == [50, 30, -1, -1, 10, -1]
    assert table["leads"].fillna(0).tolist() == [2, 4, 0, 0, 10, 0]
    assert table["precision"][0] == 1 / 2


def test_what_few_conversions_carry_is_said(twelve):
    few, none = "too little data", "not reached"
    assert twelve.choices["remark"].tolist() == [few, few, few, none, few, none]
    assert twelve.probability["probability"].isna().all()
    assert set(twelve.probability["basis"]) == {few}
    assert twelve.probability["rows"].tolist() == [7, 6, 4, 1, 3]


def test_only_five_lines_can_be_told_apart(twelve):
    assert twelve.reachable == (10, 20, 30, 50, 60)
    assert twelve.around["offset"].tolist() == [-15, -10, -5, 0, 5, 10], "65 is above every score"
    assert twelve.around["leads"].tolist() == [2, 2, 2, 2, 1, 1]


def test_the_value_of_a_conversion_is_the_mean_of_those_seen_where_the_study_names_none(twelve):
    assert twelve.costs.value == 900
    assert twelve.costs.break_even == pytest.approx(1 / 30)
    row = twelve.choices.iloc[0]
    assert row["net_per_week"] == pytest.approx(900 * 1 / 2 - 30 * 1 / 2)


def test_conversion_comes_so_many_days_after_the_line(twelve):
    # H stands above 50 from day 7 and D from day 21; D converts on day 33.5, after 12.5 of 14 days.
    table = twelve.times[twelve.times["threshold"] == 50]
    assert table["leads"].unique().tolist() == [2]
    assert table["converting_leads"].tolist() == [0] * 10 + [1, 1]
    assert table["days"].iloc[-1] == 14


def test_a_segment_that_the_history_lacks_is_left_out(twelve):
    assert twelve.by_segment["segment"].unique().tolist() == ["account_id"]


def test_a_small_world_has_every_table_and_they_agree(small):
    assert not [name for name, table in small.tables.items() if table.empty and not name.startswith("matrix")]
    near, line = small.around.set_index("offset"), small.choices.set_index("basis").loc["line in force"]
    assert near.loc[0, "new_per_week"] == line["new_per_week"]
    assert near["new_per_week"].is_monotonic_decreasing
    assert near["largest_backlog"].is_monotonic_decreasing
    assert small.queue["arrived"].sum() == pytest.approx(near.loc[0, "arrived_per_week"] * len(small.queue), rel=0.1)


def test_the_line_by_cost_is_where_the_chance_pays(small):
    by_cost = small.choices.set_index("basis").loc["cost"]
    assert by_cost["asked"] == pytest.approx(0.1)
    above = small.probability[small.probability["score_from"] >= by_cost["threshold"]]
    assert (above["probability"] >= 0.1).all()


def test_the_probability_rises_within_its_interval(small):
    table = small.probability
    assert set(table["basis"]) == {"shrunk rates"}
    assert table["probability"].is_monotonic_increasing
    assert (table["probability_low"] <= table["probability"] + 1e-9).all()
    assert (table["probability"] <= table["probability_high"] + 1e-9).all()


def test_a_card_that_was_fitted_on_these_leads_is_read_from_its_slope_and_its_old_line_is_not_told(history):
    found = chosen(history, threshold=Threshold(30, 4.0, 4.0), fitted_on=10_000)
    assert set(found.probability["basis"]) == {"fitted slope"}
    assert found.line == 30
    assert "line in force" not in set(found.choices["basis"])


def test_without_line_capacity_and_costs_only_what_needs_none_is_told(history):
    study = small_study(capacity=None, judge={"score": "interest"})
    replay = Replay(history, small_rulebook().from_text(small_rulebook().text().partition("bands:")[0]))
    found = threshold_choices(label(replay, study), study, replay)
    replay.close()
    assert found.line is None
    assert found.around.empty
    assert found.queue.empty
    assert set(found.choices["basis"]) == {"precision", "share of winners"}
    assert len(found.probability) > 1


def test_nothing_from_the_holdout_on_is_read(small, tmp_path):
    cut = chosen(small_history(tmp_path / "cut", leads=400, until=HOLDOUT))
    for name, table in small.tables.items():
        pd.testing.assert_frame_equal(cut.tables[name], table, obj=name)


def test_each_table_is_a_file_and_groups_of_few_leads_are_hidden(small, tmp_path):
    paths = write(small, tmp_path, smallest=5, prefix="suggested_")
    assert {path.name for path in paths} == {f"suggested_{name}.csv" for name in shown_tables(small, smallest=5)}
    read = pd.read_csv(tmp_path / "suggested_probability_by_score.csv", dtype=str)
    assert len(read) == len(small.probability)
    segments = pd.read_csv(tmp_path / "suggested_lines_by_segment.csv", dtype=str)
    few = small.by_segment["leads"].between(1, 4).to_numpy()
    assert (segments.loc[few, "leads"] == "< 5").all()
    assert segments.loc[few, "rate"].isna().all()


def test_a_line_that_differs_by_few_leads_from_the_next_is_hidden():
    table = pd.DataFrame({"threshold": [10.0, 12, 20, 30], "leads": [40, 38, 20, 3], "precision": 0.5, "converting_leads": 9})
    shown = masked_steps(table, by="threshold", leads="leads", smallest=5, keep=["threshold"])
    assert shown["leads"].fillna("").tolist() == ["", 38, 20, "< 5"]
    assert shown["precision"].isna().tolist() == [True, False, False, True]


def test_few_arrivals_and_those_taken_in_that_week_are_hidden_together():
    table = pd.DataFrame({"week": ["a", "b"], "arrived": [3, 9], "taken": [7, 8], "backlog": [0, 2], "late": [np.nan, 0]})
    shown = shown_queue(table, 5)
    assert shown["arrived"].tolist() == ["< 5", 9]
    assert pd.isna(shown["taken"][0])
    assert shown["backlog"].tolist() == [0, "< 5"]


def test_the_choices_are_told_in_a_line_each(twelve, small):
    told = summary(small, smallest=5)
    assert told[0].startswith("line in force: 45 points: ")
    assert any(line.startswith("capacity (4 a week): ") and line.endswith("of the winners") for line in told)
    assert any(line.startswith("cost (10%): ") for line in told)
    assert summary(twelve, smallest=5)[3] == "share that converts (30%): no line does that"
    assert summary(twelve, smallest=5)[0] == "line in force: too little data", "two leads reach it"


def test_a_line_that_nobody_reaches_in_a_period_without_conversions_is_answered(tmp_path):
    study = twelve_leads.study(horizon="1h", judge={"line": 1000}, service_level="1d", segments=["account_id"])
    replay = twelve_leads.replay(tmp_path)
    examples = label(replay, study)
    found = threshold_choices(examples, study, replay)
    replay.close()
    assert not examples.converted.any()
    assert found.line == 1000
    assert found.around["new_per_week"].tolist() == [0]
    assert found.hysteresis["crossings_per_week"].tolist() == [0, 0, 0, 0]
    assert found.queue["arrived"].sum() == 0
    assert set(found.by_segment["remark"]) == {"too little data"}
    assert set(found.choices["remark"]) <= {"too little data", "not reached"}
    assert write(found, tmp_path, smallest=5)


def test_leads_of_one_score_have_one_line(tmp_path):
    book = twelve_leads.RULEBOOK.replace("points: 10", "points: 0").replace("points: 30", "points: 0")
    study = twelve_leads.study(judge={"line": 0})
    replay = twelve_leads.replay(tmp_path, text=book)
    found = threshold_choices(label(replay, study), study, replay)
    replay.close()
    assert found.reachable == (0,)
    assert found.around["offset"].tolist() == [0]
    assert len(found.probability) == 1
