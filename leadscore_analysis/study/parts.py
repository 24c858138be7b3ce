"""The parts of a study file. Attribute names are the file's keys; ``from`` is ``from_`` in Python."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic.config import JsonDict

from leadscore_analysis.clock import DAY_US, WEEK_US, Duration
from leadscore_analysis.study.fields import FilePath, Instant, Name, Names, Part, PathText, Share, ZoneName

BUILT_IN_STAGES = ("lead", "qualified")
"""Funnel stages that need no definition: a lead's first appearance, and the replay's qualification."""


class TableSource(Part):
    """Where one table of the history is read from: a file, or ``table`` of a DuckDB file or a database server.

    ``columns`` maps the history's column names to the source's; ``values`` gives columns that the source lacks one value for all its rows
    (``{stage: won}`` for a list of won deals); ``timezone`` is that of instants without an offset.
    """

    from_: PathText = Field(alias="from")
    columns: dict[Name, Name] = Field(default_factory=dict)
    values: dict[Name, Name] = Field(default_factory=dict)
    timezone: ZoneName = "UTC"
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=4)] | None = None
    nulls: tuple[str, ...] | None = None
    table: Name | None = None


class HistorySettings(Part):
    """The DuckDB file that holds the history, and the sources that it is loaded from; ``max_rejected`` is a share of the rows read."""

    database: FilePath = Path("data/history.duckdb")
    events: TableSource | None = None
    leads: TableSource | None = None
    accounts: TableSource | None = None
    deals: TableSource | None = None
    stage_changes: TableSource | None = None
    max_rejected: Share = 0.01

    def sources(self) -> dict[str, TableSource]:
        """The sources given, by the name of the table that they fill."""
        tables = ("events", "leads", "accounts", "deals", "stage_changes")
        return {table: source for table in tables if (source := getattr(self, table)) is not None}


class Judge(Part):
    """The score that is fitted and evaluated, and its line in force, in points."""

    score: Name | None = None
    line: Decimal | None = Field(default=None, allow_inf_nan=False, decimal_places=4)


class Happening(Part):
    """Entering ``stage``, or an event of one of the types in ``event`` for which ``where`` is true (no ``where``: any such event)."""

    stage: Name | None = None
    event: Names | None = None
    where: Name | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.stage is None) == (self.event is None):
            found = "neither" if self.stage is None else "both"
            raise ValueError(
                f"exactly one of stage and event must be given; got {found}. Hint: write {{stage: won}} or {{event: purchase}}"
            )
        if self.where is not None and self.event is None:
            raise ValueError("where must stand beside event; got it beside stage. Hint: a stage has no columns to compare")
        return self


class Rejection(Happening):
    """Sales gave the lead back; ``reason`` is the column that says why."""

    reason: Name | None = None


def _or_plain_name(schema: JsonDict) -> None:
    """Lets a plain name stand for a stage; the name of one that says stage or event follows from it."""
    whole = {key: value for key, value in schema.items() if key != "required"}
    schema.clear()
    schema["anyOf"] = [{"type": "string", "minLength": 1}, whole]


class FunnelStage(Part):
    """A stage of the funnel; without ``stage`` and ``event`` it is built in (``lead``, ``qualified``)."""

    model_config = ConfigDict(json_schema_extra=_or_plain_name)

    name: Name
    stage: Name | None = None
    event: Names | None = None
    where: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_plain_name(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"name": value} if value in BUILT_IN_STAGES else {"name": value, "stage": value}
        if isinstance(value, dict) and "name" not in value:
            named = value.get("stage") or value.get("event")
            return {**value, "name": named} if isinstance(named, str) else value
        return value

    @model_validator(mode="after")
    def _defined(self) -> Self:
        if self.happening is None and self.name not in BUILT_IN_STAGES:
            raise ValueError(f"a funnel stage with a name must have stage or event; got {self.name!r} alone. Hint: add event: …")
        return self

    @property
    def happening(self) -> Happening | None:
        """What a lead does to reach the stage; None for a built-in one."""
        if self.stage is None and self.event is None:
            return None
        return Happening(stage=self.stage, event=self.event, where=self.where)


class Value(Part):
    """What a conversion is worth: one column, of the deal, the lead or the converting event."""

    deal: Name | None = None
    lead: Name | None = None
    event: Name | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("exactly one of deal, lead and event must name a column. Hint: write {deal: amount}")
        return self

    @property
    def entity(self) -> str:
        """``deal``, ``lead`` or ``event``."""
        return next(iter(self.model_dump(exclude_none=True)))

    @property
    def table(self) -> str:
        """The table of the history that has the column."""
        return f"{self.entity}s"

    @property
    def column(self) -> str:
        """The column that holds the value."""
        return str(getattr(self, self.entity))


class Moments(Part):
    """The instants at which we look: ``from``, then every ``every``, before ``until``; a lead silent for ``quiet_after`` is left out.

    None for ``from`` and ``until`` stands for the history's first event's day and for ``known_until``.
    """

    every: Duration = WEEK_US
    from_: Instant | None = Field(default=None, alias="from")
    until: Instant | None = None
    quiet_after: Duration = 365 * DAY_US


class Capacity(Part):
    """How many leads sales can take up in a week."""

    leads_per_week: float = Field(gt=0, allow_inf_nan=False)


class Costs(Part):
    """What working one lead costs and what one conversion brings, in one currency."""

    worked_lead: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    conversion: float | None = Field(default=None, gt=0, allow_inf_nan=False)


class CrmScore(Part):
    """The attribute in which the CRM stored its score, and the rulebook's score that it should equal."""

    attribute: Name
    score: Name


class Kpis(Part):
    """The main goal and the figures that feed it, as stages of the funnel."""

    goal: Name
    feeds: tuple[Name, ...] = ()


class Privacy(Part):
    """Groups with fewer leads than ``smallest_group`` are not shown."""

    smallest_group: int = Field(default=5, ge=1)


Clock = Literal["occurred", "recorded"]
Happenings = Annotated[
    tuple[Happening, ...],
    BeforeValidator(
        lambda value: value if isinstance(value, (list, tuple)) else [value],
        json_schema_input_type=Happening | tuple[Happening, ...],
    ),
]
