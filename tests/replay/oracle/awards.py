"""Every rule as awards: an anchor, a shape over the age since it, and a stop."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tests.replay.oracle.history import Entity, Values
from tests.replay.oracle.language import FOREVER, duration_us, points_of, rounded, share_of
from tests.replay.oracle.limits import kept
from tests.replay.oracle.rulebook import Mapped, Placed, matching
from tests.replay.oracle.where import compared, holds

Shape = Callable[[int], Decimal]


@dataclass(frozen=True)
class Award:
    """Worth ``shape(age)`` from ``anchor`` to before ``stop``; ``ages`` are all at which the shape may change."""

    event_id: str | None
    anchor: int
    stop: int
    shape: Shape
    ages: tuple[int, ...] = (0,)

    def worth(self, now: int) -> Decimal:
        return self.shape(now - self.anchor) if self.anchor <= now < self.stop else Decimal(0)

    def instants(self) -> list[int]:
        """Every instant at which what it is worth may change."""
        return [*(self.anchor + age for age in self.ages if self.anchor + age < self.stop), self.stop]


def awards_of(placed: Placed, entity: Entity) -> list[Award]:
    makers = {"attribute": attribute_awards, "event": event_awards, "recency": recency_awards, "absence": absence_awards}
    return makers[placed.rule["kind"]](placed, entity)


def attribute_awards(placed: Placed, entity: Entity) -> list[Award]:
    start, end = placed.active
    cut = [(max(span.start, start), min(span.end, end), attribute_points(placed.rule, span.values)) for span in entity.spans]
    found = [(begins, ends, points) for begins, ends, points in cut if begins < ends and points is not None]
    if placed.rule.get("permanent"):
        found = [(begins, end, points) for begins, _, points in found[:1]]
    return [Award(None, begins, ends, _constant(points)) for begins, ends, points in found]


def _constant(points: Decimal) -> Shape:
    return lambda _: points


def attribute_points(rule: Mapped, values: Values) -> Decimal | None:
    """What a version earns; None where the condition does not hold."""
    if "where" in rule:
        return points_of(rule["points"]) if holds(rule["where"], values) else None
    value = values.get(rule["attribute"])
    if "values" in rule:
        return next((points_of(points) for key, points in rule["values"].items() if _same(key, value)), None)
    return next((points_of(span["points"]) for span in rule["ranges"] if _inside(span, value)), None)


def _same(key: Any, value: Any) -> bool:
    """Text matches exactly, numbers by value, truth values as true and false."""
    if isinstance(key, bool):
        return str(value).lower() == str(key).lower() if isinstance(value, bool) else value == str(key).lower()
    return compared("=", key, value) is True


def _inside(span: Mapped, value: Any) -> bool:
    low, high = span.get("from"), span.get("below")
    return (low is None or compared(">=", value, low) is True) and (high is None or compared("<", value, high) is True)


def event_awards(placed: Placed, entity: Entity) -> list[Award]:
    rule = placed.rule
    stops = [event.us for event in matching(entity, rule["stopped_by"])] if "stopped_by" in rule else []
    cuts = stops + placed.resets(entity)
    shape, ages = event_shape(rule, placed.decay)
    return [
        Award(event.event_id, event.us, min((cut for cut in cuts if cut > event.us), default=FOREVER), shape, ages)
        for event in kept(placed, entity)
    ]


def event_shape(rule: Mapped, decay: Mapped | None) -> tuple[Shape, tuple[int, ...]]:
    points = points_of(rule["points"])
    begins = duration_us(rule["starts_after"]) if "starts_after" in rule else 0
    expires = duration_us(rule["expires"]) if "expires" in rule else FOREVER
    every = FOREVER if decay is None else duration_us(decay["every"])
    fading = _fading(points, decay)

    def shape(age: int) -> Decimal:
        return fading[min(age // every, len(fading) - 1)] if begins <= age < expires else Decimal(0)

    return shape, tuple(sorted({0, begins, expires, *(every * n for n in range(len(fading)))}))


def _fading(points: Decimal, decay: Mapped | None) -> list[Decimal]:
    """What an award is worth after 0, 1, 2 … steps, up to the step that ends it or the hundredth."""
    if decay is None:
        return [points]
    if "lose" in decay:
        return [rounded(points * max(Decimal(0), 1 - share_of(decay["lose"]) * n)) for n in range(102)]
    steps = [rounded(points * share_of(decay["keep"]) ** n) for n in range(102)]
    ended = next((n for n, step in enumerate(steps) if abs(step) < abs(points) / 100), None)
    return steps if ended is None else [*steps[:ended], Decimal(0)]


def recency_awards(placed: Placed, entity: Entity) -> list[Award]:
    rule = placed.rule
    steps = rule["ladder"] if "ladder" in rule else [{"within": rule["within"], "adds": rule["points"]}]
    ladder = [(duration_us(step["within"]), points_of(step["adds"])) for step in steps]
    resets = placed.resets(entity)

    def shape(age: int) -> Decimal:
        return sum((adds for within, adds in ladder if age < within), Decimal(0))

    ages = (0, *(within for within, _ in ladder))
    return [
        Award(event.event_id, event.us, min([following, *(reset for reset in resets if reset > event.us)]), shape, ages)
        for event, following in _followed(placed, entity)
    ]


def _followed(placed: Placed, entity: Entity) -> list[tuple[Any, int]]:
    """Each match with the instant of the next: of matches at one instant only the last has any length."""
    found = placed.matches(entity)
    return [*((event, following.us) for event, following in pairwise(found)), *((event, FOREVER) for event in found[-1:])]


def absence_awards(placed: Placed, entity: Entity) -> list[Award]:
    start, end = placed.active
    begins = max(entity.appeared, start)
    shape, ages = absence_shape(placed.rule)
    found = _followed(placed, entity)
    first = min((event.us for event, _ in found if event.us >= begins), default=FOREVER)
    silence = [Award(None, begins, min(first, end), shape, ages)] if begins < end else []
    return [*silence, *(Award(event.event_id, event.us, min(following, end), shape, ages) for event, following in found)]


def absence_shape(rule: Mapped) -> tuple[Shape, tuple[int, ...]]:
    points, after = points_of(rule["points"]), duration_us(rule["after"])
    again = duration_us(rule["repeat_every"]) if "repeat_every" in rule else FOREVER
    ages = tuple(after + again * n for n in range(rule.get("times", 1)))
    return lambda age: points * sum(age >= told for told in ages), (0, *ages)
