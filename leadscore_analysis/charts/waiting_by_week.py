"""The queue before a line, week by week."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis.charts.axis_text import count_axis
from leadscore_analysis.charts.comparison_parts import count_text
from leadscore_analysis.charts.palette import PALE, SOFT_INK, SUGGESTED, days_below, lines_across, plain, said
from leadscore_analysis.words import ENGLISH, Words


def draw_waiting_by_week(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with the leads that wait when a week ends as a line, those that arrive in it as columns behind it.

    ``table``: ``week``, ``arrived``, ``backlog``; counts that are masked are left out.
    """
    arrived, backlog = (counts(table[name]) for name in ("arrived", "backlog"))
    places = range(len(table))
    ax.bar(places, arrived.fillna(0), width=0.8, color=PALE)
    ax.plot(places, backlog, color=SUGGESTED, linewidth=2, marker="o", markersize=3)
    ends = {"backlog": (backlog, SUGGESTED), "arrived": (arrived, SOFT_INK)}
    known = {name: values.dropna() for name, (values, _) in ends.items()}
    above = "backlog" if known["backlog"].tail(1).sum() >= known["arrived"].tail(1).sum() else "arrived"
    for name, (_, colour) in ends.items():
        if len(known[name]):
            text = words.say(f"charts.waiting_by_week.{name}")
            said(ax, len(table) - 1, known[name].iloc[-1], text, colour=colour, dx=12, dy=8 if name == above else -8)
    ends_at = sorted({0, len(table) - 1})  # days are written out: more than two would run into each other
    days_below(ax, ends_at, [words.day(pd.Timestamp(table["week"].iloc[place]).date()) for place in ends_at])
    ax.set_xlim(-0.8, len(table) * 1.5)
    ax.set_ylim(bottom=0)
    ax.set_ylabel(words.say("charts.waiting_by_week.y"))
    return count_axis(lines_across(plain(ax)), words, which="y")


def counts(column: pd.Series[Any]) -> pd.Series[float]:
    """Counts as numbers, with masked ones missing."""
    return pd.to_numeric(column, errors="coerce").reset_index(drop=True)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: the longest queue with its week, and the last."""
    backlog = table["backlog"].reset_index(drop=True)
    most = int(counts(backlog).fillna(0).to_numpy().argmax())
    return words.say(
        "charts.waiting_by_week.alt",
        most=count_text(backlog.iloc[most], words),
        week=words.day(pd.Timestamp(table["week"].iloc[most]).date()),
        last=count_text(backlog.iloc[-1], words),
    )
