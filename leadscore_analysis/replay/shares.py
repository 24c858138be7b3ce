"""How far a replay has come: its steps by the time that they take."""

from __future__ import annotations

from collections.abc import Iterable

_SECONDS = {
    "keys": 0.7,
    "lead_ids": 0.5,
    "matches": 2.4,
    "awards": 0.4,
    "bounds of level 1": 0.8,
    "bounds of level 2": 0.5,
    "sums of scores": 3.6,
    "writing ledger.parquet": 2.7,
    "writing timeline.parquet": 1.3,
}
"""Measured on three million events with ten rules; what is not here takes next to nothing."""

_OTHERS = 0.05


class Shares:
    """The share of the work that is done when a step begins."""

    def __init__(self) -> None:
        self._steps: dict[str, bool] = {}

    def expect(self, steps: Iterable[str]) -> None:
        """Counts steps that are still to come."""
        self._steps = dict.fromkeys(steps, False) | self._steps

    def before(self, step: str) -> float:
        """The share (0 to 1) done before the step, which counts as done from now on."""
        self._steps.setdefault(step, False)
        done = sum(_seconds(name) for name, is_done in self._steps.items() if is_done)
        self._steps[step] = True
        return done / sum(map(_seconds, self._steps))


def _seconds(step: str) -> float:
    return _SECONDS.get(step, _OTHERS)
