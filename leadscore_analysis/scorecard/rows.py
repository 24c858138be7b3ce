"""Rows to fit, with equal ones merged: the units of each, and the weight of the converting and of the other rows behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class FitRows:
    """Different rows of units (rows x terms), how much weight converts and does not, and for each input row which of them it is.

    ``offset`` is what a row's log odds have besides its units.
    """

    units: Floats
    positive: Floats
    negative: Floats
    place: Integers
    offset: Floats

    @property
    def total(self) -> Floats:
        """The weight of each row."""
        return self.positive + self.negative

    def with_units(self, units: Floats, *, offset: Floats | None = None) -> FitRows:
        """The same rows with other units, and with another offset where one is given."""
        return replace(self, units=units, offset=self.offset if offset is None else offset)

    def with_weights(self, positive: Floats, negative: Floats) -> FitRows:
        """The same rows with other weights."""
        return replace(self, positive=positive, negative=negative)

    def only(self, places: Integers, *, scale: Floats | float = 1.0) -> FitRows:
        """Some of the rows, their weights multiplied by ``scale``."""
        return FitRows(self.units[places], self.positive[places] * scale, self.negative[places] * scale, places, self.offset[places])


def log_odds_of_all(rows: FitRows) -> float:
    """The log odds of conversion of all rows together, half a conversion and half a row without one added."""
    return float(np.log((rows.positive.sum() + 0.5) / (rows.negative.sum() + 0.5)))


def merged_rows(units: Floats, converted: Flags, weight: Floats | None = None) -> FitRows:
    """The rows with equal ones merged, in an order that depends on their units alone.

    >>> rows = merged_rows(np.array([[1.0, 0], [0, 1], [1, 0]]), np.array([True, False, False]))
    >>> rows.units.shape, rows.positive.sum(), rows.negative.sum()
    ((2, 2), np.float64(1.0), np.float64(2.0))
    """
    weight = np.ones(len(units)) if weight is None else weight
    _, first, place = np.unique(_hashes(units), return_index=True, return_inverse=True)
    different = units[first]
    if not _same(different, place, units):  # two rows of one hash: take the slow way
        different, place = np.unique(units, axis=0, return_inverse=True)
    positive, negative = (
        np.asarray(np.bincount(place, np.where(side, weight, 0.0), len(different)), dtype=np.float64) for side in (converted, ~converted)
    )
    counted = (positive + negative) > 0  # Rows without weight do not exist.
    if counted.all():
        return FitRows(different, positive, negative, place.astype(np.int64), np.zeros(len(different)))
    renumbered = np.where(counted, np.cumsum(counted) - 1, -1)
    kept = renumbered[place].astype(np.int64)
    return FitRows(different[counted], positive[counted], negative[counted], kept, np.zeros(int(counted.sum())))


def _hashes(units: Floats) -> npt.NDArray[np.uint64]:
    """A 64-bit number a row, the same for equal rows."""
    draw = np.random.default_rng(0)
    found = np.zeros(len(units), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for column in range(units.shape[1]):
            bits = (units[:, column] + 0.0).view(np.uint64)  # + 0.0 makes -0.0 the same as 0.0
            odd = np.uint64(draw.integers(1, 2**63 - 1) | 1)
            mixed = (bits ^ (bits >> np.uint64(29))) * odd
            found += mixed ^ (mixed >> np.uint64(32))
    return found


def _same(different: Floats, place: npt.NDArray[np.intp], units: Floats) -> bool:
    return all(np.array_equal(different[place, column], units[:, column]) for column in range(units.shape[1]))


def sampled(rows: FitRows, most: int) -> FitRows:
    """At most about ``most`` rows that stand for all: every n-th of those that convert and of the others, with n times their weight.

    The rows come ordered by hash, so every n-th is as good as drawn, and the same each time.
    """
    if len(rows.units) <= most:
        return rows
    converting = rows.positive > 0
    places, scales = [], []
    for group in (np.flatnonzero(converting), np.flatnonzero(~converting)):
        every = max(1, -(-2 * len(group) // most))
        taken = group[::every]
        places.append(taken)
        scales.append(np.full(len(taken), rows.total[group].sum() / max(rows.total[taken].sum(), 1e-300)))
    return rows.only(np.concatenate(places), scale=np.concatenate(scales))
