"""The study's funnel: a bar a stage with its count, its share of the stage before and the median time."""

from __future__ import annotations

from matplotlib.axes import Axes
from pandas import DataFrame, Series

from leadscore_analysis.charts.palette import CURRENT, named_rows, said, without_scale
from leadscore_analysis.words import ENGLISH, Words


def draw_funnel(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a bar a stage, in the study's order.

    ``table``: ``stage``, ``leads``, ``share_of_previous``, ``median_days_from_previous`` (missing for the first stage).
    """
    named_rows(ax, [str(stage) for stage in table["stage"]])
    ax.barh(range(len(table)), table["leads"], height=0.62, color=CURRENT)
    for row, (_, stage) in enumerate(table.iterrows()):
        said(ax, stage["leads"], row, step_text(stage, words), dx=5)
    ax.set_xlim(0, max([1, *table["leads"]]) * 1.9)  # room for the words beside the longest bar
    return without_scale(ax)


def step_text(stage: Series[float], words: Words = ENGLISH) -> str:
    """A stage's numbers in a line: ``5,120 · 41% of previous · 12 d``."""
    parts = [words.count(stage["leads"])]
    if stage["share_of_previous"] == stage["share_of_previous"]:
        parts.append(words.say("charts.funnel.of_previous", share=words.share(stage["share_of_previous"])))
    if stage["median_days_from_previous"] == stage["median_days_from_previous"]:
        parts.append(words.days(stage["median_days_from_previous"]))
    return " · ".join(parts)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: every stage with its count, share and median."""
    stages = [words.say("charts.funnel.stage", stage=str(stage["stage"]), numbers=step_text(stage, words)) for _, stage in table.iterrows()]
    return words.say("charts.funnel.alt", stages="; ".join(stages))
