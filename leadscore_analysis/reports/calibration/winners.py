"""The section on winners that the line in force did not see coming, and on those who were faster than any score."""

from __future__ import annotations

from functools import partial

from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import missed_winners
from leadscore_analysis.charts.missed_winners import count_shown
from leadscore_analysis.evaluation import Evaluation
from leadscore_analysis.evaluation.missed import FAST_DAYS
from leadscore_analysis.reports.drawn import drawn
from leadscore_analysis.reports.page import Chart, Section, TableForPeople
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
    Column("converted_at", "day"),
    Column("days_to_conversion", "days"),
    Column("score_at_conversion", "points"),
    Column("events", "count"),
)


def winners_section(evaluation: Evaluation, smallest: int, words: Words) -> Section:
    """Missed winners counted by kind, the latest of them by code, and the fast converters; what is listed by lead is counted openly."""
    missed, fast = evaluation.missed_winners, evaluation.fast_converters
    conversions, converting = (
        count_shown(count, smallest, words) for count in (evaluation.conversions, evaluation.counts.converting_leads)
    )
    return Section(
        "winners",
        words.say("calibration.winners.title"),
        sentences=(
            words.say("calibration.winners.lead"),
            words.say("calibration.winners.missed", missed=len(missed), conversions=conversions, converting=converting),
            *((words.say("calibration.winners.kinds"),) if len(missed) else ()),
            words.say("calibration.winners.fast", fast=len(fast), days=FAST_DAYS),
        ),
        charts=_kinds_chart(missed, smallest, words),
        tables=(_latest(missed, MISSED, "missed_winners", words), _latest(fast, FAST, "fast_converters", words)),
    )


def _kinds_chart(missed: DataFrame, smallest: int, words: Words) -> tuple[Chart, ...]:
    """A bar a kind, where there are several; small counts are masked unless every lead of them is listed below."""
    kinds = missed["kind"].nunique()
    if kinds < 2:
        return ()
    told = 1 if len(missed) <= MOST_LEADS else smallest
    draw = partial(charts.draw_missed_winners, missed, smallest=told, words=words)
    alt = missed_winners.alt_text(missed, smallest=told, words=words)
    return (drawn(draw, name="winners", title=words.say("calibration.winners.title"), alt=alt, height=0.5 + 0.4 * kinds),)


def _latest(table: DataFrame, columns: tuple[Column, ...], name: str, words: Words) -> TableForPeople:
    shown = table.sort_values("converted_at", ascending=False).head(MOST_LEADS)
    note = words.say("calibration.winners.note", shown=len(shown), all=len(table))
    return table_for_people(shown, columns, caption=words.say(f"calibration.winners.{name}"), file=f"{name}.csv", note=note, words=words)
