"""The rules of a rulebook where they stand: what each inherits from its group and its score."""

from dataclasses import dataclass
from typing import Any

from tests.replay.oracle.history import Entity, Event
from tests.replay.oracle.language import FOREVER, instant_us
from tests.replay.oracle.where import holds

Mapped = dict[str, Any]


@dataclass(frozen=True)
class Placed:
    """A rule with its score and group, the reset and decay that hold for it, and the rulebook's time zone."""

    rule: Mapped
    score: str
    group: str | None
    reset: Mapped | None
    decay: Mapped | None
    timezone: str

    @property
    def active(self) -> tuple[int, int]:
        ends = self.rule.get("active", {})
        start, end = (None if ends.get(key) is None else instant_us(ends[key], self.timezone) for key in ("from", "until"))
        return (-FOREVER if start is None else start), (FOREVER if end is None else end)

    def matches(self, entity: Entity) -> list[Event]:
        """The events that the rule accepts, in order; outside its active time they do not exist."""
        start, end = self.active
        return [event for event in matching(entity, self.rule) if start <= event.us < end]

    def resets(self, entity: Entity) -> list[int]:
        return [] if self.reset is None else [event.us for event in matching(entity, self.reset)]


def placed_rules(book: Mapped, score: Mapped) -> list[Placed]:
    timezone = book.get("timezone", "UTC")
    grouped = [(rule, group) for group in score.get("groups", ()) for rule in group.get("rules", ())]
    listed: list[tuple[Mapped, Mapped]] = [*grouped, *((rule, {}) for rule in score.get("rules", ()))]
    return [
        Placed(
            rule, score["score"], group.get("group"), _inherited("reset", group, score), _inherited("decay", rule, group, score), timezone
        )
        for rule, group in listed
        if rule.get("enabled", True)
    ]


def _inherited(key: str, *holders: Mapped) -> Mapped | None:
    """The nearest word; ``none`` switches off what would be inherited."""
    found = next((holder[key] for holder in holders if holder.get(key) is not None), None)
    return None if found == "none" else found


def matching(entity: Entity, happening: Mapped) -> list[Event]:
    """The events of an entity, in order, that a rule, a stop, a reset or a condition names."""
    types = [happening["event"]] if isinstance(happening["event"], str) else happening["event"]
    where = happening.get("where")
    return [event for event in entity.events if ("any" in types or event.type in types) and holds(where, event.values)]
