"""What the charts of a comparison share: the colours of the groups and of the two rulebooks, numbers of masked tables, a time axis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray
from pandas import Series, to_numeric

from leadscore_analysis.charts.palette import CURRENT, SUGGESTED, days_below
from leadscore_analysis.words import Words

EARLIER, LATER, NEWLY, NO_LONGER, UNCHANGED = ("earlier", "later", "newly", "no longer", "unchanged")
COLOURS = {EARLIER: "#56b4e9", NEWLY: "#009e73", UNCHANGED: "#b4b4b4", LATER: "#e69f00", NO_LONGER: "#cc79a7"}
SIDES = {"a": CURRENT, "b": SUGGESTED}
TICKS = 3  # days are written out


def numbers(column: Series[Any]) -> NDArray[np.float64]:
    """The column as numbers; a masked count is 0, as no bar may be drawn of it."""
    return np.nan_to_num(known_numbers(column))


def known_numbers(column: Series[Any]) -> NDArray[np.float64]:
    """The column as numbers; a masked count is missing."""
    return to_numeric(column, errors="coerce").to_numpy(dtype=np.float64)


def count_text(value: object, words: Words) -> str:
    """A count as people read it; one that is masked stays as it stands."""
    return value if isinstance(value, str) else words.count(float(str(value)))


def week_axis(ax: Axes, weeks: Sequence[str], words: Words) -> Axes:
    """``ax`` with weeks by number along the bottom and a few of their days named."""
    places: list[int] = np.unique(np.linspace(0, len(weeks) - 1, min(TICKS, len(weeks))).round().astype(int)).tolist() if len(weeks) else []
    days_below(ax, places, [words.day(date.fromisoformat(weeks[place])) for place in places])
    ax.set_xlim(-0.8, max(len(weeks), 1) - 0.2)
    return ax


def spread(places: Sequence[float], gap: float) -> list[float]:
    """The places in rising order, moved apart until each is at least ``gap`` above the one before.

    >>> spread([0, 1, 10], 4)
    [0, 4, 10]
    """
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + gap) if moved else place)
    return moved
