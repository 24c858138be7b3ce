"""A study checked together with its rulebook and its history, before anything runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pyarrow as pa

from leadscore_analysis.clock import instant_us
from leadscore_analysis.engine import relation_text
from leadscore_analysis.engines.duckdb import DuckDBEngine
from leadscore_analysis.errors import Fault, InputError, did_you_mean
from leadscore_analysis.history import History
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.columns import missing_columns
from leadscore_analysis.rulebook.conditions import Condition
from leadscore_analysis.rulebook.fields import ANY_EVENT
from leadscore_analysis.rulebook.walk import placed_conditions, placed_rules
from leadscore_analysis.settings_file import path_text, with_lines
from leadscore_analysis.settings_remains import NO_GAPS, Gaps
from leadscore_analysis.sources.contract import TABLES
from leadscore_analysis.study import Happening, Study
from leadscore_analysis.study.checking import study_faults
from leadscore_analysis.study.seen import Seen


def checked_study(study: Study, rulebook: Rulebook | None, history: History | None = None, *, gaps: Gaps = NO_GAPS) -> list[Fault]:
    """Every fault and warning of the study with its rulebook and its history, where they are given.

    ``gaps`` are the faulty entries that were taken out of the study before.
    """
    if history is None:
        return study_faults(study, rulebook, gaps=gaps)
    seen = seen_history(history, study)
    faults = study_faults(study, rulebook, seen, gaps=gaps)
    if rulebook is not None:
        file = str(rulebook.file.path)
        faults += [replace(fault, where=f"{file}: {fault.where}", file=file) for fault in rulebook_history_faults(rulebook, seen)]
    return [*faults, *history.key_faults()]


def rulebook_history_faults(rulebook: Rulebook, seen: Seen) -> list[Fault]:
    """Columns that the rulebook names and the history does not have (faults), and event types that never happen in it (warnings)."""
    faults = missing_columns(rulebook.model, seen.columns)
    named = [(placed.path, getattr(placed.rule, "event", ())) for placed in placed_rules(rulebook.model) if placed.rule.enabled]
    named += [(path, condition.event or ()) for condition, path in placed_conditions(rulebook.model)]
    for path, types in named:
        if types and ANY_EVENT not in types and not any(name in seen.event_types for name in types):
            problem = f"should name an event type of the history; {' and '.join(map(repr, types))} never happened"
            faults.append(Fault(path_text((*path, "event")), problem, did_you_mean(types[0], seen.event_types), warning=True))
    return with_lines(faults, rulebook.file)


def seen_history(history: History, study: Study) -> Seen:
    """What the history has of the things that a study names."""
    with history.session() as engine:
        types = _rows(engine, "history_event_types")
        spans = {row["table_name"]: row for row in _rows(engine, "history_counts")}
        return Seen(
            event_types={row["name"]: row["row_count"] for row in types},
            stages={row["name"]: row["row_count"] for row in _rows(engine, "history_stages")},
            columns={table: tuple(engine.columns(table)) for table in TABLES},
            first_event_us=_us(spans["events"]["first_at"]) or 0,
            last_event_us=_us(spans["events"]["last_at"]) or 0,
            last_stage_us=_us(spans["stage_changes"]["last_at"]),
            recorded=any(row["recorded_count"] for row in types),
            outcome_us=_first_outcomes(engine, study.outcome),
        )


def _first_outcomes(engine: DuckDBEngine, outcome: Happening) -> tuple[int, ...]:
    names = {"stage": [outcome.stage, *(None for _ in outcome.event or ())], "event_type": [None, *(outcome.event or ())]}
    engine.table("outcome_names", pa.table({key: pa.array(values, pa.string()) for key, values in names.items()}))
    try:
        condition = _condition(engine, outcome)
    except InputError:
        return ()  # the condition is a fault of its own
    engine.create("history_outcomes", relation_text("history_outcomes", condition_holds=condition))
    rows = engine.arrow("SELECT first_us FROM history_outcomes ORDER BY first_us")
    return tuple(rows.column("first_us").to_pylist())


def _condition(engine: DuckDBEngine, outcome: Happening) -> str:
    if outcome.where is None:
        return "TRUE"
    return f"({Condition.parse(outcome.where).sql(engine.columns('events'), table='events')})"


def _rows(engine: DuckDBEngine, relation: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = engine.arrow(relation_text(relation)).to_pylist()
    return rows


def _us(instant: datetime | None) -> int | None:
    return None if instant is None else instant_us(instant)
