"""The leak check: event types and attributes that tell of the conversion because they come with it or after it.

What is named stays out of suggestions unless the study's ``allow`` says otherwise. A rule of thumb cannot know: it names what must be
looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from leadscore_analysis.clock import HOUR_US
from leadscore_analysis.engine import Engine, quoted, relation_text, run_plan
from leadscore_analysis.labels import Looking
from leadscore_analysis.labels.happenings import hand_raises
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

LEAST_LEADS = 30
LEAST_TOLD = 10  # converting leads from which fewer than those are worth a word: a suggestion may give points for them
LATE_SHARE = 0.8
CONVERTING_SHARE = 0.95
FILLED_OTHERS = 0.05
MARGIN_US = 24 * HOUR_US
KEYS = ("lead_id", "valid_from", "account_id")

COMES_WITH_CONVERSION = "comes with the conversion"
COMES_WITH_CLOSING = "comes with the closing"
NEARLY_ALL_CONVERT = "nearly all its leads convert"
VALUE_CONVERTS = "nearly all leads with one value convert"
FILLED_WHEN_CONVERTED = "filled for converted leads only"
NO_VERSIONS = "has no versions: today's value may have been written after the outcome"
HAND_RAISE = "hand-raise: listed, not removed"
AND = "; "
FEW_LEADS = f"fewer than {LEAST_LEADS} leads: listed, not named"


@dataclass(frozen=True)
class _Ends:
    """How many of the leads that the check looks at convert, and how many are known not to."""

    converting_leads: int
    other_leads: int


def leaks(engine: Engine, looked: Looking, study: Study, rulebook: Rulebook) -> pd.DataFrame:
    """One row an event type or attribute that was looked at: ``kind`` (event type | attribute), ``name``, ``leads`` that have it, ``named``
    (it must be looked at before it is used), ``why`` (several reasons are parted by "; "), ``allowed`` (by the study, or a hand-raise),
    ``converting_leads``, ``share_converting``; of event types ``share_late`` (of first occurrences in converting leads, those later than
    24 h before the conversion), ``closed_leads`` and ``share_late_closing``; of attributes the ``value`` with the highest share of
    converting leads, ``value_leads``, ``value_share_converting`` and ``share_filled_others`` (of leads that do not
    convert although a whole horizon has passed since they appeared: today's value of a lead that converts later tells of that).

    An event type that at least 30 leads have is named when at least 80 % of its first occurrences in converted leads (or closed ones) come
    later than 24 h before the conversion (closing), or at least 95 % of its leads convert. An attribute is named when a value that at least
    30 leads have does the latter, when it is filled for at least 95 % of converted and at most 5 % of other leads, or when no version of it
    says since when it holds. An event type that fewer leads have, 10 or more of them converting ones, is told and not named where those
    look like it. Nothing from ``holdout_from`` on is read.
    """
    until_us = looked.known_until_us if study.holdout_from is None else min(looked.known_until_us, study.holdout_from - 1)
    settings = {"until_us": until_us, "margin_us": MARGIN_US, "least_leads": LEAST_LEADS, "horizon_us": looked.horizon_us}
    engine.table("leak_settings", pa.table({name: pa.array([value], pa.int64()) for name, value in settings.items()}))
    excepted = sorted({name for happening in (study.outcome, *study.closed) for name in happening.event or ()})
    engine.table("excepted_types", pa.table({"event_type": pa.array(excepted, pa.string())}))
    run_plan(engine, ("first_closings", "lead_ends", "event_type_ends"))
    hands = {name for raised in hand_raises(rulebook) for name in raised.event or ()}
    ends = _Ends(**engine.arrow(relation_text("lead_end_counts")).to_pylist()[0])
    rows = [_event_type(row, hands) for row in engine.arrow("SELECT * FROM event_type_ends ORDER BY event_type").to_pylist()]
    columns = [name for name in engine.columns("leads") if name not in KEYS]
    filled = ((name, _attribute_ends(engine, name)) for name in columns)
    rows.extend(_attribute(name, found, ends) for name, found in filled if found["leads"])
    found = pd.DataFrame(rows, columns=COLUMNS)
    found["allowed"] = found["allowed"].astype(bool) | found["name"].isin(study.allow)
    found["told"] = found["why"] != ""
    order = {"named": False, "told": False, "kind": False, "share_converting": False, "name": True}
    found = found.sort_values(list(order), ascending=list(order.values()), ignore_index=True, kind="stable")
    return found.drop(columns="told")


COLUMNS = [
    "kind", "name", "leads", "share_late", "share_converting", "why", "allowed", "named", "converting_leads", "closed_leads",
    "share_late_closing", "value", "value_leads", "value_share_converting", "share_filled_others",
]  # fmt: skip


def left_out(found: pd.DataFrame) -> tuple[str, ...]:
    """The names that suggestions must leave out: named and not allowed."""
    return tuple(found.loc[found["named"] & ~found["allowed"], "name"])


def _event_type(row: dict[str, Any], hands: set[str]) -> dict[str, Any]:
    enough, few = row["leads"] >= LEAST_LEADS, row["converting_leads"] >= LEAST_TOLD and row["leads"] < LEAST_LEADS
    late, late_closing = _share(row["late_converting"], row["converting_leads"]), _share(row["late_closed"], row["closed_leads"])
    converting = _share(row["converting_leads"], row["leads"])
    reasons = {
        COMES_WITH_CONVERSION: (enough or few) and late >= LATE_SHARE,
        COMES_WITH_CLOSING: enough and late_closing >= LATE_SHARE,
        NEARLY_ALL_CONVERT: (enough or few) and converting >= CONVERTING_SHARE,
    }
    raised = row["event_type"] in hands
    return {
        "kind": "event type",
        "name": row["event_type"],
        "leads": row["leads"],
        "share_late": late,
        "share_converting": converting,
        "why": _why(reasons | {FEW_LEADS: few and any(reasons.values()), HAND_RAISE: raised}),
        "allowed": raised,
        "named": enough and any(reasons.values()),
        "converting_leads": row["converting_leads"],
        "closed_leads": row["closed_leads"],
        "share_late_closing": late_closing,
    }


def _attribute_ends(engine: Engine, name: str) -> dict[str, Any]:
    engine.create("attribute_values", relation_text("attribute_values", named_column=quoted(name)))
    row: dict[str, Any] = engine.arrow(relation_text("attribute_ends")).to_pylist()[0]
    return row


def _attribute(name: str, row: dict[str, Any], ends: _Ends) -> dict[str, Any]:
    filled, converting = row["leads"], row["converting_leads"]
    others = _share(row["other_leads"], ends.other_leads)
    in_value = float("nan") if row["value"] is None else _share(row["value_converting"], row["value_leads"])
    reasons = {
        VALUE_CONVERTS: in_value >= CONVERTING_SHARE,
        FILLED_WHEN_CONVERTED: _share(converting, ends.converting_leads) >= CONVERTING_SHARE and others <= FILLED_OTHERS,
    }
    return {
        "kind": "attribute",
        "name": name,
        "leads": filled,
        "share_converting": _share(converting, filled),
        "why": _why(reasons | {NO_VERSIONS: not row["dated"]}),
        "allowed": False,
        "named": any(reasons.values()),
        "converting_leads": converting,
        "value": row["value"],
        "value_leads": row["value_leads"],
        "value_share_converting": in_value,
        "share_filled_others": others,
    }


def _why(reasons: dict[str, bool]) -> str:
    return AND.join(reason for reason, holds in reasons.items() if holds)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
