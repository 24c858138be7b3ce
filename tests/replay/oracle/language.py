"""The small words of a rulebook, read anew: durations, instants, percentages, rounding."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

FOREVER = 10**20
UNITS = {"min": 60, "s": 1, "h": 3600, "d": 86_400, "w": 7 * 86_400}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def duration_us(text: str) -> int:
    unit = next(unit for unit in UNITS if text.endswith(unit))
    return int(text.removesuffix(unit)) * UNITS[unit] * 1_000_000


def instant_us(value: str | date, timezone: str) -> int:
    """The instant that a rulebook writes; without an offset it is read in the rulebook's time zone."""
    if isinstance(value, str):
        moment = datetime.fromisoformat(value)
    else:
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    known = moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(timezone))
    return (known - EPOCH) // timedelta(microseconds=1)


def period_of(us: int, calendar: str, timezone: str) -> tuple[int, ...]:
    """The local day, ISO week or month in which an instant lies."""
    day = (EPOCH + timedelta(microseconds=us)).astimezone(ZoneInfo(timezone)).date()
    if calendar == "week":
        return day.isocalendar()[:2]
    return (day.year, day.month, day.day) if calendar == "day" else (day.year, day.month)


def share_of(percent: str) -> Decimal:
    return Decimal(percent.removesuffix("%")) / 100


def points_of(value: float) -> Decimal:
    return Decimal(str(value))


def rounded(value: Decimal) -> Decimal:
    """Four decimals, halves away from zero."""
    return value.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def held(value: Decimal, bounds: dict[str, Any]) -> Decimal:
    """The value, not below ``min`` and not above ``max``."""
    low, high = (None if bounds.get(key) is None else points_of(bounds[key]) for key in ("min", "max"))
    value = value if low is None else max(low, value)
    return value if high is None else min(high, value)
