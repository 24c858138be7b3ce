"""The chance of conversion at each score, with its interval, beside the rates that were seen."""

from __future__ import annotations

from matplotlib.axes import Axes
from pandas import DataFrame, Series

from leadscore_analysis.charts.axis_text import share_axis
from leadscore_analysis.charts.palette import CURRENT, SOFT_INK, lines_across, plain, said
from leadscore_analysis.words import ENGLISH, Words

NUMBERS = ["score_from", "score_below", "rate", "probability", "probability_low", "probability_high"]


def draw_probability_by_score(
    table: DataFrame, ax: Axes, *, break_even: float | None = None, line: float | None = None, words: Words = ENGLISH
) -> Axes:
    """``ax`` with the probability as a line within its interval, the observed rates as dots, over the middles of the ranges of scores.

    ``table``: ``score_from``, ``score_below``, ``rate``, ``probability`` and its two ends. ``break_even`` is the chance from which the work
    pays, ``line`` the line that is looked at.
    """
    rows = table[NUMBERS].astype(float)
    middle = (rows["score_from"] + rows["score_below"]) / 2
    ax.fill_between(middle, rows["probability_low"], rows["probability_high"], color=CURRENT, alpha=0.18, linewidth=0)
    ax.plot(middle, rows["probability"], color=CURRENT, linewidth=2)
    ax.plot(middle, rows["rate"], linestyle="none", marker="o", markersize=4, color=SOFT_INK, alpha=0.7)
    last, end = rows["rate"].last_valid_index(), float(rows["probability"].iloc[-1])
    above = last is not None and float(rows["rate"][last]) > end  # the two labels keep apart
    if last is not None:
        seen = float(rows["rate"][last])
        said(ax, float(middle[last]), seen, words.say("columns.observed"), colour=SOFT_INK, dx=8, dy=8 if above else -8)
    said(ax, float(middle.iloc[-1]), end, words.say("columns.probability"), colour=CURRENT, dx=8, dy=-10 if above else 12)
    if line is not None:
        ax.axvline(line, color=SOFT_INK, linewidth=1, linestyle=(0, (4, 3)))
        said(ax, line, 0, words.say("charts.around_the_line.row", threshold=words.points(line)), colour=SOFT_INK, dx=4, dy=4, va="bottom")
    share_axis(lines_across(plain(ax)), words, which="y")
    if break_even is not None:
        ax.axhline(break_even, color=SOFT_INK, linewidth=1, linestyle=(0, (1, 2)))
        said(ax, float(middle.iloc[0]), break_even, f"{words.name('cost')} {words.share(break_even)}", colour=SOFT_INK, dy=8)
    ax.set_xlim(right=float(middle.iloc[-1] + 0.34 * (middle.iloc[-1] - middle.iloc[0] or 1)))
    ax.set_xlabel(words.say("charts.probability_by_score.x"))
    ax.set_ylabel(words.say("charts.probability_by_score.y"))
    return ax


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: the chance in the lowest and in the highest range of scores."""
    rows = table[NUMBERS].astype(float)
    ends = "; ".join(_told(row, words) for _, row in rows.iloc[[0, -1]].iterrows())
    return words.say("charts.probability_by_score.alt", ends=ends)


def _told(row: Series[float], words: Words) -> str:
    return words.say(
        "charts.probability_by_score.of",
        scores=words.interval(row["score_from"], row["score_below"], 0),
        probability=words.share(row["probability"]),
        interval=words.share_interval(row["probability_low"], row["probability_high"]),
    )
