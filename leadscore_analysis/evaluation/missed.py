"""Conversions that the line in force did not see coming, and those that came fast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.engine import Engine, frame, run_plan
from leadscore_analysis.evaluation.masks import lead_codes
from leadscore_analysis.labels import Examples
from leadscore_analysis.labels.labelling import POINTS, instants

FAST_DAYS = 7
"""A fast converter converts within so many days of its first appearance."""

COLUMNS = ["lead", "converted_at", "days_to_conversion", "highest_score", "score_at_conversion", "events"]


@dataclass(frozen=True)
class Conversions:
    """The conversions of the period, also of leads that were never at risk at a moment; ordered by instant and lead.

    ``table``: ``lead`` (a code made for the study), ``converted_at``, ``days_to_conversion`` since first appearance, ``highest_score`` and
    ``score_at_conversion`` (both just before it; NaN: no score yet), ``events`` before it, ``kind`` (None: not missed).
    """

    table: pd.DataFrame

    @property
    def missed_winners(self) -> pd.DataFrame:
        """Conversions whose lead had never been at or above the line before.

        ``kind``: ``no event`` (nothing had happened), ``before crossing`` (the line was reached at the conversion or after it), ``below the
        line`` (never reached).
        """
        return self.table[self.table["kind"].notna()].reset_index(drop=True)

    @property
    def fast_converters(self) -> pd.DataFrame:
        """Conversions within 7 days of first appearance: an engagement score must not be a gate for them."""
        return self.table.loc[self.table["days_to_conversion"].between(0, FAST_DAYS), COLUMNS].reset_index(drop=True)

    @property
    def before_first_seen(self) -> int:
        """How many conversions come before anything else is known of their lead: a fault of the data."""
        return int((self.table["days_to_conversion"] < 0).sum())


def make_conversion_facts(engine: Engine, line: float | None) -> None:
    """Makes the relation ``conversion_facts`` for the line in force (None: no line, which nobody reaches)."""
    never = np.iinfo(np.int64).max
    points = never if line is None else round(line * POINTS)
    engine.table("line_settings", pa.table({"line": pa.array([points], pa.int64())}))
    run_plan(engine, ("conversion_facts",))


def highest_before_conversion(engine: Engine, examples: Examples) -> NDArray[np.float64]:
    """Each lead's highest score before its conversion, in points; NaN without a score or a conversion."""
    facts = frame(engine, "SELECT lead_key, highest FROM conversion_facts").set_index("lead_key")["highest"]
    found = facts.reindex(examples.leads["lead_key"]).to_numpy(dtype=np.float64) / POINTS
    return np.where(examples.leads["converted_us"].notna(), found, np.nan)


def conversions_of_period(engine: Engine, examples: Examples, *, line: float | None, study: str) -> Conversions:
    """The conversions after the first moment and no later than the last moment's horizon ends, judged against the line in force."""
    leads = examples.leads[examples.leads["converted_us"] > examples.looking.from_us]
    facts = frame(engine, "SELECT * FROM conversion_facts")
    rows = leads.merge(facts, on="lead_key", how="left", validate="one_to_one").sort_values(["converted_us", "lead_id"], ignore_index=True)
    last_us = examples.looking.last_us(examples.part) + examples.looking.horizon_us
    highest = rows["highest"] / POINTS
    table = pd.DataFrame(
        {
            "lead": lead_codes(rows["lead_id"], study=study),
            "converted_at": instants(rows["converted_us"]),
            "days_to_conversion": (rows["converted_us"] - rows["appeared_us"]) / DAY_US,
            "highest_score": highest,
            "score_at_conversion": rows["just_before"] / POINTS,
            "events": rows["events"].astype("int64"),
        }
    )
    crossed_later = (rows["reached_us"] >= rows["converted_us"]) & (rows["reached_us"] <= last_us)
    return Conversions(table.assign(kind=_kinds(rows["events"], crossed_later, highest, line)))


def _kinds(events: pd.Series[int], crossed_later: pd.Series[bool], highest: pd.Series[float], line: float | None) -> pd.Series[str]:
    missed = pd.Series(data=False, index=events.index) if line is None else ~(highest >= line)
    kinds = np.select([events == 0, missed & crossed_later, missed], ["no event", "before crossing", "below the line"], default="")
    return pd.Series(kinds, index=events.index).where(lambda kind: kind != "")
