"""A history whose truth is known: companies of 50 people and more buy, demos count for 14 days, webinars bring sales, all else is noise."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from leadscore_analysis.evaluation.leaks import leaks
from leadscore_analysis.history import History
from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.caps import score_caps
from leadscore_analysis.suggestion.fit import CardFit
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.rolling import FittedFold, fitted_folds
from leadscore_analysis.suggestion.terms import judged_terms

START = pd.Timestamp("2024-01-01", tz="UTC")
DAYS, LEADS = 400, 1600

BOOK = """\
rulebook: planted   # by hand
version: 1
scores:
  - score: interest
    min: 0
    rules:
      - rule: size
        kind: attribute
        attribute: employees
        ranges: [{from: 200, points: 10}]   # a guess
      - {rule: demo, kind: event, event: demo, points: 10}
      - {rule: page, kind: event, event: page, points: 5, expires: 60d}
      - {rule: mail, kind: recency, event: mail, within: 30d, points: 5}
"""
STUDY = {
    "study": "planted",
    "rulebook": "planted.yml",
    "outcome": {"stage": "won"},
    "worked": {"event": "call"},
    "horizon": "30d",
    "known_until": "2025-02-04",
    "moments": {"every": "7d", "from": "2024-02-05", "until": "2025-02-01"},
    "capacity": {"leads_per_week": 10},
}


def planted_history(folder: Path) -> History:
    """The history as a folder of Parquet files; the same one every time."""
    draw = np.random.default_rng(20)
    born = draw.uniform(0, DAYS - 90, LEADS)
    employees = np.round(np.exp(draw.uniform(np.log(4), np.log(1000), LEADS))).astype(int)
    happened = {kind: born[:, None] + draw.uniform(0, 150, (LEADS, count)) for kind, count in COUNTS.items()}
    won = _won(draw, born, employees, happened)
    rows = [(lead, born[lead], "form") for lead in range(LEADS)]
    rows += [(lead, day, kind) for kind, days in happened.items() for lead in range(LEADS) for day in days[lead] if day < DAYS]
    events = pd.DataFrame(rows, columns=["lead", "day", "event_type"])
    events = events[events["day"] < won[events["lead"]]]
    folder.mkdir(parents=True, exist_ok=True)
    ids = np.array([f"L{lead:04d}" for lead in range(LEADS)])
    told = {"lead_id": ids[events["lead"]], "occurred_at": _instants(events["day"]), "event_id": [f"e{at}" for at in range(len(events))]}
    events.assign(**told).drop(columns=["lead", "day"]).to_parquet(folder / "events.parquet", index=False)
    colour = draw.choice(["red", "green", "blue"], LEADS)
    leads = pd.DataFrame({"lead_id": ids, "valid_from": _instants(pd.Series(born)), "employees": employees, "colour": colour})
    leads.to_parquet(folder / "leads.parquet")
    sold = np.flatnonzero(np.isfinite(won))
    stages = pd.DataFrame({"lead_id": ids[sold], "stage": "won", "entered_at": _instants(pd.Series(won[sold]))})
    stages.to_parquet(folder / "stage_changes.parquet")
    return History.open(folder)


COUNTS = {"demo": 1, "page": 4, "mail": 3, "webinar": 1, "banner": 2, "call": 1}
"""How many events of each type a lead has, but for those after its conversion."""


def _won(draw: np.random.Generator, born: np.ndarray, employees: np.ndarray, happened: dict[str, np.ndarray]) -> np.ndarray:
    """The day on which each lead converts; infinite for those that do not."""
    won = np.full(LEADS, np.inf)
    for day in range(0, DAYS, 3):
        recent = ((happened["demo"] <= day) & (happened["demo"] > day - 14)).any(axis=1)
        seen = (happened["webinar"] <= day).any(axis=1)
        hazard = 0.0012 * np.exp(1.6 * (employees >= 50) + 2.4 * recent + 1.3 * seen)
        buys = (born < day) & np.isinf(won) & (draw.random(LEADS) < hazard)
        won[buys] = day + 0.5
    return won


def _instants(days: "pd.Series[float]") -> pd.Series:
    return START + pd.to_timedelta((days * 86_400).round(), unit="s")


@dataclass(frozen=True)
class Planted:
    """What the planted history comes to before any search."""

    replay: Replay
    study: Study
    leaks: pd.DataFrame
    material: Material
    folds: list[FittedFold]
    fit: CardFit


def planted(folder: Path, book: str = BOOK, **changes: object) -> Planted:
    """The planted history, fitted; the replay is to be closed."""
    study = Study.model_validate(STUDY | changes)
    replay = Replay(planted_history(folder), Rulebook.from_text(book))
    examples = label(replay, study)
    named = leaks(replay.engine, examples.looking, study, replay.rulebook)
    model = replay.rulebook.model
    terms = judged_terms(replay.terms, model, study, named)
    material = Material.of(examples, terms, seed=study.seed, caps=score_caps(model, "interest", terms))
    return Planted(replay, study, named, material, fitted_folds(material), material.fit())
