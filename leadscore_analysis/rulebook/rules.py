"""The five kinds of rule, as they stand in a rulebook file. What they mean stands in each class."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, WithJsonSchema, model_validator

from leadscore_analysis.clock import Duration, RawInstant
from leadscore_analysis.rulebook.fields import SOME, EventTypes, Part, Percent, Points, Slug, ValueKey
from leadscore_analysis.rulebook.limit import Limit, LimitField

MOST_STEPS = 100


class Active(Part):
    """The time in which a rule counts: matching events outside it are ignored altogether."""

    from_: RawInstant | None = Field(None, alias="from")
    """The instant from which matching events count; without it, from the first."""
    until: RawInstant | None = None
    """The instant from which they no longer count; without it, never."""


def _kept(share: Decimal) -> Decimal:
    if not 0 < share < 1:
        raise ValueError("keep must be above 0% and below 100%. Hint: {keep: 50%, every: 90d}")
    return share


def _lost(share: Decimal) -> Decimal:
    if not 0 < share <= 1:
        raise ValueError("lose must be above 0% and at most 100%. Hint: {lose: 25%, every: 30d}")
    return share


class Decay(Part):
    """How points fade: after each ``every``, ``keep`` leaves a share of what was left, ``lose`` takes a share of the first points."""

    model_config = ConfigDict(json_schema_extra={"required": ["every"]})

    keep: Annotated[Percent, AfterValidator(_kept)] | None = None
    """The share of what was left that each step leaves: 50% makes 80, 40, 20, …"""
    lose: Annotated[Percent, AfterValidator(_lost)] | None = None
    """The share of the first points that each step takes: 50% makes 10, 5, 0."""
    every: Duration = 0
    """The time between two steps, counted from the event."""

    @property
    def off(self) -> bool:
        """Whether this is ``decay: none``, which switches off one that would be inherited."""
        return self.every < 0

    @model_validator(mode="after")
    def _one_way(self) -> Decay:
        if self.off:
            return self
        if self.every == 0 or (self.keep is None) == (self.lose is None):
            raise ValueError("decay must say every, and either keep or lose. Hint: {keep: 50%, every: 90d}")
        return self


class Happening(Part):
    """An event that matters to a rule from outside: what stops it, what resets it."""

    event: EventTypes
    """One event type, a list of them, or any."""
    where: str | None = None
    """A condition on the event's own columns."""

    @property
    def off(self) -> bool:
        """Whether this is ``reset: none``, which switches off one that would be inherited."""
        return not self.event


def _none_is(part: Part) -> BeforeValidator:
    return BeforeValidator(lambda value: part if value == "none" else value, json_schema_input_type=type(part) | Literal["none"] | None)


DecayField = Annotated[Decay | None, _none_is(Decay.model_construct(every=-1))]
ResetField = Annotated[Happening | None, _none_is(Happening.model_construct(event=()))]


class RuleFields(Part):
    """What every rule may say."""

    rule: Slug
    """The rule's name; rules, groups and scores share one set of names."""
    label: str | None = None
    """A name for people."""
    note: str | None = None
    """Why the rule is there, or where its points come from."""
    enabled: StrictBool = True
    """false switches the rule off; it stays in the file."""
    active: Active | None = None
    """The time in which the rule counts."""
    cap: Annotated[Points, Field(gt=0), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})] | None = None
    """The rule's own total stays within [-cap, cap]."""
    locked: StrictBool = False
    """true keeps suggestions away from the rule's points."""
    direction: Literal["positive", "negative", "any"] | None = None
    """The sign that suggested points may have; without it, the sign that the points have now."""


class Range(Part):
    """Points while a number lies in ``[from, below)``."""

    from_: Points | None = Field(None, alias="from")
    """The lowest number of the range; without it, no lowest."""
    below: Points | None = None
    """The number at which the range has ended; without it, never."""
    points: Points
    """What the range is worth."""

    @model_validator(mode="after")
    def _not_empty(self) -> Range:
        if self.from_ is None and self.below is None:
            raise ValueError("a range must say from, below or both. Hint: {from: 50, below: 250, points: 10}")
        if self.from_ is not None and self.below is not None and not self.from_ < self.below:
            raise ValueError(f"from must be less than below; got {self.from_} and {self.below}. Hint: swap them")
        return self

    @property
    def ends(self) -> str:
        """Both ends in words: ``from 1 below 5``, or the one that there is."""
        return " ".join(f"{word} {end}" for word, end in (("from", self.from_), ("below", self.below)) if end is not None)


