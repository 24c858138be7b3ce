"""Which rules make the difference between two rulebooks: the mean points of each under A and under B, for one group of leads."""

from __future__ import annotations

from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis.charts.comparison_parts import SIDES
from leadscore_analysis.charts.palette import RULE, legend_above, named_rows, said
from leadscore_analysis.words import ENGLISH, Words

LARGEST = 8


def draw_points_by_rule(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a row a rule, the largest difference on top: its mean points under A, under B, and a line between them.

    ``table``: the rows of one group: ``rule``, ``points_a``, ``points_b``, ``difference``; masked rows are left out.
    """
    rules = largest(table)
    named_rows(ax, [str(rule) for rule in rules["rule"]])
    for row, (a, b) in enumerate(zip(rules["points_a"], rules["points_b"], strict=True)):
        ax.plot([a, b], [row, row], color=RULE, linewidth=2.2, zorder=1)
        said(ax, max(a, b), row, words.signed(round(b - a, 1)), dx=8)
    for side, colour in SIDES.items():
        ax.plot(
            rules[f"points_{side}"], range(len(rules)), marker="o", markersize=6.5, color=colour, linestyle="none",
            label=words.say(f"charts.sides.{side}"), clip_on=False,
        )  # fmt: skip
    ax.margins(x=0.14)
    ax.set_xlabel(words.say("charts.points_by_rule.x"))
    if len(rules):
        legend_above(ax, 2, line=1.0)
    return ax


def largest(table: DataFrame) -> DataFrame:
    """The eight rules with the largest differences that are shown."""
    numbers = table.astype(dict.fromkeys(["points_a", "points_b", "difference"], float)).dropna(subset=["difference"])
    return numbers.head(LARGEST).reset_index(drop=True)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: the rules with the largest differences, with their mean points under A and under B."""
    rules = [
        words.say(
            "charts.points_by_rule.rule", rule=str(row["rule"]), a=words.number(row["points_a"], 1), b=words.number(row["points_b"], 1)
        )
        for _, row in largest(table).head(3).iterrows()
    ]
    return words.say("charts.points_by_rule.alt", rules="; ".join(rules) or words.say("charts.none_shown"))
