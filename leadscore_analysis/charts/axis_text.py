"""Axis numbers as the language writes them."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from leadscore_analysis.words import Words


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


def merit_axis(ax: Axes, words: Words) -> Axes:
    """``ax`` with the axis below in tenths, as an AUC is read."""
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value, 1)))
    return ax
