"""When each lead qualifies under either rulebook, and which group that puts it in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.comparison.period import COUNTED, LEFT_OUT, Period
from leadscore_analysis.engine import frame, relation_text
from leadscore_analysis.evaluation.masks import lead_codes
from leadscore_analysis.labels import Examples
from leadscore_analysis.labels.labelling import instants
from leadscore_analysis.replay import Replay

EARLIER, LATER, NEWLY, NO_LONGER, UNCHANGED = GROUPS = ("earlier", "later", "newly", "no longer", "unchanged")
MOVERS = GROUPS[:4]


def qualified_instants(replay: Replay, side: str, until_us: int) -> pd.DataFrame:
    """One row a lead that qualifies no later than an instant: ``lead_id``, and with the ``side`` behind their names ``us`` and ``path``."""
    found = frame(replay.clauses(), relation_text("qualified_instants"))
    found = found[found["qualified_us"] <= until_us]
    return found.rename(columns={"qualified_us": f"us_{side}", "path": f"path_{side}"})


def qualified_leads(a: pd.DataFrame, b: pd.DataFrame, examples: Examples, period: Period) -> pd.DataFrame:
    """One row a lead that qualifies under either rulebook within what is seen, ordered by its first instant.

    ``lead_id``, ``account``, ``cluster``, ``converted_us`` (NaN: not seen), ``us_a``, ``path_a``, ``us_b``, ``path_b``, ``first_us`` (the
    earlier of both instants), ``days`` (from A's instant to B's; NaN where one is missing), ``group``, and ``state`` (``counted``, or why
    not). Times are microseconds.
    """
    facts = examples.leads[["lead_id", "account", "cluster", "converted_us"]]
    found = a.merge(b, on="lead_id", how="outer").merge(facts, on="lead_id", how="left", validate="one_to_one")
    found = found.astype({"us_a": "float64", "us_b": "float64"})
    us_a, us_b = found["us_a"], found["us_b"]
    first = found[["us_a", "us_b"]].min(axis=1)
    group = np.select([us_a.isna(), us_b.isna(), us_b < us_a, us_b > us_a], [NEWLY, NO_LONGER, EARLIER, LATER], default=UNCHANGED)
    found = found.assign(
        first_us=first, days=(us_b - us_a) / DAY_US, group=group, state=period.states(first.to_numpy(), found["converted_us"].to_numpy())
    )
    return found.sort_values(["first_us", "lead_id"], ignore_index=True)


def counted(leads: pd.DataFrame) -> pd.DataFrame:
    """The leads whose first instant is looked at."""
    return leads[leads["state"] == COUNTED].reset_index(drop=True)


def qualifying_under(leads: pd.DataFrame, side: str) -> pd.DataFrame:
    """The counted leads that one rulebook qualifies, with its own instant as ``first_us``: the groups of that rulebook together."""
    looked = counted(leads)
    found: pd.DataFrame = looked[looked[f"us_{side}"].notna()].reset_index(drop=True)
    return found.assign(first_us=found[f"us_{side}"])


def qualifying_within(leads: pd.DataFrame, side: str, period: Period) -> pd.DataFrame:
    """The leads whose own instant under one rulebook is looked at, whenever the other one's is; that instant as ``first_us``."""
    own = leads[f"us_{side}"]
    chosen = leads[period.states(own.to_numpy(), leads["converted_us"].to_numpy()) == COUNTED]
    found: pd.DataFrame = chosen[chosen[f"us_{side}"].notna()].reset_index(drop=True)
    return found.assign(first_us=found[f"us_{side}"])


def left_out(leads: pd.DataFrame) -> dict[str, int]:
    """How many leads are left out, by reason."""
    counts = leads["state"].value_counts()
    return {reason: int(counts.get(reason, 0)) for reason in LEFT_OUT}


def movers(leads: pd.DataFrame, *, study: str) -> pd.DataFrame:
    """One row a lead whose qualification moves: ``lead`` (a code), ``group``, ``qualified_at_a``, ``path_a``, ``qualified_at_b``,
    ``path_b``, ``days``.
    """
    moving = leads[leads["group"].isin(MOVERS)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "lead": lead_codes(moving["lead_id"], study=study),
            "group": moving["group"],
            "qualified_at_a": instants(moving["us_a"]),
            "path_a": moving["path_a"],
            "qualified_at_b": instants(moving["us_b"]),
            "path_b": moving["path_b"],
            "days": moving["days"],
        }
    )
