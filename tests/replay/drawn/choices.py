"""Many small choices in one number: one draw gives a whole row, which keeps large histories cheap to draw and to shrink."""

from collections.abc import Sequence
from math import prod
from typing import Any

from hypothesis import strategies as st

Choices = dict[str, Sequence[Any]]
EVENLY_DRAWN = 2**24
"""Hypothesis draws numbers up to here evenly; of a wider range it likes the small ones, which would be the same rows again and again."""


def rows(choices: Choices, *, most: int, least: int = 0) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Between ``least`` and ``most`` rows, any number as likely as another; each holds one of its values for every name."""
    total = prod(map(len, choices.values()))
    assert total <= EVENLY_DRAWN, total
    numbers = st.integers(0, total - 1)
    lists = st.integers(least, most).flatmap(lambda count: st.lists(numbers, min_size=count, max_size=count))
    return lists.map(lambda found: [_row(choices, number) for number in found])


def _row(choices: Choices, number: int) -> dict[str, Any]:
    row = {}
    for name, values in choices.items():
        number, place = divmod(number, len(values))
        row[name] = values[place]
    return row
