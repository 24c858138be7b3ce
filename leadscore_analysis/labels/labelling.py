"""Labels: the moments of a study against its outcome, without looking ahead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.engine import Engine, frame, run_plan
from leadscore_analysis.errors import InputError
from leadscore_analysis.labels.counts import LabelCounts, state_counts
from leadscore_analysis.labels.examples import Examples
from leadscore_analysis.labels.happenings import make_conversions, make_happenings, make_population
from leadscore_analysis.labels.hashing import stable_hashes
from leadscore_analysis.labels.looking import Looking, looking
from leadscore_analysis.replay import Replay, Term
from leadscore_analysis.replay.points import TENTHOUSANDTHS
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

TURNS = ("seen_events", "closed_turns")
LABELS = ("score_steps", "risk_turns", "risk_steps", "risk_spans", "label_counts", "examples", "shared_conversions")
PASSING = ("score_steps", "risk_steps")
"""What labels leave behind and nothing else reads: freed when they are made."""
POINTS = TENTHOUSANDTHS
"""Scores stand in the relations as integers: ten-thousandths of a point."""


def label(replay: Replay, study: Study) -> Examples:
    """The examples of the study's fit period: each lead at risk at each moment, its score then, and whether it converts within the horizon.

    A lead is at risk when it has appeared, has not converted, is not closed, is in the rulebook's population, and had an event in
    ``(moment - quiet_after, moment]``. Its label is whether the conversion lies in ``(moment, moment + horizon]``. Moments whose horizon
    ends after ``known_until`` are left out and counted. Rows of the holdout are not here: see :func:`label_holdout`.

    InputError when the outcome never happens or no lead is ever at risk.
    """
    return _examples(replay, study, "fit")


def label_holdout(replay: Replay, study: Study, *, reason: str) -> Examples:
    """The examples of the holdout, moments from ``holdout_from`` on. ``reason`` says why it is opened, and may not be empty."""
    if not reason.strip():
        raise InputError("the reason to open the holdout must be said; got none", hint="write --open-holdout 'final check of the card'")
    if study.holdout_from is None:
        raise InputError("holdout_from must be set to open a holdout; got none", hint="add holdout_from: <date> to the study")
    return _examples(replay, study, "holdout")


def make_labels(replay: Replay, study: Study) -> Looking:
    """Makes ``moment_grid``, ``conversions``, ``risk_spans``, ``examples`` and what they need in the replay's engine."""
    if replay.recorded != (study.clock == "recorded"):
        raise InputError(f"the replay's clock must be the study's; the study says {study.clock}", hint="make the replay with recorded=…")
    engine = replay.relations()
    run_plan(engine, ("lead_stages", "history_extent"))
    looked = looking(study, **_extent(engine))
    model = replay.rulebook.model
    engine.table("label_settings", looked.settings(_score_key(engine, study, replay.rulebook)))
    engine.table("moment_grid", looked.grid())
    engine.table("moment_parts", looked.parts())
    make_happenings(engine, study, replay.rulebook)
    make_conversions(engine, study)
    run_plan(engine, TURNS)
    where = model.population.where if model.population else None
    make_population(engine, where, optional=model.optional_columns, timezone=model.timezone)
    run_plan(engine, LABELS)
    for name in PASSING:
        engine.drop(name)
    return looked


def judged_terms(replay: Replay, study: Study) -> tuple[Term, ...]:
    """The terms of the judged score; of all its parts when it is a formula."""
    scores = {score.score: score for score in replay.rulebook.model.scores}
    waiting = [study.judged_score(list(scores))]
    parts: list[str] = []
    while waiting:
        name = waiting.pop()
        parts.append(name)
        waiting.extend(part for part in scores[name].formula or {} if part not in parts)
    return tuple(term for term in replay.terms if term.score in parts)


def _examples(replay: Replay, study: Study, part: str) -> Examples:
    looked = make_labels(replay, study)
    if not looked.length(part):
        raise InputError(
            f"the {part} period must have a moment whose horizon of {study.horizon / DAY_US:g} days is known to its end; got none",
            hint="begin the holdout earlier or later, or shorten the horizon",
        )
    leads, in_history = _leads(replay.engine, looked, part)
    rows = _rows(replay.engine, leads, part)
    if rows.empty:
        raise InputError(
            f"some lead must be at risk at a moment of the {part} period; got none",
            hint="look at outcome, closed, moments.quiet_after and the rulebook's population",
        )
    leads["rows"] = np.bincount(rows["lead"], minlength=len(leads))
    counts = replace(_counts(replay.engine, looked, rows, leads, part), leads=in_history)
    return Examples(
        rows=rows,
        leads=leads,
        counts=counts,
        looking=looked,
        part=part,
        terms=judged_terms(replay, study),
        seed=study.seed,
        spans=replay.units,
    )


