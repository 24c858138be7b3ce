"""The ``limit`` of an event rule: which of the matching events earn."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictInt, WithJsonSchema

from leadscore_analysis.clock import DURATION_SCHEMA, Duration
from leadscore_analysis.rulebook.fields import Part

_PER = {"anyOf": [{"enum": ["day", "week", "month"]}, DURATION_SCHEMA]}
_COUNT = {"type": "integer", "minimum": 1}
_LIMIT_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"enum": ["every", "once"]},
        *(
            {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}
            for keys in ({"first": _COUNT}, {"per": _PER, "count": _COUNT}, {"once_per": {"type": "string"}})
        ),
    ]
}


class Limit(Part):
    """Which matches earn: at most ``count`` of them, per calendar period, per block of a length, or per value of a column."""

    count: Annotated[StrictInt, Field(ge=1, le=10**9)] | None = None
    calendar: Literal["day", "week", "month"] | None = None
    block: Duration | None = None
    once_per: str | None = None


def _limit(value: Any) -> Any:
    if isinstance(value, Limit):
        return value
    if value == "every":
        return {}
    if value == "once":
        return {"count": 1}
    if isinstance(value, dict):
        keys = set(value)
        if keys == {"first"}:
            return {"count": value["first"]}
        if keys == {"once_per"} and isinstance(value["once_per"], str):
            return {"count": 1, "once_per": value["once_per"]}
        if keys == {"per", "count"}:
            period = "calendar" if value["per"] in ("day", "week", "month") else "block"
            return {"count": value["count"], period: value["per"]}
    raise ValueError(
        "must be every, once, {first: 3}, {per: day, count: 1}, {per: 30d, count: 1} or {once_per: column}; "
        f"got {value!r}. Hint: write limit: once"
    )


LimitField = Annotated[Limit, BeforeValidator(_limit), WithJsonSchema(_LIMIT_SCHEMA)]
"""Reads ``once``, ``{first: 3}``, ``{per: day, count: 1}``, ``{once_per: column}`` and holds a :class:`Limit`."""
