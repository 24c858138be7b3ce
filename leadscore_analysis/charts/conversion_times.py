"""How soon leads convert after they reach a line."""

from __future__ import annotations

from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis.charts.axis_text import share_axis
from leadscore_analysis.charts.palette import CURRENT, SUGGESTED, lines_across, plain, said
from leadscore_analysis.words import ENGLISH, Words


def draw_conversion_times(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a curve a line: the share of its leads that have converted so many days after reaching it, within its interval.

    ``table``: ``threshold``, ``days``, ``share_converted``, ``low``, ``high``.
    """
    if table.empty:
        ax.text(0.5, 0.5, words.say("charts.none_shown"), ha="center", va="center", transform=ax.transAxes)
        ax.set_axis_off()
        return ax
    for colour, (threshold, rows) in zip((SUGGESTED, CURRENT, CURRENT), table.groupby("threshold", sort=False), strict=False):
        days, share, low, high = (rows[name].astype(float) for name in ("days", "share_converted", "low", "high"))
        ax.fill_between(days, low, high, color=colour, alpha=0.15, linewidth=0)
        ax.plot([0, *days], [0, *share], color=colour, linewidth=2)
        text = words.say("charts.around_the_line.row", threshold=words.points(float(str(threshold))))
        above = share.iloc[-1] >= table.groupby("threshold")["share_converted"].last().astype(float).max()
        said(ax, days.iloc[-1], share.iloc[-1], text, colour=colour, dx=8, dy=5 if above else -7)
    share_axis(lines_across(plain(ax)), words, which="y")
    ax.set_xlim(0, float(table["days"].max()) * 1.25)
    ax.set_xlabel(words.say("charts.conversion_times.x"))
    ax.set_ylabel(words.say("charts.conversion_times.y"))
    return ax


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: for each line how many have converted halfway and at the end."""
    if table.empty:
        return words.say("charts.none_shown")
    lines = [_told(float(str(threshold)), rows, words) for threshold, rows in table.groupby("threshold", sort=False)]
    return words.say("charts.conversion_times.alt", lines="; ".join(lines))


def _told(threshold: float, rows: DataFrame, words: Words) -> str:
    half, end = rows.iloc[(len(rows) - 1) // 2], rows.iloc[-1]
    return words.say(
        "charts.conversion_times.of",
        threshold=words.points(threshold),
        half=words.share(float(half["share_converted"])),
        half_days=words.points(round(float(half["days"]), 1)),
        share=words.share(float(end["share_converted"])),
        days=words.points(round(float(end["days"]), 1)),
    )
