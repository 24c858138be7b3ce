"""What happened at a line of a story: an event, a new version of the attributes, or nothing but time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from leadscore_analysis.clock import utc_datetime, zone
from leadscore_analysis.replay.story.facts import Event, Facts, Version
from leadscore_analysis.rulebook.conditions import Condition
from leadscore_analysis.rulebook.explaining.phrases import Phrases, readable
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.walk import placed_columns, placed_wheres
from leadscore_analysis.words import Words

_PERSONAL = re.compile(
    r"(.*_)?(first|last|full|given|family|sur|contact|voor|achter|för|efter)?_?(name|naam|namn)|.*(e_?mail|phone|mobile|birth).*"
)
_LONGEST = 80


@dataclass(frozen=True)
class Read:
    """The columns of a table the rulebook reads, in lower case; ``compared``: those whose value matters, not only that it is there."""

    columns: frozenset[str] = frozenset()
    compared: frozenset[str] = frozenset()


def columns_read(model: RulebookModel, table: str) -> Read:
    """What the rulebook reads of a table."""
    named = frozenset(column.name.lower() for column in placed_columns(model) if column.table == table)
    wheres = [Condition.parse(where.text) for where in placed_wheres(model) if where.table == table]
    read = named.union(*({name.lower() for name in where.columns} for where in wheres))
    return Read(read, named.union(*({name.lower() for name in where.compared_columns} for where in wheres)))


@dataclass(frozen=True)
class Telling:
    """How things that happened are told, with days and conditions on the clock of ``timezone``.

    Without ``names`` only columns that the rulebook reads are told, and of those that may name a person, or of which the rulebook asks no
    more than whether they are filled in, nothing else; e-mail addresses are hidden. ``who`` names the lead of an event where that is not
    the story's own.
    """

    words: Words
    read: Mapping[str, Read]
    timezone: str = "UTC"
    names: bool = False
    who: Callable[[str], str] | None = None

    def event(self, event: Event | None) -> str:
        """An event's type and its telling properties: ``page_view (page: /pricing)``."""
        if event is None:
            return ""
        by = "" if self.who is None else self.words.say("story.by", lead=self.who(event.lead_id))
        told = ", ".join(part for part in (by, self._known("events", event.properties)) if part)
        name = readable(event.event_type)
        return f"{name} ({told})" if told else name

    def condition(self, where: str) -> str:
        """A ``where`` in plain words."""
        return Phrases(self.words, self.timezone).condition(where)

    def property(self, table: str, name: str, value: Any) -> str:
        """A property of a table as it may be told."""
        if self.names or value is None or value == "" or self._told_by_value(table, name):
            return self.value(value)
        return self.words.say("story.filled")

    def value(self, value: Any) -> str:
        """A property as people read it."""
        if value is None or value == "":
            return self.words.say("story.empty")
        if isinstance(value, bool):
            return self.words.name(str(value))
        if isinstance(value, int | float | Decimal):
            return self.words.points(float(value))
        if isinstance(value, date):
            return self._day(value)
        text = str(value)
        if "@" in text and not self.names:
            return self.words.say("story.hidden")
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

    def passed(self, event: Event | None) -> str:
        """Nothing happened but time, since an event where there is one."""
        if event is None:
            return self.words.say("story.happened.time")
        day = self._day(utc_datetime(event.occurred_us))
        return self.words.say("story.happened.time_since", event=readable(event.event_type), day=day)

    def version(self, facts: Facts, us: int, table: str) -> str:
        """The version of the attributes that begins at ``us``: what changed with it, of what the rulebook reads."""
        before, now = _at(facts.versions, us)
        if now is None:
            return self.words.say("story.happened.time")
        if before is None:
            told = self._known(table, now.attributes)
            return self.words.say("story.happened.known", attributes=told) if told else self.words.say("story.happened.version")
        changed = [
            f"{readable(name)}: {self.property(table, name, before.attributes[name])} → {self.property(table, name, value)}"
            for name, value in now.attributes.items()
            if value != before.attributes[name] and self._read(table, name)
        ]
        return self.words.say("story.happened.changed", changes=", ".join(changed)) if changed else self.words.say("story.happened.version")

    def _day(self, value: date) -> str:
        """A day; of an instant that knows its place in time, the day on the clock of the rulebook."""
        aware = isinstance(value, datetime) and value.tzinfo is not None
        return self.words.day(value.astimezone(zone(self.timezone)) if aware else value)  # type: ignore[attr-defined]

    def _known(self, table: str, properties: Mapping[str, Any]) -> str:
        """The properties that say something: neither empty nor a plain no."""
        telling = {name: value for name, value in properties.items() if not _says_nothing(value) and self._read(table, name)}
        return ", ".join(f"{readable(name)}: {self.property(table, name, value)}" for name, value in telling.items())

    def _read(self, table: str, name: str) -> bool:
        return self.names or name.lower() in self.read.get(table, Read()).columns

    def _told_by_value(self, table: str, name: str) -> bool:
        return name.lower() in self.read.get(table, Read()).compared and not _PERSONAL.fullmatch(name.lower())


def _says_nothing(value: Any) -> bool:
    return value is None or value is False or value == ""


def telling_of(model: RulebookModel, words: Words, *, names: bool, who: Callable[[str], str] | None) -> Telling:
    """How the stories under a rulebook are told."""
    read = {table: columns_read(model, table) for table in ("events", "leads", "accounts", "deals")}
    return Telling(words, read, model.timezone, names, who)


def in_force(versions: tuple[Version, ...], us: int) -> Version | None:
    """The version in force at an instant."""
    return next((version for version in reversed(versions) if version.starts_us <= us), None)


def _at(versions: tuple[Version, ...], us: int) -> tuple[Version | None, Version | None]:
    """The version before and the one that begins at ``us``; None where there is none."""
    pairs = pairwise((None, *versions))
    return next(((before, now) for before, now in pairs if now is not None and now.starts_us == us), (None, None))
