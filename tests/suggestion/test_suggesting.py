"""From a history to a suggestion: what it changes, that it repeats itself, and that it never looks into the holdout."""

import json

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.evaluation.leaks import leaks
from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.suggestion import suggest, summary
from leadscore_analysis.suggestion.ceilings import ON_RAW, ON_UNITS
from leadscore_analysis.suggestion.verdict import verdict_sentence
from tests.suggestion.small_world import BOOK, HOLDOUT, poisoned_history, small_history, small_rulebook, small_study


def suggested(history, study, rulebook=None, *, ceilings=False):
    replay = Replay(history, rulebook or small_rulebook())
    examples = label(replay, study)
    found = suggest(replay, study, examples, leaks(replay.engine, examples.looking, study, replay.rulebook), ceilings=ceilings)
    replay.close()
    return found


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    return small_history(tmp_path_factory.mktemp("history"))


@pytest.fixture(scope="module")
def found(history):
    return suggested(history, small_study(), ceilings=True)


@pytest.fixture(scope="module")
def allowed(history):
    """The suggestion of a study that allows the leak, and names neither capacity nor line for a score without bands."""
    study = small_study(allow=["contract_signed"], capacity=None, judge={"score": "interest"})
    return suggested(history, study, Rulebook.from_text(BOOK.partition("bands:")[0]))


def term(found, name):
    return found.points.set_index("term").loc[name]


def test_a_strong_term_is_raised_and_one_with_the_wrong_sign_dropped(found):
    assert term(found, "demo")["suggested"] > 5
    assert term(found, "demo")["verdict"] == "raise"
    assert term(found, "spam")[["suggested", "verdict"]].tolist() == [0, "drop"]


def test_what_is_locked_made_by_sales_or_unseen_keeps_its_points(found):
    kept = found.points.set_index("term").loc[["mail", "called", "chat"]]
    assert kept["suggested"].tolist() == [10, 5, 15]
    assert kept["verdict"].tolist() == ["keep"] * 3


def test_what_comes_with_the_conversion_gets_no_points(found):
    assert term(found, "signed")[["suggested", "verdict"]].tolist() == [0, "drop"]
    assert term(found, "signed")["reason"].startswith("leak: contract_signed")


def test_what_the_study_allows_is_no_leak(allowed):
    assert not term(allowed, "signed")["reason"].startswith("leak")


def test_the_cards_are_judged_on_the_same_rows_and_the_suggested_one_orders_better(found):
    cards = found.cards.set_index("card")
    assert cards.index.tolist() == ["current", "suggested", "most recent first", "base rate", ON_UNITS, ON_RAW]
    assert cards["n_rows"].nunique() == 1
    assert cards.loc["suggested", "auc"] > cards.loc["current", "auc"] + 0.05
    assert cards.loc["base rate", "auc"] == 0.5
    assert cards["log_loss"].between(0.1, 0.4).all()


def test_the_path_starts_at_the_current_card_and_recommends_one_step(found):
    path = found.change_path.set_index("changes")
    assert path.index[0] == 0
    assert path["recommended"].sum() == 1
    step = path[path["recommended"]].iloc[0]
    assert step["above_best"] <= step["standard_error"]
    restructured = found.structure[found.structure["verdict"] == "change"]
    told = [*(restructured["rule"] + ": " + restructured["kind"] + " " + restructured["suggested"])]
    named = step["terms"].split(", ")
    other = found.points["rule"].isin(restructured["rule"])
    changed = found.points[(found.points["verdict"] != "keep") & ~found.points["reason"].str.startswith("leak") & ~other]
    assert set(changed["term"]) <= set(named[: len(named) - len(told)]) <= {*changed["term"], *found.points.loc[other, "term"]}
    assert named[len(named) - len(told) :] == told


def test_the_recommended_step_is_what_its_replay_gives(found):
    step = found.change_path[found.change_path["recommended"]].iloc[0]
    suggested = found.cards.set_index("card").loc["suggested"]
    for figure in ("auc", "log_loss", "share_of_winners"):
        assert step[figure] == pytest.approx(suggested[figure], abs=1e-9)


def test_differences_are_those_of_the_cards_within_their_intervals(found):
    differences = found.differences.set_index("figure")
    cards = found.cards.set_index("card")
    for figure in ("auc", "log_loss", "share_of_winners"):
        expected = cards.loc["suggested", figure] - cards.loc["current", figure]
        assert differences.loc[figure, "difference"] == pytest.approx(expected)
        assert differences.loc[figure, "low"] <= expected <= differences.loc[figure, "high"]


def test_the_threshold_is_the_lowest_that_the_capacity_can_take(found, history):
    replay = Replay(history, found.rulebook)
    rows = label(replay, small_study())
    highest, first = rows.rows.groupby("lead")["score"].max(), rows.score[rows.stock]

    def new_per_week(points: float) -> float:
        return ((highest >= points).sum() - (first >= points).sum()) / rows.weeks_of_flow

    assert new_per_week(found.threshold.points) == pytest.approx(found.threshold.new_per_week)
    assert found.threshold.new_per_week <= 4
    assert new_per_week(rows.score[rows.score < found.threshold.points].max()) > 4


