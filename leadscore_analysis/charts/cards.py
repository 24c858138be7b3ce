"""The cards compared in one figure of merit, with intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis.charts.axis_text import merit_axis, share_axis
from leadscore_analysis.charts.intervals import draw_points_across
from leadscore_analysis.charts.palette import CURRENT, SOFT_INK, SUGGESTED, named_rows, said
from leadscore_analysis.words import ENGLISH, Words

Figure = Literal["share_of_winners", "auc"]
ENDS: dict[Figure, tuple[str, str]] = {"share_of_winners": ("share_low", "share_high"), "auc": ("auc_low", "auc_high")}
COLOURS = {"current": CURRENT, "suggested": SUGGESTED}


def draw_cards(
    table: DataFrame, ax: Axes, *, figure: Figure = "share_of_winners", colours: Mapping[str, str] = COLOURS, words: Words = ENGLISH
) -> Axes:
    """``ax`` with a row a card: its share of winners at capacity (or its AUC) with the interval; ``colours`` are by card.

    ``table``: ``card``, the figure and its two ends (``share_low``, ``share_high`` or ``auc_low``, ``auc_high``).
    """
    low, high = ENDS[figure]
    named_rows(ax, [words.name(card) for card in table["card"]])
    by_row = [colours.get(card, SOFT_INK) for card in table["card"]]
    draw_points_across(ax, table[figure].tolist(), table[low].tolist(), table[high].tolist(), by_row)
    for row, (value, end, colour) in enumerate(zip(table[figure], table[high].fillna(table[figure]), by_row, strict=True)):
        said(ax, end, row, value_text(figure, value, words), colour=colour, dx=8)
    ax.set_xlabel(words.say(f"charts.cards.{figure}"))
    if figure == "share_of_winners":
        return share_axis(ax, words)
    ax.set_xlim(min(0.5, table[low].min(), table[figure].min()) - 0.01, 1)
    return merit_axis(ax, words)


def value_text(figure: Figure, value: float, words: Words = ENGLISH) -> str:
    """A figure as people read it: a share as a percentage, an AUC with three decimals."""
    return words.share(value) if figure == "share_of_winners" else words.number(value, 3)


def alt_text(table: DataFrame, *, figure: Figure = "share_of_winners", words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: every card with its figure and interval."""
    low, high = ENDS[figure]
    cards = [
        f"{words.name(card)} {value_text(figure, value, words)}{_between(figure, start, end, words)}"
        for card, value, start, end in zip(table["card"], table[figure], table[low], table[high], strict=True)
    ]
    return words.say("charts.cards.alt", figure=words.say(f"charts.cards.{figure}"), cards="; ".join(cards))


def _between(figure: Figure, low: float, high: float, words: Words) -> str:
    if not math.isfinite(low):
        return ""
    interval = words.share_interval(low, high) if figure == "share_of_winners" else words.interval(low, high, 3)
    return f" ({interval})"
