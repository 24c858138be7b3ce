"""The groups by week, by the paths that qualified them, and by segment; volume and alerts a week under either rulebook."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leadscore_analysis.clock import DAY_US, WEEK_US
from leadscore_analysis.comparison.conversion import conversion_of, followed
from leadscore_analysis.comparison.instants import GROUPS, qualifying_within
from leadscore_analysis.comparison.period import Period
from leadscore_analysis.engine import Engine, frame, relation_text
from leadscore_analysis.evaluation.segments import segment_values
from leadscore_analysis.labels.labelling import instants
from leadscore_analysis.replay import Replay

SIDES = ("a", "b")


def groups_by_week(leads: pd.DataFrame, period: Period) -> pd.DataFrame:
    """One row a week and group: ``week`` (the day it starts), ``group``, ``leads`` whose first instant lies in it; weeks count from the
    period's first moment.
    """
    weeks = len(period.week_starts())
    index = pd.MultiIndex.from_product([range(weeks), GROUPS], names=["week_no", "group"])
    counts = leads.assign(week_no=period.week_of(leads["first_us"])).groupby(["week_no", "group"]).size().reindex(index, fill_value=0)
    table = counts.rename("leads").reset_index()
    return table.assign(week_no=week_days(period).take(table["week_no"].to_numpy()).to_numpy()).rename(columns={"week_no": "week"})


def volume_by_week(leads: pd.DataFrame, period: Period) -> pd.DataFrame:
    """One row a week: ``week``, ``days`` (of it that are looked at; the last week may be cut short), ``qualified_a``, ``qualified_b``.

    The week is that of a rulebook's own instant, so the weeks need not add up to the groups, which go by the first instant under either.
    """
    starts = period.week_starts()
    days = np.minimum(WEEK_US, period.last_us - starts) / DAY_US
    table = pd.DataFrame({"week": week_days(period), "days": days})
    for side in SIDES:
        own = qualifying_within(leads, side, period)
        table[f"qualified_{side}"] = np.bincount(period.week_of(own["first_us"]), minlength=len(starts))
    return table


def week_days(period: Period) -> pd.Series[str]:
    """The day (UTC) on which each week of the period starts."""
    return instants(pd.Series(period.week_starts())).dt.strftime("%Y-%m-%d")


def conversion_by_path(leads: pd.DataFrame, period: Period) -> pd.DataFrame:
    """One row a group and the paths that qualified it: ``group``, ``path_a``, ``path_b`` (empty: not qualified), then the columns of
    :func:`.conversion.conversion_of`.
    """
    paths = leads.fillna({"path_a": "", "path_b": ""})
    return _in_order(conversion_of(followed(paths, period), ["group", "path_a", "path_b"]), [])


def conversion_by_segment(leads: pd.DataFrame, segments: Sequence[str], engine: Engine, period: Period) -> pd.DataFrame:
    """One row a value of a segment and a group: ``segment``, ``value`` (in force at the first instant), ``group``, then the columns of
    :func:`.conversion.conversion_of`. Segments are columns of leads, or of their accounts; those with the most leads come first.
    """
    values = segment_values(leads, segments, engine)
    moved = followed(leads, period)[["lead_id", "group", "converting"]]
    long = moved.merge(values, on="lead_id").melt(["lead_id", "group", "converting"], var_name="segment", value_name="value")
    if long.empty:
        return conversion_of(moved.assign(segment="", value=""), ["segment", "value", "group"]).iloc[:0]
    table = conversion_of(long, ["segment", "value", "group"])
    size = table.groupby(["segment", "value"])["leads"].transform("sum")
    place = table["segment"].map({name: number for number, name in enumerate(segments)})
    return _in_order(table.assign(place=place, size=-size), ["place", "size", "value"]).drop(columns=["place", "size"])


def alerts_a_week(replays: Sequence[Replay], period: Period) -> pd.DataFrame:
    """One row an alert of either rulebook: ``alert``, and for A and for B ``alerts`` that fire in the period, ``leads`` they are about,
    and how many ``per_week`` (NaN: the rulebook has no such alert). Empty when neither rulebook has alerts.
    """
    found = [_alerts(replay, side, period) for replay, side in zip(replays, SIDES, strict=True)]
    table = found[0].join(found[1], how="outer").rename_axis("alert").reset_index()
    return table[["alert", *(f"{name}_{side}" for name in ("alerts", "leads", "per_week") for side in SIDES)]]


def _alerts(replay: Replay, side: str, period: Period) -> pd.DataFrame:
    fired = frame(replay.clauses(), relation_text("alert_firings"))
    about = fired[fired["fired_us"].between(period.from_us, period.last_us)].groupby("alert")["lead_id"]
    named = [alert.alert for alert in replay.rulebook.model.alerts if alert.enabled]
    table = pd.DataFrame({"alerts": about.size(), "leads": about.nunique()}).reindex(named).fillna(0)
    return table.assign(per_week=table["alerts"] / period.weeks).add_suffix(f"_{side}")


def _in_order(table: pd.DataFrame, first: list[str]) -> pd.DataFrame:
    """The rows with the groups in their own order, after what comes ``first``."""
    group_no = table["group"].map({name: number for number, name in enumerate(GROUPS)})
    return table.assign(group_no=group_no).sort_values([*first, "group_no"], kind="stable", ignore_index=True).drop(columns="group_no")
