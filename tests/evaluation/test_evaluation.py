"""Every figure of an evaluation against the one worked out by hand on twelve leads (``tests/twelve_leads.py``)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.evaluation import evaluate, lead_codes, summary, write
from leadscore_analysis.evaluation.bootstrap import AccountBootstrap
from leadscore_analysis.evaluation.missed import COLUMNS, Conversions
from leadscore_analysis.evaluation.threshold_table import _drawn
from leadscore_analysis.labels import label
from tests.twelve_leads import RULEBOOK, day, replay, study


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    made = replay(tmp_path_factory.mktemp("twelve"))
    yield evaluate(label(made, study()), study(), made)
    made.close()


@pytest.fixture
def current(found):
    return found.figures.set_index("card").loc["current"]


def code(lead: str) -> str:
    return lead_codes([lead], study="twelve")[0]


def test_what_was_counted(current):
    # rows: day 7 ABCDEH, day 14 BCDHIK, day 21 BCDEHIJKL; converting: A, then C and I, then C, D and I
    assert (current["n_rows"], current["n_converting_rows"]) == (6 + 6 + 9, 1 + 2 + 3)
    assert (current["n_leads"], current["n_converting_leads"]) == (10, 4)


def test_auc_counts_pairs_and_half_of_ties(current):
    # Others by score: four of 10, six of 20, two of 30, three of 60. A converting row of 10 (A, I, I) beats none and ties 4: 2 each;
    # of 30 (C, C) beats 10 and ties 2: 11 each; of 50 (D) beats 12. Pairs: 6 converting rows with 15 others.
    assert current["auc"] == pytest.approx((3 * 2 + 2 * 11 + 12) / (6 * 15))


def test_average_precision_takes_equal_scores_together(current):
    # From above: 60: 0 of 3; 50: 1 of 4; 30: 3 of 8; 20: 3 of 14; 10: 6 of 21
    assert current["average_precision"] == pytest.approx(1 / 6 * 1 / 4 + 2 / 6 * 3 / 8 + 3 / 6 * 6 / 21)


def test_share_of_winners_takes_one_lead_a_week(current):
    # day 7: H (60); day 14: C (30, H was taken), converts after 11.5 days; day 21: D (50), converts after 12.5 days.
    # At stake: A, C, D, I. Not F and G, who were never at risk at a moment, nor L, who converts after the last horizon.
    assert current["share_of_winners"] == 2 / 4


def test_most_recent_first_is_the_other_card(found):
    other = found.figures.set_index("card").loc["most recent first"]
    # day 7: D (half a day ago), who converts after 26.5 days, too late; day 14: I (1.5), won; day 21: L (1.5), not
    assert other["share_of_winners"] == 1 / 4
    # Days since the latest event of converting rows: A 5.5, C 4.5, I 1.5, C 11.5, D 0.5, I 8.5; of the others 3.5 1.5 0.5 2.5 4.5 10.5 0.5
    # 5.5 2.5 17.5 16.5 12.5 4.5 9.5 1.5. Older ones plus half of the ties: 5.5, 7, 12, 3, 14, 5.
    assert other["auc"] == pytest.approx((5.5 + 7 + 12 + 3 + 14 + 5) / 90)


def test_lift_by_decile_shares_out_equal_scores(found):
    # 2.1 rows a decile. The first lies in the three rows of 60. The second has 0.9 of them, the row of 50, and 0.2 of the four rows of 30.
    table = found.lift_by_decile
    assert table["rows"].tolist() == pytest.approx([2.1] * 10)
    assert table["conversions"].tolist() == pytest.approx([0, 1.1, 1.05, 0.85, 0, 0, 0.3, 0.9, 0.9, 0.9])
    assert table["lift"][1] == pytest.approx((1.1 / 2.1) / (6 / 21))
    assert table["lowest_score"].tolist() == [60, 30, 30, 20, 20, 20, 10, 10, 10, 10]
    assert table["highest_score"].tolist() == [60, 60, 30, 30, 20, 20, 20, 10, 10, 10]


def test_conversion_by_band(found):
    table = found.conversion_by_band.set_index("band")
    # cold is 10 (A, D, E, E, I, I, J), warm is 20 and 30 (B B B, C C C, D, K K, L), hot is 50 and 60 (H H H, D)
    assert table["rows"].to_dict() == {"cold": 7, "warm": 10, "hot": 4}
    assert table["conversions"].to_dict() == {"cold": 3, "warm": 2, "hot": 1}
    assert table["leads"].to_dict() == {"cold": 5, "warm": 5, "hot": 2}
    assert table["converting_leads"].to_dict() == {"cold": 2, "warm": 1, "hot": 1}
    assert table["rate"].tolist() == pytest.approx([3 / 7, 2 / 10, 1 / 4])
    assert table["from"].tolist()[1:] == [20, 50]


def test_score_distribution_has_a_bin_a_score(found):
    table = found.score_distribution
    assert table["bin_from"].tolist() == [10, 20, 30, 50, 60]
    assert table["rows"].tolist() == [7, 6, 4, 1, 3]
    assert table["converting_rows"].tolist() == [3, 0, 2, 1, 0]


def test_threshold_table(found):
    table = found.threshold_table.set_index("threshold")
    # First moments at or above: 10: all ten leads; 20: B C H at day 7, D K at 14, L at 21; 30: C H, D L; 50: H, D; 60: H.
    assert table["leads"].to_dict() == {60: 1, 50: 2, 30: 4, 20: 6, 10: 10}
    # Those at or above it at the first moment, day 7, are not new; the others came in the two weeks after it.
    assert table["new_per_week"].to_dict() == pytest.approx({60: 0, 50: 1 / 2, 30: 2 / 2, 20: 3 / 2, 10: 4 / 2})
    # Of them convert within 14 days: A (10 at day 7) and I (10 at day 14); D (30 and 50 at day 21). C waits 18.5 days at 20 and at 30.
    assert table["converting_leads"].to_dict() == {60: 0, 50: 1, 30: 1, 20: 0, 10: 2}
    assert table["precision"].to_dict() == pytest.approx({60: 0, 50: 1 / 2, 30: 1 / 4, 20: 0, 10: 2 / 10})
    assert table["share_of_winners"].to_dict() == pytest.approx({60: 0, 50: 1 / 4, 30: 1 / 4, 20: 0, 10: 2 / 4})
    assert table["expected_conversions_per_week"][10] == pytest.approx(1 / 2)
    assert table["expected_value_per_week"][50] == pytest.approx(900 / 2)


def test_threshold_table_says_between_which_scores_a_line_is_the_same(found):
    table = found.threshold_table.set_index("threshold")
    assert table["same_above"].drop(10).to_dict() == {60: 50, 50: 30, 30: 20, 20: 10}
    assert pd.isna(table["same_above"][10])


def test_threshold_table_has_intervals_over_accounts(found):
    table = found.threshold_table.set_index("threshold")
    for name in ("precision", "expected_conversions_per_week", "expected_value_per_week"):
        assert ((table[f"{name}_low"] <= table[name]) & (table[name] <= table[f"{name}_high"]))[[10, 30]].all()
    assert table.loc[20, ["precision_low", "precision_high"]].tolist() == [0, 0]  # nobody converts in any draw


def test_intervals_of_a_threshold_are_those_of_the_leads_at_or_above_it():
    rows = {"before": [-math.inf, 10, -math.inf, -math.inf], "score": [10, 30, 20, 10], "converted": [False, True, True, False]}
    records = pd.DataFrame(rows | {"value": [math.nan, 50, 70, math.nan], "cluster": [0, 0, 1, 2]})
    rising, one_draw = np.array([10.0, 20, 30]), AccountBootstrap(clusters=3, seed=1, draws=1)
    (weights,) = one_draw.weights(1)
    zero, one, two = weights[:, 0]
    assert _drawn(records, rising, np.ones(4), one_draw)[:, 0].tolist() == [zero + one + two, zero + one, zero]
    assert _drawn(records, rising, records["value"].fillna(0).to_numpy(), one_draw)[:, 0].tolist() == [
        70 * one,
        50 * zero + 70 * one,
        50 * zero,
    ]


def test_threshold_table_says_how_long_it_takes_and_what_comes_too_late(found):
    table = found.threshold_table.set_index("threshold")
    assert table["median_days_to_conversion"][10] == (5.5 + 12.5) / 2  # A from day 7, I from day 14
    assert table["median_days_to_conversion"][30] == 12.5  # D from day 21
    assert math.isnan(table["median_days_to_conversion"][60])
    # Highest before converting: A 40, C 30, D 50, I 10
    assert table["share_converted_before_crossing"].to_dict() == {60: 1, 50: 3 / 4, 30: 1 / 4, 20: 1 / 4, 10: 0}


def test_missed_winners_were_never_at_or_above_the_line_before(found):
    table = found.missed_winners.set_index("lead")
    assert found.conversions == 6
    assert table["kind"].to_dict() == {
        code("A"): "before crossing",  # 40, and 70 four days after it converted
        code("C"): "below the line",
        code("F"): "below the line",
        code("G"): "no event",
        code("I"): "below the line",
    }
    assert table["highest_score"].to_dict() == {code("A"): 40, code("C"): 30, code("F"): 10, code("G"): 0, code("I"): 10}
    assert table["events"].to_dict() == {code("A"): 2, code("C"): 2, code("F"): 1, code("G"): 0, code("I"): 1}
    assert table["converted_at"][code("A")] == day(12.5)


def test_fast_converters_convert_within_a_week_of_appearing(found):
    assert found.fast_converters["lead"].tolist() == [code("F")]
    assert found.fast_converters["days_to_conversion"].tolist() == [3]
    assert found.converted_before_first_seen == 0


def test_a_conversion_before_anything_is_known_of_the_lead_is_a_fault_and_not_fast():
    converted = Conversions(pd.DataFrame({name: [0] for name in COLUMNS} | {"days_to_conversion": [-1.2], "kind": ["no event"]}))
    assert (converted.before_first_seen, len(converted.fast_converters), len(converted.missed_winners)) == (1, 0, 1)


def test_hand_raises_in_the_period(found):
    row = found.hand_raises.iloc[0]
    # First forms between days 7 and 21: A 8.5 (score 40, won after 4 days), D 20.5 (50, after 13), L 19.5 (30, not)
    assert (row["event_type"], row["leads"], row["converting_leads"], row["below_line"]) == ("form", 3, 2, 2)
    assert row["median_days_to_conversion"] == 8.5


def test_worked_rows_are_those_after_the_first_call(found):
    table = found.worked_leads.set_index("group")
    # C was called on day 9.5, H on day 8.5: their rows of days 14 and 21
    assert table["rows"].to_dict() == {"worked": 4, "not worked": 17}
    assert table["conversions"].to_dict() == {"worked": 2, "not worked": 4}
    assert table["leads"].to_dict() == {"worked": 2, "not worked": 10}
    assert table["converting_leads"].to_dict() == {"worked": 1, "not worked": 3}


def test_score_against_tenure_is_a_rank_correlation(found):
    # Days since appearance of the 21 rows by the rank of their score; ranks of equal values are averaged. Scores of 10, 20, 30, 50, 60
    # have ranks 4, 10.5, 15.5, 18 and 20.
    tenures = {
        4.0: [5.5, 0.5, 2.5, 16.5, 1.5, 8.5, 4.5],  # 10: A, D, E, E, I, I, J
        10.5: [4.5, 11.5, 18.5, 7.5, 33.5, 40.5],  # 20: B, B, B, D, K, K
        15.5: [1.5, 8.5, 15.5, 1.5],  # 30: C, C, C, L
        18.0: [14.5],  # 50: D
        20.0: [5.5, 12.5, 19.5],  # 60: H
    }
    pairs = [(rank, tenure) for rank, days in tenures.items() for tenure in days]
    all_days = sorted(tenure for _, tenure in pairs)
    ranks = [(rank, all_days.index(days) + (all_days.count(days) + 1) / 2) for rank, days in pairs]
    top = sum((rank - 11) * (other - 11) for rank, other in ranks)  # the mean rank of 21 rows is 11
    below = math.sqrt(sum((rank - 11) ** 2 for rank, _ in ranks) * sum((other - 11) ** 2 for _, other in ranks))
    assert found.tenure_correlation == pytest.approx(top / below)
    assert found.tenure_correlation == pytest.approx(0.293287, abs=1e-6)


def test_the_summary_is_flat_and_hides_small_counts(found):
    told = summary(found)
    assert told["auc"] == 0.444444
    assert told["counted_not_yet_known"] == 5
    assert told["missed_winners"] == 5
    assert told["missed_no_event"] == "< 5"
    assert all(value is None or isinstance(value, (str, int, float, list)) for value in told.values())


def test_the_same_study_gives_the_same_evaluation(found, tmp_path):
    again = replay(tmp_path / "again")
    assert summary(evaluate(label(again, study()), study(), again)) == summary(found)
    again.close()


def test_a_study_without_capacity_line_bands_or_work_is_evaluated_all_the_same(tmp_path):
    made = replay(tmp_path, text=RULEBOOK.split("bands:")[0])
    asked = study(capacity=None, judge={}, worked=None, value=None)
    bare = evaluate(label(made, asked), asked, made)
    made.close()
    assert bare.figures["share_of_winners"].isna().all()
    assert bare.conversion_by_band["band"].tolist() == ["all"]
    assert bare.missed_winners["kind"].tolist() == ["no event"]
    assert summary(bare)["share_of_winners"] is None


def test_a_fit_period_without_conversions_has_no_figures_and_says_so(tmp_path):
    made = replay(tmp_path)
    asked = study(moments={"every": "7d", "from": "2024-01-03", "until": "2024-01-04"}, horizon="7d")
    empty = evaluate(label(made, asked), asked, made)
    made.close()
    told = summary(empty)
    assert (told["n_converting_rows"], told["auc"], told["share_of_winners"], told["missed_winners"]) == (0, None, None, 0)
    write(empty, tmp_path / "out")
