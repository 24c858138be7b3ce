"""What happened, entity by entity: the events and versions of leads, accounts and deals, and when each appeared."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.replay.oracle.language import FOREVER

Values = dict[str, Any]


@dataclass(frozen=True)
class Event:
    """Something a lead did; ``values`` are its other columns."""

    event_id: str
    lead: str
    us: int
    type: str
    values: Values
    recorded_us: int | None = None


@dataclass(frozen=True)
class Version:
    """A row of leads, accounts or deals; ``us`` is None where it is undated."""

    kind: str
    entity_id: str
    us: int | None
    values: Values


@dataclass(frozen=True)
class Span:
    """A version while it is in force."""

    start: int
    end: int
    values: Values


@dataclass(frozen=True)
class Entity:
    """One lead, account or deal: its events in order, its versions in force, its first appearance."""

    kind: str
    entity_id: str
    events: tuple[Event, ...]
    spans: tuple[Span, ...]
    appeared: int

    def values_at(self, now: int) -> Values:
        """The properties in force; none where no version is."""
        return next((span.values for span in self.spans if span.start <= now < span.end), {})


@dataclass(frozen=True)
class World:
    """Every entity of a history, by kind and id."""

    entities: dict[tuple[str, str], Entity]

    def of_kind(self, kind: str) -> list[Entity]:
        return [entity for (entity_kind, _), entity in self.entities.items() if entity_kind == kind]


def world_of(events: list[Event], versions: list[Version], *, recorded: bool = False) -> World:
    told = [event if not recorded else _as_recorded(event) for event in events]
    first = min(event.us for event in told)
    leads = {
        name: _entity("lead", name, [e for e in told if e.lead == name], versions, first=first) for name in _lead_names(told, versions)
    }
    named = {name for version in versions if version.kind == "lead" and (name := version.values.get("account_id"))}
    accounts = {name: _account(name, leads, versions, first) for name in named | _names("account", versions)}
    carried = {name for event in told if (name := event.values.get("deal_id"))}
    deals = {
        name: _entity("deal", name, [e for e in told if e.values.get("deal_id") == name], versions, first=first)
        for name in carried | _names("deal", versions)
    }
    every = [*leads.values(), *accounts.values(), *deals.values()]
    return World({(entity.kind, entity.entity_id): entity for entity in every})


def _as_recorded(event: Event) -> Event:
    us = event.us if event.recorded_us is None else max(event.us, event.recorded_us)
    return Event(event.event_id, event.lead, us, event.type, event.values, event.recorded_us)


def _names(kind: str, versions: list[Version]) -> set[str]:
    return {version.entity_id for version in versions if version.kind == kind}


def _lead_names(events: list[Event], versions: list[Version]) -> set[str]:
    return {event.lead for event in events} | _names("lead", versions)


def _account(name: str, leads: dict[str, Entity], versions: list[Version], first: int) -> Entity:
    """An account has the events of its leads while they belong to it, and appears at the latest when a lead's version names it."""
    own = [event for lead in leads.values() for event in lead.events if lead.values_at(event.us).get("account_id") == name]
    naming = [
        leads[version.entity_id].appeared if version.us is None else version.us
        for version in versions
        if version.kind == "lead" and version.values.get("account_id") == name
    ]
    return _entity("account", name, own, versions, first=first, naming=naming)


def _entity(kind: str, name: str, events: list[Event], versions: list[Version], *, first: int, naming: Iterable[int] = ()) -> Entity:
    own = [version for version in versions if version.kind == kind and version.entity_id == name]
    ordered = tuple(sorted(events, key=lambda event: (event.us, event.event_id.encode())))
    signs = [event.us for event in ordered] + [version.us for version in own if version.us is not None] + list(naming)
    appeared = min(signs, default=first)
    return Entity(kind, name, ordered, _spans(own, appeared), appeared)


def _spans(versions: list[Version], appeared: int) -> tuple[Span, ...]:
    """An undated version holds from first appearance, and gives way to a dated one with the same start."""
    starts = sorted(((appeared, 0, v) if v.us is None else (v.us, 1, v) for v in versions), key=lambda start: start[:2])
    ends = [*(start for start, _, _ in starts[1:]), FOREVER]
    return tuple(Span(start, end, version.values) for (start, _, version), end in zip(starts, ends, strict=False) if start < end)
