"""Chance that can be repeated: streams of random numbers by name and place, and facts that are a pure function of a number.

A stream belongs to (seed, name, place…), so what is drawn for one week never depends on how many weeks there are.
A hashed uniform belongs to (seed, name, number), so a fact of any account can be looked up without keeping it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

NEVER_US = 2**62
"""An instant that does not come; far enough below 2**63 that durations can be added to it."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SECOND_MIX = np.uint64(0x94D049BB133111EB)


def generator(seed: int, stream: str, *place: int) -> np.random.Generator:
    """The random numbers of the stream of that name at that place."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, _number_of(stream), *place])))


def hashed_uniforms(seed: int, stream: str, numbers: Ints) -> Floats:
    """One number in [0, 1) for each of ``numbers``, by SplitMix64 (Steele, Lea, Flood 2014): the same for ever.

    >>> bool((hashed_uniforms(7, "country", np.arange(3)) == hashed_uniforms(7, "country", np.arange(5))[:3]).all())
    True
    """
    # In arrays, because unsigned arrays wrap around silently, as SplitMix64 means them to.
    stream_salt = _mixed(np.array([_number_of(stream)], dtype=np.uint64) * _GOLDEN)
    salt = _mixed(np.array([seed], dtype=np.uint64) + stream_salt)
    mixed = _mixed(numbers.astype(np.uint64) * _GOLDEN + salt)
    return (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53


def picked(uniforms: Floats, weights: Sequence[float]) -> Ints:
    """The index chosen by each uniform number, index i with a chance in proportion to ``weights[i]``.

    >>> picked(np.array([0.0, 0.49, 0.5, 0.99]), [1, 1]).tolist()
    [0, 0, 1, 1]
    """
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(edges[:-1] / edges[-1], uniforms, side="right").astype(np.int64)


def waits(uniforms: Floats, *, mean: float) -> Floats:
    """Exponential waiting times with that mean, by inversion."""
    return -mean * np.log1p(-uniforms)


def normals(uniforms: Floats, others: Floats) -> Floats:
    """Standard normal numbers from two uniform ones each (Box and Muller 1958)."""
    return np.sqrt(-2.0 * np.log1p(-uniforms)) * np.cos(2.0 * np.pi * others)


def _mixed(state: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    state = (state ^ (state >> np.uint64(30))) * _FIRST_MIX
    state = (state ^ (state >> np.uint64(27))) * _SECOND_MIX
    return state ^ (state >> np.uint64(31))


def _number_of(stream: str) -> int:
    return zlib.crc32(stream.encode())
