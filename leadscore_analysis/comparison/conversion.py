"""How groups of leads converted after they qualified: counts, rates and intervals."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd

from leadscore_analysis.comparison.instants import EARLIER, GROUPS, LATER, counted, qualifying_under
from leadscore_analysis.comparison.period import Period
from leadscore_analysis.evaluation.bootstrap import LEVEL, AccountBootstrap, Floats, divided
from leadscore_analysis.labels import Examples

ALL_A, ALL_B, NEITHER = "all under A", "all under B", "neither"
WILSON, ACCOUNTS = "Wilson", "accounts"


def conversion_by_group(leads: pd.DataFrame, examples: Examples, period: Period, bootstrap: AccountBootstrap) -> pd.DataFrame:
    """One row a group of the counted ``leads``, then all of them under A and under B, then the lead-moments of those that never qualify.

    - ``group``; ``leads``; ``rows`` (lead-moments, of the last row alone); ``median_days`` from A's instant to B's (negative: earlier);
    - ``converting_leads`` convert within the horizon after the instant; ``rate``, ``low``, ``high``: their share with its 95 % interval;
    - ``converting_between``: of the converting ones, those that had converted by the later of both instants;
    - ``interval``: ``Wilson``, or ``accounts`` for a bootstrap that draws accounts where a lead has several rows.

    The instant is the first at which either rulebook qualifies the lead; leads that had converted by then are not counted. All under A
    are the leads of the groups but the newly, all under B those of the groups but the no longer. Their instant is their own, and their
    horizon ends early where what is read does; a lead that had converted by then does not count as converting.

    >>> conversion_by_group(leads, examples, period, bootstrap).head(2)  # doctest: +SKIP
         group  leads  converting_leads   rate    low   high  median_days  converting_between interval  rows
    0  earlier    310                41  0.132  0.099  0.174         -9.2                12.0   Wilson   NaN
    1    later     95                 9  0.095  0.051  0.170          6.0                 2.0   Wilson   NaN
    """
    moved = followed(counted(leads), period)
    between = moved["converting"] & (moved["converted_us"] <= moved[["us_a", "us_b"]].max(axis=1))
    pairs = moved.assign(between=between)[moved["group"].isin([EARLIER, LATER])].groupby("group")
    groups = conversion_of(moved, ["group"]).set_index("group").reindex(list(GROUPS))
    groups = groups.assign(median_days=pairs["days"].median(), converting_between=pairs["between"].sum())
    groups = groups.fillna({"leads": 0, "converting_leads": 0})
    sides = [_all_under(leads, side, name, period) for side, name in (("a", ALL_A), ("b", ALL_B))]
    table = pd.concat([groups.reset_index(), *sides], ignore_index=True).assign(interval=WILSON)
    table = pd.concat([table, _neither(leads, examples, bootstrap)], ignore_index=True)
    return table.astype({"leads": "int64", "converting_leads": "int64"})


def followed(leads: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The leads with ``converting``: whether they convert within the horizon after their first instant."""
    instant, converted = leads["first_us"], leads["converted_us"]
    return leads.assign(converting=(converted > instant) & (converted <= instant + period.horizon_us))


def conversion_of(leads: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """One row a group of followed leads: the ``keys``, ``leads``, ``converting_leads``, ``rate``, ``low``, ``high``."""
    table = leads.groupby(list(keys), sort=True).agg(leads=("lead_id", "size"), converting_leads=("converting", "sum")).reset_index()
    won, all_ = (table[name].to_numpy(dtype=np.float64) for name in ("converting_leads", "leads"))
    low, high = wilson(won, all_)
    return table.assign(rate=divided(won, all_), low=low, high=high)


def wilson(won: Floats, all_: Floats) -> tuple[Floats, Floats]:
    """The ends of the 95 % score intervals of shares (Wilson, "Probable inference", 1927); NaN where there is nobody.

    >>> low, high = wilson(np.array([5.0]), np.array([10.0]))
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.2366, 0.7634)
    """
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    share = divided(won, all_)
    some = np.where(all_ > 0, all_, np.nan)
    middle = (share + z**2 / (2 * some)) / (1 + z**2 / some)
    half = z / (1 + z**2 / some) * np.sqrt(share * (1 - share) / some + z**2 / (4 * some**2))
    low: Floats = np.where(won == 0, np.where(all_ > 0, 0.0, np.nan), middle - half)
    high: Floats = np.where(won == all_, np.where(all_ > 0, 1.0, np.nan), middle + half)
    return low, high


def _all_under(leads: pd.DataFrame, side: str, name: str, period: Period) -> pd.DataFrame:
    return conversion_of(followed(qualifying_under(leads, side), period).assign(group=name), ["group"])


def _neither(leads: pd.DataFrame, examples: Examples, bootstrap: AccountBootstrap) -> pd.DataFrame:
    """The lead-moments of leads that qualify under neither rulebook: a rate to hold the groups against."""
    rows = examples.rows[~examples.rows["lead_id"].isin(leads["lead_id"])]
    cluster = rows["cluster"].to_numpy()
    won, all_ = (
        np.bincount(cluster[chosen], minlength=bootstrap.clusters).astype(np.float64)
        for chosen in (rows["converted"].to_numpy(), np.ones(len(rows), dtype=bool))
    )
    rate = bootstrap.ratio(won, all_)
    counts = {"leads": rows["lead"].nunique(), "converting_leads": rows.loc[rows["converted"], "lead"].nunique()}
    figures = {"rate": rate.value, "low": rate.low, "high": rate.high, "rows": len(rows), "interval": ACCOUNTS}
    return pd.DataFrame([{"group": NEITHER, **counts, **figures}])
