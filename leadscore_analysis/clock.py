"""Instants, durations and calendars.

An instant is an ``int``: microseconds since 1970-01-01T00:00:00Z. A duration is an ``int`` number of microseconds.
Texts become instants and durations when a file is read, never later.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, WithJsonSchema

from leadscore_analysis.errors import InputError

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US
WEEK_US = 7 * DAY_US

_UNITS = {"s": SECOND_US, "min": MINUTE_US, "h": HOUR_US, "d": DAY_US, "w": WEEK_US}
_DURATION = re.compile(r"([0-9]{1,9})(s|min|h|d|w)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_US = 100 * 366 * DAY_US


def duration_us(text: object) -> int:
    """The duration that ``<integer><unit>`` says, in microseconds; units are ``s``, ``min``, ``h``, ``d``, ``w``.

    >>> duration_us("2d") == 2 * DAY_US
    True
    """
    found = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise InputError(f"a duration must be a whole number and s, min, h, d or w; got {text!r}", hint="write 30d or 12h")
    length = int(found[1]) * _UNITS[found[2]]
    if not 0 < length <= _LONGEST_US:
        raise InputError(f"a duration must be above zero and at most 100 years; got {text!r}", hint="write 30d or 12h")
    return length


def duration_text(us: int) -> str:
    """The shortest ``<integer><unit>`` for a duration in microseconds (whole seconds).

    >>> duration_text(90 * MINUTE_US), duration_text(14 * DAY_US)
    ('90min', '14d')
    """
    unit = next(name for name in ("d", "h", "min", "s") if us % _UNITS[name] == 0)
    return f"{us // _UNITS[unit]}{unit}"


def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name, such as ``Europe/Amsterdam``."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(f"timezone must be an IANA name; got {name!r}", hint="write Europe/Amsterdam or UTC") from None


def instant_us(value: object, timezone: str = "UTC") -> int:
    """The instant of a date, a datetime or its ISO 8601 text, in microseconds; naive ones are read in ``timezone``."""
    moment = _datetime_of(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(timezone))
    return (moment - _EPOCH) // timedelta(microseconds=1)


def utc_datetime(us: int) -> datetime:
    """The instant as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=us)


def utc_text(us: int) -> str:
    """The instant as ISO text in UTC: ``2026-03-01`` at midnight, else ``2026-03-01T09:30:00+00:00``."""
    moment = utc_datetime(us)
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat()


def _datetime_of(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        raise InputError(
            f"an instant must be an ISO date or date-time; got {value!r}", hint="write 2026-03-01 or 2026-03-01T09:30"
        ) from None


def _parsed_duration(value: object) -> int:
    try:
        return duration_us(value)
    except InputError as error:
        raise ValueError(str(error)) from None


def _checked_instant(value: object) -> datetime:
    try:
        return _datetime_of(value)
    except InputError as error:
        raise ValueError(str(error)) from None


DURATION_SCHEMA = {"type": "string", "pattern": f"^{_DURATION.pattern}$", "examples": ["30d", "12h"]}
"""A duration as JSON Schema knows it."""

INSTANT_SCHEMA = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].+)?$", "examples": ["2026-03-01", "2026-03-01T09:30"]}
"""A date or date-time as JSON Schema knows it."""

Duration = Annotated[int, BeforeValidator(_parsed_duration), WithJsonSchema(DURATION_SCHEMA)]
"""A pydantic field that reads ``30d`` and holds microseconds."""

RawInstant = Annotated[datetime, BeforeValidator(_checked_instant), WithJsonSchema(INSTANT_SCHEMA)]
"""A pydantic field that reads a date or date-time; a naive one is given its zone by the file that holds it (:func:`instant_us`)."""
