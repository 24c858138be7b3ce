"""Missed winners by kind: conversions that the line in force did not see coming."""

from __future__ import annotations

from matplotlib.axes import Axes
from pandas import DataFrame, Series

from leadscore_analysis.charts.palette import CURRENT, SOFT_INK, named_rows, said, without_scale
from leadscore_analysis.words import ENGLISH, Words


def draw_missed_winners(table: DataFrame, ax: Axes, *, smallest: int = 1, words: Words = ENGLISH) -> Axes:
    """``ax`` with a bar a kind: how many converting leads stayed below the line, converted before crossing, or had no event.

    ``table``: a row a missed winner, with ``kind``. Counts below ``smallest`` are not drawn, and read "< 5".
    """
    counts = counts_by_kind(table)
    named_rows(ax, [_name(kind, words) for kind in counts.index])
    drawn = [count if count >= smallest else 0 for count in counts]
    ax.barh(range(len(counts)), drawn, height=0.62, color=CURRENT)
    for row, (count, length) in enumerate(zip(counts, drawn, strict=True)):
        said(ax, length, row, count_shown(count, smallest, words), dx=5)
    if counts.empty:
        said(ax, 0, 0, words.say("charts.missed_winners.none"), colour=SOFT_INK)
    ax.set_xlim(0, max([1, *drawn]) * 1.15)
    return without_scale(ax)


def counts_by_kind(table: DataFrame) -> Series[int]:
    """Missed winners a kind, the most frequent first."""
    return table["kind"].value_counts().sort_index().sort_values(ascending=False, kind="stable")


def count_shown(count: int, smallest: int, words: Words = ENGLISH) -> str:
    """A count of leads as it may be shown: "< 5" where it is small and not zero."""
    return words.say("numbers.below", number=smallest) if 0 < count < smallest else words.count(count)


def alt_text(table: DataFrame, *, smallest: int = 1, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: every kind with its count."""
    kinds = [f"{_name(kind, words)}: {count_shown(count, smallest, words)}" for kind, count in counts_by_kind(table).items()]
    return words.say(
        "charts.missed_winners.alt",
        leads=count_shown(len(table), smallest, words),
        kinds="; ".join(kinds) or words.say("charts.missed_winners.none"),
    )


def _name(kind: object, words: Words) -> str:
    return words.name(str(kind))
