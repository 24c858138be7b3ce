"""Which rows each rule looks at: selectors of events, tests of attributes, and the SQL text of their conditions.

A selector is what a rule, a stop, a reset or a condition accepts as a match. A rule's own selector bears the rule's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leadscore_analysis.clock import instant_us
from leadscore_analysis.engine import quoted
from leadscore_analysis.rulebook.conditions import Condition
from leadscore_analysis.rulebook.fields import ANY_EVENT
from leadscore_analysis.rulebook.models import EntityKind
from leadscore_analysis.rulebook.rules import Active, Happening

_FEW = 8


@dataclass(frozen=True)
class Selector:
    """What is a match: event types (none: a test of attributes), a condition, a time, a column whose values count apart.

    ``entity`` says whose events or attributes are looked at, ``attribute`` which one is told.
    """

    selector_key: int
    event_types: tuple[str, ...] = ()
    where: str | None = None
    from_us: int | None = None
    until_us: int | None = None
    once_column: str | None = None
    attribute: str | None = None
    entity: EntityKind = "lead"

    @property
    def any_event(self) -> bool:
        """Whether every event type is accepted."""
        return ANY_EVENT in self.event_types

    @property
    def conditional(self) -> bool:
        """Whether events of its types may be no matches: by a condition or their time, or as they have no such entity."""
        return (self.where, self.from_us, self.until_us) != (None, None, None) or self.entity != "lead"


@dataclass
class SelectorList:
    """Selectors under keys of their own; the same happening asked for twice is one selector."""

    next_key: int
    selectors: list[Selector] = field(default_factory=list)
    _known: dict[tuple[object, ...], int] = field(default_factory=dict)

    def happening(self, happening: Happening, entity: EntityKind) -> int:
        """The key of the selector for a stop or a reset of an entity's rules."""
        return self._key(tuple(happening.event), happening.where, entity)

    def events(self, event_types: tuple[str, ...], where: str | None) -> int:
        """The key of the selector for a condition on a lead's events."""
        return self._key(event_types, where)

    def attributes(self, where: str) -> int:
        """The key of the test of a lead's attributes."""
        return self._key((), where)

    def _key(self, event_types: tuple[str, ...], where: str | None, entity: EntityKind = "lead") -> int:
        identity = (event_types, where, entity)
        if identity not in self._known:
            self._known[identity] = self.next_key
            self.selectors.append(Selector(self.next_key, event_types, where, entity=entity))
            self.next_key += 1
        return self._known[identity]


def active_us(active: Active | None, timezone: str) -> tuple[int | None, int | None]:
    """A rule's active time as instants, in the rulebook's time zone."""
    if active is None:
        return None, None
    ends = (active.from_, active.until)
    start, end = (None if end is None else instant_us(end, timezone) for end in ends)
    return start, end


def condition_text(selectors: list[Selector], types: Mapping[str, str], optional: tuple[str, ...], timezone: str) -> str:
    """One CASE over the selector's key that holds every condition, for rows ``e`` of a table with these column types."""
    texts = {
        s.selector_key: Condition.parse(s.where).sql(types, table="e", optional=optional, timezone=timezone)
        for s in selectors
        if s.where is not None
    }
    return case("s.selector_key", texts, otherwise="TRUE")


def once_text(selectors: list[Selector], types: Mapping[str, str], optional: tuple[str, ...]) -> str:
    """One CASE over the selector's key that holds the column whose values ``once_per`` tells apart, as text."""
    return _column_case({s.selector_key: s.once_column for s in selectors}, types, optional)


def attribute_case(selectors: list[Selector], types: Mapping[str, str], optional: tuple[str, ...]) -> str:
    """One CASE over the selector's key that holds the attribute that it tells, as text."""
    return _column_case({s.selector_key: s.attribute for s in selectors}, types, optional)


def column_text(name: str, types: Mapping[str, str], optional: tuple[str, ...]) -> str:
    """A column of ``e`` as text, looked up in the table whatever its case; NULL for an optional one that is not there."""
    found = {known.lower(): known for known in types}.get(name.lower())
    if found is None and name.lower() in {column.lower() for column in optional}:
        return "CAST(NULL AS VARCHAR)"
    column = f"e.{quoted(found or name)}"
    if found is not None and types[found] in ("DOUBLE", "FLOAT"):  # -0.0 is the same value as 0.0
        return f"CASE WHEN {column} = 0 THEN '0.0' ELSE CAST({column} AS VARCHAR) END"
    return f"CAST({column} AS VARCHAR)"


def case(value: str, texts: Mapping[int, str], *, otherwise: str) -> str:
    """A CASE over a whole number; ``otherwise`` alone where there is nothing to choose.

    Many choices are halved until few are left: a row then passes by few of them, however many there are.
    """
    if not texts:
        return otherwise
    if len(texts) > _FEW:
        middle = sorted(texts)[len(texts) // 2]
        halves = ({key: text for key, text in texts.items() if (key < middle) is below} for below in (True, False))
        low, high = (case(value, half, otherwise=otherwise) for half in halves)
        return f"CASE WHEN {value} < {int(middle)} THEN {low} ELSE {high} END"
    branches = " ".join(f"WHEN {int(key)} THEN ({text})" for key, text in texts.items())
    return f"CASE {value} {branches} ELSE {otherwise} END"


def _column_case(columns: Mapping[int, str | None], types: Mapping[str, str], optional: tuple[str, ...]) -> str:
    texts = {key: column_text(name, types, optional) for key, name in columns.items() if name is not None}
    return case("s.selector_key", texts, otherwise="CAST(NULL AS VARCHAR)")
