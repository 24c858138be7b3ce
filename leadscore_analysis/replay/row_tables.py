"""Rows made in Python, as typed tables that an engine keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa


class Key(int):
    """The kind of a column that numbers rules, scores, shapes or entries: half as wide as other whole numbers, for sorts to carry."""


_LARGEST_KEY = 2**31 - 1


def narrowest(values: Iterable[int]) -> type[int]:
    """The narrowest kind of whole numbers that holds the values."""
    return Key if all(abs(value) <= _LARGEST_KEY for value in values) else int


class Name(str):
    """The kind of a column of texts of which there are few, such as the names of rules: engines may keep them as numbers."""


_NAMES = pa.dictionary(pa.int32(), pa.string())
_KINDS = {int: pa.int64(), Key: pa.int32(), str: pa.string(), Name: _NAMES, float: pa.float64()}


def rows_of(kinds: Mapping[str, type], rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """A table with these columns, typed even when it has no rows."""
    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    arrays = [
        _names(values) if kind is Name else pa.array(values, type=_KINDS[kind])
        for values, kind in zip(columns, kinds.values(), strict=True)
    ]
    return pa.Table.from_arrays(arrays, names=list(kinds))


def _names(values: Sequence[str | None]) -> pa.Array:
    """Texts as places in a list of them that is in order, so that they come in the same order as the texts."""
    known = sorted({value for value in values if value is not None})
    places = {value: place for place, value in enumerate(known)}
    indices = pa.array([None if value is None else places[value] for value in values], type=pa.int32())
    return pa.DictionaryArray.from_arrays(indices, pa.array(known, type=pa.string()))
