"""What working a lead costs and what a conversion is worth: the probability at which the work pays for itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from leadscore_analysis.evaluation.winners import conversions_at_stake
from leadscore_analysis.labels import Examples
from leadscore_analysis.study import Study


@dataclass(frozen=True)
class Economics:
    """``cost`` of working one lead and ``value`` of one conversion, in one currency; ``seen``: the value is the conversions' own mean."""

    cost: float
    value: float
    seen: bool = False

    @property
    def break_even(self) -> float:
        """The probability of conversion from which working a lead is worth its cost."""
        return self.cost / self.value


def economics(study: Study, examples: Examples) -> Economics | None:
    """The study's costs; a conversion without one is worth the mean of those of the period. None where either is not known."""
    if study.costs is None or study.costs.worked_lead is None:
        return None
    if study.costs.conversion is not None:
        return Economics(study.costs.worked_lead, study.costs.conversion)
    worth = examples.leads.loc[conversions_at_stake(examples), "value"].mean()
    return Economics(study.costs.worked_lead, float(worth), seen=True) if np.isfinite(worth) and worth > 0 else None


def with_net(table: pd.DataFrame, costs: Economics | None) -> pd.DataFrame:
    """The rows of a threshold table with ``net_per_week``: what the expected conversions bring, less the cost of working the new leads.

    The interval (``_low``, ``_high``) is that of the expected conversions. Where the table has what lines did on moments that the points
    were not fitted on, ``forward_net_per_week`` is the same of these. It counts every conversion as brought by the work, and so flatters
    the work where leads would have converted by themselves.
    """
    if costs is None:
        return table
    spent, ends = costs.cost * table["new_per_week"], ("", "_low", "_high")
    kinds = {"net_per_week": "expected_conversions_per_week", "forward_net_per_week": "forward_conversions_per_week"}
    known = [(net, expected, end) for net, expected in kinds.items() if expected in table for end in ends]
    return table.assign(**{f"{net}{end}": costs.value * table[f"{expected}{end}"] - spent for net, expected, end in known})


def threshold_by_cost(probability: pd.DataFrame, reachable: pd.DataFrame, costs: Economics) -> float:
    """The lowest reachable score whose probability of conversion is worth the cost of working a lead; NaN where none is.

    ``probability`` has ``score_from`` and ``probability``, ``reachable`` has ``threshold``.

    >>> probability = pd.DataFrame({"score_from": [0, 10, 20], "probability": [0.01, 0.03, 0.05]})
    >>> threshold_by_cost(probability, pd.DataFrame({"threshold": [4.0, 12.0, 25.0]}), Economics(cost=25, value=1000))
    12.0
    """
    paying = probability.loc[probability["probability"] >= costs.break_even, "score_from"]
    scores = np.sort(reachable["threshold"].to_numpy(dtype=np.float64))
    enough = scores[scores >= paying.min()] if len(paying) else scores[:0]
    return float(enough[0]) if len(enough) else float("nan")
