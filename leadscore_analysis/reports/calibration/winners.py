"""The section on winners that the line in force did not see coming, and on those who were faster than any score."""

from __future__ import annotations

from functools import partial

from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import missed_winners
from leadscore_analysis.charts.missed_winners import count_shown
from leadscore_analysis.evaluation import Evaluation
from leadscore_analysis.evaluation.missed import FAST_DAYS
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
    Column("converted_at", "day"),
    Column("days_to_conversion", "days"),
    Column("score_at_conversion", "points"),
    Column("events", "count"),
)


def winners_section(evaluation: Evaluation, smallest: int, words: Words) -> Section:
    """Missed winners counted by kind (small counts masked), the latest of them by code, and the fast converters."""
    missed, fast = evaluation.missed_winners, evaluation.fast_converters
    alt = missed_winners.alt_text(missed, smallest=smallest, words=words)
    title = words.say("calibration.winners.title")
    missed_text, fast_text = (count_shown(len(table), smallest, words) for table in (missed, fast))
    draw = partial(charts.draw_missed_winners, missed, smallest=smallest, words=words)
    height = 0.5 + 0.4 * max(1, missed["kind"].nunique())
    return Section(
        "winners",
        title,
        sentences=(
            words.say("calibration.winners.lead"),
            words.say("calibration.winners.missed", missed=missed_text, conversions=count_shown(evaluation.conversions, smallest, words)),
            words.say("calibration.winners.fast", fast=fast_text, days=FAST_DAYS),
        ),
        charts=(drawn(draw, name="winners", title=title, alt=alt, height=height),) if len(missed) else (),
        tables=(_latest(missed, MISSED, "missed_winners", words), _latest(fast, FAST, "fast_converters", words)),
    )


def _latest(table: DataFrame, columns: tuple[Column, ...], name: str, words: Words) -> TableForPeople:
    shown = table.sort_values("converted_at", ascending=False).head(MOST_LEADS)
    note = words.say("calibration.winners.note", shown=len(shown), all=len(table))
    return table_for_people(shown, columns, caption=words.say(f"calibration.winners.{name}"), file=f"{name}.csv", note=note, words=words)
