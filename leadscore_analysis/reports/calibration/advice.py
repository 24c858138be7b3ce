"""Sections on what is suggested: the threshold table, current against suggested points, and the cards compared."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import cards, points, threshold_table
from leadscore_analysis.reports.calibration.drawn import drawn
from leadscore_analysis.reports.page import Chart, Section, TableForPeople
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.words import Words

MOST_THRESHOLDS = 12  # a long table is read by nobody; the file holds every reachable threshold


def threshold_section(table: DataFrame, *, capacity: float | None, marks: Mapping[str, float], words: Words) -> Section:
    """What each line costs in leads a week and brings in winners; ``marks`` names thresholds such as the line in force."""
    draw = partial(charts.draw_threshold_table, table, capacity=capacity, marks=marks, words=words)
    alt = threshold_table.alt_text(table, marks=marks, words=words)
    title = words.say("calibration.thresholds.title")
    return Section(
        "thresholds",
        title,
        sentences=(words.say("calibration.thresholds.lead"), alt),
        charts=(drawn(draw, name="thresholds", title=title, alt=alt),),
        tables=(_threshold_rows(table, marks, words),),
    )


def thresholds_to_show(table: DataFrame, marks: Mapping[str, float]) -> DataFrame:
    """At most twelve thresholds spread over the leads a week they cost, and the marked ones."""
    ordered = table.sort_values("threshold", ignore_index=True)
    spread = np.linspace(0, len(ordered) - 1, min(MOST_THRESHOLDS, len(ordered))).round().astype(int)
    marked = np.searchsorted(ordered["threshold"].to_numpy(), list(marks.values()))
    return ordered.iloc[np.unique(np.minimum([*spread, *marked], len(ordered) - 1))]


def _threshold_rows(table: DataFrame, marks: Mapping[str, float], words: Words) -> TableForPeople:
    columns = (
        Column("threshold", "points"),
        Column("leads", "count"),
        Column("new_per_week", "number"),
        Column("precision", "share"),
        Column("share_of_winners", "share"),
        Column("expected_conversions_per_week", "number"),
        Column("median_days_to_conversion", "number"),
        Column("share_converted_before_crossing", "share"),
    )
    shown = thresholds_to_show(table, marks)
    note = words.say("calibration.thresholds.note", shown=len(shown), all=len(table))
    caption = words.say("calibration.thresholds.caption")
    return table_for_people(shown, columns, caption=caption, file="threshold_table.csv", note=note, words=words)


def points_section(table: DataFrame, words: Words) -> Section:
    """Current against suggested points, with what supports each and the verdict."""
    columns = (
        Column("term", "text"),
        Column("current", "points"),
        Column("suggested", "points"),
        Column("verdict", "word"),
        Column("rows", "count"),
        Column("converting_leads", "count"),
        Column("with", "share"),
        Column("without", "share"),
        Column("lift", "number"),
        Column("reason", "sentence"),
    )
    alt = points.alt_text(table, words)
    title = words.say("calibration.points.title")
    height = 1.0 + 0.36 * min(len(points.changed_terms(table)), points.LARGEST)
    caption = words.say("calibration.points.caption")
    return Section(
        "points",
        title,
        sentences=(words.say("calibration.points.lead"), alt),
        charts=(drawn(partial(charts.draw_points, table, words=words), name="points", title=title, alt=alt, height=height),),
        tables=(table_for_people(table, columns, caption=caption, file="suggestions.csv", words=words),),
    )


def cards_section(table: DataFrame, words: Words) -> Section:
    """The current and the suggested card beside the baselines, in share of winners and in AUC."""
    columns = (
        Column("card", "word"),
        Column("share_of_winners", "share", "share_low", "share_high"),
        Column("auc", "merit", "auc_low", "auc_high"),
        Column("average_precision", "merit"),
    )
    figures: tuple[cards.Figure, ...] = ("share_of_winners", "auc") if table["share_of_winners"].notna().any() else ("auc",)
    return Section(
        "cards",
        words.say("calibration.cards.title"),
        sentences=(words.say("calibration.cards.lead"),),
        charts=tuple(_cards_chart(table, figure, words) for figure in figures),
        tables=(table_for_people(table, columns, caption=words.say("calibration.cards.caption"), file="cards.csv", words=words),),
    )


def _cards_chart(table: DataFrame, figure: cards.Figure, words: Words) -> Chart:
    return drawn(
        partial(charts.draw_cards, table, figure=figure, words=words),
        name=f"cards-{figure}",
        title=words.say(f"charts.cards.{figure}"),
        alt=cards.alt_text(table, figure=figure, words=words),
        height=0.9 + 0.36 * len(table),
    )
