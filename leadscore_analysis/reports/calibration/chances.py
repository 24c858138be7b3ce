"""The section on chances: how likely a lead of each score is to convert, and how soon after it reaches the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np
from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import conversion_times, probability_by_score
from leadscore_analysis.reports.drawn import drawn
from leadscore_analysis.reports.page import Chart, Section, TableForPeople
from leadscore_analysis.reports.tables import LEADS, Column, table_for_people
from leadscore_analysis.thresholds import ThresholdChoices
from leadscore_analysis.thresholds.probability import departures
from leadscore_analysis.thresholds.targets import LEAST_CONVERTING_LEADS
from leadscore_analysis.words import Words

FILE = "suggested_probability_by_score.csv"
MOST_DEPARTURES = 3
MOST_ROWS = 12  # a long table is read by nobody; the file holds every range of scores

CHANCES = (
    Column("scores", "text"),
    Column("rows", "count"),
    *LEADS,
    Column("observed", "share"),
    Column("probability", "share", "probability_low", "probability_high"),
)


def chances_section(found: ThresholdChoices, tables: Mapping[str, DataFrame], smallest: int, words: Words) -> Section:
    """The chance of conversion by score with its interval and what it rests on, and the time from the line to the conversion."""
    title = words.say("calibration.chances.title")
    table = tables["probability_by_score"]
    basis = str(table["basis"].iloc[0])
    if basis == "too little data":
        return Section("chances", title, sentences=(words.say("calibration.chances.none", needed=LEAST_CONVERTING_LEADS),))
    told = words.say("calibration.chances.fitted") if basis == "fitted slope" else words.say("calibration.chances.shrunk")
    times = tables.get("conversion_times", DataFrame())
    soon = (words.say("calibration.chances.times"),) if len(times) else ()
    return Section(
        "chances",
        title,
        sentences=(told, probability_by_score.alt_text(table, words), *_departs(found, smallest, words), *soon),
        charts=tuple(_charts(found, table, times, words)),
        tables=(_table(table, words),),
    )


def _departs(found: ThresholdChoices, smallest: int, words: Words) -> Iterator[str]:
    """The scores that do not mean what those around them do, of groups that may be told."""
    far = departures(found.probability)
    far = far[(far["leads"] >= smallest) & ~far["converting_leads"].between(1, smallest - 1)].head(MOST_DEPARTURES)
    if far.empty:
        return
    places = [
        words.say(
            "calibration.chances.seen",
            scores=words.interval(row["score_from"], row["score_below"], 0),
            rate=words.share(row["rate"]),
            chance=words.share(row["probability"]),
        )
        for _, row in far.iterrows()
    ]
    yield words.say("calibration.chances.departs", places=words.listed(places))


def _charts(found: ThresholdChoices, table: DataFrame, times: DataFrame, words: Words) -> Iterator[Chart]:
    draw = partial(
        charts.draw_probability_by_score,
        table,
        break_even=None if found.costs is None else found.costs.break_even,
        line=found.line,
        words=words,
    )
    alt = probability_by_score.alt_text(table, words)
    yield drawn(draw, name="chances", title=words.say("calibration.chances.caption"), alt=alt)
    if len(times):
        yield drawn(
            partial(charts.draw_conversion_times, times, words=words),
            name="times",
            title=words.say("charts.conversion_times.y"),
            alt=conversion_times.alt_text(times, words),
            file="suggested_conversion_times.csv",
        )


def _spread(table: DataFrame, words: Words) -> DataFrame:
    """At most twelve ranges of scores, the highest first."""
    places = np.unique(np.linspace(0, len(table) - 1, min(MOST_ROWS, len(table))).round().astype(int))
    rows = table.iloc[places[::-1]]
    scores = [words.interval(float(low), float(high), 0) for low, high in zip(rows["score_from"], rows["score_below"], strict=True)]
    return rows.assign(scores=scores, observed=rows["rate"])


def _table(table: DataFrame, words: Words) -> TableForPeople:
    caption = words.say("calibration.chances.caption")
    return table_for_people(_spread(table, words), CHANCES, caption=caption, file=FILE, note=_note(table, words), words=words)


def _note(table: DataFrame, words: Words) -> str:
    return words.say("calibration.chances.note", shown=MOST_ROWS, all=len(table)) if len(table) > MOST_ROWS else ""
