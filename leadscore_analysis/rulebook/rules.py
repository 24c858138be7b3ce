"""The five kinds of rule, as they stand in a rulebook file. What they mean stands in each class."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, model_validator

from leadscore_analysis.clock import Duration, RawInstant
from leadscore_analysis.rulebook.fields import SOME, EventTypes, Part, Percent, Points, Slug, ValueKey

MOST_STEPS = 100


class Active(Part):
    """The time in which a rule counts: matching events outside it are ignored altogether."""

    from_: RawInstant | None = Field(None, alias="from")
    until: RawInstant | None = None


class Decay(Part):
    """How points fade: after each ``every``, ``keep`` leaves a share of what was left, ``lose`` takes a share of the first points."""

    keep: Percent | None = None
    lose: Percent | None = None
    every: Duration = 0

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
        if self.keep is not None and not 0 < self.keep < 1:
            raise ValueError("keep must be above 0% and below 100%. Hint: {keep: 50%, every: 90d}")
        if self.lose is not None and not 0 < self.lose <= 1:
            raise ValueError("lose must be above 0% and at most 100%. Hint: {lose: 25%, every: 30d}")
        return self


class Happening(Part):
    """An event that matters to a rule from outside: what stops it, what resets it."""

    event: EventTypes
    where: str | None = None

    @property
    def off(self) -> bool:
        """Whether this is ``reset: none``, which switches off one that would be inherited."""
        return not self.event


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


def _none_is(part: Part) -> BeforeValidator:
    return BeforeValidator(lambda value: part if value == "none" else value)


DecayField = Annotated[Decay | None, _none_is(Decay.model_construct(every=-1))]
ResetField = Annotated[Happening | None, _none_is(Happening.model_construct(event=()))]


class RuleFields(Part):
    """What every rule may say."""

    rule: Slug
    label: str | None = None
    note: str | None = None
    enabled: StrictBool = True
    active: Active | None = None
    cap: Annotated[Points, Field(gt=0)] | None = None
    locked: StrictBool = False
    direction: Literal["positive", "negative", "any"] | None = None


class Range(Part):
    """Points while a number lies in ``[from, below)``."""

    from_: Points | None = Field(None, alias="from")
    below: Points | None = None
    points: Points

    @model_validator(mode="after")
    def _not_empty(self) -> Range:
        if self.from_ is None and self.below is None:
            raise ValueError("a range must say from, below or both. Hint: {from: 50, below: 250, points: 10}")
        if self.from_ is not None and self.below is not None and not self.from_ < self.below:
            raise ValueError(f"from must be less than below; got {self.from_} and {self.below}. Hint: swap them")
        return self


class AttributeRule(RuleFields):
    """Points while a property of the entity holds; they follow its versions, or latch the first with ``permanent``."""

    kind: Literal["attribute"]
    attribute: str | None = None
    values: dict[ValueKey, Points] | None = None
    ranges: Annotated[tuple[Range, ...], SOME] | None = None
    where: str | None = None
    points: Points | None = None
    permanent: StrictBool = False

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
    event: EventTypes
    where: str | None = None
    points: Points
    limit: Annotated[Limit, BeforeValidator(_limit)] = Limit()
    decay: DecayField = None
    expires: Duration | None = None
    starts_after: Duration | None = None
    stopped_by: Happening | None = None


class LadderStep(Part):
    """``adds`` points while the most recent match is younger than ``within``."""

    within: Duration
    adds: Points


class RecencyRule(RuleFields):
    """Points while the most recent match is young: the sum of the steps that it is still within."""

    kind: Literal["recency"]
    event: EventTypes
    where: str | None = None
    ladder: Annotated[tuple[LadderStep, ...], SOME] | None = None
    within: Duration | None = None
    points: Points | None = None

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


class Tier(Part):
    """Points while at least so many matches lie in the window."""

    at_least: Annotated[StrictInt, Field(ge=1)]
    points: Points
    within: Duration | None = None


class FrequencyRule(RuleFields):
    """The points of the last listed tier that holds, by the number of matches in a window."""

    kind: Literal["frequency"]
    event: EventTypes
    where: str | None = None
    within: Duration | None = None
    tiers: Annotated[tuple[Tier, ...], SOME]


class AbsenceRule(RuleFields):
    """Points (usually negative) while nothing happens: after ``after``, and again at each ``repeat_every``, at most ``times`` times."""

    kind: Literal["absence"]
    event: EventTypes
    where: str | None = None
    after: Duration
    points: Points
    repeat_every: Duration | None = None
    times: Annotated[StrictInt, Field(ge=1, le=MOST_STEPS)] = 1


Rule = Annotated[AttributeRule | EventRule | RecencyRule | FrequencyRule | AbsenceRule, Field(discriminator="kind")]
