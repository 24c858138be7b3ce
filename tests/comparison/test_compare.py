"""Two rulebooks on one small history: the groups, how they converted, and what was left out."""

from __future__ import annotations

import math

import numpy as np
import pytest

import leadscore_analysis as ls
from leadscore_analysis.comparison.conversion import wilson
from leadscore_analysis.errors import FaultsError, InputError
from tests.comparison import eight_leads

NAN = math.nan
ALERT = "\nalerts: [{alert: call, all: [{event: demo}]}]"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The comparison of the two rulebooks."""
    folder = tmp_path_factory.mktemp("eight")
    return ls.compare(eight_leads.history(folder), *eight_leads.rulebooks(), eight_leads.study())


def by_group(found, column):
    return found.groups.set_index("group")[column].to_dict()


def test_each_lead_stands_in_the_group_that_its_two_instants_say(found):
    leads = by_group(found, "leads")
    assert [leads[name] for name in ("earlier", "later", "newly", "no longer", "unchanged")] == [1, 1, 1, 1, 1]
    assert (leads["all under A"], leads["all under B"], leads["neither"]) == (4, 4, 1)


def test_a_conversion_counts_within_the_horizon_after_the_first_instant_its_end_included(found):
    won = by_group(found, "converting_leads")
    assert [won[name] for name in ("earlier", "later", "newly", "no longer", "unchanged")] == [1, 1, 0, 0, 1]


def test_under_one_rulebook_a_lead_that_converted_before_it_would_have_qualified_does_not_count_as_converting(found):
    assert (by_group(found, "leads")["all under A"], by_group(found, "converting_leads")["all under A"]) == (4, 2)  # won: later, same


def test_all_under_a_rulebook_are_the_leads_of_its_groups_though_their_own_instant_lies_after_the_period(tmp_path):
    daily = {"every": "1d", "from": "2026-01-01"}
    known = eight_leads.study(known_until="2026-01-13", holdout_from=None, moments=daily)  # day 12: instants count up to day 2
    leads = by_group(ls.compare(eight_leads.history(tmp_path), *eight_leads.rulebooks(), known), "leads")
    assert [leads[name] for name in ("earlier", "later", "newly", "no longer", "unchanged")] == [1, 1, 0, 1, 0]
    assert (leads["all under A"], leads["all under B"]) == (3, 2)  # A's instant of earlier is day 8, B's of later day 6


def test_conversions_between_both_instants_are_those_that_the_slower_rulebook_comes_too_late_for(found):
    between = by_group(found, "converting_between")
    assert (between["earlier"], between["later"]) == (1, 0)
    assert math.isnan(between["newly"])


def test_how_much_earlier_or_later_is_told_in_days_from_a_to_b_as_for_each_lead(found):
    assert (by_group(found, "median_days")["earlier"], by_group(found, "median_days")["later"]) == (-6, 4)
    assert found.movers.set_index("group")["days"].to_dict() == pytest.approx(
        {"earlier": -6, "no longer": NAN, "later": 4, "newly": NAN}, nan_ok=True
    )


def test_leads_that_are_left_out_are_counted_by_reason(found):
    assert found.left_out == {"before_first_moment": 0, "converted_already": 1, "reaches_into_holdout": 1, "not_yet_known": 0}


def test_an_instant_whose_horizon_ends_after_what_is_known_is_left_out(tmp_path):
    study = eight_leads.study(known_until="2026-01-26", holdout_from=None)  # day 25: instants count up to day 15
    left_out = ls.compare(eight_leads.history(tmp_path), *eight_leads.rulebooks(), study).left_out
    assert left_out == {"before_first_moment": 0, "converted_already": 1, "reaches_into_holdout": 0, "not_yet_known": 1}


def test_an_instant_before_the_first_moment_is_left_out(tmp_path):
    study = eight_leads.study(moments={"every": "7d", "from": "2026-01-04"})
    found = ls.compare(eight_leads.history(tmp_path), *eight_leads.rulebooks(), study)
    assert found.left_out["before_first_moment"] == 3  # earlier, later and gone
    assert by_group(found, "leads")["newly"] == 1


def test_nothing_that_happens_in_the_holdout_changes_the_comparison(found, tmp_path):
    without = eight_leads.EVENTS.replace("visit@33", "").replace("unseen: demo@31", "unseen: visit@36 demo@37 form@38")
    won = eight_leads.WON | {"gone": 31, "neither": 32, "unseen": 39}
    other = ls.compare(eight_leads.history(tmp_path, events=without, won=won), *eight_leads.rulebooks(), eight_leads.study())
    for name in ("groups", "by_week", "by_path", "by_rule", "by_segment", "volume", "alerts", "figures", "movers"):
        assert getattr(found, name).equals(getattr(other, name)), name
    assert found.left_out == other.left_out


def test_a_lead_that_appears_after_the_last_horizon_and_before_the_holdout_changes_no_figure(found, tmp_path):
    events = f"{eight_leads.EVENTS}; between: visit@26"  # the last horizon ends on day 24
    other = ls.compare(eight_leads.history(tmp_path, events=events), *eight_leads.rulebooks(), eight_leads.study(known_until="2026-02-20"))
    assert other.figures.equals(found.figures)


def test_the_paths_that_qualified_a_lead_stand_beside_its_group(tmp_path):
    both = "qualification: [{path: asked, all: [{event: demo}]}, {path: engaged, all: [{score: interest, at_least: 40}]}]"
    found = ls.compare(eight_leads.history(tmp_path), *eight_leads.rulebooks(rest_b=both), eight_leads.study())
    paths = found.by_path.set_index("group")[["path_a", "path_b"]].T.to_dict("list")
    assert (paths["newly"], paths["no longer"], paths["unchanged"]) == (["", "engaged"], ["engaged", ""], ["engaged", "asked"])


def test_the_rules_whose_points_make_the_difference_are_told_with_both_means(found):
    rules = found.by_rule[found.by_rule["group"] == "no longer"]
    assert rules[["rule", "leads", "points_a", "points_b", "difference"]].values.tolist() == [
        ["form", 1, 30.0, 10.0, -20.0],
        ["visit", 1, 10.0, 20.0, 10.0],
    ]


def test_the_groups_by_week_add_up_to_the_groups(found):
    assert found.by_week["week"].unique().tolist() == ["2026-01-01", "2026-01-08", "2026-01-15"]
    assert found.by_week[found.by_week["week"] == "2026-01-01"]["leads"].tolist() == [1, 1, 1, 1, 1]
    assert found.by_week["leads"].sum() == 5


def test_the_volume_a_week_is_by_each_rulebooks_own_instants(found):
    assert found.volume[["days", "qualified_a", "qualified_b"]].values.tolist() == [[7, 3, 4], [7, 0, 0], [6, 0, 0]]


def test_segments_are_the_attributes_at_the_first_instant(found):
    told = found.by_segment.set_index(["value", "group"])["leads"]
    assert told["mail", "later"] == told["web", "newly"] == 1
    assert found.by_segment["segment"].unique().tolist() == ["source"]


def test_a_segment_may_be_a_column_of_accounts(tmp_path):
    eight_leads.tiny_history(
        tmp_path,
        eight_leads.EVENTS,
        leads=[{"lead_id": "newly", "account_id": "x"}],
        accounts=[{"account_id": "x", "industry": "bank"}],
        stage_changes=[{"lead_id": "same", "stage": "won", "entered_at": eight_leads.at(7)}],
    )
    found = ls.compare(tmp_path, *eight_leads.rulebooks(), eight_leads.study(segments=["industry"]))
    assert found.by_segment[found.by_segment["value"] == "bank"]["group"].tolist() == ["newly"]
    assert "(empty)" in found.by_segment["value"].tolist()


def test_alerts_of_either_rulebook_are_counted_a_week(tmp_path):
    rest = eight_leads.PATHS + ALERT
    found = ls.compare(eight_leads.history(tmp_path), *eight_leads.rulebooks(rest_a=rest), eight_leads.study())
    [row] = found.alerts.to_dict("records")
    assert (row["alert"], row["alerts_a"], row["leads_a"]) == ("call", 2, 2)  # same and customer; late and unseen lie after the period
    assert row["per_week_a"] == pytest.approx(2 / (20 / 7))
    assert np.isnan(row["alerts_b"])


def test_both_rulebooks_are_judged_on_the_same_rows(found):
    figures = found.figures.set_index("figure")
    assert figures.index.tolist() == ["auc", "share_of_winners", "conversion_of_qualified"]
    assert figures.loc["conversion_of_qualified", ["a", "b"]].tolist() == [2 / 4, 3 / 4]
    assert figures.loc["auc", "difference"] == pytest.approx(figures.loc["auc", "b"] - figures.loc["auc", "a"])


def test_a_rulebook_compared_with_itself_moves_nobody(tmp_path):
    book = eight_leads.rulebooks()[0]
    found = ls.compare(eight_leads.history(tmp_path), book, book, eight_leads.study())
    assert (found.moving, len(found.movers), len(found.by_rule)) == (0, 0, 0)
    assert found.figures["difference"].tolist() == [0, 0, 0]


def test_without_paths_a_lead_qualifies_by_crossing_the_line(tmp_path, found):
    line = ls.compare(eight_leads.history(tmp_path), *eight_leads.rulebooks("", ""), eight_leads.study())
    assert (line.a.by, line.b.by, found.a.by) == ("line", "line", "paths")
    assert line.groups.equals(found.groups)
    assert line.by_path["path_b"].tolist() == ["line", "line", "line", "", "line"]


def test_a_rulebook_without_paths_and_without_a_line_is_told(tmp_path):
    with pytest.raises(InputError, match="must say who is qualified"):
        ls.compare(eight_leads.history(tmp_path), *eight_leads.rulebooks(rest_b=""), eight_leads.study(judge={"score": "interest"}))


def test_faults_of_both_rulebooks_are_told_at_once(tmp_path):
    a, b = eight_leads.text_a().replace("score: interest", "score: fit", 1), eight_leads.text_b()
    a = a.replace("{score: interest, at_least", "{score: fit, at_least")
    (tmp_path / "a.yml").write_text(a)
    (tmp_path / "b.yml").write_text(b.replace("points: 20", "points: many"))
    with pytest.raises(FaultsError) as told:
        ls.compare(eight_leads.history(tmp_path / "data"), tmp_path / "a.yml", tmp_path / "b.yml", eight_leads.study())
    assert "b.yml: scores[0].rules[0].points" in str(told.value)
    assert "a.yml must have the score that the study judges, 'interest'; its score is fit. Hint: rename it (under" in str(told.value)
    assert "judge.score" not in str(told.value)


def test_other_populations_are_judged_on_the_rows_that_both_hold(tmp_path):
    only_web = eight_leads.PATHS + "\npopulation: {where: \"source = 'web'\"}"
    found = ls.compare(eight_leads.history(tmp_path), *eight_leads.rulebooks(rest_b=only_web), eight_leads.study())
    assert by_group(found, "leads")["later"] == 0
    assert by_group(found, "leads")["no longer"] == 2


@pytest.mark.parametrize(("won", "all_", "ends"), [(5, 10, (0.2366, 0.7634)), (0, 10, (0.0, 0.2775)), (10, 10, (0.7225, 1.0))])
def test_wilson_intervals_are_those_of_the_books(won, all_, ends):
    low, high = wilson(np.array([float(won)]), np.array([float(all_)]))
    assert (round(float(low[0]), 4), round(float(high[0]), 4)) == ends
