"""The threshold table as a curve: what a line costs in leads a week, and which share of winners it brings."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
from pandas import DataFrame, Series

from leadscore_analysis.charts.axis_text import count_axis, share_axis
from leadscore_analysis.charts.palette import CURRENT, SOFT_INK, lines_across, plain, said
from leadscore_analysis.words import ENGLISH, Words


def draw_threshold_table(
    table: DataFrame, ax: Axes, *, capacity: float | None = None, marks: Mapping[str, float] | None = None, words: Words = ENGLISH
) -> Axes:
    """``ax`` with new leads a week against the share of winners, a dot a threshold.

    The capacity is a line; the thresholds in ``marks`` (name to points) are named.

    ``table``: ``threshold``, ``new_per_week``, ``share_of_winners``.
    """
    rows = _numbers(table).sort_values("new_per_week")
    ax.plot(rows["new_per_week"], rows["share_of_winners"], color=CURRENT, linewidth=1.6, marker="o", markersize=3.5)
    if capacity is not None:
        ax.axvline(capacity, color=SOFT_INK, linewidth=1, linestyle=(0, (4, 3)))
        said(
            ax,
            capacity,
            0,
            words.say("charts.threshold_table.capacity", capacity=words.count(capacity)),
            colour=SOFT_INK,
            dx=4,
            dy=4,
            va="bottom",
        )
    for name, threshold in (marks or {}).items():
        row = row_at(rows, threshold)
        text = words.say("charts.threshold_table.mark", name=name, threshold=words.points(threshold))
        _mark(ax, row["new_per_week"], row["share_of_winners"], text)
    ax.set_xlim(left=0)
    ax.set_xlabel(words.say("charts.threshold_table.x"))
    ax.set_ylabel(words.say("charts.threshold_table.y"))
    return count_axis(share_axis(lines_across(plain(ax)), words, which="y"), words)


def row_at(table: DataFrame, threshold: float) -> Series[float]:
    """The row of the lowest threshold at or above ``threshold``: the same leads lie at or above both."""
    rows = _numbers(table)
    reached = rows[rows["threshold"] >= threshold]
    return (reached if len(reached) else rows).sort_values("threshold", ascending=len(reached) > 0).iloc[0]


def alt_text(table: DataFrame, *, marks: Mapping[str, float] | None = None, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: each marked threshold with its leads a week and share of winners."""
    parts = [_sentence(name, threshold, row_at(table, threshold), words) for name, threshold in (marks or {}).items()]
    return words.say("charts.threshold_table.alt", thresholds=len(table), marks=" ".join(parts)).strip()


def _numbers(table: DataFrame) -> DataFrame:
    return table.astype(dict.fromkeys(["threshold", "new_per_week", "share_of_winners"], float))  # a masked table holds objects


def _sentence(name: str, threshold: float, row: Series[float], words: Words) -> str:
    return words.say(
        "charts.threshold_table.mark_alt",
        name=name,
        threshold=words.points(threshold),
        per_week=words.number(row["new_per_week"], 1),
        share=words.share(row["share_of_winners"]),
    )


def _mark(ax: Axes, x: float, y: float, text: str) -> None:
    ax.plot([x], [y], marker="o", markersize=9, markerfacecolor="white", markeredgecolor=CURRENT, markeredgewidth=2)
    said(ax, x, y, text, dx=8, dy=-5, va="top")
