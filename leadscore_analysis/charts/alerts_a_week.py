"""How often each alert fires a week under A and under B."""

from __future__ import annotations

from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis.charts.comparison_parts import SIDES, numbers
from leadscore_analysis.charts.palette import legend_above, named_rows, said
from leadscore_analysis.words import ENGLISH, Words

APART = {"a": -0.19, "b": 0.19}


def draw_alerts_a_week(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with two bars an alert: how often it fires a week under A and under B.

    ``table``: ``alert``, ``per_week_a``, ``per_week_b`` (missing: the rulebook has no such alert, or it is masked).
    """
    named_rows(ax, [str(alert) for alert in table["alert"]])
    for side, colour in SIDES.items():
        lengths = numbers(table[f"per_week_{side}"])
        places = [row + APART[side] for row in range(len(table))]
        ax.barh(places, lengths, height=0.34, color=colour, label=words.say(f"charts.sides.{side}"))
        for place, length, told in zip(places, lengths, table[f"per_week_{side}"].astype(float), strict=True):
            said(ax, length, place, words.number(told, 1), dx=5)
    ax.set_xlim(0, max([1.0, *numbers(table["per_week_a"]), *numbers(table["per_week_b"])]) * 1.15)
    ax.set_xlabel(words.say("charts.alerts_a_week.x"))
    if len(table):
        legend_above(ax, 2)
    return ax


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: each alert with how often it fires under A and under B."""
    alerts = [
        words.say(
            "charts.alerts_a_week.alert",
            alert=str(row["alert"]),
            a=words.number(row["per_week_a"], 1),
            b=words.number(row["per_week_b"], 1),
        )
        for _, row in table.astype({"per_week_a": float, "per_week_b": float}).iterrows()
    ]
    return words.say("charts.alerts_a_week.alt", alerts="; ".join(alerts))
