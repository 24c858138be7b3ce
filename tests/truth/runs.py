"""Runs over many seeds, in several processes; what a run found is kept, so that one that was stopped goes on where it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from leadscore_analysis.files import write_text
from tests.truth.forward import played_forward
from tests.truth.recovery import small_world, usual_world, willing_worlds

USUAL, SMALL, WILLING, BLOCK = 20_000, 8_000, 40_000, 4
"""Leads of a usual world, of a small one, of one whose leads are more willing, and how many of the last kind are made in a row."""
_TURNS = 4
"""How many tasks a process does before it is replaced."""


@dataclass(frozen=True)
class Runs:
    """The folder in which rows are kept, and how many processes make them."""

    folder: Path
    processes: int

    def usual(self, seeds: int, *, leads: int = USUAL) -> pd.DataFrame:
        """The terms of so many usual worlds."""
        return self._rows("usual", _usual, [(seed, leads) for seed in range(1, seeds + 1)])

    def small(self, seeds: int, *, leads: int = SMALL) -> pd.DataFrame:
        """The terms of so many worlds with about 100 converting leads."""
        return self._rows("small", _small, [(seed, leads) for seed in range(1, seeds + 1)])

    def willing(self, seeds: int, *, leads: int = WILLING) -> pd.DataFrame:
        """The terms of so many worlds with 2,000 converting leads."""
        blocks = [range(start, min(start + BLOCK, seeds + 1)) for start in range(1, seeds + 1, BLOCK)]
        return self._rows("willing", _willing, [(block.start, block.stop, leads) for block in blocks])

    def forward(self, seeds: int, *, leads: int = USUAL) -> pd.DataFrame:
        """A row per seed of so many worlds that go on."""
        return self._rows("forward", _forward, [(seed, leads) for seed in range(1, seeds + 1)])

    def _rows(self, name: str, made: Callable[..., pd.DataFrame], asked: Sequence[tuple[int, ...]]) -> pd.DataFrame:
        if not asked:
            return pd.DataFrame()
        files = [self.folder / f"{name}-{'-'.join(map(str, each))}.csv" for each in asked]
        waiting = [(made, each, file) for each, file in zip(asked, files, strict=True) if not file.exists()]
        for start in range(0, len(waiting), self.processes * _TURNS):
            # New processes now and then, as what they hold grows; a pool that renews its own can hang (python/cpython#115634).
            with ProcessPoolExecutor(self.processes, mp_context=get_context("spawn")) as pool:
                for each in [pool.submit(_kept, *task) for task in waiting[start : start + self.processes * _TURNS]]:
                    each.result()
        return pd.concat([pd.read_csv(file) for file in files], ignore_index=True)


def _kept(made: Callable[..., pd.DataFrame], asked: tuple[int, ...], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_text(file, made(*asked).to_csv(index=False, lineterminator="\n"))


def _usual(seed: int, leads: int) -> pd.DataFrame:
    return usual_world(seed, leads=leads)


def _small(seed: int, leads: int) -> pd.DataFrame:
    return small_world(seed, leads=leads)


def _willing(start: int, stop: int, leads: int) -> pd.DataFrame:
    return pd.concat(willing_worlds(range(start, stop), leads=leads), ignore_index=True)


def _forward(seed: int, leads: int) -> pd.DataFrame:
    return pd.DataFrame([played_forward(seed, leads=leads)])
