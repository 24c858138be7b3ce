"""Conversion by band of a score, with intervals."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis.charts.axis_text import share_axis
from leadscore_analysis.charts.intervals import draw_points_across
from leadscore_analysis.charts.palette import CURRENT, named_rows, said
from leadscore_analysis.words import ENGLISH, Words


def draw_conversion_by_band(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a row a band, the highest on top: the share of rows that converted within the horizon, and its interval.

    ``table``: ``band``, ``from``, ``leads``, ``rate``, ``low``, ``high``; a band whose rate is missing stays empty.
    """
    bands = _highest_first(table)
    named_rows(ax, [_name(band, start, words) for band, start in zip(bands["band"], bands["from"], strict=True)])
    rates, highs = bands["rate"].tolist(), bands["high"].tolist()
    draw_points_across(ax, rates, bands["low"].tolist(), highs, [CURRENT] * len(bands))
    for row, (rate, high) in enumerate(zip(rates, highs, strict=True)):
        said(ax, float(np.nan_to_num(np.fmax(rate, high))), row, words.share(rate), dx=8)
    ax.set_xlabel(words.say("charts.conversion_by_band.x"))
    return share_axis(ax, words)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: each band with its conversion and interval."""
    bands = [
        words.say(
            "charts.conversion_by_band.band",
            band=row["band"],
            rate=words.share(row["rate"]),
            interval=words.share_interval(row["low"], row["high"]),
        )
        for _, row in _highest_first(table).iterrows()
    ]
    return words.say("charts.conversion_by_band.alt", bands="; ".join(bands))


def _highest_first(table: DataFrame) -> DataFrame:
    numbers = table.astype(dict.fromkeys(["from", "rate", "low", "high"], float))  # a masked table holds objects
    return numbers.sort_values("from", ascending=False, na_position="last").reset_index(drop=True)


def _name(band: str, start: float, words: Words) -> str:
    return words.say("charts.conversion_by_band.name", band=band, start=words.points(start)) if math.isfinite(start) else band
