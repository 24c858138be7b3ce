"""Axis numbers as the language writes them."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from leadscore_analysis.charts.palette import RULE
from leadscore_analysis.words import Words

LOSS_DIGITS = 5
"""Log losses of cards differ little."""


def share_axis(ax: Axes, words: Words, *, which: str = "x") -> Axes:
    """``ax`` with one axis in percentages from 0 up, and room at the far end for direct labels."""
    axis, limits = (ax.xaxis, ax.set_xlim) if which == "x" else (ax.yaxis, ax.set_ylim)
    highest = ax.dataLim.x1 if which == "x" else ax.dataLim.y1
    limits(0, highest * 1.18 if 0 < highest < float("inf") else 1)
    axis.set_major_locator(MaxNLocator(5))
    axis.set_major_formatter(FuncFormatter(lambda share, _: words.round_share(share)))
    return ax


def count_axis(ax: Axes, words: Words, *, which: str = "x") -> Axes:
    """``ax`` with one axis in whole numbers, thousands separated."""
    axis = ax.xaxis if which == "x" else ax.yaxis
    axis.set_major_locator(MaxNLocator(5, integer=True))
    axis.set_major_formatter(FuncFormatter(lambda value, _: words.count(value)))
    return ax


def loss_axis(ax: Axes, words: Words, *, ticks: int) -> Axes:
    """``ax`` with differences of log losses along the axis below, to as many decimals as they are told with, and a rule at none."""
    ax.axvline(0, color=RULE, linewidth=1, zorder=0)
    ax.margins(x=0.2)
    ax.xaxis.set_major_locator(MaxNLocator(ticks))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value, LOSS_DIGITS)))
    return ax


def merit_axis(ax: Axes, words: Words) -> Axes:
    """``ax`` with the axis below in tenths, as an AUC is read."""
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value, 1)))
    return ax
