"""The phases of a world: from week to week, sales work by one rulebook and one of its scores."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from leadscore_analysis.engine import Progress
from leadscore_analysis.errors import InputError
from leadscore_analysis.history import History
from leadscore_analysis.replay.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.world.chance import Ints
from leadscore_analysis.world.sales import Sight, sales_list, sight
from leadscore_analysis.world.truth import World
from leadscore_analysis.world.unworked import Unworked

_REPLAY_MEMORY = "4GB"


@dataclass(frozen=True)
class Phase:
    """From ``from_week`` until before ``until_week`` of the world, sales work by ``score`` of the rulebook in ``text``."""

    from_week: int
    until_week: int
    score: str
    text: str

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook that its text says."""
        return Rulebook.from_text(self.text, source=f"rulebook of weeks {self.from_week} to {self.until_week}")

    @property
    def text_hash(self) -> str:
        """The SHA-256 of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def phase_list(world: World, phase: Phase, facts: Unworked, worked: Ints, *, progress: Progress | None = None) -> pd.DataFrame:
    """Whom sales take up in one phase, by a replay of its rulebook over the uncalled world."""
    rulebook = phase.rulebook
    scores = [score.score for score in rulebook.model.scores]
    if phase.score not in scores:
        raise InputError(f"the rulebook must have the score {phase.score!r} that sales go by; got {', '.join(scores)}")
    seen = Sight.together([_part_sight(world, phase, rulebook, part) for part in facts.parts])
    return sales_list(world, seen, facts=facts, worked=worked, progress=progress)


def _part_sight(world: World, phase: Phase, rulebook: Rulebook, part: Path) -> Sight:
    with closing(Replay(History.open(part), rulebook, memory_limit=_REPLAY_MEMORY)) as replay:
        return sight(world, range(phase.from_week, phase.until_week), score=phase.score, engine=replay.relations())


def whole_list(
    world: World, phases: Sequence[Phase], earlier: pd.DataFrame, facts: Unworked, *, progress: Progress | None = None
) -> pd.DataFrame:
    """The sales list of a world: ``earlier`` as it was, and the lists of the phases that begin after it, one after the other."""
    lists = [earlier]
    for phase in phases:
        worked = np.concatenate([part["lead"].to_numpy(dtype=np.int64) for part in lists])
        lists.append(phase_list(world, phase, facts, worked, progress=progress))
    return pd.concat(lists, ignore_index=True)
