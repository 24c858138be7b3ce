"""Which paths qualified the leads under A and under B."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from pandas import DataFrame, Series

from leadscore_analysis.charts.comparison_parts import COLOURS, count_text, numbers
from leadscore_analysis.charts.palette import SOFT_INK, named_rows, said, without_scale
from leadscore_analysis.words import ENGLISH, Words

MOST_ROWS = 12


def draw_leads_by_path(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a bar a group and pair of paths: how many leads it has; at most twelve, those with the most leads.

    ``table``: ``group``, ``path_a``, ``path_b`` (empty: not qualified), ``leads``; a masked count is named and not drawn.
    """
    rows = most(table)
    named_rows(
        ax,
        [
            words.say("charts.leads_by_path.name", a=_path(row["path_a"], words), b=_path(row["path_b"], words))
            for _, row in rows.iterrows()
        ],
    )
    lengths = numbers(rows["leads"])
    ax.barh(range(len(rows)), lengths, height=0.62, color=[COLOURS.get(group, SOFT_INK) for group in rows["group"]])
    for place, (length, (_, row)) in enumerate(zip(lengths, rows.iterrows(), strict=True)):
        said(ax, length, place, _text(row, words), dx=5)
    ax.set_xlim(0, max([1.0, *lengths]) * 1.5)
    return without_scale(ax)


def most(table: DataFrame) -> DataFrame:
    """The twelve rows with the most leads, in the order of the table."""
    order = Series(numbers(table["leads"]), index=table.index).sort_values(ascending=False, kind="stable").index[:MOST_ROWS]
    return table.loc[sorted(order)]


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: each pair of paths with its group and leads."""
    pairs = [
        words.say("charts.leads_by_path.pair", a=_path(row["path_a"], words), b=_path(row["path_b"], words), leads=_text(row, words))
        for _, row in most(table).iterrows()
    ]
    return words.say("charts.leads_by_path.alt", pairs="; ".join(pairs) or words.say("charts.none_shown"))


def _path(name: Any, words: Words) -> str:
    return str(name) or words.say("charts.leads_by_path.not_qualified")


def _text(row: Series[Any], words: Words) -> str:
    return words.say("charts.qualified_flow.group", group=words.name(str(row["group"])), leads=count_text(row["leads"], words))
