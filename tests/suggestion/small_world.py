"""A small history with known effects: demos and papers bring conversions, spam does not, a contract is signed with each conversion."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from leadscore_analysis.history import History
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

START = pd.Timestamp("2024-01-01", tz="UTC")
HOLDOUT = pd.Timestamp("2024-11-01", tz="UTC")
KINDS, SHARES = ["page_view", "mail_open", "demo_request", "whitepaper", "spam"], [0.4, 0.25, 0.1, 0.1, 0.15]

BOOK = """\
rulebook: small   # the card of spring
version: 3
scores:
  - score: interest
    min: 0
    rules:
      - {rule: page, kind: event, event: page_view, points: 5, limit: {first: 3}}
      - {rule: mail, kind: event, event: mail_open, points: 10, limit: once, locked: true}
      - {rule: demo, kind: event, event: demo_request, points: 5, limit: once}
      - {rule: spam, kind: event, event: spam, points: 10, limit: once}
      - {rule: signed, kind: event, event: contract_signed, points: 30}
      - {rule: called, kind: event, event: call, points: 5, limit: once}
      - {rule: chat, kind: event, event: chat, points: 15}
      - rule: paper
        kind: recency
        event: whitepaper
        ladder: [{within: 30d, adds: 10}, {within: 90d, adds: 5}]
bands: {interest: [{band: cold}, {band: warm, from: 15}, {band: hot, from: 45}]}
qualification:
  - {path: engaged, all: [{score: interest, at_least: 45}]}
"""


def small_history(folder: Path, *, leads: int = 700, until: pd.Timestamp | None = None) -> History:
    """The history of so many leads, two an account; with ``until`` nothing from that instant on is in it."""
    draw = np.random.default_rng(5)
    events: list[tuple[str, float, str]] = []
    won: list[tuple[str, float]] = []
    for number in range(leads):
        lead, born = f"L{number:04d}", draw.uniform(0, 280)
        days = np.sort(born + draw.exponential(30, 6))
        kinds = draw.choice(KINDS, 6, p=SHARES)
        events += [(lead, born, "form"), *zip([lead] * 6, days, kinds, strict=True)]
        events += [(lead, born + 5, "call")] * int(draw.random() < 0.3)
        odds = -3.0 + 2.5 * ("demo_request" in kinds) + 1.5 * ("whitepaper" in kinds) - 1.0 * ("spam" in kinds)
        if draw.random() < 1 / (1 + np.exp(-odds)):
            good = [day for day, kind in zip(days, kinds, strict=True) if kind in {"demo_request", "whitepaper"}]
            day = max(good, default=born) + draw.uniform(3, 50)
            won.append((lead, day))
            events.append((lead, day - 0.2, "contract_signed"))
    return _written(folder, events, won, leads, until)


def _written(folder: Path, events: list[Any], won: list[Any], leads: int, until: pd.Timestamp | None) -> History:
    folder.mkdir(parents=True, exist_ok=True)
    rows = pd.DataFrame(events, columns=["lead_id", "day", "event_type"])
    rows = rows.assign(event_id=[f"e{place:05d}" for place in range(len(rows))], occurred_at=_instants(rows["day"]))
    stages = pd.DataFrame(won, columns=["lead_id", "day"]).assign(stage="won")
    stages = stages.assign(entered_at=_instants(stages["day"]))
    if until is not None:
        rows, stages = rows[rows["occurred_at"] < until], stages[stages["entered_at"] < until]
    rows.drop(columns="day").to_parquet(folder / "events.parquet", index=False)
    stages.drop(columns="day").to_parquet(folder / "stage_changes.parquet")
    accounts = [(f"L{number:04d}", f"A{number // 2}") for number in range(leads)]
    pd.DataFrame(accounts, columns=["lead_id", "account_id"]).to_parquet(folder / "leads.parquet")
    return History.open(folder)


def _instants(days: "pd.Series[float]") -> "pd.Series[pd.Timestamp]":
    return START + pd.to_timedelta((days * 86_400).round(), unit="s")


def small_study(**changes: Any) -> Study:
    """A study of the small history; a key changed to None is left out."""
    settings = {
        "study": "small",
        "rulebook": "small.yml",
        "judge": {"score": "interest", "line": 45},
        "outcome": {"stage": "won"},
        "worked": {"event": "call"},
        "horizon": "60d",
        "known_until": "2025-02-01",
        "moments": {"every": "7d", "from": "2024-01-15", "until": "2025-01-01"},
        "holdout_from": HOLDOUT.isoformat(),
        "capacity": {"leads_per_week": 4},
    }
    return Study.model_validate({name: value for name, value in {**settings, **changes}.items() if value is not None})


def small_rulebook() -> Rulebook:
    """The rulebook in use, wrong about spam and about demos."""
    return Rulebook.from_text(BOOK)


def poisoned_history(folder: Path) -> History:
    """The small history with nonsense from the holdout on: every lead gets spam and converts at once, and strange new leads come in."""
    small_history(folder)
    rows, stages, leads = (pd.read_parquet(folder / f"{name}.parquet") for name in ("events", "stage_changes", "leads"))
    known = list(leads["lead_id"])
    strange = [f"A{number}" for number in range(300)]
    when = HOLDOUT + pd.to_timedelta(np.arange(len(known) + len(strange)) % 60, unit="D")
    spam = pd.DataFrame({"lead_id": [*known, *strange], "event_type": "spam", "occurred_at": when})
    spam = spam.assign(event_id=[f"p{place:05d}" for place in range(len(spam))])
    won = pd.DataFrame({"lead_id": [*known, *strange], "stage": "won", "entered_at": when + pd.Timedelta(hours=1)})
    joined = pd.DataFrame({"lead_id": strange, "account_id": [f"A{number // 3}" for number in range(len(strange))]})
    pd.concat([rows[rows["occurred_at"] < HOLDOUT], spam]).to_parquet(folder / "events.parquet", index=False)
    pd.concat([stages[stages["entered_at"] < HOLDOUT], won]).to_parquet(folder / "stage_changes.parquet", index=False)
    pd.concat([leads, joined]).to_parquet(folder / "leads.parquet", index=False)
    return History.open(folder)
