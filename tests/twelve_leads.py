"""A history of twelve leads that is small enough to work out every figure of an evaluation by hand.

Days count from 1 January 2024; ``8.5`` is noon of day 8. A visit earns 10 points and a form 30, for ever; a call earns nothing.
Moments are days 7, 14 and 21 (day 28 is not yet known), the horizon is 14 days, known until day 35, quiet after 21 days.

====  ==================================  =========================  =================================================
lead  events (day)                        stages (day)               score at day 7, 14, 21 (* converts within 14 days)
====  ==================================  =========================  =================================================
A     visit 1.5, form 8.5, form 16.5      won 12.5                   10*   -    -     account x
B     visit 2.5, visit 3.5                                           20    20   20    account x
C     form 5.5, call 9.5                  won 25.5                   30    30*  30*
D     visit 6.5, visit 13.5, form 20.5    won 33.5 (through a deal)  10    20   50*
E     visit 4.5                           lost 9.5, contacted 17.5   10    -    10    closed at day 14
F     visit 15.5                          won 18.5                   -     -    -     converted between two moments
G     (none; attributes from day 3.5)     won 30.5                   -     -    -     quiet
H     form 1.5, form 2.5, call 8.5                                   60    60   60
I     visit 12.5                          won 26.5                   -     10*  10*
J     visit 16.5                                                     -     -    10
K     visit -19.5, visit 11.5                                        -     20   20    quiet at day 7
L     form 19.5                           won 40.5                   -     -    30    converts after what is known
====  ==================================  =========================  =================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

START = pd.Timestamp("2024-01-01", tz="UTC")
POINTS = {"visit": 10, "form": 30}
EVENTS = {
    "A": [("visit", 1.5), ("form", 8.5), ("form", 16.5)],
    "B": [("visit", 2.5), ("visit", 3.5)],
    "C": [("form", 5.5), ("call", 9.5)],
    "D": [("visit", 6.5), ("visit", 13.5), ("form", 20.5)],
    "E": [("visit", 4.5)],
    "F": [("visit", 15.5)],
    "H": [("form", 1.5), ("form", 2.5), ("call", 8.5)],
    "I": [("visit", 12.5)],
    "J": [("visit", 16.5)],
    "K": [("visit", -19.5), ("visit", 11.5)],
    "L": [("form", 19.5)],
}
STAGES = [
    ("A", "won", 12.5), ("C", "won", 25.5), ("E", "lost", 9.5), ("E", "contacted", 17.5), ("F", "won", 18.5),
    ("G", "won", 30.5), ("I", "won", 26.5), ("L", "won", 40.5),
]  # fmt: skip

RULEBOOK = """
rulebook: twelve
scores:
  - score: interest
    rules:
      - {rule: visit, kind: event, event: visit, points: 10}
      - {rule: form, kind: event, event: form, points: 30}
bands: {interest: [{band: cold}, {band: warm, from: 20}, {band: hot, from: 50}]}
qualification:
  - {path: engaged, all: [{score: interest, at_least: 50}]}
  - {path: hand-raise, all: [{event: form}]}
"""

STUDY = {
    "study": "twelve",
    "rulebook": "rulebook.yml",
    "judge": {"line": 50},
    "outcome": {"stage": "won"},
    "value": {"deal": "amount"},
    "closed": [{"stage": "lost"}],
    "worked": {"event": "call"},
    "horizon": "14d",
    "known_until": "2024-02-05",
    "moments": {"every": "7d", "from": "2024-01-08", "until": "2024-02-05", "quiet_after": "21d"},
    "capacity": {"leads_per_week": 1},
}


def day(number: float) -> pd.Timestamp:
    """That many days after the start."""
    return START + pd.Timedelta(days=number)


def tables() -> dict[str, pd.DataFrame]:
    """The history's five tables."""
    events = [(lead, kind, day(at)) for lead, happened in EVENTS.items() for kind, at in happened]
    leads = [("A", START, "x"), ("B", START, "x"), ("G", day(3.5), None)]
    stages = [(lead, None, stage, day(at)) for lead, stage, at in STAGES]
    return {
        "events": pd.DataFrame(events, columns=["lead_id", "event_type", "occurred_at"]).assign(
            event_id=[f"e{number:02}" for number in range(len(events))]
        ),
        "leads": pd.DataFrame(leads, columns=["lead_id", "valid_from", "account_id"]).assign(
            valid_from=lambda rows: rows["valid_from"].where(rows["lead_id"] == "G")
        ),
        "deals": pd.DataFrame({"deal_id": ["d1"], "lead_id": ["D"], "amount": [900.0]}),
        "stage_changes": pd.DataFrame([*stages, (None, "d1", "won", day(33.5))], columns=["lead_id", "deal_id", "stage", "entered_at"]),
    }


def write_history(folder: Path, rows: Mapping[str, pd.DataFrame] | None = None) -> Path:
    """The history (else these tables) as a folder of Parquet files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in (tables() if rows is None else rows).items():
        if len(table):
            table.to_parquet(folder / f"{name}.parquet", index=False)
    return folder


def replay(folder: Path, rows: Mapping[str, pd.DataFrame] | None = None, *, text: str | None = None, recorded: bool = False) -> Replay:
    """The replay of the history (else of these tables), to be closed."""
    return Replay(History.open(write_history(folder, rows)), rulebook(text or RULEBOOK), recorded=recorded)


def rulebook(text: str = RULEBOOK) -> Rulebook:
    """The rulebook of the twelve leads."""
    return Rulebook.from_text(text)


def study(**changes: object) -> Study:
    """The study of the twelve leads, with some keys changed."""
    return Study.model_validate(STUDY | changes)
