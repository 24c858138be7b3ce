"""What changes would bring on later moments: a row a change, how far the log loss falls, with its interval."""

from __future__ import annotations

from textwrap import fill

from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis.charts.axis_text import LOSS_DIGITS, loss_axis
from leadscore_analysis.charts.intervals import draw_points_across
from leadscore_analysis.charts.palette import SOFT_INK, SUGGESTED, named_rows, said
from leadscore_analysis.words import ENGLISH, Words

LARGEST = 12
"""At most so many rows are drawn, those that gain most."""
WIDEST = 30
"""Longer names take another line."""


def draw_gains(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a row a change, those that gain most above: ``what``, ``gain``, ``gain_low``, ``gain_high``, ``chosen`` (in colour)."""
    drawn = drawn_gains(table)
    named_rows(ax, [fill(str(what), WIDEST) for what in drawn["what"]])
    colours = [SUGGESTED if chosen else SOFT_INK for chosen in drawn["chosen"]]
    draw_points_across(ax, drawn["gain"].tolist(), drawn["gain_low"].tolist(), drawn["gain_high"].tolist(), colours)
    for row, (gain, end, colour) in enumerate(zip(drawn["gain"], drawn["gain_high"], colours, strict=True)):
        said(ax, end, row, words.number(gain, LOSS_DIGITS), colour=colour, dx=8)
    ax.set_xlabel(words.say("charts.gains.x"))
    return loss_axis(ax, words, ticks=3)


def drawn_gains(table: DataFrame) -> DataFrame:
    """The rows that are drawn: those whose gain is known, the largest first."""
    known = table.dropna(subset=["gain", "gain_low", "gain_high"])
    return known.sort_values("gain", ascending=False, kind="stable").head(LARGEST).reset_index(drop=True)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers."""
    rows = "; ".join(
        words.say("charts.gains.of", what=row["what"], gain=words.number(row["gain"], LOSS_DIGITS))
        for _, row in drawn_gains(table).iterrows()
    )
    return words.say("charts.gains.alt", rows=rows)
