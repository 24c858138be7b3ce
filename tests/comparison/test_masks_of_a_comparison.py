"""What leaves the program of a comparison: no group of few leads, nor one that a total tells."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import leadscore_analysis as ls
from leadscore_analysis.comparison import shown_tables, summary, write
from leadscore_analysis.comparison.conversion import ALL_A, ALL_B, NEITHER
from leadscore_analysis.comparison.instants import GROUPS
from leadscore_analysis.comparison.shown import hidden_cells
from leadscore_analysis.evaluation.masks import lead_codes
from tests.comparison import eight_leads


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The comparison of eight leads, with groups of five and more shown."""
    study = eight_leads.study(privacy={"smallest_group": 5})
    return ls.compare(eight_leads.history(tmp_path_factory.mktemp("eight")), *eight_leads.rulebooks(), study)


def groups(*leads):
    names = [*GROUPS, ALL_A, ALL_B, NEITHER]
    counts = [*leads, sum(leads) - leads[2], sum(leads) - leads[3], 900]
    blank = dict.fromkeys(["rate", "low", "high", "median_days", "converting_between", "rows"], np.nan)
    return pd.DataFrame({"group": names, "leads": counts, "converting_leads": 0, "interval": "Wilson"}).assign(**blank)


def shown_leads(found, *leads):
    shown = shown_tables(replace(found, groups=groups(*leads)))["groups"]["leads"].tolist()[:5]
    return ["" if pd.isna(count) else count for count in shown]


def test_groups_of_many_leads_are_shown(found):
    assert shown_leads(found, 50, 40, 30, 20, 60) == [50, 40, 30, 20, 60]


def test_a_group_of_few_leads_takes_another_with_it_as_all_under_one_rulebook_would_tell(found):
    assert shown_leads(found, 50, 40, 3, 20, 60) == [50, "", "< 5", "", 60]


def test_a_hidden_count_alone_among_those_of_a_total_takes_the_smallest_other_with_it():
    all_of_them = [np.ones(4, dtype=bool)]
    assert hidden_cells(np.array([3.0, 9.0, 7.0, 0.0]), all_of_them, smallest=5).tolist() == [True, False, True, False]
    assert hidden_cells(np.array([3.0, 9.0, 7.0, 2.0]), all_of_them, smallest=5).tolist() == [True, False, False, True]
    assert hidden_cells(np.array([3.0, 9.0, 7.0, 0.0]), [], smallest=5).tolist() == [True, False, False, False]


def test_a_hidden_group_is_hidden_in_every_breakdown(found):
    weeks = pd.DataFrame({"week": ["2026-01-01"] * 5 + ["2026-01-08"] * 5, "group": [*GROUPS] * 2, "leads": [25, 20, 3, 10, 30] * 2})
    tables = shown_tables(replace(found, groups=groups(50, 40, 3, 20, 60), by_week=weeks))
    hidden = tables["by_week"].groupby("group")["leads"].apply(lambda leads: pd.to_numeric(leads, errors="coerce").isna().all())
    assert hidden.to_dict() == {"earlier": False, "later": True, "newly": True, "no longer": True, "unchanged": False}


def test_nothing_of_single_leads_is_left_in_tables_of_few(found):
    tables = shown_tables(found)
    assert set(tables["groups"]["leads"]) == {"< 5"}
    for name in ("groups", "by_path", "by_rule", "by_segment"):
        numbers = tables[name].select_dtypes("number")
        assert numbers.isna().all(axis=None), name
    assert not any(isinstance(count, float | int) and 0 < count < 5 for count in tables["by_week"]["leads"])
    assert tables["figures"]["figure"].tolist() == ["auc", "share_of_winners"]


def test_movers_are_listed_by_the_codes_of_the_study(found):
    movers = shown_tables(found)["movers"]
    assert set(movers["lead"]) == set(lead_codes(["earlier", "later", "newly", "gone"], study="eight"))
    assert movers["group"].tolist() == ["earlier", "no longer", "later", "newly"]  # by the day of their first instants: 2, 2, 2, 4


def test_files_are_written_whole_and_their_figures_are_those_of_the_tables(found, tmp_path):
    paths = write(found, tmp_path)
    names = "by_path by_rule by_segment by_week comparison figures groups movers volume"
    assert sorted(path.stem for path in paths) == sorted(names.split())
    told = json.loads((tmp_path / "comparison.json").read_text())
    assert told == summary(found)
    assert told["left_out"] == {"before_first_moment": 0, "converted_already": "< 5", "reaches_into_holdout": "< 5", "not_yet_known": 0}
    assert told["groups"]["earlier"]["leads"] == "< 5"
    assert pd.read_csv(tmp_path / "groups.csv")["group"].tolist() == [*GROUPS, ALL_A, ALL_B, NEITHER]


def test_alerts_of_an_earlier_comparison_do_not_stay_behind(found, tmp_path):
    (tmp_path / "alerts.csv").write_text("old")
    write(found, tmp_path)
    assert not (tmp_path / "alerts.csv").exists()
