"""Who is taken up when sales can take only so many: the highest scores among those not taken before, moment after moment."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from leadscore_analysis.clock import WEEK_US


def per_moment(leads_per_week: float, every_us: int) -> Fraction:
    """How many leads are taken at each moment: the week's capacity times the part of a week between two moments, exactly.

    >>> per_moment(40, 2 * WEEK_US)
    Fraction(80, 1)
    """
    return Fraction(str(leads_per_week)) * every_us / WEEK_US


def places(moments: int, per_moment: Fraction | float) -> NDArray[np.int64]:
    """How many places each of the first ``moments`` moments has. What is left of a fraction is carried to the next moment.

    >>> places(4, Fraction(5, 2)).tolist()
    [2, 3, 2, 3]
    """
    share = Fraction(per_moment)
    totals = [int(share * number // 1) for number in range(moments + 1)]
    return np.array([after - before for before, after in pairwise(totals)], dtype=np.int64)


def taken(  # noqa: PLR0917 - the walk is read as its columns stand in a table
    moments: ArrayLike,
    leads: ArrayLike,
    scores: ArrayLike,
    latest_event: ArrayLike,
    lead_hash: ArrayLike,
    per_moment: Fraction | float,
) -> pd.DataFrame:
    """The leads that are taken and when: columns ``lead`` and ``taken_moment``, in the order in which they are taken.

    The first five arrays have one entry a row (a lead at risk at a moment), in any order. At each moment, in order, the ``per_moment``
    highest scores among the leads not taken before are taken; of equal scores the latest event first, then the lowest hash
    (:func:`leadscore_analysis.labels.hashing.stable_hashes` of the lead's id), then the lowest lead. Places that nobody fills are lost, and
    moments without any row do not count.

    >>> taken([1, 1, 2], ["a", "b", "b"], [5, 9, 9], [0, 0, 0], [0, 1, 1], 1)
      lead  taken_moment
    0    b             1
    """
    moment_codes, moment_values = pd.factorize(np.asarray(moments), sort=True)
    lead_codes, lead_values = pd.factorize(np.asarray(leads), sort=True)
    columns = (lead_codes, np.asarray(lead_hash), _descending(latest_event), _descending(scores))
    order = np.argsort(moment_codes, kind="stable")
    edges = np.searchsorted(moment_codes[order], np.arange(len(moment_values) + 1))
    free = np.ones(len(lead_values), dtype=bool)
    chosen: list[NDArray[np.int64]] = []
    for first, end, count in zip(edges[:-1], edges[1:], places(len(moment_values), per_moment), strict=True):
        rows = order[first:end]
        rows = _first(rows[free[lead_codes[rows]]], columns, int(count))
        free[lead_codes[rows]] = False
        chosen.append(rows)
    found = np.concatenate(chosen) if chosen else np.empty(0, dtype=np.int64)
    return pd.DataFrame({"lead": lead_values[lead_codes[found]], "taken_moment": moment_values[moment_codes[found]]})


def _first(rows: NDArray[np.int64], columns: tuple[NDArray[Any], ...], count: int) -> NDArray[np.int64]:
    """The first ``count`` of ``rows`` in the order of ``columns``, the last of which weighs most."""
    leading = columns[-1]
    if 0 < count < len(rows):
        # Only rows that can be among the first are sorted by everything; sorting all of them takes most of the time of a long walk.
        worst = np.partition(leading[rows], count - 1)[count - 1]
        rows = rows[leading[rows] <= worst]
    return rows[np.lexsort([column[rows] for column in columns])[:count]]


def _descending(values: ArrayLike) -> NDArray[Any]:
    """Numbers that sort the other way round; instants are taken as their integers."""
    array = np.asarray(values)
    if array.dtype.kind in "mM":
        array = array.astype(np.int64)
    return -array.astype(np.int64) if array.dtype.kind in "biu" else -array.astype(np.float64)
