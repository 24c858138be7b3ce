"""A history in which sales call leads that have visited: with follow-up bias the call brings the conversion, without it the visit does."""

from pathlib import Path

import numpy as np
import pandas as pd

from leadscore_analysis.evaluation.leaks import leaks
from leadscore_analysis.history import History
from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.fit import CardFit
from leadscore_analysis.suggestion.study_material import study_material

START = pd.Timestamp("2024-01-01", tz="UTC")
DAYS, LEADS = 240, 3000

BOOK = """\
rulebook: worked
version: 1
scores:
  - score: interest
    rules:
      - {rule: visit, kind: event, event: visit, points: 5, limit: once}
      - {rule: demo, kind: event, event: demo, points: 10, limit: once}
      - {rule: paper, kind: event, event: paper, points: 10, limit: once}
      - {rule: mail, kind: event, event: mail, points: 5, limit: once}
  - score: visits
    rules:
      - {rule: visited, kind: event, event: visit, points: 1}
"""
STUDY = {
    "study": "worked",
    "rulebook": "worked.yml",
    "outcome": {"stage": "won"},
    "worked": {"event": "call"},
    "judge": {"score": "interest"},
    "seed": 1,
    "horizon": "28d",
    "known_until": "2024-09-01",
    "moments": {"every": "7d", "from": "2024-01-15", "until": "2024-08-01"},
}


def fitted_world(folder: Path, *, follow_up: bool, seed: int = 1) -> CardFit:
    """The fit of the world's card, as a suggestion makes it, with what worked leads tell."""
    _write(folder, np.random.default_rng(seed), follow_up=follow_up)
    replay, study = Replay(History.open(folder), Rulebook.from_text(BOOK)), Study.model_validate(STUDY)
    examples = label(replay, study)
    named = leaks(replay.engine, examples.looking, study, replay.rulebook)
    fit = study_material(replay, study, examples, named, "interest").fit()
    replay.close()
    return fit


def _write(folder: Path, draw: np.random.Generator, *, follow_up: bool) -> None:
    born = draw.uniform(0, DAYS - 60, LEADS)
    seen = {kind: _day(draw, born, share) for kind, share in {"visit": 0.4, "demo": 0.4, "paper": 0.4, "mail": 0.4}.items()}
    call = np.minimum(_day(draw, seen["visit"], 0.7, within=10), _day(draw, born, 0.15, within=60))
    won = _won(draw, born, seen, call, follow_up=follow_up)
    rows = [(lead, born[lead], "form") for lead in range(LEADS)]
    rows += [
        (lead, day, kind) for kind, days in {**seen, "call": call}.items() for lead, day in enumerate(days) if day < min(won[lead], DAYS)
    ]
    events = pd.DataFrame(rows, columns=["lead", "day", "event_type"])
    ids = np.array([f"L{lead:04d}" for lead in range(LEADS)])
    told = {"lead_id": ids[events["lead"]], "event_id": [f"e{at}" for at in range(len(events))], "occurred_at": _instants(events["day"])}
    folder.mkdir(parents=True, exist_ok=True)
    events.assign(**told).drop(columns=["lead", "day"]).to_parquet(folder / "events.parquet", index=False)
    sold = np.flatnonzero(won < DAYS)
    stages = pd.DataFrame({"lead_id": ids[sold], "stage": "won", "entered_at": _instants(pd.Series(won[sold]))})
    stages.to_parquet(folder / "stage_changes.parquet", index=False)


def _day(draw: np.random.Generator, since: np.ndarray, share: float, *, within: float = 40) -> np.ndarray:
    """The day on which something happens to a share of the leads; infinite for the others."""
    return np.where(draw.random(LEADS) < share, since + draw.uniform(1, within, LEADS), np.inf)


def _won(draw: np.random.Generator, born: np.ndarray, seen: dict[str, np.ndarray], call: np.ndarray, *, follow_up: bool) -> np.ndarray:
    """The day on which each lead converts; infinite for those that do not."""
    won = np.full(LEADS, np.inf)
    for day in range(DAYS):
        odds = 1.2 * (seen["demo"] <= day) + 0.9 * (seen["paper"] <= day) + 0.5 * (seen["mail"] <= day)
        odds += 3.2 * ((call <= day) & (day < call + 28)) if follow_up else 1.2 * (seen["visit"] <= day)
        won[(born < day) & np.isinf(won) & (draw.random(LEADS) < 0.001 * np.exp(odds))] = day + 0.5
    return won


def _instants(days: "pd.Series[float]") -> pd.Series:
    return START + pd.to_timedelta((days * 86_400).round(), unit="s")
