"""Folds that never train on what comes after, nor on the account that is judged."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

CUTS = 3


@dataclass(frozen=True)
class Fold:
    """Places of rows: ``train`` to fit on, ``test`` to judge on; ``window`` numbers the stretch of time that is judged, from 0."""

    train: NDArray[np.int64]
    test: NDArray[np.int64]
    window: int


def rolling_folds(
    moment_no: NDArray[np.int64], cluster: NDArray[np.int64], half: NDArray[np.int64], *, horizon_moments: int, cuts: int = CUTS
) -> list[Fold]:
    """Two folds for each of at most ``cuts`` windows in time: one half of the accounts is judged by a fit on the other half's past.

    ``half`` holds 0 or 1 for each cluster. Training moments lie at least ``horizon_moments`` before the window, so that their horizons
    end before it begins. What lies before the first window is only trained on. Folds without training or test rows are left out.
    """
    if not len(moment_no):
        return []
    side = half[cluster]
    edges = window_edges(int(moment_no.min()), int(moment_no.max()), horizon_moments=horizon_moments, cuts=cuts)
    folds = [
        Fold(
            train=np.flatnonzero((side == 1 - tested) & (moment_no + horizon_moments <= begins)),
            test=np.flatnonzero((side == tested) & (moment_no >= begins) & (moment_no < ends)),
            window=window,
        )
        for window, (begins, ends) in enumerate(pairwise(edges))
        for tested in (0, 1)
    ]
    return [fold for fold in folds if len(fold.train) and len(fold.test)]


def window_edges(first: int, last: int, *, horizon_moments: int, cuts: int = CUTS) -> list[int]:
    """The moment numbers at which the windows begin, and the one after the last window.

    The moments that come at least a horizon after the first are cut into ``cuts + 1`` stretches; the first is only trained on.

    >>> window_edges(0, 19, horizon_moments=4)
    [8, 12, 16, 20]
    """
    begins = first + horizon_moments
    length = last + 1 - begins
    windows = min(cuts, length - 1)
    if windows < 1:
        return [begins, last + 1] if length == 1 else []
    return [begins + -(-length * place // (windows + 1)) for place in range(1, windows + 2)]
