"""Who qualifies under A and under B: ribbons from one to the other, as wide as the groups."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from pandas import DataFrame

from leadscore_analysis.charts.comparison_parts import COLOURS, EARLIER, LATER, NEWLY, NO_LONGER, UNCHANGED, count_text, numbers, spread
from leadscore_analysis.charts.palette import SOFT_INK, plain, said
from leadscore_analysis.words import ENGLISH, Words

ORDER = (NO_LONGER, LATER, UNCHANGED, EARLIER, NEWLY)
"""From top to bottom, so that no two ribbons cross: only A's come first, only B's last."""

STEPS = 40


def draw_qualified_flow(table: DataFrame, ax: Axes, *, words: Words = ENGLISH) -> Axes:
    """``ax`` with a ribbon a group, from what qualifies under A at the left to what qualifies under B at the right.

    ``table``: ``group``, ``leads``; a masked count is named and not drawn.
    """
    named = table.set_index("group")["leads"]
    leads = dict(zip(named.index, numbers(named), strict=True))
    total = max(sum(leads.get(group, 0.0) for group in ORDER), 1.0)
    gap = 0.12 * total
    x = np.linspace(0, 1, STEPS)
    bend = (1 - np.cos(np.pi * x)) / 2
    top_a, top_b, middles = 0.0, 0.0, []
    for group in ORDER:
        size = leads.get(group, 0.0)
        start = top_a + (gap if group == NEWLY else 0)
        end = top_b + (0 if group == NO_LONGER else gap)
        top = start + (end - start) * bend
        ax.fill_between(x, top, top + size, color=COLOURS[group], linewidth=0)
        middles.append((start + end + size) / 2)
        top_a, top_b = top_a + size, top_b + size
    there = [(group, middle) for group, middle in zip(ORDER, middles, strict=True) if named.get(group, 0) != 0]
    for (group, _), middle in zip(there, spread([middle for _, middle in there], 0.085 * (total + gap)), strict=True):
        text = words.say("charts.qualified_flow.group", group=words.name(group), leads=count_text(named.get(group, 0), words))
        said(ax, 0.5, middle, text, ha="center")
    for side, name in ((0, "a"), (1, "b")):
        said(
            ax, side, 0, words.say(f"charts.qualified_flow.{name}"), colour=SOFT_INK, dy=6, ha="left" if side == 0 else "right", va="bottom"
        )
    ax.set_ylim(1.02 * (total + gap), -0.09 * total)
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    ax.set_yticks([])
    return plain(ax, bottom=False, left=False)


def alt_text(table: DataFrame, words: Words = ENGLISH) -> str:
    """What the chart shows, in numbers: every group with its leads."""
    leads = table.set_index("group")["leads"]
    groups = [
        words.say("charts.qualified_flow.group", group=words.name(group), leads=count_text(leads.get(group, 0), words)) for group in ORDER
    ]
    return words.say("charts.qualified_flow.alt", groups="; ".join(groups))
