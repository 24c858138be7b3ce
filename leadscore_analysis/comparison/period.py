"""Which instants of qualification a comparison may look at, and why it leaves the others out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.clock import WEEK_US
from leadscore_analysis.evaluation.bootstrap import Floats
from leadscore_analysis.labels import Looking

COUNTED = "counted"
BEFORE, CONVERTED, INTO_HOLDOUT, NOT_YET_KNOWN = LEFT_OUT = (
    "before_first_moment",
    "converted_already",
    "reaches_into_holdout",
    "not_yet_known",
)


@dataclass(frozen=True)
class Period:
    """Instants are counted from ``from_us`` to ``last_us``: the whole horizon after them lies before the holdout and what is not yet known.

    Nothing after ``seen_us`` is read: neither events nor stages. All times are microseconds since 1970 UTC.
    """

    from_us: int
    last_us: int
    seen_us: int
    horizon_us: int
    known_until_us: int

    @classmethod
    def of(cls, looked: Looking, holdout_from_us: int | None) -> Period:
        """The period of a study that looks so; without a holdout everything known is looked at."""
        known = looked.known_until_us
        ends = known if holdout_from_us is None else min(known, holdout_from_us)
        return cls(looked.from_us, ends - looked.horizon_us, seen_until(known, holdout_from_us), looked.horizon_us, known)

    @property
    def weeks(self) -> float:
        """The length of the period in weeks; its last instant belongs to it, so that it is never 0."""
        return (self.last_us - self.from_us + 1) / WEEK_US

    def states(self, instants_us: Floats, converted_us: Floats) -> NDArray[np.str_]:
        """For each instant of a lead that converts then (NaN: not seen) whether it is counted, or the first reason why it is left out."""
        why = (instants_us < self.from_us, instants_us + self.horizon_us > self.known_until_us, instants_us > self.last_us)
        told = np.select([*why, converted_us <= instants_us], [BEFORE, NOT_YET_KNOWN, INTO_HOLDOUT, CONVERTED], default=COUNTED)
        return np.asarray(told, dtype=np.str_)

    def week_starts(self) -> NDArray[np.int64]:
        """The instants at which the period's weeks start, counted from its first moment; the last week may be cut short."""
        return np.arange(self.from_us, self.last_us + 1, WEEK_US, dtype=np.int64)

    def week_of(self, instants_us: pd.Series[float]) -> pd.Series[int]:
        """The number of each instant's week, from 0."""
        return ((instants_us - self.from_us) // WEEK_US).astype("int64")


def seen_until(known_until_us: int, holdout_from_us: int | None) -> int:
    """The last instant that is read: what is known, and before the holdout."""
    return known_until_us if holdout_from_us is None else min(known_until_us, holdout_from_us - 1)
