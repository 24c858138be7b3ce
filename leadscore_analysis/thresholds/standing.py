"""When leads stand above a line: from the instant at which they cross it until they fall below it, convert or are closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from leadscore_analysis.clock import WEEK_US
from leadscore_analysis.engine import Engine, frame, run_plan
from leadscore_analysis.labels import Examples
from leadscore_analysis.labels.labelling import POINTS

TURNS = ("open_spans", "line_turns")


@dataclass(frozen=True)
class Level:
    """A lead comes to stand above it at ``enter`` points or more, and stays until its score is below ``leave``."""

    enter: float
    leave: float


@dataclass(frozen=True)
class Standing:
    """``stays`` above ``levels`` during the fit period, in microseconds; what comes after the period is not seen.

    ``stays``, ordered by level, lead and instant: ``level_no`` (the place of its level), ``lead_key``, ``from_us``, ``to_us`` (the period's
    end where it still lasts), ``ended``, and ``nth``, 0 for the lead's first stay above the level. Stays that began before the period are
    here too.
    """

    stays: pd.DataFrame
    levels: tuple[Level, ...]
    from_us: int
    until_us: int

    @property
    def weeks(self) -> float:
        """The length of the period in weeks."""
        return (self.until_us - self.from_us) / WEEK_US

    def of(self, level: Level) -> pd.DataFrame:
        """The stays above one level."""
        return self.stays[self.stays["level_no"] == self.levels.index(level)]

    def crossings(self, level: Level) -> pd.DataFrame:
        """The stays above a level that begin in the period."""
        stays = self.of(level)
        return stays[stays["from_us"] >= self.from_us]


def standing(engine: Engine, examples: Examples, levels: Sequence[Level]) -> Standing:
    """The stays of all leads above the levels, from the relations that the labels of ``examples`` left in the engine."""
    looked = examples.looking
    # A line is looked at as long as the moments last; the last of them stands for the time until the next, as the others do.
    until_us = looked.last_us(examples.part) + min(looked.every_us, looked.horizon_us)
    engine.table("line_levels", _levels_table(levels, until_us))
    run_plan(engine, TURNS)
    turns = frame(engine, "SELECT * FROM line_turns").sort_values(["level_no", "lead_key", "turned_us"], ignore_index=True)
    return Standing(_stays(turns, until_us), tuple(levels), looked.from_us, until_us)


def _levels_table(levels: Sequence[Level], until_us: int) -> pa.Table:
    columns = {
        "level_no": list(range(len(levels))),
        "enter": [round(level.enter * POINTS) for level in levels],
        "leave": [round(level.leave * POINTS) for level in levels],
        "until_us": [until_us] * len(levels),
    }
    return pa.table({name: pa.array(values, pa.int64()) for name, values in columns.items()})


def _stays(turns: pd.DataFrame, until_us: int) -> pd.DataFrame:
    """Turns come in pairs, up and down; only a lead's last one may be an up without its down."""
    same = ["level_no", "lead_key"]
    downs = turns.groupby(same)["turned_us"].shift(-1)
    ups = turns.assign(to_us=downs, ended=downs.notna())[turns["state"] == 1]
    stays = ups.rename(columns={"turned_us": "from_us"}).drop(columns="state")
    return stays.assign(to_us=np.where(stays["ended"], stays["to_us"], until_us), nth=stays.groupby(same).cumcount()).reset_index(drop=True)
