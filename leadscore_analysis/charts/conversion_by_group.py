"""How each group of a comparison converted after it qualified, with intervals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from pandas import DataFrame, Series, isna

from leadscore_analysis.charts.axis_text import share_axis
from leadscore_analysis.charts.comparison_parts import COLOURS, SIDES, count_text
from leadscore_analysis.charts.intervals import draw_points_across
from leadscore_analysis.charts.palette import SOFT_INK, named_rows, said
from leadscore_analysis.words import ENGLISH, Words

ALL = {"all under A": SIDES["a"], "all under B": SIDES["b"]}
TOLD = ("rate", "low", "high")


def draw_conversion_by_group(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a row a group: the share that converted within the horizon, and its interval.

    ``table``: ``group``, ``leads``, ``converting_leads``, ``rate``, ``low``, ``high``, ``rows`` (what the share is of, where it is not of
    leads). Where a rate is masked its counts stand there.
    """
    named_rows(ax, [_name(row, words) for _, row in table.iterrows()])
    rates, lows, highs = (table[name].astype(float).tolist() for name in TOLD)
    draw_points_across(ax, rates, lows, highs, [(COLOURS | ALL).get(group, SOFT_INK) for group in table["group"]])
    share_axis(ax, words)
    for place, ((_, row), rate, high) in enumerate(zip(table.iterrows(), rates, highs, strict=True)):
        said(ax, float(np.nan_to_num(np.fmax(rate, high))), place, _rate_text(row, words), dx=8)
    ax.set_xlabel(words.say("charts.conversion_by_band.x"))
    return ax


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: each group with its conversion and interval."""
    groups = [
        words.say("charts.conversion_by_group.group", group=words.name(row["group"]), rate=_with_interval(row, words))
        for _, row in table.iterrows()
    ]
    return words.say("charts.conversion_by_group.alt", groups="; ".join(groups))


def _name(row: Series[Any], words: Words) -> str:
    if not isna(rows := row.get("rows")):
        return words.say("charts.conversion_by_group.moments", rows=count_text(rows, words))
    return words.say("charts.conversion_by_group.name", group=words.name(str(row["group"])), leads=count_text(row["leads"], words))


def _rate_text(row: Series[Any], words: Words) -> str:
    """The rate; what counts can be told where it is masked; a dash where there is nobody."""
    rate = float(str(row["rate"]))
    if math.isfinite(rate) or not isinstance(row["converting_leads"], str):
        return words.share(rate)
    return words.say("charts.conversion_by_group.few", few=row["converting_leads"], leads=count_text(row["leads"], words))


def _with_interval(row: Series[Any], words: Words) -> str:
    low, high = float(str(row["low"])), float(str(row["high"]))
    rate = _rate_text(row, words)
    return f"{rate} ({words.share_interval(low, high)})" if math.isfinite(low) and math.isfinite(high) else rate
