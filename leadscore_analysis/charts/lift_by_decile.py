"""Lift by decile of the score: how many times the average conversion each tenth of the rows reaches."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from pandas import DataFrame

from leadscore_analysis.charts.intervals import draw_points_upright
from leadscore_analysis.charts.palette import CURRENT, RULE, SOFT_INK, plain, said
from leadscore_analysis.words import ENGLISH, Words


def draw_lift_by_decile(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a dot and interval a decile (1 = highest scores) and the average as a line.

    ``table``: ``decile``, ``lift``, ``lift_low``, ``lift_high``, and ``rows``, ``conversions``, ``rate`` for the alt text.
    """
    deciles = table["decile"].tolist()
    ax.axhline(1, color=RULE, linewidth=1, zorder=0)
    draw_points_upright(ax, deciles, table["lift"].tolist(), table["lift_low"].tolist(), table["lift_high"].tolist(), colour=CURRENT)
    said(ax, max(deciles) + 0.4, 1, words.say("charts.lift_by_decile.average"), colour=SOFT_INK, dy=3, ha="right", va="bottom")
    for decile, lift in zip(deciles, table["lift"], strict=True):
        said(ax, decile, lift, words.number(lift, 1), dx=6)
    ax.set_xticks(deciles)
    ax.set_xlim(0.5, max(deciles) + 0.8)
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.set_xlabel(words.say("charts.lift_by_decile.x"))
    ax.set_ylabel(words.say("charts.lift_by_decile.y"))
    return plain(ax)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: the highest and the lowest decile."""
    ordered = table.sort_values("decile")
    top, bottom = ordered.iloc[0], ordered.iloc[-1]
    return words.say(
        "charts.lift_by_decile.alt",
        lift=words.number(top["lift"], 1),
        interval=words.interval(top["lift_low"], top["lift_high"], 1),
        rate=words.share(top["rate"]),
        lowest=words.number(bottom["lift"], 1),
        lowest_rate=words.share(bottom["rate"]),
    )
