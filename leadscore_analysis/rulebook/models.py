"""A rulebook as its file says it: scores, groups, bands, the matrix, qualification and alerts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, model_validator

from leadscore_analysis.clock import Duration, duration_us
from leadscore_analysis.errors import InputError
from leadscore_analysis.rulebook.fields import SOME, EventTypes, Part, Points, Slug, Weight
from leadscore_analysis.rulebook.rules import DecayField, ResetField, Rule

EntityKind = Literal["lead", "account", "deal"]


class Group(Part):
    """Rules whose sum is held between ``min`` and ``max``."""

    group: Slug
    label: str | None = None
    note: str | None = None
    min: Points | None = None
    max: Points | None = None
    decay: DecayField = None
    reset: ResetField = None
    rules: tuple[Rule, ...] = ()


class RollUp(Part):
    """An account's score made from its leads' scores."""

    score: str
    how: Literal["sum", "max"]

    @model_validator(mode="before")
    @classmethod
    def _says_how(cls, value: Any) -> Any:
        if isinstance(value, dict) and "how" not in value:
            raise ValueError("a rollup must say how, sum or max; it is missing. Hint: write {score: interest, how: sum}")
        return value


class Score(Part):
    """One score: rules and groups, or a formula over scores, or a roll-up over an account's leads."""

    score: Slug
    label: str | None = None
    entity: EntityKind = "lead"
    purpose: str | None = None
    note: str | None = None
    min: Points | None = None
    max: Points | None = None
    decay: DecayField = None
    reset: ResetField = None
    groups: tuple[Group, ...] = ()
    rules: tuple[Rule, ...] = ()
    formula: dict[str, Weight] | None = None
    rollup: RollUp | None = None

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
    from_: Points | None = Field(None, alias="from")


class Axis(Part):
    """One side of the matrix: a score, its cuts, and a label for each cell between them."""

    score: str
    cuts: Annotated[tuple[Points, ...], SOME]
    labels: tuple[str, ...]

    @model_validator(mode="after")
    def _labels_fit(self) -> Axis:
        if len(self.labels) != len(self.cuts) + 1:
            got = f"{len(self.labels)} labels and {len(self.cuts)} cuts"
            raise ValueError(f"labels must be one more than cuts; got {got}. Hint: give the cell below the first cut a label too")
        if list(self.cuts) != sorted(set(self.cuts)):
            raise ValueError("cuts must rise. Hint: put the lowest first")
        return self


class Matrix(Part):
    """Cells of two scores, each with an action."""

    rows: Axis
    columns: Axis
    actions: dict[str, str] = Field(default_factory=dict)


class Condition(Part):
    """One condition of a path or an alert: on a score, on an event, or on the lead's attributes in force."""

    score: str | None = None
    at_least: Points | None = None
    below: Points | None = None
    event: EventTypes | None = None
    where: str | None = None
    within: Duration | None = None

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
    label: str | None = None
    note: str | None = None
    all: Annotated[tuple[Condition, ...], SOME]


class Receiver(Part):
    """Whom an alert tells: the person in an attribute of the lead, or one named person."""

    attribute: str | None = None
    person: str | None = None

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
    label: str | None = None
    note: str | None = None
    enabled: StrictBool = True
    all: Annotated[tuple[Condition, ...], SOME]
    rearm: Annotated[Literal["never", "always"] | int, BeforeValidator(_rearm)] = "never"
    to: Receiver | None = None


class Population(Part):
    """The leads a rulebook is for: one more condition of every alert and path."""

    where: str


class RulebookModel(Part):
    """Everything a rulebook file says, as it says it."""

    rulebook: Slug
    version: Annotated[StrictInt, Field(ge=1)] = 1
    label: str | None = None
    note: str | None = None
    timezone: str = "UTC"
    optional_columns: tuple[str, ...] = ()
    scores: Annotated[tuple[Score, ...], SOME]
    bands: dict[str, tuple[Band, ...]] = Field(default_factory=dict)
    matrix: Matrix | None = None
    qualification: tuple[Path, ...] = ()
    alerts: tuple[Alert, ...] = ()
    population: Population | None = None
