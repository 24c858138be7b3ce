"""How coarse suggested points are, and how large they may become: both follow the card in use."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

Direction = Literal["positive", "negative", "any"]


def default_step(points: Sequence[Decimal]) -> Decimal:
    """5 when all points are a multiple of 5, else 1: suggestions are as coarse as the card in use."""
    return Decimal(5) if all(each % 5 == 0 for each in points) else Decimal(1)


def default_largest(points: Sequence[Decimal], step: Decimal) -> Decimal:
    """Twice the largest points of any term now, whatever the sign, and at least one step."""
    return max([step, *(2 * abs(each) for each in points)])
