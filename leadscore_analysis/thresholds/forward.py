"""Whether a line keeps what it promises: chosen on what was known, held against the weeks that came after."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from leadscore_analysis.clock import WEEK_US
from leadscore_analysis.evaluation.bootstrap import AccountBootstrap
from leadscore_analysis.labels import Examples
from leadscore_analysis.labels.folds import window_edges
from leadscore_analysis.labels.labelling import instants
from leadscore_analysis.thresholds.by_capacity import Threshold, in_whole_points, reachable_scores, threshold_by_capacity

COLUMNS = [
    "from", "until", "threshold", "asked", "new_per_week", "leads", "converting_leads", "precision", "precision_low", "precision_high",
]  # fmt: skip


def lines_forward(examples: Examples, bootstrap: AccountBootstrap, *, leads_per_week: float) -> pd.DataFrame:
    """One row a window of time (those of the folds): the line that ``leads_per_week`` would have been given at its start, on the moments
    before it, and what then came. Of a card that was fitted here the rows of the windows have the scores of cards fitted before
    (:class:`leadscore_analysis.thresholds.judged_forward.ForwardScores`); to draw the line no outcome is asked for.

    ``from``, ``until`` (days), ``threshold``, ``asked`` (leads a week), ``new_per_week`` that really reached it for the first time,
    ``leads`` of them, ``converting_leads`` within the horizon, and ``precision`` with its 95 % interval. Empty where the period is short.
    """
    number = examples.rows["moment_no"].to_numpy()
    horizon = -(-examples.looking.horizon_us // examples.looking.every_us)
    edges = window_edges(int(number.min()), int(number.max()), horizon_moments=horizon)
    rows = [_row(examples, bootstrap, begins, ends, leads_per_week) for begins, ends in pairwise(edges) if (number < begins).any()]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(examples: Examples, bootstrap: AccountBootstrap, begins: int, ends: int, asked: float) -> dict[str, object]:
    threshold = _line_before(examples, begins, asked)
    rows = examples.rows
    first = rows[rows["score"] >= threshold.points].drop_duplicates("lead")
    first = first[first["moment_no"].between(begins, ends - 1)]
    weeks = (ends - begins) * examples.looking.every_us / WEEK_US
    cluster = first["cluster"].to_numpy()
    won, all_ = (np.bincount(cluster, each, bootstrap.clusters) for each in (first["converted"].to_numpy(), np.ones(len(first))))
    share = bootstrap.ratio(won.astype(np.float64), all_.astype(np.float64))
    days = list(_days(examples, (begins, ends)))
    return {
        "from": days[0],
        "until": days[1],
        "threshold": threshold.points,
        "asked": asked,
        "new_per_week": len(first) / weeks,
        "leads": len(first),
        "converting_leads": int(won.sum()),
        "precision": share.value,
        "precision_low": share.low,
        "precision_high": share.high,
    }


def _line_before(examples: Examples, begins: int, asked: float) -> Threshold:
    """The line of the capacity as it would be drawn at the window's start. Outcomes are not asked for, so all moments before it count."""
    rows = examples.rows[examples.rows["moment_no"] < begins]
    number = rows["moment_no"].to_numpy()
    first, last = int(number.min()), begins - 1
    weeks = max(1, last - first) * examples.looking.every_us / WEEK_US
    stock = (number == first) & (last > first)
    table = reachable_scores(rows["lead"].to_numpy(), rows["score"].to_numpy(), weeks=weeks, stock=stock)
    return in_whole_points(threshold_by_capacity(table, asked), table)


def _days(examples: Examples, numbers: tuple[int, int]) -> Iterator[str]:
    for number in numbers:
        us = examples.looking.from_us + number * examples.looking.every_us
        yield str(instants(pd.Series([us])).dt.strftime("%Y-%m-%d").iloc[0])
