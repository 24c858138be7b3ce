"""Which points a term may have instead of those it has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leadscore_analysis.scorecard.limits import Limits
from leadscore_analysis.scorecard.rows import Flags, Floats

_ALL_VALUES = 24
"""With more values than this a term is tried at those near its present one, and at a few far off."""
_OFF = np.array([1, 2, 3, *(2.0 ** np.arange(2, 14))])
"""How many steps off those are."""


def allowed_values(
    limits: Limits, present: Floats, points: Floats, terms: Sequence[int], *, step: float, near: float = np.inf
) -> tuple[Floats, Flags]:
    """Values for each of the terms (terms x values), and which of them it may have, given the points of the others: multiples of the step,
    and its ``present`` points, at most ``near`` steps off.
    """
    some = np.asarray(terms, dtype=np.int64)
    low, high = (end[some] for end in limits.spans(points))
    now = points[some][:, None]
    least, most = np.floor(low.min() / step), np.ceil(high.max() / step)
    if most - least <= _ALL_VALUES:
        steps = np.broadcast_to(np.arange(least, most + 1), (len(some), int(most - least) + 1))
    else:
        steps = np.rint(now / step) + np.concatenate([-_OFF[::-1], [0], _OFF])
    values = np.column_stack([steps * step, np.zeros(len(some)), present[some]]) + 0.0  # + 0.0 makes -0.0 the same as 0.0
    again = np.zeros(values.shape, dtype=bool)
    for extra in (-2, -1):
        again[:, extra] = (values[:, :extra] == values[:, [extra]]).any(axis=1)
    inside = ~again & (values >= low[:, None] - 1e-9) & (values <= high[:, None] + 1e-9)
    return values, inside & (values != now) & (np.abs(values - now) <= near * step + 1e-9)