class AttributeRule(RuleFields):
    """Points while a property of the entity holds; they follow its versions, or latch the first with ``permanent``."""

    kind: Literal["attribute"]
    """Points while a property holds."""
    attribute: str | None = None
    """The property whose values or ranges earn points."""
    values: dict[ValueKey, Points] | None = None
    """Points for each value, written as it stands in the data; case matters."""
    ranges: Annotated[tuple[Range, ...], SOME] | None = None
    """Points for ranges of a number."""
    where: str | None = None
    """A condition on all attributes, in the place of values and ranges."""
    points: Points | None = None
    """What the where is worth."""
    permanent: StrictBool = False
    """true keeps the points of the first version that matches, whatever the property becomes."""

    @model_validator(mode="after")
    def _one_test(self) -> AttributeRule:
        given = [name for name in ("values", "ranges", "where") if getattr(self, name) is not None]
        if len(given) != 1:
            got = ", ".join(given) or "none"
            raise ValueError(f"an attribute rule must have exactly one of values, ranges and where; got {got}. Hint: make a rule of each")
        if self.where is not None and (self.points is None or self.attribute is not None):
            raise ValueError(
                "an attribute rule with where must have points, and no attribute. Hint: {where: \"country = 'NL'\", points: 20}"
            )
        if self.where is None and (self.attribute is None or self.points is not None):
            raise ValueError(
                f"an attribute rule with {given[0]} must name its attribute, and keep its points in {given[0]}. Hint: add attribute"
            )
        return self


class EventRule(RuleFields):
    """Points for something that happened, until they expire, decay or are withdrawn."""

    kind: Literal["event"]
    """Points for something that happened."""
    event: EventTypes
    """One event type, a list of them, or any."""
    where: str | None = None
    """A condition on the event's own columns."""
    points: Points
    """What one event is worth at first."""
    limit: LimitField = Limit()
    """Which of the events earn."""
    decay: DecayField = None
    """How the points fade; none switches off the decay of the score or group."""
    expires: Duration | None = None
    """The time after the event at which its points are gone."""
    starts_after: Duration | None = None
    """The time after the event at which its points begin."""
    stopped_by: Happening | None = None
    """The event that withdraws the points: the first one after them."""


class LadderStep(Part):
    """``adds`` points while the most recent match is younger than ``within``."""

    within: Duration
    """The age of the most recent match below which the step counts."""
    adds: Points
    """What the step adds."""


class RecencyRule(RuleFields):
    """Points while the most recent match is young: the sum of the steps that it is still within."""

    kind: Literal["recency"]
    """Points while the most recent matching event is young."""
    event: EventTypes
    """One event type, a list of them, or any."""
    where: str | None = None
    """A condition on the event's own columns."""
    ladder: Annotated[tuple[LadderStep, ...], SOME] | None = None
    """Steps, the shortest first; those that still hold are added up."""
    within: Duration | None = None
    """A ladder of one step: the age below which the points count."""
    points: Points | None = None
    """A ladder of one step: what it is worth."""

    @model_validator(mode="after")
    def _one_ladder(self) -> RecencyRule:
        if (self.ladder is None) == (self.within is None) or (self.within is None) != (self.points is None):
            raise ValueError("a recency rule must have either a ladder, or within and points. Hint: add within: 14d, points: 10")
        return self

    @property
    def steps(self) -> tuple[LadderStep, ...]:
        """The ladder; ``within`` and ``points`` alone are a ladder of one step."""
        if self.within is None or self.points is None:
            return self.ladder or ()
        return (LadderStep.model_construct(within=self.within, adds=self.points),)

    @property
    def worths(self) -> tuple[Decimal, ...]:
        """What the ladder is worth within each step: that step and the longer ones added up."""
        return tuple(accumulate(step.adds for step in reversed(self.steps)))[::-1]


class Tier(Part):
    """Points while at least so many matches lie in the window."""

    at_least: Annotated[StrictInt, Field(ge=1)]
    """The number of matches from which the tier holds."""
    points: Points
    """What the tier is worth in the place of those before it."""
    within: Duration | None = None
    """The tier's own window."""


class FrequencyRule(RuleFields):
    """The points of the last listed tier that holds, by the number of matches in a window."""

    kind: Literal["frequency"]
    """Points while enough events lie in a window."""
    event: EventTypes
    """One event type, a list of them, or any."""
    where: str | None = None
    """A condition on the event's own columns."""
    within: Duration | None = None
    """The window that ends now; without it, everything so far."""
    tiers: Annotated[tuple[Tier, ...], SOME]
    """The last listed tier that holds gives the points."""

    @property
    def rising(self) -> bool:
        """Whether each tier asks for more matches than the one before."""
        return all(before.at_least < after.at_least for before, after in pairwise(self.tiers))

    def window_of(self, tier: Tier) -> int | None:
        """The window of a tier: its own, else the rule's; None for everything so far."""
        return tier.within or self.within


class AbsenceRule(RuleFields):
    """Points (usually negative) while nothing happens: after ``after``, and again at each ``repeat_every``, at most ``times`` times."""

    kind: Literal["absence"]
    """Points, usually negative, while nothing happens."""
    event: EventTypes
    """What must not happen: one event type, a list of them, or any."""
    where: str | None = None
    """A condition on the event's own columns."""
    after: Duration
    """The silence after which the points come."""
    points: Points
    """What the silence is worth, usually below zero."""
    repeat_every: Duration | None = None
    """The further silence after which they come again."""
    times: Annotated[StrictInt, Field(ge=1, le=MOST_STEPS)] = 1
    """How often they come at most."""


Rule = Annotated[AttributeRule | EventRule | RecencyRule | FrequencyRule | AbsenceRule, Field(discriminator="kind")]
