"""How many leads qualify a week under A and under B."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray
from pandas import DataFrame

from leadscore_analysis.charts.axis_text import count_axis
from leadscore_analysis.charts.comparison_parts import SIDES, known_numbers, week_axis
from leadscore_analysis.charts.palette import SOFT_INK, legend_above, plain
from leadscore_analysis.words import ENGLISH, Words


def draw_volume_by_week(table: DataFrame, ax: Axes, *, capacity: float | None = None, words: Words = ENGLISH) -> Axes:
    """``ax`` with a line a rulebook: leads that qualify in each whole week; the capacity is a line too.

    ``table``: ``week``, ``days``, ``qualified_a``, ``qualified_b``; a week cut short is not drawn, and a line breaks where a
    count is masked.
    """
    whole = whole_weeks(table)
    for side, colour in SIDES.items():
        leads = known_numbers(whole[f"qualified_{side}"])
        ax.plot(range(len(whole)), leads, color=colour, linewidth=1.8, label=words.say(f"charts.sides.{side}"))
    if capacity is not None:
        text = words.say("charts.threshold_table.capacity", capacity=words.count(capacity))
        ax.axhline(capacity, color=SOFT_INK, linewidth=1, linestyle=(0, (4, 3)), label=text)
    ax.set_ylim(bottom=0)
    ax.set_ylabel(words.say("charts.volume_by_week.y"))
    legend_above(ax, 3)
    return week_axis(count_axis(plain(ax), words, which="y"), [str(week) for week in whole["week"]], words)


def whole_weeks(table: DataFrame) -> DataFrame:
    """The weeks that are looked at whole."""
    return table[known_numbers(table["days"]) >= 7].reset_index(drop=True)


def gaps(table: DataFrame) -> bool:
    """Whether a line breaks at a count that is masked."""
    whole = whole_weeks(table)
    return any(np.isnan(known_numbers(whole[f"qualified_{side}"])).any() for side in SIDES)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: the mean and the busiest whole week of either rulebook, of the weeks that are not masked."""
    whole = whole_weeks(table)
    (mean_a, most_a), (mean_b, most_b) = (_mean_and_most(known_numbers(whole[f"qualified_{side}"]), words) for side in SIDES)
    return words.say("charts.volume_by_week.alt", mean_a=mean_a, most_a=most_a, mean_b=mean_b, most_b=most_b)


def _mean_and_most(leads: NDArray[np.float64], words: Words) -> tuple[str, str]:
    known = leads[~np.isnan(leads)]
    mean, most = (known.mean(), known.max()) if known.size else (math.nan, math.nan)
    return words.number(float(mean), 1), words.count(float(most))
