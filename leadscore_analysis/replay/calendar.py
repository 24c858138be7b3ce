"""Calendar periods as rows: for each UTC day, the period at its start and the instant at which the next one begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from leadscore_analysis.clock import DAY_US, instant_us, utc_datetime, zone


def calendar_days(calendar: str, timezone: str, span_us: tuple[int, int]) -> Iterator[tuple[str, int, int, int]]:
    """Rows (calendar, UTC day number, period in force when the day starts, instant of the next period) over the span.

    A period is a local ``day``, ISO ``week`` or ``month``; its number counts periods, so that the next one is one more.
    """
    local = zone(timezone)
    for day_no in range(span_us[0] // DAY_US, span_us[1] // DAY_US + 1):
        start = utc_datetime(day_no * DAY_US).astimezone(local)
        period = _period(calendar, start.date())
        following = _first_day_of_next(calendar, start.date())
        yield calendar, day_no, period, instant_us(datetime.combine(following, time()), timezone)


def _period(calendar: str, day: date) -> int:
    if calendar == "month":
        return day.year * 12 + day.month - 1
    return day.toordinal() if calendar == "day" else (day.toordinal() - 1) // 7


def _first_day_of_next(calendar: str, day: date) -> date:
    if calendar == "day":
        return day + timedelta(days=1)
    if calendar == "week":
        return day + timedelta(days=7 - day.weekday())
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
