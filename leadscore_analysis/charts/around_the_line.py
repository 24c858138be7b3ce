"""What lines a few points higher or lower would cost and bring."""

from __future__ import annotations

from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis.charts.axis_text import count_axis
from leadscore_analysis.charts.palette import CURRENT, SOFT_INK, SUGGESTED, named_rows, said
from leadscore_analysis.words import ENGLISH, Words


def draw_around_the_line(table: DataFrame, ax: Axes, *, capacity: float | None = None, words: Words = ENGLISH) -> Axes:
    """``ax`` with a row a line, the highest on top: the new leads a week that reach it, and the conversions a week expected of them.

    ``table``: ``offset``, ``threshold``, ``new_per_week``, ``expected_conversions_per_week``; rows without numbers are left out. The line
    itself (offset 0) is coloured; the capacity is a line.
    """
    rows = shown_lines(table)
    named_rows(ax, [words.say("charts.around_the_line.row", threshold=words.points(threshold)) for threshold in rows["threshold"]])
    for row, (offset, leads, won) in enumerate(
        zip(rows["offset"], rows["new_per_week"], rows["expected_conversions_per_week"], strict=True)
    ):
        colour = SUGGESTED if offset == 0 else CURRENT
        ax.barh(row, leads, height=0.5, color=colour, alpha=0.85)
        text = words.say("charts.around_the_line.told", leads=words.number(leads, 1), conversions=words.number(won, 1))
        said(ax, leads, row, text, colour=colour, dx=6)
    if capacity is not None:
        ax.axvline(capacity, color=SOFT_INK, linewidth=1, linestyle=(0, (4, 3)))
        text = words.say("charts.threshold_table.capacity", capacity=words.count(capacity))
        said(ax, capacity, -0.6, text, colour=SOFT_INK, dx=4, dy=2, va="bottom")
    ax.set_xlim(0, 1.45 * max([*rows["new_per_week"], capacity or 0, 1e-9]))
    ax.set_xlabel(words.say("charts.around_the_line.x"))
    return count_axis(ax, words)


def shown_lines(table: DataFrame) -> DataFrame:
    """The rows that have numbers, the highest line first; a masked table holds objects."""
    columns = ["offset", "threshold", "new_per_week", "expected_conversions_per_week"]
    return table[columns].astype(float).dropna().sort_values("threshold", ascending=False, ignore_index=True)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: every line with its leads and conversions a week."""
    lines = [
        words.say(
            "charts.around_the_line.of",
            threshold=words.points(row["threshold"]),
            leads=words.number(row["new_per_week"], 1),
            conversions=words.number(row["expected_conversions_per_week"], 1),
        )
        for _, row in shown_lines(table).iterrows()
    ]
    return words.say("charts.around_the_line.alt", lines="; ".join(lines))
