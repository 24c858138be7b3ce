"""What a rule is worth to an entity at an instant, event by event, before any bound."""

from bisect import bisect_right
from collections.abc import Callable
from decimal import Decimal

from tests.replay.oracle.awards import awards_of
from tests.replay.oracle.history import Entity
from tests.replay.oracle.language import FOREVER, duration_us, points_of
from tests.replay.oracle.rulebook import Placed

Parts = dict[str | None, Decimal]


class Worth:
    """The worth of one rule to one entity. Between two of its ``instants`` it is the same, so it is asked once for each."""

    def __init__(self, placed: Placed, entity: Entity) -> None:
        self._parts_at, instants = frequency_parts(placed, entity) if placed.rule["kind"] == "frequency" else award_parts(placed, entity)
        self.instants = sorted({-FOREVER, *instants})
        self._known: dict[int, Parts] = {}

    def parts(self, now: int) -> Parts:
        """The worth of each event (None: of no event), where it is not 0."""
        start = self.instants[bisect_right(self.instants, now) - 1]
        if start not in self._known:
            self._known[start] = {event_id: worth for event_id, worth in self._parts_at(start).items() if worth != 0}
        return self._known[start]


def award_parts(placed: Placed, entity: Entity) -> tuple[Callable[[int], Parts], list[int]]:
    awards = awards_of(placed, entity)

    def parts_at(now: int) -> Parts:
        found: Parts = {}
        for award in awards:
            found[award.event_id] = found.get(award.event_id, Decimal(0)) + award.worth(now)
        return found

    return parts_at, [instant for award in awards for instant in award.instants()]


def frequency_parts(placed: Placed, entity: Entity) -> tuple[Callable[[int], Parts], list[int]]:
    """The points of the last listed tier whose window, after the latest reset, holds enough matches."""
    rule = placed.rule
    found, resets = [event.us for event in placed.matches(entity)], placed.resets(entity)
    widths = [tier.get("within", rule.get("within")) for tier in rule["tiers"]]
    tiers = [
        (FOREVER if width is None else duration_us(width), tier["at_least"], points_of(tier["points"]))
        for width, tier in zip(widths, rule["tiers"], strict=True)
    ]

    def parts_at(now: int) -> Parts:
        reset = max((us for us in resets if us <= now), default=-FOREVER)
        counts = [sum(max(reset, now - within + 1) <= us <= now for us in found) for within, _, _ in tiers]
        holding = [points for count, (_, at_least, points) in zip(counts, tiers, strict=True) if count >= at_least]
        return {None: holding[-1] if holding else Decimal(0)}

    return parts_at, [*found, *resets, *(us + within for us in found for within, _, _ in tiers)]
