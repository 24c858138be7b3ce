"""What a study calls its outcome, closings, work, acceptance and rejection, as rows that the relations join in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from leadscore_analysis.column_types import holds_numbers
from leadscore_analysis.engine import Engine, frame, quoted, relation_text
from leadscore_analysis.errors import InputError, did_you_mean
from leadscore_analysis.replay.selectors import case
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.conditions import Condition
from leadscore_analysis.study import Happening, Study

HAND_RAISE = "hand-raise"


@dataclass(frozen=True)
class HappeningRule:
    """One stage or one event type of a role; ``condition_no`` 0 means that any such event counts."""

    role: str
    stage: str | None
    event_type: str | None
    condition_no: int = 0


def make_happenings(engine: Engine, study: Study, rulebook: Rulebook) -> None:
    """Makes the relation ``happenings`` for the roles of the study (outcome, closed, worked, accepted, rejected) and for raised hands."""
    named = [*roles(study), *((HAND_RAISE, raised) for raised in hand_raises(rulebook))]
    make_named_happenings(engine, named, relation="happenings")


def make_named_happenings(engine: Engine, named: Sequence[tuple[str, Happening]], *, relation: str) -> None:
    """Makes a relation with the columns of ``happenings`` for these happenings, each under the role it is named by."""
    rules, conditions = happening_rules(named)
    engine.table(
        "happening_rules",
        pa.table(
            {
                "role": pa.array([rule.role for rule in rules], pa.string()),
                "stage": pa.array([rule.stage for rule in rules], pa.string()),
                "event_type": pa.array([rule.event_type for rule in rules], pa.string()),
                "condition_no": pa.array([rule.condition_no for rule in rules], pa.int64()),
            }
        ),
    )
    where = _conditions_sql(conditions, engine.columns("events"))
    engine.create(relation, relation_text("happenings", condition_holds=where))


def roles(study: Study) -> tuple[tuple[str, Happening], ...]:
    """Each happening that the study names, with its role."""
    named = [("outcome", study.outcome), ("worked", study.worked), ("accepted", study.accepted), ("rejected", study.rejected)]
    return (*((role, happening) for role, happening in named if happening is not None), *(("closed", closing) for closing in study.closed))


def hand_raises(rulebook: Rulebook) -> tuple[Happening, ...]:
    """The events that qualify a lead at any score: of the paths that ask for nothing but events."""
    return tuple(
        Happening(event=condition.event, where=condition.where)
        for path in rulebook.model.qualification
        if all(condition.event is not None for condition in path.all)
        for condition in path.all
    )


def happening_rules(named: Sequence[tuple[str, Happening]]) -> tuple[list[HappeningRule], list[str]]:
    """The rules of the happenings, and the conditions that they number from 1."""
    conditions: list[str] = []
    rules: list[HappeningRule] = []
    for role, happening in named:
        if happening.where is not None:
            conditions.append(happening.where)
        number = 0 if happening.where is None else len(conditions)
        rules.extend(_rules_of(role, happening, number))
    return rules, conditions


def make_conversions(engine: Engine, study: Study) -> None:
    """Makes ``conversions``: the first outcome of each lead and what it is worth; InputError when the outcome never happens."""
    text = relation_text("conversion_values_none")
    if study.value is not None:
        column = _number_column(engine.columns(study.value.table), study.value.column, table=study.value.table)
        text = relation_text(f"conversion_values_{study.value.entity}", named_column=quoted(column))
    engine.create("first_outcomes", relation_text("first_outcomes"))
    engine.create("conversion_values", text)
    engine.create("conversions", relation_text("conversions"))
    if not engine.arrow("SELECT lead_key FROM conversions LIMIT 1").num_rows:
        raise InputError(f"outcome must happen at least once; {_said(study.outcome)} never does", hint=_near(engine, study.outcome))


def make_population(engine: Engine, where: str | None, *, optional: Sequence[str] = (), timezone: str = "UTC") -> None:
    """Makes ``population_turns``: when leads leave and enter the rulebook's population."""
    condition = "TRUE"
    if where is not None:
        columns = engine.columns("leads")
        condition = Condition.parse(where).sql(columns, table="leads", optional=optional, timezone=timezone)
    engine.create("population_turns", relation_text("population_turns", condition_holds=f"({condition})"))


def _rules_of(role: str, happening: Happening, condition_no: int) -> Iterator[HappeningRule]:
    if happening.stage is not None:
        yield HappeningRule(role, happening.stage, None)
    for event_type in happening.event or ():
        yield HappeningRule(role, None, event_type, condition_no)


def _conditions_sql(conditions: Sequence[str], columns: Mapping[str, str]) -> str:
    """One CASE over the rule's number, so that the events are read once however many conditions there are."""
    printed = (Condition.parse(condition).sql(columns, table="events") for condition in conditions)
    return case("happening_rules.condition_no", dict(enumerate(printed, start=1)), otherwise="TRUE")


def _number_column(columns: Mapping[str, str], name: str, *, table: str) -> str:
    if name not in columns:
        raise InputError(f"value must name a column of {table}; got {name!r}", hint=did_you_mean(name, columns))
    if not holds_numbers(columns[name]):
        raise InputError(f"value must name a column of numbers; {table}.{name} holds {columns[name]}", hint="load it as numbers")
    return name


def _said(happening: Happening) -> str:
    what = f"stage {happening.stage!r}" if happening.stage else "event " + " or ".join(repr(name) for name in happening.event or ())
    return what if happening.where is None else f"{what} where {happening.where}"


def _near(engine: Engine, happening: Happening) -> str:
    name, relation = (happening.stage, "history_stages") if happening.stage else ((happening.event or ("",))[0], "history_event_types")
    return did_you_mean(name, frame(engine, relation_text(relation))["name"])
