"""The moving groups by week: who comes in or comes sooner above the line, who falls out or comes later below it."""

from __future__ import annotations

from datetime import date

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from pandas import DataFrame

from leadscore_analysis.charts.comparison_parts import COLOURS, EARLIER, LATER, NEWLY, NO_LONGER, numbers, week_axis
from leadscore_analysis.charts.palette import SOFT_INK, legend_above, plain
from leadscore_analysis.words import ENGLISH, Words

ABOVE, BELOW = (NEWLY, EARLIER), (NO_LONGER, LATER)


def draw_groups_by_week(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a bar a week: newly and earlier qualified leads upwards, those no longer or later qualified downwards.

    ``table``: ``week``, ``group``, ``leads``; masked counts are not drawn, and a group without any bar is not named either.
    """
    weeks = list(dict.fromkeys(table["week"]))
    for groups, sign in ((ABOVE, 1), (BELOW, -1)):
        bottom = np.zeros(len(weeks))
        for group in groups:
            heights = sign * numbers(table.loc[table["group"] == group, "leads"])
            if heights.any():
                ax.bar(range(len(weeks)), heights, 0.8, bottom=bottom, color=COLOURS[group], label=words.name(group))
                bottom = bottom + heights
    ax.axhline(0, color=SOFT_INK, linewidth=0.8)
    ax.set_ylabel(words.say("charts.groups_by_week.y"))
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.count(abs(value))))
    if ax.containers:
        legend_above(ax, 4, line=1.0, gap=1.1)
    return week_axis(plain(ax), weeks, words)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: each moving group's leads, as far as they are shown, and its busiest week."""
    parts = []
    for group in (*ABOVE, *BELOW):
        rows = table[table["group"] == group]
        leads = numbers(rows["leads"])
        if leads.any():
            most = int(leads.argmax())
            week = words.day(date.fromisoformat(str(rows["week"].iloc[most])))
            parts.append(words.say("charts.groups_by_week.group", group=words.name(group), most=words.count(leads[most]), week=week))
    return words.say("charts.groups_by_week.alt", groups="; ".join(parts) or words.say("charts.none_shown"))