def _extent(engine: Engine) -> dict[str, Any]:
    found = frame(engine, "SELECT * FROM history_extent").iloc[0]
    if pd.isna(found["first_event_us"]):
        raise InputError("the history must have events; it has none", hint="run `leadscore load` first")
    stage = found["last_stage_us"]
    return {
        "first_event_us": int(found["first_event_us"]),
        "last_event_us": int(found["last_event_us"]),
        "last_stage_us": None if pd.isna(stage) else int(stage),
    }


def _score_key(engine: Engine, study: Study, rulebook: Rulebook) -> int:
    score = study.judged_score([known.score for known in rulebook.model.scores])
    found = frame(engine, "SELECT score_key, entity FROM score_names WHERE score = ?", [score]).iloc[0]
    if found["entity"] != "lead":
        raise InputError(f"judge.score must be a score of leads; {score!r} is one of each {found['entity']}")
    return int(found["score_key"])


def _leads(engine: Engine, looked: Looking, part: str) -> tuple[pd.DataFrame, int]:
    """The leads by id, and how many the whole history has.

    A lead, a conversion or a new account after the part's last horizon is not seen: it lies in the holdout or beyond.
    """
    until_us = looked.last_us(part) + looked.horizon_us
    engine.table("part_settings", pa.table({"until_us": pa.array([until_us], pa.int64())}))
    run_plan(engine, ("lead_facts",))
    known = frame(engine, "SELECT * FROM lead_facts")
    leads = known[known["appeared_us"] <= until_us].sort_values("lead_id", ignore_index=True)
    leads.loc[leads["converted_us"] > until_us, ["converted_us", "value"]] = np.nan
    leads["account"] = leads["account_id"].fillna(leads["lead_id"]).astype(str)
    leads["cluster"] = pd.factorize(leads["account"], sort=True)[0].astype(np.int64)
    leads["tie"] = stable_hashes(leads["lead_id"])
    return leads.drop(columns="account_id"), len(known)


def _rows(engine: Engine, leads: pd.DataFrame, part: str) -> pd.DataFrame:
    found = engine.arrow(
        "SELECT lead_key, moment_no, moment_us, score, converted, converted_us, latest_event_us FROM examples WHERE part = ?", [part]
    )
    keys = leads["lead_key"].to_numpy()
    by_key = np.argsort(keys)
    lead, number = by_key[np.searchsorted(keys[by_key], found["lead_key"].to_numpy())], found["moment_no"].to_numpy()
    order = np.lexsort((lead, number))
    lead, found = lead[order], found.take(pa.array(order))
    moment_us = found["moment_us"].to_numpy()
    return pd.DataFrame(
        {
            "lead_id": leads["lead_id"].take(lead).array,
            "account": leads["account"].take(lead).array,
            "moment": instants(found["moment_us"].to_pandas()),
            "moment_no": number[order].astype(np.int64),
            "score": found["score"].to_numpy().astype(np.float64) / POINTS,
            "converted": found["converted"].to_numpy(),
            "converted_at": instants(found["converted_us"].to_pandas()),
            "latest_event": instants(found["latest_event_us"].to_pandas()),
            "tenure_days": (moment_us - leads["appeared_us"].to_numpy()[lead]) / DAY_US,
            "lead": lead,
            "cluster": leads["cluster"].to_numpy()[lead],
        }
    )


def instants(us: pd.Series[Any]) -> pd.Series[pd.Timestamp]:
    """Microseconds as instants in UTC, exactly; NaN becomes NaT."""
    return pd.Series(us.astype("Int64").to_numpy(dtype="int64", na_value=np.iinfo(np.int64).min).view("datetime64[us]")).dt.tz_localize(
        "UTC"
    )


def _counts(engine: Engine, looked: Looking, rows: pd.DataFrame, leads: pd.DataFrame, part: str) -> LabelCounts:
    shared = frame(engine, "SELECT COALESCE(SUM(leads), 0) AS leads FROM shared_conversions")["leads"].iloc[0]
    return LabelCounts(
        moments=looked.length(part),
        leads=len(leads),
        leads_at_risk=int((leads["rows"] > 0).sum()),
        converting_leads=int(rows.loc[rows["converted"], "lead"].nunique()),
        leads_sharing_a_conversion=int(shared),
        holdout_moments=looked.length("holdout"),
        **state_counts(frame(engine, "SELECT part, state, lead_moments FROM label_counts"), part),
    )
