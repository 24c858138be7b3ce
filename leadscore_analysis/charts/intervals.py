"""Points with their intervals, the mark that most charts are made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes


def draw_points_across(ax: Axes, values: Sequence[float], lows: Sequence[float], highs: Sequence[float], colours: Sequence[str]) -> None:
    """One row a value: a dot at the value, a line from low to high (none where they are missing)."""
    for row, (value, low, high, colour) in enumerate(zip(values, lows, highs, colours, strict=True)):
        if np.isfinite(low) and np.isfinite(high):
            ax.plot([low, high], [row, row], color=colour, linewidth=2.2, solid_capstyle="butt", alpha=0.55)
        ax.plot([value], [row], marker="o", markersize=6.5, color=colour, clip_on=False)


def draw_points_upright(
    ax: Axes, places: Sequence[float], values: Sequence[float], lows: Sequence[float], highs: Sequence[float], *, colour: str
) -> None:
    """One column a value: a dot at the value, a line from low to high (none where they are missing)."""
    for place, value, low, high in zip(places, values, lows, highs, strict=True):
        if np.isfinite(low) and np.isfinite(high):
            ax.plot([place, place], [low, high], color=colour, linewidth=2.2, solid_capstyle="butt", alpha=0.55)
        ax.plot([place], [value], marker="o", markersize=6.5, color=colour, clip_on=False)
