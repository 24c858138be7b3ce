"""What leaves the program: groups of few leads are hidden."""

from __future__ import annotations

import pandas as pd

from leadscore_analysis.evaluation.masks import lead_codes, masked, masked_figures, merged_small, shown_count


def bands(**leads) -> pd.DataFrame:
    return pd.DataFrame({"band": list(leads), "leads": list(leads.values()), "rate": 0.25, "converting_leads": 0})


def shown(table):
    return masked(table, leads="leads", smallest=5, keep=["band"]).set_index("band")


def test_a_group_of_few_leads_is_hidden_whole():
    found = shown(bands(cold=100, warm=3, hot=4))
    assert found["leads"].to_dict() == {"cold": 100, "warm": "< 5", "hot": "< 5"}
    assert found["rate"].isna().to_dict() == {"cold": False, "warm": True, "hot": True}


def test_one_hidden_group_takes_the_smallest_other_with_it_as_the_total_would_tell():
    assert shown(bands(cold=100, warm=20, hot=4))["leads"].to_dict() == {"cold": 100, "warm": "< 5", "hot": "< 5"}


def test_an_empty_group_hides_nobody():
    assert shown(bands(cold=100, hot=0))["leads"].to_dict() == {"cold": 100, "hot": 0}


def test_small_counts_of_converting_leads_are_hidden_in_a_large_group_with_what_tells_them():
    table = bands(cold=100, hot=50).assign(converting_leads=[9, 2], conversions=[40, 8])
    found = shown(table)
    assert found["converting_leads"].to_dict() == {"cold": 9, "hot": "< 5"}
    assert found["conversions"].isna().to_dict() == {"cold": False, "hot": True}
    assert found["rate"].isna().to_dict() == {"cold": False, "hot": True}  # the rate times its rows would tell


def test_a_threshold_with_few_winners_tells_neither_their_share_nor_their_days_nor_their_worth():
    table = pd.DataFrame({"threshold": [90, 80], "leads": [20, 50], "converting_leads": [1, 9], "precision": [0.05, 0.18]})
    table = table.assign(median_days_to_conversion=[3.5, 8.0], expected_value_per_week=[900.0, 4000.0], precision_low=[0.0, 0.1])
    found = masked(table, leads="leads", smallest=5, keep=["threshold"])
    assert found.loc[0].dropna().to_dict() == {"threshold": 90, "leads": 20, "converting_leads": "< 5"}
    assert found.loc[1].to_dict() == table.loc[1].to_dict()


def test_figures_of_cards_hide_counts_of_few_leads():
    figures = pd.DataFrame({"card": ["current"], "auc": [0.8], "n_rows": [40], "n_leads": [9], "n_converting_rows": [6]})
    found = masked_figures(figures.assign(n_converting_leads=2), smallest=5).loc[0].to_dict()
    assert found == {"card": "current", "auc": 0.8, "n_rows": 40, "n_leads": 9, "n_converting_rows": None, "n_converting_leads": "< 5"}


def test_thresholds_that_differ_by_few_leads_are_not_both_shown():
    table = pd.DataFrame({"threshold": [90, 80, 70, 60, 50], "leads": [3, 6, 8, 11, 30]})
    assert merged_small(table, leads="leads", smallest=5)["threshold"].tolist() == [80, 60, 50]


def test_a_lead_has_one_code_in_a_study_and_another_in_the_next():
    assert lead_codes(["a", "a", "b"], study="one") == [lead_codes(["a"], study="one")[0]] * 2 + lead_codes(["b"], study="one")
    assert lead_codes(["a"], study="one") != lead_codes(["a"], study="two")


def test_a_small_count_is_not_told():
    assert [shown_count(count, smallest=5) for count in (0, 4, 5)] == [0, "< 5", 5]
