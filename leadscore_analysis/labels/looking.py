"""When a study looks: its moments, which of them are known, and which belong to the fit period and to the holdout."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from leadscore_analysis.clock import duration_text, utc_text
from leadscore_analysis.errors import InputError
from leadscore_analysis.study import Study
from leadscore_analysis.study.seen import first_moment_us, known_until_us

PARTS = ("fit", "between", "holdout", "not yet known")
"""Fit: the whole horizon ends at or before the holdout begins. Between: the horizon reaches into the holdout."""

MOST_MOMENTS = 100_000


@dataclass(frozen=True)
class Looking:
    """The moments ``from_us``, ``from_us + every_us``, … before ``until_us``, and what can be known of each.

    All times are microseconds. ``ends`` are the numbers of the first moment after each of :data:`PARTS`.
    """

    from_us: int
    every_us: int
    horizon_us: int
    quiet_us: int
    known_until_us: int
    moments: int
    ends: tuple[int, int, int, int]

    @property
    def moment_us(self) -> np.ndarray:
        """The instants of all moments, by number."""
        return self.from_us + self.every_us * np.arange(self.moments, dtype=np.int64)

    @property
    def first_numbers(self) -> tuple[int, int, int, int]:
        """The number of the first moment of each of :data:`PARTS`."""
        return (0, *self.ends[:3])

    def last_us(self, part: str) -> int:
        """The instant of the part's last moment."""
        return self.from_us + self.every_us * (self.ends[PARTS.index(part)] - 1)

    def first_number(self, part: str) -> int:
        """The number of the part's first moment."""
        return self.first_numbers[PARTS.index(part)]

    def length(self, part: str) -> int:
        """How many moments the part has."""
        place = PARTS.index(part)
        return self.ends[place] - self.first_numbers[place]

    def settings(self, score_key: int) -> pa.Table:
        """The one row that the relations read these settings from."""
        row = {
            "from_us": self.from_us,
            "every_us": self.every_us,
            "moments": self.moments,
            "last_us": self.from_us + self.every_us * (self.moments - 1),
            "horizon_us": self.horizon_us,
            "quiet_us": self.quiet_us,
            "known_until_us": self.known_until_us,
            "score_key": score_key,
        }
        return pa.table({name: pa.array([value], pa.int64()) for name, value in row.items()})

    def until_number(self, last_no: int) -> pa.Table:
        """The one row that relations read the moments up to one of them from."""
        row = {
            "from_us": self.from_us,
            "every_us": self.every_us,
            "last_us": self.from_us + self.every_us * last_no,
            "moments": last_no + 1,
        }
        return pa.table({name: pa.array([value], pa.int64()) for name, value in row.items()})

    def grid(self) -> pa.Table:
        """One row a moment: ``moment_no``, ``moment_us`` and the ``part`` it belongs to."""
        lengths = np.diff([0, *self.ends])
        return pa.table(
            {
                "moment_no": np.arange(self.moments, dtype=np.int64),
                "moment_us": self.moment_us,
                "part": pa.array(np.repeat(PARTS, lengths), pa.string()),
            }
        )

    def parts(self) -> pa.Table:
        """One row a part that has moments: ``part``, ``first_no``, ``end_no``."""
        bounds = [(part, first, end) for part, first, end in zip(PARTS, self.first_numbers, self.ends, strict=True) if first < end]
        return pa.table(
            {
                "part": pa.array([part for part, _, _ in bounds], pa.string()),
                "first_no": pa.array([first for _, first, _ in bounds], pa.int64()),
                "end_no": pa.array([end for _, _, end in bounds], pa.int64()),
            }
        )


def looking(study: Study, *, first_event_us: int, last_event_us: int, last_stage_us: int | None) -> Looking:
    """When the study looks at a history whose events run from ``first_event_us`` to ``last_event_us``.

    ``known_until`` is by default the earlier of the last event and the last stage change; moments run by default from the
    first event's day until then. InputError when there is no moment, or none whose horizon is known.
    """
    known_until = known_until_us(last_event_us, last_stage_us) if study.known_until is None else study.known_until
    from_us = first_moment_us(first_event_us) if study.moments.from_ is None else study.moments.from_
    until_us = known_until if study.moments.until is None else study.moments.until
    moments = max(0, -((from_us - until_us) // study.moments.every))
    if not 0 < moments <= MOST_MOMENTS:
        raise InputError(
            f"moments must be 1 to {MOST_MOMENTS} instants from {utc_text(from_us)} before {utc_text(until_us)}; got {moments}",
            hint="set moments.from, moments.until and moments.every",
        )
    found = Looking(
        from_us=from_us,
        every_us=study.moments.every,
        horizon_us=study.horizon,
        quiet_us=study.moments.quiet_after,
        known_until_us=known_until,
        moments=moments,
        ends=_ends(study, from_us=from_us, moments=moments, known_until_us=known_until),
    )
    if found.length("fit") == 0:
        raise InputError(
            f"some moment's whole horizon ({duration_text(study.horizon)}) must end before the holdout and what is known "
            f"({utc_text(known_until)}); got none of {moments} moments from {utc_text(from_us)}",
            hint="shorten horizon, look earlier, or move holdout_from",
        )
    return found


def _ends(study: Study, *, from_us: int, moments: int, known_until_us: int) -> tuple[int, int, int, int]:
    """The end numbers of the parts; without a holdout all known moments are the fit period."""

    def count_until(instant_us: int) -> int:
        return min(moments, max(0, (instant_us - from_us) // study.moments.every + 1))

    known = count_until(known_until_us - study.horizon)
    if study.holdout_from is None:
        return known, known, known, moments
    fit = min(known, count_until(study.holdout_from - study.horizon))
    before = min(known, count_until(study.holdout_from - 1))
    return fit, max(fit, before), known, moments
