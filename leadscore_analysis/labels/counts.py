"""What was looked at, and what was left out and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import pandas as pd

STATES = {"at_risk": "at risk", "converted_already": "converted", "closed": "closed", "outside_population": "outside", "quiet": "quiet"}
"""Counts of lead-moments, by the state that the relation ``risk_spans`` gives them."""


@dataclass(frozen=True)
class LabelCounts:
    """Counts of lead-moments unless the name says otherwise.

    From ``at_risk`` to ``quiet`` they are those of the part that is looked at (the fit period). Each lead-moment since first appearance
    has one of them: the first that applies of converted already, closed, outside the population, quiet. ``reaches_into_holdout``,
    ``held_out`` and ``not_yet_known`` would be at risk too, at the other moments.
    """

    moments: int
    at_risk: int
    converted_already: int
    closed: int
    outside_population: int
    quiet: int
    reaches_into_holdout: int
    held_out: int
    not_yet_known: int
    leads: int
    leads_at_risk: int
    converting_leads: int
    leads_sharing_a_conversion: int
    holdout_moments: int

    def plain(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


def state_counts(counted: pd.DataFrame, part: str) -> dict[str, int]:
    """The counts of :class:`LabelCounts` that the rows of ``label_counts`` (part, state, lead_moments) tell."""
    found = {(where, state): int(count) for where, state, count in counted.itertuples(index=False)}
    looked_at = {name: found.get((part, state), 0) for name, state in STATES.items()}
    others = {"reaches_into_holdout": "between", "held_out": "holdout", "not_yet_known": "not yet known"}
    return looked_at | {name: found.get((where, "at risk"), 0) for name, where in others.items()}
