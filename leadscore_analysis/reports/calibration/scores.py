"""Sections on how the current score works: the funnel, the scores' distribution, bands and lift."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import conversion_by_band, funnel, lift_by_decile, score_distribution
from leadscore_analysis.charts.missed_winners import count_shown
from leadscore_analysis.reports.drawn import drawn
from leadscore_analysis.reports.few import few_hidden
from leadscore_analysis.reports.page import Section
from leadscore_analysis.reports.tables import LEADS, RATE, Column, table_for_people
from leadscore_analysis.words import Words


def funnel_section(table: DataFrame, smallest: int, words: Words) -> Section:
    """The stages with their counts, shares and median times; stages that fewer than ``smallest`` leads reached are not drawn."""
    shown = few_hidden(table, leads="leads", smallest=smallest, keep=["stage"], wider="leads_in_all", words=words)
    skipping = _skipping(table, smallest, words)
    table = table[shown["leads"] == table["leads"]]
    alt = funnel.alt_text(table, words)
    columns = (
        Column("stage", "text"),
        Column("leads", "count"),
        Column("share_of_first", "share"),
        Column("share_of_previous", "share"),
        Column("median_days_from_previous", "days"),
        Column("leads_in_all", "count"),
    )
    title = words.say("calibration.funnel.title")
    height = 0.5 + 0.42 * len(table)
    chart = drawn(partial(charts.draw_funnel, table, words=words), name="funnel", title=title, alt=alt, height=height)
    return Section(
        "funnel",
        title,
        sentences=(words.say("calibration.funnel.lead"),),
        charts=(replace(chart, note=skipping),),
        tables=(table_for_people(shown, columns, caption=words.say("calibration.funnel.caption"), file="funnel.csv", words=words),),
    )


def _skipping(table: DataFrame, smallest: int, words: Words) -> str:
    """How many leads reached the last stage in all, and how many by way of each stage in order; nothing of single leads, and nothing where
    all of them came in order.
    """
    last = table.iloc[-1]
    in_all, in_order = int(last["leads_in_all"]), int(last["leads"])
    if 0 < in_order < smallest or in_all == in_order:
        return ""
    name = "skipped_few" if in_all - in_order < smallest else "skipped"
    values = {"stage": str(last["stage"]), "in_all": count_shown(in_all, smallest, words), "in_order": words.count(in_order)}
    return words.sentences[f"calibration.funnel.{name}"].format(**values, smallest=smallest)


def distribution_section(table: DataFrame, line: float | None, words: Words) -> Section:
    """The scores of converting rows beside those of the others."""
    draw = partial(charts.draw_score_distribution, table, line=line, words=words)
    alt = score_distribution.alt_text(table, words)
    title = words.say("calibration.distribution.title")
    return Section(
        "distribution",
        title,
        sentences=(words.say("calibration.distribution.lead"), alt),
        charts=(drawn(draw, name="distribution", title=title, alt=alt, file="score_distribution.csv"),),
    )


def bands_section(table: DataFrame, words: Words) -> Section:
    """Conversion by band of the judged score, with intervals."""
    columns = (
        Column("band", "text"),
        Column("from", "points"),
        Column("rows", "count"),
        *LEADS,
        RATE,
    )
    draw = partial(charts.draw_conversion_by_band, table, words=words)
    alt = conversion_by_band.alt_text(table, words)
    title = words.say("calibration.bands.title")
    caption = words.say("calibration.bands.caption")
    return Section(
        "bands",
        title,
        sentences=(words.say("calibration.bands.lead"),),
        charts=(drawn(draw, name="bands", title=title, alt=alt, height=0.9 + 0.45 * len(table)),),
        tables=(table_for_people(table, columns, caption=caption, file="conversion_by_band.csv", words=words),),
    )


def lift_section(table: DataFrame, words: Words) -> Section:
    """Lift by decile of the score, with intervals."""
    columns = (
        Column("decile", "count"),
        Column("rows", "count"),
        Column("conversions", "count"),
        Column("rate", "share"),
        Column("lift", "number", "lift_low", "lift_high"),
    )
    alt = lift_by_decile.alt_text(table, words)
    title = words.say("calibration.lift.title")
    return Section(
        "lift",
        title,
        sentences=(words.say("calibration.lift.lead"), alt),
        charts=(drawn(partial(charts.draw_lift_by_decile, table, words=words), name="lift", title=title, alt=alt),),
        tables=(table_for_people(table, columns, caption=words.say("calibration.lift.caption"), file="lift_by_decile.csv", words=words),),
    )
