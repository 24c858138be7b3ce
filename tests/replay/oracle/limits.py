"""Which matches of an event rule earn: the language's ``limit``."""

from typing import Any

from tests.replay.oracle.history import Entity, Event
from tests.replay.oracle.language import duration_us, period_of
from tests.replay.oracle.rulebook import Placed


def kept(placed: Placed, entity: Entity) -> list[Event]:
    """The first matches of each period, block or value, counted afresh from each reset on."""
    limit = placed.rule.get("limit", "every")
    found = placed.matches(entity)
    if limit == "every":
        return found
    resets = placed.resets(entity)
    seen: dict[Any, int] = {}
    begun: dict[int, int] = {}
    keep = []
    for event in found:
        epoch = sum(reset <= event.us for reset in resets)
        begun.setdefault(epoch, event.us)
        key = (epoch, _place(limit, event, begun[epoch], placed.timezone))
        if key[1] is not None:
            seen[key] = seen.get(key, 0) + 1
            keep += [event] if seen[key] <= _most(limit) else []
    return keep


def _most(limit: Any) -> int:
    if limit == "once" or "once_per" in limit:
        return 1
    return int(limit.get("first") or limit["count"])


def _place(limit: Any, event: Event, begun: int, timezone: str) -> Any:
    """What the matches are counted by; None for an event that is never kept."""
    if limit == "once" or "first" in limit:
        return "all"
    if "once_per" in limit:
        value = event.values.get(limit["once_per"])
        return None if value is None or value == "" else str(value)
    if limit["per"] in ("day", "week", "month"):
        return period_of(event.us, limit["per"], timezone)
    return (event.us - begun) // duration_us(limit["per"])
