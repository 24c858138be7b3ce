"""Current against suggested points, a dumbbell a term."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from pandas import DataFrame, Series

from leadscore_analysis.charts.palette import CURRENT, RULE, SOFT_INK, SUGGESTED, named_rows, said
from leadscore_analysis.words import ENGLISH, Words

LARGEST = 20  # more rows than this are a table's job


def draw_points(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a row a changed term, the largest change on top: current points, suggested points, and the way between them.

    ``table``: ``term``, ``current``, ``suggested``. At most the 20 largest changes are drawn.
    """
    changes = changed_terms(table).head(LARGEST)
    named_rows(ax, [str(term) for term in changes["term"]])
    ax.axvline(0, color=RULE, linewidth=1, zorder=0)
    for row, (current, suggested) in enumerate(zip(changes["current"].astype(float), changes["suggested"].astype(float), strict=True)):
        _draw_dumbbell(ax, row, current, suggested, words)
    ax.margins(x=0.16)
    ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.points(value)))
    ax.set_xlabel(words.say("charts.points.x"))
    _name_the_dots(ax, changes, words)
    return ax


def changed_terms(table: DataFrame) -> DataFrame:
    """The terms whose suggested points differ from the current ones, the largest change first."""
    change = (table["suggested"].astype(float) - table["current"].astype(float)).abs()
    return table.assign(change=change)[change > 0].sort_values(["change", "term"], ascending=[False, True]).reset_index(drop=True)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: how many terms change, and the three largest changes."""
    changes = changed_terms(table)
    largest = "; ".join(_change(change, words) for _, change in changes.head(3).iterrows())
    if changes.empty:
        return words.say("charts.points.alt_none", terms=len(table))
    return words.say("charts.points.alt", changed=len(changes), terms=len(table), largest=largest)


def _change(change: Series[float], words: Words) -> str:
    current, suggested = (words.points(float(change[name])) for name in ("current", "suggested"))
    return words.say("charts.points.change", term=str(change["term"]), current=current, suggested=suggested)


def _draw_dumbbell(ax: Axes, row: int, current: float, suggested: float, words: Words) -> None:
    side = 1 if suggested > current else -1
    ax.plot([current, suggested], [row, row], color=RULE, linewidth=2.5, zorder=1)
    ax.plot([current], [row], marker="o", markersize=6.5, color=CURRENT)
    ax.plot([suggested], [row], marker="o", markersize=6.5, color=SUGGESTED)
    said(ax, suggested, row, words.points(suggested), colour=SUGGESTED, dx=7 * side, ha="left" if side > 0 else "right")
    said(ax, current, row, words.points(current), colour=CURRENT, dx=-7 * side, ha="right" if side > 0 else "left")


def _name_the_dots(ax: Axes, changes: DataFrame, words: Words) -> None:
    if changes.empty:
        said(ax, 0, 0, words.say("charts.points.none"), colour=SOFT_INK, dx=6)
        return
    rising = changes["suggested"].iloc[0] > changes["current"].iloc[0]
    for name, colour, side in (
        ("current", CURRENT, "right" if rising else "left"),
        ("suggested", SUGGESTED, "left" if rising else "right"),
    ):
        said(ax, float(changes[name].iloc[0]), 0, words.say(f"charts.points.{name}"), colour=colour, dy=9, ha=side, va="bottom")
