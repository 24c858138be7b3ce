"""Tiny histories and rulebooks, written as a test reads best."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from leadscore_analysis.errors import Fault, FaultsError
from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook

_LADDER = "[{within: 3d, adds: 5}, {within: 5d, adds: 4}, {within: 7d, adds: 3}, {within: 10d, adds: 2}, {within: 14d, adds: 1}]"
THERMOMETER = f"{{rule: thermometer, kind: recency, event: download, ladder: {_LADDER}}}"

START = pd.Timestamp("2026-01-01", tz="UTC")
_EVENT = re.compile(r"(?P<type>[a-z_]+)@(?P<day>-?[0-9.]+)(?:#(?P<id>\w+))?(?:\((?P<properties>[^)]*)\))?")


def at(day: float) -> pd.Timestamp:
    """The instant so many days after the start of 2026, in UTC."""
    return START + pd.Timedelta(days=day).round("s")


def tiny_history(folder: Path, events: str, *, leads: Iterable[Mapping[str, Any]] = (), **tables: Iterable[Mapping[str, Any]]) -> History:
    """A history such as ``"A: form@1 visit@3(page=/pricing); B: form@2"``: days from 2026-01-01; ids follow the order written."""
    folder.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(list(_event_rows(events))).to_parquet(folder / "events.parquet")
    for name, rows in {"leads": leads, **tables}.items():
        if rows:
            pd.DataFrame(list(rows)).to_parquet(folder / f"{name}.parquet")
    return History.open(folder)


def _event_rows(text: str) -> Iterable[dict[str, Any]]:
    number = 0
    for part in filter(None, (part.strip() for part in text.split(";"))):
        lead, _, events = part.partition(":")
        for found in _EVENT.finditer(events):
            number += 1
            properties = dict(pair.strip().split("=") for pair in (found["properties"] or "").split(",") if pair.strip())
            row = {"event_id": found["id"] or f"e{number:04d}", "lead_id": lead.strip(), "occurred_at": at(float(found["day"]))}
            yield {**row, "event_type": found["type"], **properties}


def version(lead: str, account: str | None, day: float | None = None, **values: Any) -> dict[str, Any]:
    """A lead's version that names an account, from a day on."""
    return {"lead_id": lead, "account_id": account, "valid_from": None if day is None else at(day), **values}


def one_score(*rules: str, **score: str) -> Rulebook:
    """A rulebook with one score named interest and these rules, each a YAML flow mapping."""
    settings = "".join(f"    {key}: {value}\n" for key, value in score.items())
    listed = "".join(f"      - {rule}\n" for rule in rules)
    return Rulebook.from_text(f"rulebook: tiny\nscores:\n  - score: interest\n{settings}    rules:\n{listed}")


def faults_of(text: str) -> tuple[Fault, ...]:
    """The faults of a rulebook that is none."""
    with pytest.raises(FaultsError) as told:
        Rulebook.from_text(text)
    return told.value.faults


def values_at(replay: Replay, lead: str, *days: float, score: str = "interest") -> list[float]:
    """The lead's score at the instants so many days after the start of 2026."""
    moments = pd.DataFrame({"entity_id": lead, "moment": [at(day) for day in days]})
    found = replay.scores_at(moments)
    by_moment = found[found["score"] == score].set_index("moment")["value"]
    return [float(by_moment[at(day)]) for day in days]


def first_start(replay: Replay, entity: str) -> pd.Timestamp:
    """When the entity's first stretch starts."""
    rows = replay.timeline
    return rows[rows["entity_id"] == entity]["starts_at"].min()


def total(replay: Replay, lead: str, day: float, score: str = "interest") -> Decimal:
    """The ledger's sum for the lead's score up to that day."""
    rows = replay.ledger
    kept = rows[(rows["entity_id"] == lead) & (rows["score"] == score) & (rows["posted_at"] <= at(day))]
    return sum(kept["points"], Decimal(0))
