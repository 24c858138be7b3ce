"""Which rules make the difference: what each had given the moved leads under A and under B when their qualification moved."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from leadscore_analysis.comparison.breakdowns import SIDES
from leadscore_analysis.comparison.instants import MOVERS
from leadscore_analysis.comparison.qualifying import scores_read
from leadscore_analysis.engine import frame, relation_text
from leadscore_analysis.evaluation.segments import ask
from leadscore_analysis.labels.labelling import POINTS
from leadscore_analysis.replay import Replay


def points_by_rule(leads: pd.DataFrame, replays: Sequence[Replay]) -> pd.DataFrame:
    """One row a moving group and a rule whose points differ for some of its leads at their first instant, the largest difference first.

    ``group``, ``rule`` (a group or a score stands for what its bounds held back), ``leads`` (those that it gives other points), and over
    all leads of the group the mean points ``points_a``, ``points_b`` and their ``difference``. Only scores that a path asks for count.
    """
    moving = leads[leads["group"].isin(MOVERS)]
    if moving.empty:
        return pd.DataFrame(columns=["group", "rule", "leads", "points_a", "points_b", "difference"])
    sums = [_points_at(moving, replay, side) for replay, side in zip(replays, SIDES, strict=True)]
    both = sums[0].merge(sums[1], on=["lead_id", "node"], how="outer").fillna({"points_a": 0, "points_b": 0})
    both = both.assign(leads=both["points_a"] != both["points_b"]).merge(moving[["lead_id", "group"]], on="lead_id")
    table = both.groupby(["group", "node"])[["leads", "points_a", "points_b"]].sum().reset_index().rename(columns={"node": "rule"})
    table = table[table["leads"] > 0].astype({"points_a": "float64", "points_b": "float64"})
    sizes = moving.groupby("group").size()
    for side in SIDES:
        table[f"points_{side}"] = table[f"points_{side}"] / table["group"].map(sizes) / POINTS
    table = table.assign(difference=table["points_b"] - table["points_a"], place=table["group"].map(list(MOVERS).index))
    table = table.assign(size=-table["difference"].abs()).sort_values(["place", "size", "rule"], ignore_index=True)
    return table.drop(columns=["place", "size"])


def _points_at(leads: pd.DataFrame, replay: Replay, side: str) -> pd.DataFrame:
    """What each node's postings come to at the leads' first instants, in ten-thousandths: ``lead_id``, ``node``, ``points_<side>``."""
    engine = replay.relations()
    ask(engine, leads)
    found = frame(engine, relation_text("points_at"))
    found = found[found["score"].isin(scores_read(replay.rulebook))]
    return found[["lead_id", "node", "points"]].rename(columns={"points": f"points_{side}"})
