"""Equal rows merged into one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from leadscore_analysis.scorecard.rows import BLOCK_ROWS, FitRows, Flags, Floats, Integers, Units, blocks, weight_at

_MOST_BITS = 52
"""Whole numbers of so many bits are exact as floats."""
_ODD = 0x9E3779B97F4A7C15
"""The golden ratio in 64 bits: multiples of it lie evenly."""


def merged_rows(units: Floats, converted: Flags, weight: Floats | None = None) -> FitRows:
    """The rows with equal ones merged, in an order that depends on their units alone.

    >>> rows = merged_rows(np.array([[1.0, 0], [0, 1], [1, 0]]), np.array([True, False, False]))
    >>> rows.units.shape, rows.positive.sum(), rows.negative.sum()
    ((2, 2), np.float64(1.0), np.float64(2.0))
    """
    weight = np.ones(len(units)) if weight is None else weight
    different, place = _different(units)
    positive, negative = (weight_at(place, np.where(side, weight, 0.0), len(different)) for side in (converted, ~converted))
    counted = (positive + negative) > 0  # Rows without weight do not exist.
    if counted.all():
        return FitRows(different, positive, negative, place, np.zeros(len(different)))
    renumbered = np.where(counted, np.cumsum(counted) - 1, -1)
    return FitRows(different[counted], positive[counted], negative[counted], renumbered[place], np.zeros(int(counted.sum())))


def bit_codes(units: Units) -> Integers | None:
    """For rows of few terms whose units are all 0 or 1 a whole number each, in which a term is a bit; None for other rows."""
    terms = units.shape[1]
    if terms > _MOST_BITS:
        return None
    bits, found = 2.0 ** np.arange(terms), np.empty(len(units), dtype=np.int64)
    for start, block in zip(range(0, len(units), BLOCK_ROWS), blocks(units), strict=True):
        if not (block * block == block).all():
            return None
        found[start : start + BLOCK_ROWS] = block @ bits
    return found


def units_of_codes(codes: Integers, terms: int) -> Units:
    """The rows of units that have such codes."""
    octets = np.ascontiguousarray(codes, dtype="<i8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(octets, axis=1, bitorder="little", count=terms)


def _different(units: Floats) -> tuple[Units, Integers]:
    """The different rows, and which of them each row is."""
    codes = bit_codes(units)
    if codes is not None:
        mixed = _mixed(codes.view(np.uint64), np.uint64(_ODD))  # One to one, as the multiplier is odd.
        first, place = _first_places(mixed)
        return units_of_codes(codes[first], units.shape[1]), place
    first, place = _first_places(_hashes(units))
    different = units[first]
    if not _same(different, place, units):  # two rows of one hash: take the slow way
        different, place = np.unique(units, axis=0, return_inverse=True)
    return different, place


def _first_places(numbers: npt.NDArray[np.uint64]) -> tuple[Integers, Integers]:
    """Where each different number stands, in rising order of the numbers, and which of them each is."""
    order = np.argsort(numbers)
    rising = numbers[order]
    new = np.concatenate([[True], rising[1:] != rising[:-1]])
    place = np.empty(len(numbers), dtype=np.int64)
    place[order] = np.cumsum(new) - 1
    return order[new], place


def _mixed(bits: npt.NDArray[np.uint64], odd: np.uint64) -> npt.NDArray[np.uint64]:
    """Another 64-bit number for each, different for different ones, in which all bits of it have a say."""
    with np.errstate(over="ignore"):
        mixed = (bits ^ (bits >> np.uint64(29))) * odd
    return mixed ^ (mixed >> np.uint64(32))


def _hashes(units: Floats) -> npt.NDArray[np.uint64]:
    """A 64-bit number a row, the same for equal rows."""
    draw = np.random.default_rng(0)
    found = np.zeros(len(units), dtype=np.uint64)
    for column in range(units.shape[1]):
        bits = (units[:, column] + 0.0).view(np.uint64)  # + 0.0 makes -0.0 the same as 0.0
        found += _mixed(bits, np.uint64(draw.integers(1, 2**63 - 1) | 1))
    return found


def _same(different: Floats, place: Integers, units: Floats) -> bool:
    return all(np.array_equal(different[place, column], units[:, column]) for column in range(units.shape[1]))
