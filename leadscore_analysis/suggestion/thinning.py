"""The rows that points are fitted on: few enough that one lead's conversion is not counted many times over."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadscore_analysis.clock import DAY_US

APART_US = 28 * DAY_US


def thinned(rows: pd.DataFrame, *, every_us: int, seed: int) -> npt.NDArray[np.intp]:
    """The places of rows that hold at most one moment of a lead in any 28 days.

    ``rows`` has ``lead_id`` and ``moment_no`` (moments lie ``every_us`` apart). A lead keeps every n-th moment of the study, n moments
    being 28 days or just over; which of the n is drawn per lead from the seed, so that a row is kept whatever its score and its outcome.

    >>> rows = pd.DataFrame({"lead_id": ["A"] * 8, "moment_no": range(8)})
    >>> np.diff(thinned(rows, every_us=7 * DAY_US, seed=1)).tolist()
    [4]
    """
    between = -(-APART_US // every_us)
    phase = lead_hash(rows["lead_id"], seed=seed) % np.uint64(between)
    return np.flatnonzero(rows["moment_no"].to_numpy(dtype=np.uint64) % np.uint64(between) == phase)


def lead_hash(lead_ids: pd.Series[str], *, seed: int) -> npt.NDArray[np.uint64]:
    """A number per row, the same for the same lead and seed on every machine."""
    return pd.util.hash_array(lead_ids.to_numpy(dtype=object), hash_key=f"{seed:016d}"[-16:])
