"""Rows whose terms have known effects."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def made(
    effects: Sequence[float], *, rows: int = 3000, base: float = -1.5, seed: int = 1, share: float = 0.4
) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Units of terms ``t0``, ``t1``, …, 1 in a ``share`` of the rows, and whether each row converts: log odds ``base`` and the effects."""
    draw = np.random.default_rng(seed)
    units = (draw.random((rows, len(effects))) < share).astype(float)
    odds = base + units @ np.array(effects, dtype=float)
    return pd.DataFrame(units, columns=[f"t{n}" for n in range(len(effects))]), draw.random(rows) < 1 / (1 + np.exp(-odds))
