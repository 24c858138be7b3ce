"""The small values of a rulebook: points, percentages, slugs, event types."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

LARGEST_POINTS = Decimal(10) ** 9
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_PERCENT = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)\s?%")


class Part(BaseModel):
    """A part of a rulebook: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _points(value: Any) -> Decimal:
    return _number(value, decimals=4)


def _weight(value: Any) -> Decimal:
    return _number(value, decimals=6)


def _number(value: Any, *, decimals: int) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError(f"must be a number; got {value!r}. Hint: write it in digits, without quotes")
    try:
        points = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"must be a number; got {value!r}. Hint: write it in digits, without quotes") from None
    if not points.is_finite() or abs(points) > LARGEST_POINTS or points != round(points, decimals):
        raise ValueError(f"must be a number with at most {decimals} decimals, within a billion; got {value!r}. Hint: round it")
    return points


def _percent(value: Any) -> Decimal:
    found = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"must be a percentage; got {value!r}. Hint: write 50%")
    return Decimal(found[1]) / 100


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value):
        raise ValueError(f"must be a short name of letters, digits, '-', '_' and '.'; got {value!r}. Hint: write job-title")
    return value


def _some(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not values:
        raise ValueError("must have at least one entry; got none. Hint: add one, or leave the key out")
    return values


def _event_types(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not names or not all(isinstance(name, str) and name for name in names):
        raise ValueError(f"must be an event type or a list of them; got {value!r}. Hint: write page_view or [page_view, email_open]")
    if len(set(names)) < len(names):
        raise ValueError(f"must name each event type once; got {value!r}. Hint: leave out the second")
    return tuple(names)


def _value_key(value: Any) -> str | int | float:
    if not isinstance(value, str | bool | int | float):
        raise ValueError(f"must have text, numbers, true or false as keys; got {value}. Hint: put the key in quotes")
    return str(value).lower() if isinstance(value, bool) else value


_NUMBER = {"type": "number", "minimum": -int(LARGEST_POINTS), "maximum": int(LARGEST_POINTS)}
_NAMES = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "uniqueItems": True}

Points = Annotated[Decimal, BeforeValidator(_points), WithJsonSchema(_NUMBER)]
"""Points with at most four decimals, exact."""

Weight = Annotated[Decimal, BeforeValidator(_weight), WithJsonSchema(_NUMBER)]
"""The weight of a score in a formula, with at most six decimals."""

Percent = Annotated[
    Decimal, BeforeValidator(_percent), WithJsonSchema({"type": "string", "pattern": f"^{_PERCENT.pattern}$", "examples": ["50%"]})
]
"""A percentage written ``50%``, held as the fraction 0.5."""

Slug = Annotated[str, AfterValidator(_slug), WithJsonSchema({"type": "string", "pattern": f"^{_SLUG.pattern}$"})]
"""The name of a rule, group, score, band, path or alert."""

ValueKey = Annotated[str | int | float, BeforeValidator(_value_key)]
"""A value of an attribute: text, a number, or the text of true or false; a missing value is none."""

EventTypes = Annotated[
    tuple[str, ...], BeforeValidator(_event_types), WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1}, _NAMES]})
]
"""One event type or a list of them; ``any`` stands for all."""

SOME = AfterValidator(_some)
"""A list that must not be empty."""

ANY_EVENT = "any"
