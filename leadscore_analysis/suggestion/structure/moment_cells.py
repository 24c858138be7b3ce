"""Counting on a study's moments: what holds from one instant to another, told at every row (lead, moment) of some examples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from leadscore_analysis.labels import Examples
from leadscore_analysis.scorecard import Floats

Integers = NDArray[np.int64]

_DUST = 1e-9
_NO_END = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Stretches:
    """Stretches of leads, by ``lead`` (a place in the examples' leads): each begins at an instant and ends before another (us)."""

    lead: Integers
    starts_us: Integers
    ends_us: Integers

    def between(self, age_us: int, until_age_us: int | None) -> Stretches:
        """The part of each stretch from one age to another (None: to its end); those that have none are left out."""
        starts = self.starts_us + age_us
        ends = self.ends_us if until_age_us is None else np.minimum(self.ends_us, self.starts_us + until_age_us)
        some = starts < ends
        return Stretches(self.lead[some], starts[some], ends[some])


@dataclass(frozen=True)
class MomentCells:
    """The leads of some examples by the moments of their study, and where in that table each row lies."""

    examples: Examples

    @property
    def last_us(self) -> int:
        """The instant of the last moment that the rows have."""
        looking = self.examples.looking
        return int(looking.from_us + looking.every_us * (self._moments - 1))

    def leads(self, lead_keys: Integers) -> Integers:
        """The places of leads in the examples' leads by their keys; -1 for those that are not among them."""
        place = np.searchsorted(self._sorted_keys, lead_keys)
        place = np.minimum(place, len(self._sorted_keys) - 1)
        known = self._sorted_keys[place] == lead_keys
        return np.where(known, self._key_order[place], -1)

    def stretches(self, lead_keys: Integers, starts_us: Integers, ends_us: Integers | None = None) -> Stretches:
        """The stretches of the leads that the examples know; without ends they last for ever."""
        lead = self.leads(lead_keys)
        known = lead >= 0
        ends = np.full(len(starts_us), _NO_END) if ends_us is None else ends_us
        return Stretches(lead[known], starts_us[known], ends[known])

    def counted(self, stretches: Stretches, units: float = 1.0) -> Floats:
        """At each row how many stretches hold, times ``units``."""
        return self.summed([(stretches, units)])

    def summed(self, parts: list[tuple[Stretches, float]]) -> Floats:
        """At each row the sum over parts of how many of their stretches hold, times their units."""
        width = self._moments + 1
        cells = len(self.examples.leads) * width
        changes = np.zeros(cells)
        for stretches, units in parts:
            first, end = self._first_moment(stretches.starts_us), self._first_moment(stretches.ends_us)
            held = first < end
            lead = stretches.lead[held] * width
            begun, ended = (np.bincount(lead + numbers[held], minlength=cells) for numbers in (first, end))
            changes += units * (begun - ended)
        total = np.cumsum(changes.reshape(-1, width), axis=1).ravel()[self._cell_of_row]
        return np.where(np.abs(total) > _DUST, total, 0.0)

    def latest(self, stretches: Stretches) -> Integers:
        """At each row the place of the stretch that began last, -1 where none has; ``stretches`` come in the order of their beginnings."""
        width = self._moments + 1
        first = self._first_moment(stretches.starts_us)
        seen = first < width - 1
        latest = np.full(len(self.examples.leads) * width, -1, dtype=np.int64)
        np.maximum.at(latest, stretches.lead[seen] * width + first[seen], np.flatnonzero(seen))
        return np.asarray(np.maximum.accumulate(latest.reshape(-1, width), axis=1).ravel()[self._cell_of_row])

    @cached_property
    def _moments(self) -> int:
        return int(self.examples.rows["moment_no"].max()) + 1 if len(self.examples.rows) else 1

    @cached_property
    def _cell_of_row(self) -> Integers:
        rows = self.examples.rows
        return np.asarray(rows["lead"].to_numpy() * (self._moments + 1) + rows["moment_no"].to_numpy())

    @cached_property
    def _key_order(self) -> Integers:
        return np.argsort(self.examples.leads["lead_key"].to_numpy(), kind="stable")

    @cached_property
    def _sorted_keys(self) -> Integers:
        return self.examples.leads["lead_key"].to_numpy()[self._key_order]

    def _first_moment(self, us: Integers) -> Integers:
        """The number of the first moment at or after an instant; that of none is the number of moments."""
        looking = self.examples.looking
        number = -((looking.from_us - us) // looking.every_us)
        return np.clip(number, 0, self._moments)
