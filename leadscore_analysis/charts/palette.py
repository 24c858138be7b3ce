"""Colours that colour-blind people can tell apart (Okabe and Ito 2008), by what they mean here, and the look shared by all charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.typing import RcKeyType

INK = "#1a1a1a"
SOFT_INK = "#595959"  # contrast 7:1 on white
RULE = "#c9c9c9"
PALE = "#e4e8ec"
CURRENT = "#0072b2"  # Okabe-Ito blue
SUGGESTED = "#d55e00"  # Okabe-Ito vermilion
CONVERTING = "#d55e00"
OTHERS = "#0072b2"

LOOK: dict[RcKeyType, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "leadscore",  # the same table gives the same file, byte for byte
    "font.size": 11,
    "axes.titlesize": 11,
    "axes.labelsize": 11,
    "xtick.labelsize": 10.5,
    "ytick.labelsize": 10.5,
    "xaxis.labellocation": "right",  # a long label has the room below the names of the rows
    "text.color": INK,
    "text.parse_math": False,  # names from data may hold a dollar sign
}


def plain(ax: Axes, *, bottom: bool = True, left: bool = True) -> Axes:
    """``ax`` without frame and tick marks, its two rules soft."""
    for side, shown in {"top": False, "right": False, "bottom": bottom, "left": left}.items():
        ax.spines[side].set_visible(shown)
        ax.spines[side].set_color(RULE)
    ax.tick_params(length=0, colors=SOFT_INK, labelcolor=INK)
    for axis in (ax.xaxis, ax.yaxis):
        axis.label.set_color(SOFT_INK)
    return ax


def lines_across(ax: Axes) -> Axes:
    """``ax`` with soft lines at the numbers of its left axis, behind all that is drawn."""
    ax.grid(axis="y", color=RULE, linewidth=0.5)
    ax.set_axisbelow(True)
    return ax


def days_below(ax: Axes, places: Sequence[float], names: Sequence[str]) -> Axes:
    """``ax`` with days written out at some places, clear of the lowest number of the other axis."""
    ax.set_xticks(places, names)
    ax.tick_params(axis="x", pad=8)
    return ax


def named_rows(ax: Axes, names: Sequence[str]) -> Axes:
    """``ax`` with one row a name, the first on top, and no rule at the left."""
    ax.set_yticks(range(len(names)), names, parse_math=False)
    ax.set_ylim(max(len(names), 1) - 0.4, -0.6)
    return plain(ax, left=False)


def legend_above(ax: Axes, columns: int, *, line: float = 1.4, gap: float = 2.0) -> Axes:
    """``ax`` with its labelled marks named above it, side by side: lines so long, names so far apart (in widths of a letter)."""
    ax.legend(frameon=False, ncols=columns, loc="lower center", bbox_to_anchor=(0.5, 1.0), handlelength=line, columnspacing=gap)
    return ax


def without_scale(ax: Axes) -> Axes:
    """``ax`` without a scale below: its bars say their numbers themselves."""
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    return ax


def said(
    ax: Axes, x: float, y: float, text: str, *, colour: str = INK, dx: float = 0, dy: float = 0, ha: str = "left", va: str = "center"
) -> None:
    """Writes ``text`` beside a point, ``dx`` and ``dy`` points away from it: a direct label in place of a legend."""
    offset: dict[str, Any] = {"textcoords": "offset points", "annotation_clip": False, "parse_math": False}
    offset["bbox"] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.5}  # readable where it crosses a line
    ax.annotate(text, (x, y), (dx, dy), color=colour, ha=ha, va=va, fontsize=10.5, **offset)
