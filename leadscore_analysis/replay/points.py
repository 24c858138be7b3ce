"""Points as the whole numbers that the relations compute with, and back."""

from __future__ import annotations

from decimal import Decimal

TENTHOUSANDTHS = 10_000
"""Points stand in the relations as whole ten-thousandths."""

MILLIONTHS = 1_000_000
"""The weights of a formula stand there as whole millionths."""


def ten_thousandths(points: Decimal) -> int:
    """Points as the whole number that the relations compute with.

    >>> ten_thousandths(Decimal("2.5"))
    25000
    """
    return int(points * TENTHOUSANDTHS)


def exact_points(value: int) -> Decimal:
    """The points that so many ten-thousandths are, with all four decimals.

    >>> exact_points(25000)
    Decimal('2.5000')
    """
    return Decimal(value).scaleb(-4)
