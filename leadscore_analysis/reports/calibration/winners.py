"""The section on winners that the line in force did not see coming, and on those who were faster than any score."""

from __future__ import annotations

from functools import partial

from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import missed_winners
from leadscore_analysis.reports.calibration.drawn import drawn
from leadscore_analysis.reports.page import Section, TableForPeople
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.words import Words

MOST_LEADS = 10

MISSED = (
    Column("lead", "text"),
    Column("kind", "word"),
    Column("converted_at", "day"),
    Column("highest_score", "points"),
    Column("score_at_conversion", "points"),
    Column("events", "count"),
)
FAST = (
    Column("lead", "text"),
    Column("appeared_at", "day"),
    Column("converted_at", "day"),
    Column("days", "number"),
    Column("score_at_conversion", "points"),
    Column("events", "count"),
)


def winners_section(missed: DataFrame, fast: DataFrame, words: Words) -> Section:
    """Missed winners counted by kind, the latest of them by code, and the fast converters."""
    alt = missed_winners.alt_text(missed, words)
    title = words.say("calibration.winners.title")
    draw = partial(charts.draw_missed_winners, missed, words=words)
    height = 0.5 + 0.4 * max(1, missed["kind"].nunique())
    return Section(
        "winners",
        title,
        sentences=(words.say("calibration.winners.lead"), alt, words.say("calibration.winners.fast", count=len(fast))),
        charts=(drawn(draw, name="winners", title=title, alt=alt, height=height),),
        tables=(_latest(missed, MISSED, "missed_winners", words), _latest(fast, FAST, "fast_converters", words)),
    )


def _latest(table: DataFrame, columns: tuple[Column, ...], name: str, words: Words) -> TableForPeople:
    shown = table.sort_values("converted_at", ascending=False).head(MOST_LEADS)
    note = words.say("calibration.winners.note", shown=len(shown), all=len(table))
    return table_for_people(shown, columns, caption=words.say(f"calibration.winners.{name}"), file=f"{name}.csv", note=note, words=words)
