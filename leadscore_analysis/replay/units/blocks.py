"""Units folded: rules that stand together have few combinations of counts between them, so that new points are worked out on those.

A row's units are then a small number a block, and scoring is a sum over a small table and one look-up a block and row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

_LARGEST = 2**16
"""A block has at most so many combinations (one rule alone may have more): two bytes a row, and a table that stays in the cache."""
_WIDEST = 2**62


@dataclass(frozen=True)
class Block:
    """The rules ``first`` to ``last`` (places in a list of rules) folded: ``counts`` has a row a combination and a column a portion.

    ``places`` says for each row of all units which row of ``counts`` is its own.
    """

    rules: tuple[slice, ...]
    counts: csc_array
    places: NDArray[np.unsignedinteger[Any]]


def blocks_of(counts: csc_array, rules: Sequence[slice]) -> tuple[Block, ...]:
    """The rules, given as the places of their portions, folded into as few blocks as keep small."""
    return tuple(_block(counts, run, codes) for run, codes in _runs(counts, rules))


def _runs(counts: csc_array, rules: Sequence[slice]) -> Iterator[tuple[list[slice], NDArray[np.int64]]]:
    """Rules in the order of the file, as many as have few combinations together, and each row's combination."""
    run: list[slice] = []
    codes = np.zeros(counts.shape[0], dtype=np.int64)
    for rule in rules:
        more = _combined(counts, rule, codes)
        if run and more.max(initial=0) >= _LARGEST:
            yield run, codes
            run, more = [], _combined(counts, rule, np.zeros_like(codes))
        run, codes = [*run, rule], more
    if run:
        yield run, codes


def _combined(counts: csc_array, rule: slice, codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which combination each row has, with the rule's counts beside what ``codes`` tells apart."""
    span = int(codes.max(initial=0)) + 1
    for place in range(rule.start, rule.stop):
        column = _column(counts, place)
        lowest, values = int(column.min(initial=0)), int(column.max(initial=0)) - int(column.min(initial=0)) + 1
        if span * values > _WIDEST:
            codes = pd.factorize(codes)[0]
            span = int(codes.max(initial=0)) + 1
        codes, span = codes * values + (column - lowest), span * values
    return pd.factorize(codes)[0]


def _block(counts: csc_array, run: list[slice], codes: NDArray[np.int64]) -> Block:
    kinds = int(codes.max(initial=-1)) + 1
    first = np.zeros(kinds, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    table = np.column_stack([_column(counts, place)[first] for rule in run for place in range(rule.start, rule.stop)])
    return Block(tuple(run), csc_array(table), codes.astype(np.uint16 if kinds <= _LARGEST else np.uint32))


def _column(counts: csc_array, place: int) -> NDArray[np.int64]:
    column = np.zeros(counts.shape[0], dtype=np.int64)
    own = slice(counts.indptr[place], counts.indptr[place + 1])
    column[counts.indices[own]] = counts.data[own]
    return column
