"""A rulebook as its file says it: scores, groups, bands, the matrix, qualification and alerts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, model_validator

from leadscore_analysis.clock import Duration, duration_us
from leadscore_analysis.errors import InputError
from leadscore_analysis.rulebook.fields import SOME, EventTypes, Part, Points, Slug, Weight
from leadscore_analysis.rulebook.rules import DecayField, ResetField, Rule

EntityKind = Literal["lead", "account", "deal"]


class Group(Part):
    """Rules whose sum is held between ``min`` and ``max``."""

    group: Slug
    """The group's name; rules, groups and scores share one set of names."""
    label: str | None = None
    """A name for people."""
    note: str | None = None
    """Why the group is there."""
    min: Points | None = None
    """The least that the group's sum can be."""
    max: Points | None = None
    """The most that the group's sum can be."""
    decay: DecayField = None
    """How points of its event rules fade that say nothing themselves; none switches off the score's."""
    reset: ResetField = None
    """What resets its rules in the place of the score's reset; none switches that off."""
    rules: tuple[Rule, ...] = ()
    """The rules whose sum is held."""


class RollUp(Part):
    """An account's score made from its leads' scores."""

    score: str
    """The leads' score."""
    how: Literal["sum", "max"]
    """Whether the leads' scores are added up, or the highest is taken."""

    @model_validator(mode="before")
    @classmethod
    def _says_how(cls, value: Any) -> Any:
        if isinstance(value, dict) and "how" not in value:
            raise ValueError("a rollup must say how, sum or max; it is missing. Hint: write {score: interest, how: sum}")
        return value


class Score(Part):
    """One score: rules and groups, or a formula over scores, or a roll-up over an account's leads."""

    score: Slug
    """The score's name; rules, groups and scores share one set of names."""
    label: str | None = None
    """A name for people."""
    entity: EntityKind = "lead"
    """Whose score it is: a lead's, an account's or a deal's."""
    purpose: str | None = None
    """What the score is to say."""
    note: str | None = None
    """Where it comes from."""
    min: Points | None = None
    """The least that the score can be."""
    max: Points | None = None
    """The most that the score can be."""
    decay: DecayField = None
    """How points of its event rules fade that say nothing themselves."""
    reset: ResetField = None
    """The event that withdraws earlier event and recency points, and lets frequency rules and limits count afresh."""
    groups: tuple[Group, ...] = ()
    """Rules whose sum is held between bounds of their own."""
    rules: tuple[Rule, ...] = ()
    """Rules outside groups."""
    formula: dict[str, Weight] | None = None
    """Other scores and their weights, in the place of rules."""
    rollup: RollUp | None = None
    """The scores of an account's leads, in the place of rules."""

    @property
    def derived(self) -> bool:
        """Whether the score is made from other scores."""
        return self.formula is not None or self.rollup is not None

    @property
    def parts(self) -> tuple[str, ...]:
        """The scores that it is made from: those of its formula, or the one that it rolls up."""
        return (self.rollup.score,) if self.rollup is not None else tuple(self.formula or ())

    @model_validator(mode="after")
    def _one_source(self) -> Score:
        if self.derived and (self.rules or self.groups or (self.formula is not None and self.rollup is not None)):
            raise ValueError("a score must have either rules and groups, or a formula, or a rollup")
        return self


class Band(Part):
    """A named stretch of a score, from ``from`` (reached when equal) to the next band."""

    band: str
    """The band's name."""
    from_: Points | None = Field(None, alias="from")
    """The points from which it holds; the first band may go without."""


class Axis(Part):
    """One side of the matrix: a score, its cuts, and a label for each cell between them."""

    score: str
    """The score that is cut."""
    cuts: Annotated[tuple[Points, ...], SOME]
    """The points at which a new label begins, rising."""
    labels: tuple[str, ...]
    """One label more than cuts, for the lowest points first."""


class Matrix(Part):
    """Cells of two scores, each with an action."""

    rows: Axis
    """The score down the side."""
    columns: Axis
    """The score along the top."""
    actions: dict[str, str] = Field(default_factory=dict)
    """What to do with the leads of a cell, by row label and column label: A1."""


