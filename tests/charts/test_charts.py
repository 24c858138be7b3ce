from collections.abc import Callable
from functools import partial
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leadscore_analysis import charts
from leadscore_analysis.charts import (
    cards,
    change_path,
    conversion_by_band,
    funnel,
    lift_by_decile,
    missed_winners,
    points,
    score_distribution,
    threshold_table,
)
from leadscore_analysis.words import read_words
from tests import report_tables as tables

DRAWINGS: dict[str, Callable[[Axes], Axes]] = {
    "cards": partial(charts.draw_cards, tables.cards()),
    "auc": partial(charts.draw_cards, tables.cards(), figure="auc"),
    "path": partial(charts.draw_change_path, tables.change_path()),
    "bands": partial(charts.draw_conversion_by_band, tables.conversion_by_band()),
    "funnel": partial(charts.draw_funnel, tables.funnel()),
    "lift": partial(charts.draw_lift_by_decile, tables.lift_by_decile()),
    "missed": partial(charts.draw_missed_winners, tables.missed_winners()),
    "points": partial(charts.draw_points, tables.points()),
    "scores": partial(charts.draw_score_distribution, tables.score_distribution(), line=75),
    "thresholds": partial(charts.draw_threshold_table, tables.threshold_table(), capacity=40, marks={"in force": 75}),
}


def svg(draw: Callable[[Axes], object], alt: str = "what it shows") -> str:
    return charts.chart_svg(draw, name="chart", title="Title", alt=alt)


def read(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - the text was made here


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_chart_draws_on_the_axes_it_is_given_and_hands_them_back(name: str) -> None:
    ax = Figure().add_subplot()
    assert DRAWINGS[name](ax) is ax


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_chart_is_the_same_text_each_time_and_holds_no_inline_style(name: str) -> None:
    first = svg(DRAWINGS[name])
    assert first == svg(DRAWINGS[name])
    assert "style=" not in first
    assert "<style" not in first


def test_text_in_a_chart_stays_text() -> None:
    texts = [node.text for node in read(svg(DRAWINGS["funnel"])).iter() if node.tag.endswith("}text")]
    assert "5,120 · 26% of previous · 34 d" in texts


def test_a_chart_has_a_title_and_a_description_that_readers_find() -> None:
    root = read(svg(DRAWINGS["lift"], alt="a < b"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "chart-title chart-desc"
    assert [(node.get("id"), node.text) for node in list(root)[:2]] == [("chart-title", "Title"), ("chart-desc", "a < b")]


def test_names_from_data_are_text_and_nothing_else() -> None:
    table = tables.points().assign(term="<script>alert(1)</script> $x^2$")
    drawn = svg(partial(charts.draw_points, table))
    assert "<script" not in drawn
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x^2$" in drawn


@pytest.mark.parametrize("draw", [charts.draw_points, charts.draw_missed_winners, charts.draw_funnel, charts.draw_conversion_by_band])
def test_a_chart_of_an_empty_table_says_nothing_wrong(draw: Callable[[pd.DataFrame, Axes], Axes]) -> None:
    source = {
        charts.draw_points: tables.points,
        charts.draw_missed_winners: tables.missed_winners,
        charts.draw_funnel: tables.funnel,
        charts.draw_conversion_by_band: tables.conversion_by_band,
    }[draw]
    assert svg(partial(draw, source().head(0)))


def test_the_alt_text_of_lift_says_both_ends() -> None:
    said = lift_by_decile.alt_text(tables.lift_by_decile())
    assert said.startswith("The highest tenth of the scores converts 3.4 times as often as the average (2.9 to 3.9), at 17%;")
    assert said.endswith("the lowest tenth 0.1 times, at 0.50%.")


def test_the_alt_text_of_bands_begins_with_the_highest() -> None:
    assert "hot 17% (14% to 20%); warm 5.8%" in conversion_by_band.alt_text(tables.conversion_by_band())


def test_the_alt_text_of_the_threshold_table_says_what_each_mark_brings() -> None:
    said = threshold_table.alt_text(tables.threshold_table(), marks={"suggested": 60})
    assert "At 60 points (suggested): 40.0 new leads a week and 61% of winners." in said


def test_a_mark_between_two_thresholds_stands_at_the_next_reachable_one() -> None:
    assert threshold_table.row_at(tables.threshold_table(), 75)["threshold"] == 80


def test_the_alt_text_of_scores_names_the_middle_of_either_group() -> None:
    said = score_distribution.alt_text(tables.score_distribution())
    assert said == "The middle converting row scores 50 to 60 points, the middle other row 10 to 20."


def test_the_alt_text_of_points_names_the_largest_changes() -> None:
    assert points.alt_text(tables.points()).startswith(
        "4 of 5 terms change. pricing-page from 5 to 15; job-title=Intern from 2 to \N{MINUS SIGN}5;"
    )


def test_the_alt_text_of_the_change_path_names_the_recommended_step() -> None:
    assert change_path.alt_text(tables.change_path()) == (
        "Log loss by number of changes: 0 changes 0.05120; 1 change 0.05010; 3 changes 0.05000. Recommended: 1 change."
    )


def test_the_alt_text_of_cards_leaves_out_an_interval_that_is_not_known() -> None:
    assert cards.alt_text(tables.cards().head(4), figure="auc").endswith("base rate (any order) 0.500.")


def test_the_axis_of_an_auc_is_written_as_the_language_writes_numbers() -> None:
    drawn = charts.chart_svg(partial(charts.draw_cards, tables.cards(), figure="auc", words=read_words("nl")), name="c", title="t", alt="a")
    assert (">0,8<" in drawn, ">0.8<" in drawn) == (True, False)


def test_the_alt_text_of_missed_winners_counts_every_kind() -> None:
    assert missed_winners.alt_text(tables.missed_winners()) == ("13 missed winners. below the line: 8; before crossing: 4; no event: 1.")


def test_the_first_stage_of_a_funnel_has_only_its_count() -> None:
    assert funnel.step_text(tables.funnel().iloc[0]) == "20,000"


def test_a_step_with_structures_is_told_apart_from_one_with_as_many_changes_of_points() -> None:
    table = pd.DataFrame({"changes": [0, 1, 2, 2, 3], "structures": [0, 0, 0, 1, 2]})
    assert change_path.step_names(table)[-3:] == ["2 changes", "2 changes, with structure", "3 changes, with structure"]
