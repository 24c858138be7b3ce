"""Scores of rows under other points: the rulebook with those points, replayed exactly over what those rows can see."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from leadscore_analysis.engine import Engine, relation_text
from leadscore_analysis.history import History
from leadscore_analysis.labels import Examples
from leadscore_analysis.replay import Replay
from leadscore_analysis.replay.units.kept import KeptUnits
from leadscore_analysis.replay.units.structure import structure_hash
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.scorecard import Floats
from leadscore_analysis.suggestion.material import Places

_MOST_KEPT = 2_000_000
"""Units are kept for so many rows at most; more are replayed in the parts that are asked for."""


@dataclass(frozen=True)
class Replaying:
    """Replays a history with other points; ``replay`` is that of the current rulebook, whose history and clock are kept.

    Units that were kept once give any points the scores of their replay, exactly; another structure is replayed.
    """

    replay: Replay
    score: str
    examples: Examples

    def scores_under(self, values: Mapping[FilePath, Any], places: Places) -> Floats:
        """The judged score of the rows at ``places`` when the rulebook's file has these values, points as Decimal."""
        changed = changed_rulebook(self.replay.rulebook, values)
        if len(self.examples.rows) <= _MOST_KEPT and structure_hash(changed.model) == structure_hash(self.replay.rulebook.model):
            return self._kept.scores(changed, score=self.score)[places]
        return self._replayed(changed, places)

    @cached_property
    def _kept(self) -> KeptUnits:
        return self.replay.units_at(self.examples.moments)

    def _replayed(self, rulebook: Rulebook, places: Places) -> Floats:
        """The scores of a rulebook by a replay of what the rows can see."""
        rows = self.examples.rows.iloc[places]
        until_us = int(self.examples.looking.moment_us[int(rows["moment_no"].max())])
        with tempfile.TemporaryDirectory(prefix="leadscore-") as folder:
            part = part_of_history(self.replay.engine, Path(folder), leads=rows["lead_id"].unique().tolist(), until_us=until_us)
            with closing(Replay(part, rulebook, recorded=self.replay.recorded)) as other:
                found = other.scores_at(rows[["lead_id", "moment"]].rename(columns={"lead_id": "entity_id"}))
        return self._in_order(found, rows)

    def _in_order(self, found: pd.DataFrame, rows: pd.DataFrame) -> Floats:
        judged = found[found["score"] == self.score].set_index(["entity_id", "moment"])["value"]
        wanted = rows.set_index(["lead_id", "moment"]).index
        return np.asarray(judged.reindex(wanted).to_numpy(dtype=np.float64))


def changed_rulebook(rulebook: Rulebook, values: Mapping[FilePath, Any]) -> Rulebook:
    """The rulebook with these values in its file, points as Decimal; comments and order stay."""
    points = {path: value for path, value in values.items() if isinstance(value, Decimal)}
    others = {path: value for path, value in values.items() if path not in points}
    pointed = rulebook.with_points(points)
    return pointed.with_values(others) if others else pointed


def part_of_history(engine: Engine, folder: Path, *, leads: list[str], until_us: int) -> History:
    """The history of these leads up to an instant, kept as Parquet files in ``folder``; ``engine`` has the whole history.

    A lead's score up to an instant asks for nothing else: a replay of the part gives the same score in a fraction of the time.
    """
    engine.table("kept_leads", pa.table({"lead_id": pa.array(leads, pa.string())}))
    engine.table("kept_until", pa.table({"until_us": pa.array([until_us], pa.int64())}))
    for name in ("events", "leads", "accounts", "deals"):
        engine.write_parquet(relation_text(f"part_{name}"), folder / f"{name}.parquet")
    return History.open(folder)