class Condition(Part):
    """One condition of a path or an alert: on a score, on an event, or on the lead's attributes in force."""

    score: str | None = None
    """The score that must have reached, or not reached, a number of points."""
    at_least: Points | None = None
    """The points from which it holds."""
    below: Points | None = None
    """The points from which it no longer holds."""
    event: EventTypes | None = None
    """One event type, a list of them, or any: some event of it has happened."""
    where: str | None = None
    """With event: a condition on that event. Alone: a condition on the lead's attributes."""
    within: Duration | None = None
    """How long ago the event may be; without it, ever."""

    @model_validator(mode="after")
    def _one_shape(self) -> Condition:
        on_score = self.score is not None
        if on_score and (
            self.event is not None or self.where is not None or self.within is not None or (self.at_least is None) == (self.below is None)
        ):
            raise ValueError("a condition on a score must say at_least or below, and nothing else. Hint: {score: interest, at_least: 75}")
        if not on_score and (self.at_least is not None or self.below is not None):
            raise ValueError("at_least and below need a score. Hint: {score: interest, at_least: 75}")
        if not on_score and self.event is None and (self.where is None or self.within is not None):
            raise ValueError("a condition must name a score, an event or a where. Hint: {event: page_view, within: 30d}")
        return self


class Path(Part):
    """One way to be qualified: all its conditions hold."""

    path: Slug
    """The path's name."""
    label: str | None = None
    """A name for people."""
    note: str | None = None
    """Why the path is there."""
    all: Annotated[tuple[Condition, ...], SOME]
    """Conditions that must hold together."""


class Receiver(Part):
    """Whom an alert tells: the person in an attribute of the lead, or one named person."""

    attribute: str | None = None
    """The attribute of the lead that names the person."""
    person: str | None = None
    """One person, for all leads."""

    @model_validator(mode="after")
    def _one_way(self) -> Receiver:
        if (self.attribute is None) == (self.person is None):
            raise ValueError("to must say either attribute or person. Hint: write {attribute: owner}")
        return self


def _rearm(value: Any) -> Any:
    try:
        return value if value in ("never", "always") else duration_us(value)
    except InputError:
        raise ValueError(f"must be never, always or a duration such as 30d; got {value!r}. Hint: write rearm: 30d") from None


class Alert(Part):
    """A message to a person when all conditions become true."""

    alert: Slug
    """The alert's name."""
    label: str | None = None
    """A name for people."""
    note: str | None = None
    """What the receiver is to do."""
    enabled: StrictBool = True
    """false switches the alert off; it stays in the file."""
    all: Annotated[tuple[Condition, ...], SOME]
    """Conditions that must hold together."""
    rearm: Annotated[
        Literal["never", "always"] | int, BeforeValidator(_rearm, json_schema_input_type=Literal["never", "always"] | Duration)
    ] = "never"
    """Whether it fires again when the conditions come true again: never, always, or after they were false for so long."""
    to: Receiver | None = None
    """Who is told."""


class Population(Part):
    """The leads a rulebook is for: one more condition of every alert and path."""

    where: str
    """A condition on the lead's attributes."""


_ANY_AXIS = {"cuts": [0], "labels": ["below", "above"]}
_ANY_RULE = {"kind": "event", "event": "any", "points": 1}
_ANY_TIME = {"all": [{"event": "any"}]}


class RulebookModel(Part):
    """Everything a rulebook file says, as it says it."""

    STAND_INS: ClassVar[Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]]] = {
        "": ((), {"rulebook": "unnamed", "scores": [{"score": "unnamed"}]}),
        "scores": (("score", "entity"), {}),
        "scores.groups": (("group",), {}),
        "scores.groups.rules": (("rule",), _ANY_RULE),
        "scores.rules": (("rule",), _ANY_RULE),
        "matrix": (("score",), _ANY_AXIS),
        "qualification": (("path",), _ANY_TIME),
        "alerts": (("alert",), _ANY_TIME),
    }
    """What a faulty entry keeps, and what it is given in place of the rest, while what is right of the file is checked."""

    rulebook: Slug
    """The rulebook's name."""
    version: Annotated[StrictInt, Field(ge=1)] = 1
    """A whole number that rises with every change."""
    label: str | None = None
    """A title for people."""
    note: str | None = None
    """What the rulebook is for, in a line."""
    timezone: str = "UTC"
    """The IANA time zone of calendar limits and of instants without an offset."""
    optional_columns: tuple[str, ...] = ()
    """Columns that a history may lack: they are then empty."""
    scores: Annotated[tuple[Score, ...], SOME]
    """The scores, in any order."""
    bands: dict[str, tuple[Band, ...]] = Field(default_factory=dict)
    """Named stretches of a score, by its name; the lowest first."""
    matrix: Matrix | None = None
    """Two scores cut into cells, with an action for each."""
    qualification: tuple[Path, ...] = ()
    """The ways to be qualified: a lead is when any of them holds."""
    alerts: tuple[Alert, ...] = ()
    """Who is told when."""
    population: Population | None = None
    """The leads that paths, alerts and studies are about."""
