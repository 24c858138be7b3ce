"""The page of a comparison: its first screen, its sections, and the cases of nobody moving and of too few leads."""

from __future__ import annotations

import re

import pytest

import leadscore_analysis as ls
from leadscore_analysis.comparison import shown_tables
from leadscore_analysis.reports.compare import CompareInputs, compare_page
from leadscore_analysis.reports.compare.first_screen import findings
from leadscore_analysis.words import ENGLISH, read_words
from tests.comparison import comparison_tables as tables
from tests.comparison import eight_leads

SAID = ("Rule visit gives 20 points instead of 10.",)


def inputs(*, differences=SAID, **changed):
    return CompareInputs(tables.comparison(**changed), differences, "leadscore compare study.yml a.yml b.yml")


def answers(**changed):
    return [finding.answer for finding in findings(inputs(**changed), ENGLISH)]


def test_the_first_screen_says_what_changes_whom_it_hits_and_how_those_converted():
    changes, hits, converted = answers()
    assert changes.startswith("The rulebooks differ in 1 place. Of those who first qualify in the 2.3 weeks from 1 January 2026 to 17")
    assert "1,200 leads qualify under B against 1,250 under A: " in changes
    assert hits.startswith("190 leads qualify newly and 240 no longer; 460 qualify earlier (by 3.2 d in the middle)")
    assert "above all active (+20 points)" in hits
    assert "above all blog (\N{MINUS SIGN}25 points)" in hits
    assert converted.startswith(
        "Within 10 days 4.7% (3.0% to 9.0%) of the newly qualified converted, and fewer than 5 of 240 of those no longer"
    )


def test_the_first_screen_says_how_sure_the_difference_is():
    assert "1.2 percentage points (0.7 to 1.9) is more than chance" in answers()[2]
    unsure = tables.figures().assign(low=-0.01)
    assert "may be chance" in answers(figures=unsure)[2]
    worse = tables.figures().assign(difference=-0.02, low=-0.03, high=-0.01)
    assert "\N{MINUS SIGN}2.0 percentage points (\N{MINUS SIGN}3.0 to \N{MINUS SIGN}1.0) is more than chance" in answers(figures=worse)[2]


def test_of_a_group_without_leads_no_conversion_is_told():
    nobody = tables.groups()
    nobody.loc[nobody["group"] == "newly", ["leads", "converting_leads"]] = 0
    nobody.loc[nobody["group"] == "newly", ["rate", "low", "high"]] = tables.NONE
    assert answers(groups=nobody)[2].startswith(
        "Within 10 days fewer than 5 of 240 of those no longer qualified converted. Of all who qualify"
    )
    nobody.loc[nobody["group"] == "no longer", ["leads", "converting_leads"]] = 0
    assert answers(groups=nobody)[2].startswith("Of all who qualify")


def test_the_page_says_what_the_share_of_neither_is_of_and_what_no_bar_may_hide():
    html = compare_page(inputs())
    assert "the share is of 138,000 lead-moments of 7,000 leads" in html
    assert "the count is 0 to 4, or one that is left out because a total would tell" in html


def test_every_table_and_chart_names_the_file_with_its_rows():
    html = compare_page(inputs())
    files = {f"{name}.csv" for name in shown_tables(tables.comparison())} - {"movers.csv"}
    assert files <= set(re.findall(r"<code>([a-z_]+\.csv)</code>", html))


def test_the_sections_stand_in_order():
    anchors = re.findall(r'<section id="([a-z-]+)"', compare_page(inputs()))
    expected = "groups conversion figures weeks points paths segments volume alerts rules limits repeat"
    assert anchors == expected.split()


def test_rulebooks_that_mean_the_same_have_a_page_that_says_so(tmp_path):
    book = eight_leads.rulebooks()[0]
    same = CompareInputs(ls.compare(eight_leads.history(tmp_path), book, book, eight_leads.study()), (), "leadscore compare")
    changes, hits, converted = (finding.answer for finding in findings(same, ENGLISH))
    assert changes.startswith("The two rulebooks mean the same. Nobody moves:")
    assert hits == "Nobody qualifies newly, no longer, earlier or later."
    assert converted == "All figures are the same under both."
    html = compare_page(same)
    assert "every rule, line and alert is alike" in html
    assert 'id="weeks"' not in html


def test_a_few_leads_that_move_are_too_few_to_judge_by(tmp_path):
    study = eight_leads.study(privacy={"smallest_group": 5})
    few = CompareInputs(ls.compare(eight_leads.history(tmp_path), *eight_leads.rulebooks(), study), SAID, "leadscore compare")
    assert findings(few, ENGLISH)[2].answer.startswith("Too few leads move to say how they convert: < 5 of them, and 20 are needed")
    html = compare_page(few)
    assert not re.search(r'<td class="number">\s*[1-4]\s*</td>', html)


def test_no_name_of_the_data_becomes_html():
    nasty = "<script>alert(1)</script>"
    html = compare_page(inputs(by_rule=tables.by_rule().assign(rule=nasty), differences=(nasty,)))
    assert "<script" not in html


def test_two_rulebooks_of_one_name_and_version_go_by_their_files():
    a, b = eight_leads.rulebooks()
    comparison = tables.comparison()
    assert (a.name, b.name) == ("a", "b")
    assert "eight: a, version 1 (A) against b, version 1 (B)" in compare_page(CompareInputs(comparison, SAID, ""))


@pytest.mark.parametrize("language", ["nl", "sv"])
def test_the_page_is_said_in_other_languages(language):
    html = compare_page(inputs(), read_words(language))
    assert f'<html lang="{language}">' in html
    assert read_words(language).sentences["comparison.groups.title"] in html
    assert "What changes" not in html


def test_no_moving_leads_but_other_scores_still_tell_whom_sales_would_reach():
    still = tables.groups().assign(
        leads=lambda table: table["leads"].where(~table["group"].isin(["earlier", "later", "newly", "no longer"]), 0)
    )
    assert "B would have reached 48% of the winners" in answers(groups=still)[2]


def test_without_a_capacity_nothing_is_said_of_winners():
    figures = tables.figures()
    told = answers(figures=figures[figures["figure"] != "share_of_winners"], study=eight_leads.study(capacity=None))[2]
    assert "winners" not in told


def test_points_suggested_from_the_same_weeks_come_with_a_warning():
    assert "Beware: the points of B were suggested from these same weeks" in answers(fitted_here=("B",))[2]
    assert "Beware" not in answers()[2]
