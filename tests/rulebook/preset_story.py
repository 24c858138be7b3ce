"""A preset's fixture: a tiny history written line by line, each line with the scores that a person can work out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.settings_file import plain, read_settings

FOLDER = Path(__file__).parent / "presets"
START = pd.Timestamp("2026-01-01", tz="UTC")
ENTITIES = ("lead", "account", "deal")


@dataclass(frozen=True)
class Line:
    """One line of a story: when, who, what happens (an event, new properties, or time passing), and what the scores are then."""

    day: float
    time: str = "00:00"
    lead: str | None = None
    account: str | None = None
    deal: str | None = None
    event: str | None = None
    times: int = 1
    with_: Mapping[str, Any] = field(default_factory=dict)
    has: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    cell: str | None = None
    because: str = ""

    @property
    def at(self) -> pd.Timestamp:
        """The instant of the line, in UTC."""
        return START + pd.Timedelta(days=self.day).round("s") + pd.Timedelta(f"{self.time}:00")


@dataclass(frozen=True)
class Story:
    """A fixture as its file says it."""

    preset: str
    source: str
    use: str
    story: str
    lines: tuple[Line, ...]
    change_first: tuple[str, ...]
    alerts: tuple[Mapping[str, Any], ...] = ()
    qualified: tuple[Mapping[str, Any], ...] = ()

    @cached_property
    def rulebook(self) -> Rulebook:
        """The preset that the story is about."""
        return Rulebook.preset(self.preset)


@cache
def story_of(preset: str) -> Story:
    """The fixture of that preset."""
    told = plain(read_settings(FOLDER / f"{preset}.yml").tree)
    lines = tuple(Line(**{"with_" if key == "with" else key: value for key, value in line.items()}) for line in told.pop("lines"))
    return Story(lines=lines, **{key: tuple(value) if isinstance(value, list) else value for key, value in told.items()})


def replayed(story: Story, folder: Path) -> Replay:
    """The preset's replay of the story's history."""
    folder.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(list(_events(story))).to_parquet(folder / "events.parquet")
    for entity in ENTITIES:
        versions = list(_versions(story, entity))
        if versions:
            pd.DataFrame(versions).to_parquet(folder / f"{entity}s.parquet")
    return Replay(History.open(folder), story.rulebook)


def scores_of(story: Story, replay: Replay) -> list[dict[str, float]]:
    """The scores asked for by each line, as the replay has them."""
    asked = [(number, entity_id, score, line.at) for number, line in enumerate(story.lines) for score, entity_id in _asked(story, line)]
    rows = pd.DataFrame(asked, columns=["number", "entity_id", "score", "moment"])
    found = replay.scores_at(rows[["entity_id", "moment"]].drop_duplicates())
    told = rows.merge(found, on=["entity_id", "score", "moment"], how="left")
    answers: list[dict[str, float]] = [{} for _ in story.lines]
    for row in told.itertuples():
        answers[row.number][row.score] = float(row.value)
    return answers


def cells_of(story: Story, replay: Replay) -> list[str | None]:
    """The cell of the matrix asked for by each line, as the replay has it; None where none is asked for."""
    asked = pd.DataFrame([(line.lead, line.at) for line in story.lines if line.cell is not None], columns=["entity_id", "moment"])
    if asked.empty:
        return [None for _ in story.lines]
    found = replay.matrix_at(asked).set_index(["entity_id", "moment"])["cell"]
    return [None if line.cell is None else str(found[line.lead, line.at]) for line in story.lines]


def _asked(story: Story, line: Line) -> Iterator[tuple[str, str]]:
    entities = {score.score: score.entity for score in story.rulebook.model.scores}
    for score in line.scores:
        yield score, str(getattr(line, entities[score]) or line.with_[f"{entities[score]}_id"])


def _events(story: Story) -> Iterator[dict[str, Any]]:
    number = 0
    for line in story.lines:
        for _ in range(line.times if line.event else 0):
            number += 1
            row = {"event_id": f"e{number:03}", "lead_id": line.lead, "occurred_at": line.at, "event_type": line.event}
            yield {**row, **line.with_}


def _versions(story: Story, entity: str) -> Iterator[dict[str, Any]]:
    known: dict[str, dict[str, Any]] = {}
    for line in story.lines:
        name = getattr(line, entity)
        if line.has and name is not None and entity == next(kind for kind in reversed(ENTITIES) if getattr(line, kind) is not None):
            known[name] = {**known.get(name, {}), **line.has}
            yield {f"{entity}_id": name, "valid_from": line.at, **known[name]}
