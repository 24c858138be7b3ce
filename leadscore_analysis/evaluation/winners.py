"""Share of winners at capacity: of the conversions that could be won, how many were taken up in time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.capacity import taken
from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats, Interval
from leadscore_analysis.labels import Examples


@dataclass(frozen=True)
class Winners:
    """A walk through all moments of the examples: ``taken`` (``lead``: a place in the examples' leads, ``taken_moment``: a number).

    ``won`` and ``at_stake`` have one entry a lead of the examples. At stake are all conversions of leads at risk in the period: of leads
    with at least one row, and not after the last row's horizon. Won are those whose lead was taken before the conversion and at most a
    horizon before it.
    """

    taken: pd.DataFrame
    won: NDArray[np.bool_]
    at_stake: NDArray[np.bool_]

    @property
    def share(self) -> float:
        """Won conversions per conversion at stake; NaN when there is none."""
        return float(self.won.sum() / self.at_stake.sum()) if self.at_stake.any() else float("nan")


def winners(examples: Examples, scores: Floats, per_moment: Fraction | float) -> Winners:
    """Who is won when at each moment the ``per_moment`` highest of ``scores`` (one a row of the examples) are taken up, nobody twice."""
    rows, leads = examples.rows, examples.leads
    lead = rows["lead"].to_numpy()
    found = taken(rows["moment_no"].to_numpy(), lead, scores, examples.latest_event_us, leads["tie"].to_numpy()[lead], per_moment)
    place = found["lead"].to_numpy(dtype=np.int64)
    converted_us = leads["converted_us"].to_numpy(dtype=np.float64)
    taken_us = examples.looking.moment_us[found["taken_moment"].to_numpy(dtype=np.int64)]
    won = np.zeros(len(leads), dtype=bool)
    won[place] = (taken_us < converted_us[place]) & (converted_us[place] <= taken_us + examples.looking.horizon_us)
    return Winners(found, won, conversions_at_stake(examples))


def conversions_at_stake(examples: Examples) -> NDArray[np.bool_]:
    """For each lead whether it was at risk in the period and converts no later than the last row's horizon ends."""
    at_risk = np.bincount(examples.rows["lead"], minlength=len(examples.leads)) > 0
    last_us = examples.looking.moment_us[int(examples.rows["moment_no"].max())] + examples.looking.horizon_us
    known: NDArray[np.bool_] = examples.leads["converted_us"].to_numpy(dtype=np.float64) <= last_us
    return at_risk & known


def share_of_winners(examples: Examples, scores: Floats, per_moment: Fraction | float, bootstrap: AccountBootstrap) -> Interval:
    """The share of winners at capacity with its interval.

    The interval draws the accounts whose conversions are counted and leaves the walk as it was: it says how sure the share is for this
    capacity and these competitors.
    """
    walked = winners(examples, scores, per_moment)
    return bootstrap.ratio(*(_by_account(examples, each.astype(np.float64), bootstrap) for each in (walked.won, walked.at_stake)))


def share_difference(
    examples: Examples, scores: Floats, others: Floats, per_moment: Fraction | float, bootstrap: AccountBootstrap
) -> Interval:
    """The share of winners with ``scores`` minus that with ``others``, drawn in pairs: the same accounts count in both."""
    walks = [winners(examples, each, per_moment) for each in (scores, others)]
    more = walks[0].won.astype(np.float64) - walks[1].won
    return bootstrap.ratio(*(_by_account(examples, each, bootstrap) for each in (more, walks[0].at_stake.astype(np.float64))))


def _by_account(examples: Examples, amounts: Floats, bootstrap: AccountBootstrap) -> Floats:
    """Amounts of leads added up by account."""
    return np.bincount(examples.leads["cluster"].to_numpy(), weights=amounts, minlength=bootstrap.clusters).astype(np.float64)
