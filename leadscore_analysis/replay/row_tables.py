"""Rows made in Python, as typed tables that an engine keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from leadscore_analysis.replay.terms import TENTHOUSANDTHS

_KINDS = {int: pa.int64(), str: pa.string(), float: pa.float64()}


def ten_thousandths(points: Decimal) -> int:
    """Points as the whole number that the relations compute with.

    >>> ten_thousandths(Decimal("2.5"))
    25000
    """
    return int(points * TENTHOUSANDTHS)


def rows_of(kinds: Mapping[str, type], rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """A table with these columns, typed even when it has no rows."""
    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    arrays = [pa.array(values, type=_KINDS[kind]) for values, kind in zip(columns, kinds.values(), strict=True)]
    return pa.Table.from_arrays(arrays, names=list(kinds))
