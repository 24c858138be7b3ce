"""The rows that points are fitted on: few enough that one lead's conversion is not counted many times over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.labels import Examples
from leadscore_analysis.labels.hashing import stable_hashes

APART_US = 28 * DAY_US


def thinned(examples: Examples, seed: int) -> NDArray[np.int64]:
    """The places of rows that hold at most one moment of a lead in any 28 days.

    A lead keeps every n-th moment of the study, n moments being 28 days or just over. Which of the n is drawn per lead from the seed, so
    that a row is kept whatever its score and its outcome.
    """
    between = kept_every(examples.looking.every_us)
    phase = phases(list(examples.leads["lead_id"]), between, seed)
    return every_nth(examples.rows["moment_no"].to_numpy(), phase[examples.rows["lead"].to_numpy()], between)


def kept_every(every_us: int) -> int:
    """How many moments of the study it takes from one kept moment of a lead to its next.

    >>> kept_every(7 * DAY_US), kept_every(10 * DAY_US), kept_every(30 * DAY_US)
    (4, 3, 1)
    """
    return -(-APART_US // every_us)


def phases(lead_ids: list[str], between: int, seed: int) -> NDArray[np.int64]:
    """A number from 0 to ``between - 1`` for each lead, the same for the same lead and seed on every machine."""
    return (stable_hashes(lead_ids, salt=f"thinned {seed}") % np.uint64(between)).astype(np.int64)


def every_nth(moment_no: NDArray[np.int64], phase: NDArray[np.int64], between: int) -> NDArray[np.int64]:
    """The places where the moment's number is a multiple of ``between`` after the row's phase.

    >>> every_nth(np.arange(8), np.full(8, 3), 4).tolist()
    [3, 7]
    """
    return np.flatnonzero(moment_no % between == phase)
