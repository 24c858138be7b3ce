"""What each threshold would bring: how many leads, how sure, how many of the winners, how long before they convert."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats, divided
from leadscore_analysis.evaluation.winners import conversions_at_stake
from leadscore_analysis.labels import Examples

MOST_THRESHOLDS = 100


def threshold_table(
    examples: Examples, highest_before: Floats, bootstrap: AccountBootstrap, *, always: tuple[float, ...] = ()
) -> pd.DataFrame:
    """One row a reachable score, highest first, as if each lead were taken up at its first moment at or above it.

    ``highest_before`` is each lead's highest score before its conversion (NaN: none). Above 100 reachable scores, those are kept that cut
    the leads evenly, and the highest reachable ones at or below each of ``always``.

    - ``leads``: leads with a moment at risk at or above the threshold; ``new_per_week``: those a week that newly reach it, which those at
      or above it at the first moment do not; what is expected a week is expected of these;
    - ``precision``: the share of them that convert within the horizon after their first such moment;
    - ``share_of_winners``: those over all conversions of leads at risk in the period;
    - ``expected_conversions_per_week``, and ``expected_value_per_week`` where conversions have values;
    - ``median_days_to_conversion``: from that moment, of those that convert within the horizon (all of them are seen to the end);
    - ``share_converted_before_crossing``: of all conversions of leads at risk, those whose score had never reached the threshold before;
    - ``same_above``: the next lower reachable score (NaN: none). A line anywhere above it, up to the threshold, is one and the same line.

    ``precision`` and what is expected a week have the ends of their 95 % interval (``_low``, ``_high``), which draws accounts.

    >>> threshold_table(examples, highest, bootstrap).head(2)  # doctest: +SKIP
       threshold  leads  new_per_week  precision  share_of_winners  ...
    0      120.0      9           0.2      0.333              0.02  ...
    1      110.0     31           0.6      0.290              0.07  ...
    """
    found = first_reaches(examples)
    table = threshold_rows(found, _thresholds(found, always), examples, highest_before, bootstrap)
    return table.assign(same_above=_next_lower(found, table["threshold"].to_numpy()))


def threshold_rows(
    reaches: pd.DataFrame, thresholds: Floats, examples: Examples, highest_before: Floats, bootstrap: AccountBootstrap
) -> pd.DataFrame:
    """The rows of :func:`threshold_table` for these thresholds (falling), reachable or not; ``reaches`` are :func:`first_reaches`."""
    at_stake = conversions_at_stake(examples)
    highest = highest_before[at_stake]
    table = pd.DataFrame([_row(threshold, reaches, highest, examples.weeks_of_flow) for threshold in thresholds])
    table = table.join(_intervals(reaches, thresholds[::-1], table[::-1], bootstrap, examples.weeks_of_flow))
    worth = [name for name in table if str(name).startswith("expected_value")]
    return table if reaches["value"].notna().any() else table.drop(columns=worth)


def first_reaches(examples: Examples) -> pd.DataFrame:
    """The rows at which a lead's score is higher than ever before (``before``): the only ones that can be first at or above a threshold.

    ``lead``, ``moment_no``, ``score``, ``converted``, ``cluster``, ``before``, ``new`` (not at the first moment), ``days`` until the
    conversion, ``value`` where it converts.
    """
    rows = examples.rows[["lead", "moment_no", "score", "converted", "cluster"]].assign(new=~examples.stock)
    rows = rows.sort_values(["lead", "moment_no"], kind="stable", ignore_index=True)
    best = rows.groupby("lead")["score"].cummax()
    before = best.groupby(rows["lead"]).shift(1).fillna(-np.inf)
    rows = rows.assign(before=before)[rows["score"] > before].reset_index(drop=True)
    lead = rows["lead"].to_numpy()
    waited_us = examples.leads["converted_us"].to_numpy(dtype=np.float64)[lead] - examples.looking.moment_us[rows["moment_no"].to_numpy()]
    value = examples.leads["value"].to_numpy(dtype=np.float64)[lead]
    return rows.assign(days=waited_us / DAY_US, value=np.where(rows["converted"], value, np.nan))


def _thresholds(records: pd.DataFrame, always: tuple[float, ...]) -> Floats:
    """The reachable scores, highest first; thinned to an even spread over the leads when there are very many."""
    reachable = np.unique(records["score"])
    if len(reachable) <= MOST_THRESHOLDS:
        return reachable[::-1]
    best = np.sort(records.groupby("lead")["score"].max().to_numpy())
    spread = best[np.linspace(0, len(best) - 1, MOST_THRESHOLDS).astype(np.int64)]
    named = [reachable[reachable <= cut].max() for cut in always if (reachable <= cut).any()]
    return np.unique([*spread, *named])[::-1]


def _next_lower(records: pd.DataFrame, thresholds: Floats) -> Floats:
    reachable = np.unique(records["score"])
    place = np.searchsorted(reachable, thresholds, side="left") - 1
    return np.where(place >= 0, reachable[np.maximum(place, 0)], np.nan)


def _row(threshold: float, records: pd.DataFrame, highest: Floats, weeks: float) -> dict[str, float]:
    first = records[(records["before"] < threshold) & (records["score"] >= threshold)]
    won = first[first["converted"]]
    leads, wins, new_won = len(first), len(won), won[won["new"]]
    return {
        "threshold": threshold,
        "leads": leads,
        "new_per_week": int(first["new"].sum()) / weeks,
        "precision": wins / leads if leads else np.nan,
        "share_of_winners": wins / len(highest) if len(highest) else np.nan,
        "expected_conversions_per_week": len(new_won) / weeks,
        "expected_value_per_week": new_won["value"].sum() / weeks,
        "median_days_to_conversion": won["days"].median(),
        "share_converted_before_crossing": float(np.mean(~(highest >= threshold))) if len(highest) else np.nan,
        "converting_leads": wins,
    }


def _intervals(records: pd.DataFrame, rising: Floats, table: pd.DataFrame, bootstrap: AccountBootstrap, weeks: float) -> pd.DataFrame:
    """The ends of the intervals of ``table``, which has a row for each of the ``rising`` thresholds."""
    converted, new = (records[name].to_numpy(dtype=np.float64) for name in ("converted", "new"))
    amounts = (np.ones(len(records)), converted, converted * new, records["value"].fillna(0).to_numpy(dtype=np.float64) * new)
    leads, won, new_won, worth = (_drawn(records, rising, amount, bootstrap) for amount in amounts)
    drawn = {"precision": divided(won, leads), "expected_conversions_per_week": new_won / weeks, "expected_value_per_week": worth / weeks}
    found = {name: bootstrap.intervals(table[name].to_numpy(dtype=np.float64), each) for name, each in drawn.items()}
    ends = {f"{name}_{end}": [getattr(interval, end) for interval in each] for name, each in found.items() for end in ("low", "high")}
    return pd.DataFrame(ends, index=table.index)


def _drawn(records: pd.DataFrame, rising: Floats, amount: Floats, bootstrap: AccountBootstrap) -> Floats:
    """The amounts of the records that are first at or above each threshold, added up: thresholds by draws.

    A record counts at the thresholds above the score before it, up to its own: its amount comes in at the first of them and goes out after
    the last, so that one running sum serves all thresholds.
    """
    shape = (len(rising) + 1, bootstrap.clusters)
    comes, goes = (np.searchsorted(rising, records[name], side="right") for name in ("before", "score"))
    places = (np.concatenate([comes, goes]), np.tile(records["cluster"].to_numpy(), 2))
    steps = sparse.csr_array((np.concatenate([amount, -amount]), places), shape=shape)
    return bootstrap.drawn(lambda weights: np.cumsum(steps @ weights, axis=0)[:-1], cells=shape[0])
