"""The scores of converting rows beside the scores of the others."""

from __future__ import annotations

from matplotlib.axes import Axes
from pandas import DataFrame, Series, to_numeric

from leadscore_analysis.charts.axis_text import share_axis
from leadscore_analysis.charts.palette import CONVERTING, OTHERS, SOFT_INK, plain, said
from leadscore_analysis.words import ENGLISH, Words


def draw_score_distribution(table: DataFrame, ax: Axes, *, line: float | None = None, words: Words = ENGLISH) -> Axes:
    """``ax`` with the share of converting and of other rows in each bin of the score, and the line in force where there is one.

    ``table``: ``bin_from``, ``bin_below`` (points), ``rows``, ``converting_rows``.
    """
    converting, others = shares_by_bin(table)
    edges = [*table["bin_from"], table["bin_below"].iloc[-1]]
    for shares, colour in ((others, OTHERS), (converting, CONVERTING)):
        ax.stairs(shares.to_numpy(), edges, color=colour, linewidth=1.8)
        ax.stairs(shares.to_numpy(), edges, color=colour, fill=True, alpha=0.12)
    share_axis(plain(ax), words, which="y")
    ax.set_ylim(0, 1.2 * ax.get_ylim()[1])  # room for the names above the highest bin
    if line is not None:
        ax.axvline(line, color=SOFT_INK, linewidth=1, linestyle=(0, (4, 3)))
        right = line > (edges[0] + edges[-1]) / 2
        text = words.say("charts.line", line=words.points(line))
        said(ax, line, ax.get_ylim()[1], text, colour=SOFT_INK, dx=-4 if right else 4, ha="right" if right else "left", va="top")
    for name, colour, height in (("converting", CONVERTING, 0.93), ("others", OTHERS, 0.84)):
        ax.text(
            0.99, height, words.say(f"charts.score_distribution.{name}"), color=colour, ha="right", fontsize=10.5, transform=ax.transAxes
        )
    ax.set_xlabel(words.say("charts.score_distribution.x"))
    ax.set_ylabel(words.say("charts.score_distribution.y"))
    return ax


def shares_by_bin(table: DataFrame) -> tuple[Series[float], Series[float]]:
    """The share of the converting rows, and of the other rows, that lies in each bin; masked counts count as none."""
    converting, rows = (to_numeric(table[name], errors="coerce").fillna(0) for name in ("converting_rows", "rows"))
    others = (rows - converting).clip(lower=0)
    return converting / max(converting.sum(), 1), others / max(others.sum(), 1)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: the bin in which the middle row of either kind lies."""
    converting, others = shares_by_bin(table)
    return words.say("charts.score_distribution.alt", converting=_middle(table, converting, words), others=_middle(table, others, words))


def _middle(table: DataFrame, shares: Series[float], words: Words) -> str:
    row = table[shares.cumsum() >= min(0.5, shares.sum())].iloc[0]
    return words.interval(row["bin_from"], row["bin_below"], 0)
