"""The page's sections on other structures and on candidates for new rules."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from leadscore_analysis.charts import draw_gains
from leadscore_analysis.charts.gains import alt_text
from leadscore_analysis.reports.calibration.structure import structure_sections
from leadscore_analysis.suggestion import summary
from leadscore_analysis.suggestion.candidates.table import COLUMNS as CANDIDATE_COLUMNS
from leadscore_analysis.suggestion.structure.table import COLUMNS as STRUCTURE_COLUMNS
from leadscore_analysis.words import languages, read_words
from tests import report_tables as tables

NONE = float("nan")


def structure() -> pd.DataFrame:
    helped = (
        "interest",
        "demo",
        "expiry",
        "never",
        "60d",
        "15",
        "20",
        "change",
        13,
        6,
        5,
        4,
        6,
        4e-4,
        1e-4,
        7e-4,
        1e-4,
        90,
        40,
        "helps",
        "x",
    )
    kept = ("interest", "mail", "", "", "", "5", "", "keep", 13, 6, 0, NONE, NONE, 0.0, 0.0, 0.0, 0.0, 90, 3, "nothing_better", "")
    locked = ("interest", "chat", "", "", "", "5", "", "keep", 0, 0, 0, NONE, NONE, NONE, NONE, NONE, NONE, 0, 0, "left_alone", "")
    return pd.DataFrame([helped, kept, locked], columns=STRUCTURE_COLUMNS)


def candidates() -> pd.DataFrame:
    figures = (4e-4, 1e-4, 7e-4, 1e-4, 0.01, 0.02, -0.01, 0.05)
    added = ("event type", "webinar", "lately", "", 10.0, 6.0, 13.0, "add", *figures, 90, 40, 0.1, 0.03, 2, "helps", "{rule: webinar}")
    few = ("attribute", "colour", "value", "red", 5.0, -6.0, 13.0, "keep", *figures, 90, 3, 0.1, 0.03, 2, "too_little_data", "{rule: red}")
    return pd.DataFrame([added, few], columns=CANDIDATE_COLUMNS)


@pytest.mark.parametrize("language", languages())
def test_both_sections_are_told_in_every_language(language):
    words = read_words(language)
    found = list(structure_sections(tables.suggestion(structure=structure(), candidates=candidates()), words))
    assert [section.anchor for section in found] == ["structure", "candidates"]
    cells = [cell for section in found for table in section.tables for row in table.rows for cell in row]
    assert "60d" in cells
    assert {"en": "never", "nl": "nooit", "sv": "aldrig"}[language] in cells
    assert any("webinar" in cell for cell in cells)


def test_only_rules_with_another_structure_stand_in_the_table_and_a_candidate_without_merit_is_left_out():
    found = list(structure_sections(tables.suggestion(structure=structure(), candidates=candidates()), read_words("en")))
    assert [row[0] for row in found[0].tables[0].rows] == ["demo"]
    assert found[0].sentences[-1].startswith("Of 3 rules 2 have no structure that is surely better")
    assert [row[2] for row in found[1].tables[0].rows] == ["add", "leave out"]


def test_where_nothing_was_tried_there_is_no_section():
    assert list(structure_sections(tables.suggestion(), read_words("en"))) == []


def test_what_few_converting_leads_tell_is_hidden():
    shown = tables.suggestion(structure=structure(), candidates=candidates()).shown_candidates()
    assert shown["converting_leads"].tolist() == [40, "< 5"]
    assert shown["gain"].isna().tolist() == [False, True]


def test_leads_of_a_rule_that_is_left_alone_are_not_counted_and_not_told_as_none():
    shown = tables.suggestion(structure=structure()).shown_structure()
    assert shown["leads"].tolist() == [90, 90, None]
    assert shown["converting_leads"].tolist() == [40, "< 5", None]


def test_each_column_of_leads_tells_which_they_are():
    found = list(structure_sections(tables.suggestion(structure=structure(), candidates=candidates()), read_words("en")))
    headings = [[heading.text for heading in section.tables[0].headings] for section in found]
    assert headings[0][6:8] == ["leads with it then", "of these convert"]
    assert "converting leads with it" in headings[1]


def test_a_gain_in_share_of_winners_is_in_percentage_points():
    table = next(structure_sections(tables.suggestion(candidates=candidates()), read_words("en"))).tables[0]
    place = [heading.text for heading in table.headings].index("share of winners rises by (percentage points)")
    assert table.rows[0][place] == "2.0 (\N{MINUS SIGN}1.0 to 5.0)"


def test_the_summary_has_a_heading_over_structures_and_over_candidates():
    told = summary(tables.suggestion(structure=structure(), candidates=pd.concat([candidates().head(1)] * 7)))
    heads = [line for line in told if not line.startswith(" ")]
    assert heads[1:3] == ["1 rule would get another structure", "7 candidates for new rules are worth adding"]
    assert "  2 more stand in candidates.csv" in told


def test_the_chart_has_a_row_a_change_that_gains_something_known():
    table = structure().assign(what=["demo: expiry 60d", "mail", "chat"], chosen=[True, False, False])
    ax = draw_gains(table, Figure().subplots())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["demo: expiry 60d", "mail"]
    assert alt_text(table) == "How far the log loss falls: demo: expiry 60d 0.00040; mail 0.00000."


def test_a_suggestion_of_another_structure_alone_is_a_change():
    kept = tables.points().assign(verdict="keep")
    assert tables.suggestion(points=kept).changes == 0
    assert tables.suggestion(points=kept, structure=structure()).changes == 1
