"""The members of accounts: a roll-up is scored from the units that the account's leads have at the same moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

Numbers = NDArray[np.int32]
_LARGEST_SIGN = 2**44
"""Drawn numbers stay below this, so that their sums over half a million members fit in 64 bits."""


@dataclass(frozen=True)
class Combined:
    """Rows told apart by their own units and those of their members.

    ``units_no`` has a number a row; ``own`` says for each number which combination of units is its own, ``members`` (a row and a column
    a number) how many members have which.
    """

    units_no: Numbers
    own: Numbers
    members: csr_array


def combined(units_no: Numbers, *, owner: NDArray[np.intp], member_no: Numbers, kinds: int) -> Combined:
    """Numbers for rows whose members' units differ; the first ``kinds`` stay those of units alone.

    ``owner`` and ``member_no`` have an entry a member: the place of its account's row, ascending, and the number of its own units.
    """
    signs = np.random.default_rng(0).integers(1, _LARGEST_SIGN, size=(kinds, 2))
    sums = np.zeros((len(units_no), 2), dtype=np.int64)
    np.add.at(sums, owner, signs[member_no])
    owners = np.unique(owner)
    told = pd.MultiIndex.from_arrays([units_no[owners], sums[owners, 0], sums[owners, 1]])
    codes, different = pd.factorize(told)
    first = owners[np.unique(codes, return_index=True)[1]]
    numbers = units_no.copy()
    numbers[owners] = kinds + codes
    own = np.concatenate([np.arange(kinds, dtype=np.int32), units_no[first]])
    of_first = np.isin(owner, first)
    size = kinds + len(different)
    places = (numbers[owner[of_first]], member_no[of_first])
    members = csr_array((np.ones(int(of_first.sum()), dtype=np.int64), places), shape=(size, size))
    return Combined(numbers, own, members)


def rolled_up(values: NDArray[np.int64], members: csr_array, how: str) -> NDArray[np.int64]:
    """For each combination the sum, or the highest, of its members' values; 0 where it has none."""
    if how == "sum":
        return np.asarray(members @ values, dtype=np.int64)
    starts = members.indptr[:-1]
    some = np.flatnonzero(np.diff(members.indptr))
    highest = np.zeros(members.shape[0], dtype=np.int64)
    if len(some):
        highest[some] = np.maximum.reduceat(values[members.indices], starts[some])
    return highest
