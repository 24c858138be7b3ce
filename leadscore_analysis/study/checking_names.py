"""Whether the event types, stages and columns that a study names stand in the history."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from leadscore_analysis.errors import Fault, InputError, did_you_mean
from leadscore_analysis.rulebook.conditions import Condition, column_faults
from leadscore_analysis.study.models import Study
from leadscore_analysis.study.named import placed_happenings
from leadscore_analysis.study.parts import Happening
from leadscore_analysis.study.seen import Seen


def name_faults(study: Study, seen: Seen) -> Iterator[Fault]:
    """Faults where the run would fail or mean nothing (outcome, conditions, value), warnings where a report would be poorer."""
    yield from _outcome_faults(study.outcome, seen)
    for place, happening in placed_happenings(study):
        yield from _condition_faults(place, happening, seen)
        if place != "outcome":
            yield from _happening_faults(place, happening, seen, warning=True)
    yield from _column_faults(study, seen)
    yield from _allow_faults(study.allow, seen)
    if study.clock == "recorded" and not seen.recorded:
        yield Fault(
            "clock", "should be occurred; no event says when it was recorded", "map recorded_at in history.events.columns", warning=True
        )


def _outcome_faults(outcome: Happening, seen: Seen) -> Iterator[Fault]:
    unknown = list(_happening_faults("outcome", outcome, seen, warning=len(outcome.event or ()) > 1))
    yield from unknown
    if not seen.outcome_us and all(fault.warning for fault in unknown):
        yield Fault("outcome", "must happen to some lead; it never does in this history", "look at outcome.where, and at what was loaded")


def _happening_faults(place: str, happening: Happening, seen: Seen, *, warning: bool) -> Iterator[Fault]:
    if happening.stage is not None and happening.stage not in seen.stages:
        yield _unknown(f"{place}.stage", "stage", happening.stage, seen.stages, warning=warning)
    for name in happening.event or ():
        if name not in seen.event_types:
            yield _unknown(f"{place}.event", "event type", name, seen.event_types, warning=warning)


def _condition_faults(place: str, happening: Happening, seen: Seen) -> Iterator[Fault]:
    if happening.where is None:
        return
    try:
        condition = Condition.parse(happening.where)
    except InputError:
        return  # told already, by the study alone
    yield from column_faults(condition, seen.columns["events"], table="events", optional=(), where=f"{place}.where")


def _column_faults(study: Study, seen: Seen) -> Iterator[Fault]:
    if study.value is not None and not seen.has(study.value.table, study.value.column):
        known = seen.columns[study.value.table]
        yield _unknown(f"value.{study.value.entity}", f"column of {study.value.table}", study.value.column, known, warning=False)
    of_leads = {*seen.columns["leads"], *seen.columns["accounts"]}
    for number, name in enumerate(study.segments):
        if name not in of_leads:
            yield _unknown(f"segments[{number}]", "column of leads or accounts", name, of_leads, warning=True)
    if study.crm_score is not None and not seen.has("leads", study.crm_score.attribute):
        yield _unknown("crm_score.attribute", "column of leads", study.crm_score.attribute, seen.columns["leads"], warning=True)
    if study.rejected is not None and study.rejected.reason is not None:
        table = "stage_changes" if study.rejected.stage is not None else "events"
        if not seen.has(table, study.rejected.reason):
            yield _unknown("rejected.reason", f"column of {table}", study.rejected.reason, seen.columns[table], warning=True)


def _allow_faults(allow: Collection[str], seen: Seen) -> Iterator[Fault]:
    known = {*seen.event_types, *(name for columns in seen.columns.values() for name in columns)}
    for name in allow:
        if name not in known:
            yield _unknown("allow", "event type or attribute", name, known, warning=True)


def _unknown(place: str, what: str, name: str, known: Collection[str], *, warning: bool) -> Fault:
    must = "should" if warning else "must"
    return Fault(
        place, f"{must} be a{'n' if what[0] in 'aeiou' else ''} {what} of the history; got {name!r}", did_you_mean(name, known), warning
    )
