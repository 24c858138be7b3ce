"""How long it takes from reaching a line to the conversion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.evaluation.bootstrap import Floats, divided
from leadscore_analysis.thresholds.reaching import Reaching

STEPS = 12
"""The horizon is cut into so many steps."""


def conversion_times(thresholds: Sequence[float], reaching: Reaching) -> pd.DataFrame:
    """The cumulative incidence of conversion after a lead's first moment at or above a threshold, in twelve steps up to the horizon.

    One row a threshold and step: ``threshold``, ``days``, ``leads`` that reach it, ``converting_leads`` that have converted by then,
    ``share_converted`` with its 95 % interval over accounts (``low``, ``high``). The whole horizon of every lead is seen, so that no lead
    is lost on the way; leads that are closed without converting stay among those that did not.

    =========  ====  =====  ================  ===============  =====  =====
    threshold  days  leads  converting_leads  share_converted    low   high
    =========  ====  =====  ================  ===============  =====  =====
           60   7.5    800                24            0.030  0.020  0.041
           60  15.0    800                40            0.050  0.036  0.064
           60  22.5    800                52            0.065  0.049  0.082
    =========  ====  =====  ================  ===============  =====  =====
    """
    horizon = reaching.examples.looking.horizon_us / DAY_US
    days = np.linspace(horizon / STEPS, horizon, STEPS)
    found = [_of(float(threshold), days, reaching) for threshold in thresholds]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=_COLUMNS)


_COLUMNS = ["threshold", "days", "leads", "converting_leads", "share_converted", "low", "high"]


def _of(threshold: float, days: np.ndarray, reaching: Reaching) -> pd.DataFrame:
    first, clusters = reaching.first(threshold), reaching.bootstrap.clusters
    converted = first["converted"].to_numpy()[:, None] & (first["days"].to_numpy()[:, None] <= days + 1e-9)
    cluster = first["cluster"].to_numpy()
    won = np.stack([np.bincount(cluster, column, clusters) for column in converted.T], axis=1)
    all_ = np.bincount(cluster, minlength=clusters).astype(np.float64)

    def share(weights: Floats) -> Floats:
        converting = won.T.astype(np.float64) @ weights
        return divided(converting, np.broadcast_to(all_ @ weights, converting.shape))

    drawn = reaching.bootstrap.drawn(share, cells=len(days))
    shares = reaching.bootstrap.intervals(share(np.ones((clusters, 1)))[:, 0], drawn)
    return pd.DataFrame(
        {
            "threshold": threshold,
            "days": days,
            "leads": len(first),
            "converting_leads": converted.sum(axis=0),
            "share_converted": [each.value for each in shares],
            "low": [each.low for each in shares],
            "high": [each.high for each in shares],
        }
    )