def test_the_threshold_is_in_the_table_that_it_was_chosen_from(found):
    row = found.threshold_table.set_index("threshold").loc[found.threshold.points]
    assert row["new_per_week"] == pytest.approx(found.threshold.new_per_week)


def test_without_a_capacity_as_many_leads_reach_the_new_line_as_the_old(history):
    found = suggested(history, small_study(capacity=None, judge={"score": "interest"}))
    assert found.line == 45, "the highest band begins there"
    assert found.threshold.basis == "present volume"
    assert found.threshold.new_per_week <= found.threshold.leads_per_week
    assert found.cards["share_of_winners"].isna().all()


def test_without_capacity_and_line_no_threshold_is_suggested(allowed):
    assert allowed.threshold is None
    assert allowed.moved == ()


def test_too_few_conversions_keep_all_points_and_move_only_the_threshold(history):
    # A horizon that only the fastest conversions lie in leaves some 20 converting leads.
    found = suggested(history, small_study(horizon="2d"))
    assert 0 < found.counts.converting_leads < 50
    assert set(found.points["verdict"]) == {"keep"}
    assert found.points["reason"].str.contains("50 needed").all()
    assert "50 needed to fit points" in summary(found)[1]
    assert found.threshold is not None
    assert np.isfinite(found.scale.log_odds_per_point)


def test_the_same_study_gives_the_same_suggestion_and_nothing_from_the_holdout_on_is_read(found, tmp_path):
    without = suggested(small_history(tmp_path / "cut", until=HOLDOUT), small_study(), ceilings=True)
    assert without.to_json() == found.to_json()
    pd.testing.assert_frame_equal(without.threshold_table, found.threshold_table)


def test_nonsense_in_the_holdout_changes_nothing_that_is_suggested(found, tmp_path):
    poisoned = suggested(poisoned_history(tmp_path / "poisoned"), small_study(), ceilings=True)
    assert poisoned.to_json() == found.to_json()
    pd.testing.assert_frame_equal(poisoned.threshold_table, found.threshold_table)


def test_the_suggested_rulebook_reads_back_with_its_comments_and_the_next_version(found, tmp_path):
    found.write(tmp_path)
    book = Rulebook.load(tmp_path / "suggested.yml")
    assert book.version == 4
    assert "# the card of spring" in book.text()
    assert book.fingerprint() == found.rulebook.fingerprint()
    line = found.threshold.points
    assert [float(band.from_) for band in book.model.bands["interest"] if band.from_ is not None][-1] == line
    assert book.model.qualification[0].all[0].at_least == line


def test_the_suggested_rulebook_on_disk_replays_to_the_figures_shown(found, history, tmp_path):
    found.write(tmp_path)
    replay = Replay(history, Rulebook.load(tmp_path / "suggested.yml"))
    rows = label(replay, small_study())
    highest = rows.rows.groupby("lead")["score"].max()
    for line in found.threshold_table.itertuples():
        assert (highest >= line.threshold).sum() == line.leads
    replay.close()


def test_what_is_written_can_be_read_by_machines(found, tmp_path):
    names = {path.name for path in found.write(tmp_path)}
    told = json.loads((tmp_path / "suggestions.json").read_text())
    table = pd.read_csv(tmp_path / "suggestions.csv")
    tables = {"suggestions.csv", "change_path.csv", "cards.csv", "differences.csv", "effects.csv", "suggested_threshold_table.csv"}
    tables |= {"structure.csv", "candidates.csv"}
    choices = ("threshold_choices", "around_the_line", "conversion_times", "hysteresis", "queue", "probability_by_score", "lines_forward")
    assert names == tables | {f"suggested_{name}.csv" for name in choices} | {"suggestions.json", "suggested.yml"}
    assert told["change_path"][0]["changes"] == 0
    assert table["suggested"].tolist() == [row["suggested"] for row in told["points"]]
    assert told["threshold"]["points"] == found.threshold.points
    assert told["threshold"]["moved"][0]["where"] == "qualification[0].all[0].at_least"


def test_few_converting_leads_are_hidden_in_what_is_written(found, tmp_path):
    found.write(tmp_path)
    written = pd.read_csv(tmp_path / "suggestions.csv")["converting_leads"].astype(str).str.strip()
    assert not written.isin(["1", "2", "3", "4"]).any()


def test_the_summary_says_changes_threshold_and_cards(found):
    text = "\n".join(summary(found))
    assert "drop spam: 10 to 0 points" in text
    assert "new leads a week reach; the capacity is 4" in text
    assert "suggested: AUC" in text
    assert summary(found)[-2] == verdict_sentence(found)


def test_written_thresholds_are_rounded_like_those_of_the_evaluation(found, tmp_path):
    found.write(tmp_path)
    written = pd.read_csv(tmp_path / "suggested_threshold_table.csv", dtype=str)
    assert written["precision"].dropna().str.partition(".")[2].str.len().max() <= 6
