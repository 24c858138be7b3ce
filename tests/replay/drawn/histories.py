"""Histories drawn at random: ties, versions at the instant of an event, undated ones, empty properties, changes of summer time."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from leadscore_analysis.clock import HOUR_US, instant_us, utc_datetime
from leadscore_analysis.errors import Fault
from leadscore_analysis.history import History
from tests.replay.drawn.choices import Choices, rows
from tests.replay.oracle.history import Event, Version

TYPES = ["visit", "open", "form", "leave"]
LEADS = ["A", "10", "9", "é", "Z", "a"]
ACCOUNTS = ["A", "acme", "ö"]
DEALS = ["d1", "A"]
EVENT_IDS = [*"éZa10986zÄ~_", "10", "aa", "\uff5e", "\U0001f600", "e e", "'", '"', "Aé", "AZ", "%", "-1", "0.5", "\u00e9\u0301"]
STEP_US = 12 * HOUR_US
ERAS = {year: instant_us(text) for year, text in {2026: "2026-03-24T23:00Z", 2025: "2025-10-20T22:00Z"}.items()}
"""The first local midnight in Amsterdam of the days drawn: summer time begins on 2026-03-29 and ends on 2025-10-26."""

_TEXT = pa.string()
_INSTANT = pa.timestamp("us", tz="UTC")
_PROPERTIES = {"country": _TEXT, "size": pa.float64(), "vip": pa.bool_()}
SCHEMAS = {
    "events": {
        "event_id": _TEXT,
        "lead_id": _TEXT,
        "occurred_at": _INSTANT,
        "event_type": _TEXT,
        "recorded_at": _INSTANT,
        "deal_id": _TEXT,
        "page": _TEXT,
        "mail": _TEXT,
        "n": pa.float64(),
    },
    "leads": {"lead_id": _TEXT, "valid_from": _INSTANT, "account_id": _TEXT, "owner": _TEXT, **_PROPERTIES},
    "accounts": {"account_id": _TEXT, "valid_from": _INSTANT, **_PROPERTIES},
    "deals": {"deal_id": _TEXT, "valid_from": _INSTANT, **_PROPERTIES},
}


@dataclass(frozen=True)
class Drawn:
    """A history as lists; instants lie about the change of summer time in ``year``."""

    year: int
    events: tuple[Event, ...]
    versions: tuple[Version, ...]


_INSTANTS: Choices = {"step": [*range(25), *[8, 9, 10, 11] * 6], "beside": [0, 0, 0, 0, 1, -1, -HOUR_US]}
"""Mostly whole half days, often of the same two days, which makes ties; now and then a microsecond or an hour beside."""
_EVENTS: Choices = {
    "lead": [*LEADS, *LEADS[:1] * 3],
    "type": TYPES,
    "deal_id": [None, "", *DEALS],
    "page": ["/a", "/b", "/A%", "", None],
    "mail": ["m1", "m2", "", None],
    "n": [1.0, 2.5, 10.0, None],
    "late": [None, -STEP_US, 1, 3 * STEP_US],
    **_INSTANTS,
}
_VERSIONS: Choices = {
    "dated": [True, True, False],
    "country": ["NL", "nl", "BE", "10", "", None],
    "size": [0.0, 10.0, 49.5, 50.0, None],
    "vip": [True, False, None],
    **_INSTANTS,
}
_OF_LEADS: Choices = {"account_id": [None, "", *ACCOUNTS], "owner": ["Eva", "Åke", "", None]}


@st.composite
def histories(draw: st.DrawFn) -> Drawn:
    year = draw(st.sampled_from(list(ERAS)))
    order = draw(st.integers(0, len(EVENT_IDS) - 1))
    events = draw(rows(_EVENTS, least=1, most=2 * len(EVENT_IDS)))
    versions = [
        *_versions("lead", draw(rows({"entity_id": LEADS, **_OF_LEADS, **_VERSIONS}, most=14)), ERAS[year]),
        *_versions("account", draw(rows({"entity_id": [*ACCOUNTS, "alone"], **_VERSIONS}, most=6)), ERAS[year]),
        *_versions("deal", draw(rows({"entity_id": [*DEALS, "alone"], **_VERSIONS}, most=6)), ERAS[year]),
    ]
    return Drawn(year, tuple(_event(row, ERAS[year], _event_id(i, order)) for i, row in enumerate(events)), tuple(versions))


def _event(row: dict[str, Any], start_us: int, event_id: str) -> Event:
    us = _instant(row, start_us)
    recorded_us = None if row["late"] is None else us + row["late"]
    return Event(event_id, row["lead"], us, row["type"], {name: row[name] for name in ("deal_id", "page", "mail", "n")}, recorded_us)


def _instant(row: dict[str, Any], start_us: int) -> int:
    return int(start_us + row["step"] * STEP_US + row["beside"])


def _event_id(number: int, order: int) -> str:
    """Ids whose order as text is not that in which they are written."""
    place = (number * 7 + order) % len(EVENT_IDS)
    return EVENT_IDS[place] if number < len(EVENT_IDS) else f"{EVENT_IDS[place]}é"


def _versions(kind: str, found: list[dict[str, Any]], start_us: int) -> list[Version]:
    """The rows as versions; of those of one entity with one start the first is left."""
    versions: dict[tuple[str, int | None], Version] = {}
    for row in found:
        us = _instant(row, start_us) if row["dated"] else None
        values = {name: value for name, value in row.items() if name in ("country", "size", "vip", "account_id", "owner")}
        versions.setdefault((row["entity_id"], us), Version(kind, row["entity_id"], us, values))
    return list(versions.values())


class SoundHistory(History):
    """A history whose keys need no checking: they were drawn apart."""

    def key_faults(self) -> list[Fault]:
        return []


def written(folder: Path, drawn: Drawn) -> History:
    """The history as Parquet files, its rows in the order drawn."""
    tables = {
        "events": [_event_row(event) for event in drawn.events],
        **{f"{kind}s": [_version_row(v) for v in drawn.versions if v.kind == kind] for kind in ("lead", "account", "deal")},
    }
    for name, listed in tables.items():
        pq.write_table(pa.Table.from_pylist(listed, schema=pa.schema(list(SCHEMAS[name].items()))), folder / f"{name}.parquet")
    return SoundHistory(folder)


def _event_row(event: Event) -> dict[str, Any]:
    keys = {"event_id": event.event_id, "lead_id": event.lead, "event_type": event.type}
    return keys | {"occurred_at": utc_datetime(event.us), "recorded_at": _datetime(event.recorded_us)} | event.values


def _version_row(version: Version) -> dict[str, Any]:
    return {f"{version.kind}_id": version.entity_id, "valid_from": _datetime(version.us), **version.values}


def _datetime(us: int | None) -> datetime | None:
    return None if us is None else utc_datetime(us)
