"""What terms are worth on some rows by themselves, in log odds: free of signs, of rounding and of the card in use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leadscore_analysis.scorecard.intervals import Clusters, log_odds_intervals
from leadscore_analysis.scorecard.limits import Cap, Limits, capped, effective
from leadscore_analysis.scorecard.merging import merged_rows
from leadscore_analysis.scorecard.rows import Flags, Floats, Integers, times
from leadscore_analysis.scorecard.together import CountTogether, merged, shared


def free_worth(
    units: Floats,
    converted: Flags,
    groups: Integers,
    *,
    present: Floats,
    caps: Sequence[Cap] = (),
    together: Sequence[CountTogether] = (),
    level: float = 0.9,
) -> Floats:
    """The interval of each term's log odds (terms x 2), as a scorecard around the ``present`` points finds it before it turns them into
    points; NaN for a term that never varies, and for all where only one class is seen.

    ``groups`` bind rows that repeat each other. Of terms that count ``together`` each has the interval of all of them.
    """
    terms = units.shape[1]
    if not 0 < converted.sum() < len(converted):
        return np.full((terms, 2), np.nan)
    limits = Limits(present, present, np.zeros(terms, dtype=bool), (), tuple(caps))
    counted = effective(units, present, limits)
    rest = capped(units, present, caps)[0] - times(counted, present)
    rows = merged(merged_rows(np.column_stack([counted, rest]), converted), together)
    _, group = np.unique(groups, return_inverse=True)
    clusters = Clusters(rows.units[rows.place], converted.astype(np.float64), np.ones(len(converted)), group.astype(np.int64))
    return shared(log_odds_intervals(rows, level=level, clusters=clusters), together)[:-1]
