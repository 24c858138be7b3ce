"""Sections on what is suggested: current against suggested points, and the cards compared."""

from __future__ import annotations

from functools import partial

from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import cards, change_path, points
from leadscore_analysis.reports.drawn import drawn
from leadscore_analysis.reports.page import Chart, Section
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.suggestion.reasons import shown_points
from leadscore_analysis.words import Words


def points_section(table: DataFrame, smallest: int, words: Words) -> Section:
    """Current against suggested points, with the verdict and what supports it; the changed terms first."""
    columns = (
        Column("term", "text"),
        Column("current", "points"),
        Column("suggested", "points"),
        Column("low", "number"),
        Column("high", "number"),
        Column("verdict", "word"),
        Column("rows", "count"),
        Column("converting_leads", "count"),
        Column("with", "share"),
        Column("without", "share"),
        Column("reason", "sentence"),
    )
    alt = points.alt_text(table, words)
    title = words.say("calibration.points.title")
    shown = shown_points(_changed_first(table), smallest=smallest)
    height = 1.0 + 0.36 * min(len(points.changed_terms(table)), points.LARGEST)
    caption = words.say("calibration.points.caption")
    return Section(
        "points",
        title,
        sentences=(words.say("calibration.points.lead"), alt),
        charts=(drawn(partial(charts.draw_points, table, words=words), name="points", title=title, alt=alt, height=height),),
        tables=(table_for_people(shown, columns, caption=caption, file="suggestions.csv", words=words),),
    )


def path_section(table: DataFrame, words: Words) -> Section:
    """How much few changes bring and how much many, and which step is recommended."""
    title = words.say("calibration.path.title")
    if table["log_loss"].isna().all():
        return Section("path", title, sentences=(words.say("calibration.cards.none"),))
    columns = (
        Column("changes", "count"),
        Column("terms", "sentence"),
        Column("log_loss", "loss", "log_loss_low", "log_loss_high"),
        Column("above_best", "loss"),
        Column("standard_error", "loss"),
        Column("auc", "merit"),
        Column("share_of_winners", "share", "share_low", "share_high"),
        Column("recommended", "word"),
    )
    alt = change_path.alt_text(table, words)
    draw = partial(charts.draw_change_path, table, words=words)
    return Section(
        "path",
        title,
        sentences=(words.say("calibration.path.lead"), alt),
        charts=(drawn(draw, name="path", title=title, alt=alt, height=0.9 + 0.36 * len(table)),),
        tables=(table_for_people(table, columns, caption=words.say("calibration.path.caption"), file="change_path.csv", words=words),),
    )


def cards_section(table: DataFrame, differences: DataFrame, words: Words) -> Section:
    """The current and the suggested card beside the baselines, in share of winners and in AUC, and their paired difference."""
    if table["auc"].isna().all():
        return Section("cards", words.say("calibration.cards.title"), sentences=(words.say("calibration.cards.none"),))
    columns = (
        Column("card", "word"),
        Column("share_of_winners", "share", "share_low", "share_high"),
        Column("auc", "merit", "auc_low", "auc_high"),
        Column("average_precision", "merit", "average_precision_low", "average_precision_high"),
        Column("log_loss", "merit"),
    )
    paired = (Column("figure", "word"), Column("difference", "merit", "low", "high"))
    figures: tuple[cards.Figure, ...] = ("share_of_winners", "auc") if table["share_of_winners"].notna().any() else ("auc",)
    return Section(
        "cards",
        words.say("calibration.cards.title"),
        sentences=(words.say("calibration.cards.lead"),),
        charts=tuple(_cards_chart(table, figure, words) for figure in figures),
        tables=(
            table_for_people(table, columns, caption=words.say("calibration.cards.caption"), file="cards.csv", words=words),
            table_for_people(differences, paired, caption=words.say("calibration.cards.paired"), file="suggestions.json", words=words),
        ),
    )


def _cards_chart(table: DataFrame, figure: cards.Figure, words: Words) -> Chart:
    return drawn(
        partial(charts.draw_cards, table, figure=figure, words=words),
        name=f"cards-{figure}",
        title=words.say(f"charts.cards.{figure}"),
        alt=cards.alt_text(table, figure=figure, words=words),
        height=0.9 + 0.36 * len(table),
    )


def _changed_first(table: DataFrame) -> DataFrame:
    return table.assign(kept=table["verdict"] == "keep").sort_values("kept", kind="stable").drop(columns="kept")
