"""Rows to fit: the units of each, and the weight of the converting and of the other rows behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
Units = npt.NDArray[Any]
"""Rows x terms, of floats; of bytes where all units are 0 or 1, as very many rows of floats take their time to be read from memory."""

BLOCK_ROWS = 4096
"""So many rows of units stay in the processor's cache while they are read several times."""


@dataclass(frozen=True)
class FitInput:
    """The rows as they came: units (rows x terms), 1 where converted, weight, and the number of each row's group."""

    units: Floats
    converted: Floats
    weight: Floats
    groups: Integers | None


@dataclass(frozen=True)
class FitRows:
    """Different rows of units (rows x terms), how much weight converts and does not, and for each input row which of them it is.

    ``offset`` is what a row's log odds have besides its units.
    """

    units: Units
    positive: Floats
    negative: Floats
    place: Integers
    offset: Floats

    @property
    def terms(self) -> int:
        """How many terms there are."""
        return int(self.units.shape[1])

    @cached_property
    def total(self) -> Floats:
        """The weight of each row."""
        return self.positive + self.negative

    @cached_property
    def varies(self) -> Flags:
        """Whether each term has different units in different rows."""
        first = self.units[:1]
        return np.asarray(np.any([(block != first).any(axis=0) for block in blocks(self.units)], axis=0))

    @cached_property
    def variances(self) -> Floats:
        """The variance of each term's units, each row counting for its weight."""
        whole = self.total.sum()
        mean = sums(self.total, self.units) / whole
        if self.units.dtype == np.uint8:  # 0 and 1 are their own squares.
            return np.asarray(mean * (1 - mean))
        squares = sum((weight @ (block * block) for block, weight in zip(blocks(self.units), blocks(self.total), strict=True)), 0 * mean)
        return np.asarray(np.maximum(squares / whole - mean * mean, 0.0))

    def with_units(self, units: Units, *, offset: Floats | None = None) -> FitRows:
        """The same rows with other units, and with another offset where one is given."""
        return replace(self, units=units, offset=self.offset if offset is None else offset)

    def with_weights(self, positive: Floats, negative: Floats) -> FitRows:
        """The same rows with other weights."""
        return replace(self, positive=positive, negative=negative)

    def only(self, places: Integers, *, scale: Floats | float = 1.0) -> FitRows:
        """Some of the rows, their weights multiplied by ``scale``."""
        return FitRows(self.units[places], self.positive[places] * scale, self.negative[places] * scale, places, self.offset[places])


def blocks(rows: npt.NDArray[Any], kind: type[np.floating[Any]] = np.float64) -> Iterator[npt.NDArray[Any]]:
    """The rows of a table as floats of some kind, some at a time."""
    return (rows[start : start + BLOCK_ROWS].astype(kind, copy=False) for start in range(0, len(rows), BLOCK_ROWS))


def times(units: Units, worth: Floats) -> Floats:
    """What units come to, each term having its worth (or several, a column each)."""
    if units.dtype == np.float64:
        return np.asarray(units @ worth)
    return np.concatenate([np.empty((0, *worth.shape[1:])), *(block @ worth for block in blocks(units))])


def sums(weight: Floats, units: Units) -> Floats:
    """The sum of weight times units of each term."""
    if units.dtype == np.float64:
        return np.asarray(weight @ units)
    return np.asarray(sum((part @ block for part, block in zip(blocks(weight), blocks(units), strict=True)), np.zeros(units.shape[1])))


def weight_at(place: Integers, weight: Floats, count: int) -> Floats:
    """The weight at each of so many places, given that of each row and where it stands."""
    return np.asarray(np.bincount(place, weight, count), dtype=np.float64)


def log_odds_of_all(rows: FitRows) -> float:
    """The log odds of conversion of all rows together, half a conversion and half a row without one added."""
    return float(np.log((rows.positive.sum() + 0.5) / (rows.negative.sum() + 0.5)))


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
