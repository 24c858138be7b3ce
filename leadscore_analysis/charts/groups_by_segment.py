"""Whom a change of rulebook hits: each value of a segment with its newly and its no longer qualified leads."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis.charts.comparison_parts import COLOURS, EARLIER, LATER, NEWLY, NO_LONGER, numbers
from leadscore_analysis.charts.palette import SOFT_INK, legend_above, named_rows
from leadscore_analysis.words import ENGLISH, Words

MOST_VALUES = 6
RIGHT, LEFT = (NEWLY, EARLIER), (NO_LONGER, LATER)


def draw_groups_by_segment(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a bar a value of one segment: newly and earlier qualified leads to the right, no longer and later ones to the left.

    ``table``: the rows of one segment, those with the most leads first: ``value``, ``group``, ``leads``; masked counts are not drawn.
    """
    counts = counts_by_value(table)
    named_rows(ax, list(counts.index))
    for groups, sign in ((RIGHT, 1), (LEFT, -1)):
        start = np.zeros(len(counts))
        for group in groups:
            lengths = sign * counts[group].to_numpy(dtype=np.float64)
            ax.barh(range(len(counts)), lengths, height=0.62, left=start, color=COLOURS[group], label=words.name(group))
            start = start + lengths
    ax.axvline(0, color=SOFT_INK, linewidth=0.8)
    ax.set_xlabel(words.say("charts.groups_by_segment.x"))
    ax.xaxis.set_major_formatter(lambda value, _: words.count(abs(value)))
    legend_above(ax, 4, line=1.0, gap=1.1)
    return ax


def counts_by_value(table: DataFrame) -> DataFrame:
    """The shown leads of each moving group, a row a value; the values that come first, and no more than six."""
    order = list(dict.fromkeys(str(value) for value in table["value"]))[:MOST_VALUES]
    rows = DataFrame({"value": table["value"].astype(str), "group": table["group"], "leads": numbers(table["leads"])})
    counts = rows.pivot_table(index="value", columns="group", values="leads", aggfunc="sum", fill_value=0.0)
    return counts.reindex(index=order, columns=[*RIGHT, *LEFT]).fillna(0.0)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: each value with its moving groups, as far as they are shown."""
    values = [
        words.say(
            "charts.groups_by_segment.value",
            value=str(value),
            newly=words.count(row[NEWLY]),
            earlier=words.count(row[EARLIER]),
            no_longer=words.count(row[NO_LONGER]),
            later=words.count(row[LATER]),
        )
        for value, row in counts_by_value(table).iterrows()
    ]
    return words.say("charts.groups_by_segment.alt", values="; ".join(values))
