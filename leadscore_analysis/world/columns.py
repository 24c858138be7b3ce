"""Columns for the exports, made from arrays without a loop over rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadscore_analysis.world.chance import Bools, Ints

_ZERO = ord("0")


def codes(letter: str, number: Ints, digits: int) -> pa.Array:
    """Texts of one letter and a number with leading zeros.

    >>> codes("L", np.array([7, 42]), 4).to_pylist()
    ['L0007', 'L0042']
    """
    return _texts(_coded(letter, number, digits))


def event_ids(lead_number: Ints) -> pa.Array:
    """The ids of events that stand by lead and instant: the lead's number and the event's place in its life, in order as texts.

    >>> event_ids(np.array([1, 1, 2])).to_pylist()
    ['E0000001-00000', 'E0000001-00001', 'E0000002-00000']
    """
    starts = np.flatnonzero(np.diff(lead_number, prepend=-1))
    nth = np.arange(lead_number.size) - np.repeat(starts, np.diff(starts, append=lead_number.size))
    return _texts(np.concatenate([_coded("E", lead_number, 7), _coded("-", nth, 5)], axis=1))


def named(names: Sequence[str], code: Ints, *, known: Bools | None = None) -> pa.Array:
    """The name at each code; null where the code is below 0 or not ``known``."""
    missing = code < 0 if known is None else (code < 0) | ~known
    return pa.DictionaryArray.from_arrays(pa.array(code.clip(0).astype(np.int32), mask=missing), pa.array(names, type=pa.string()))


def instants(us: Ints, *, known: Bools | None = None) -> pa.Array:
    """Instants in UTC from microseconds since 1970; null where not ``known``."""
    return pa.array(us, mask=None if known is None else ~known).cast(pa.timestamp("us", tz="UTC"))


def numbers(values: npt.NDArray[np.generic], *, known: Bools | None = None) -> pa.Array:
    """Numbers or booleans; null where not ``known``."""
    return pa.array(values, mask=None if known is None else ~known)


def _coded(letter: str, number: Ints, digits: int) -> npt.NDArray[np.uint8]:
    """One row of ASCII a text."""
    coded = np.empty((number.size, digits + 1), dtype=np.uint8)
    coded[:, 0] = ord(letter)
    for place in range(digits):
        coded[:, digits - place] = _ZERO + number // 10**place % 10
    return coded


def _texts(coded: npt.NDArray[np.uint8]) -> pa.Array:
    offsets = np.arange(coded.shape[0] + 1, dtype=np.int32) * coded.shape[1]
    return pa.StringArray.from_buffers(coded.shape[0], pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(coded)))
