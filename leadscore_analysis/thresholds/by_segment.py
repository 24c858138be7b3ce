"""A line for each segment: the same chance of conversion at each of them, so lower where leads convert more often than their score says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.engine import Engine
from leadscore_analysis.evaluation.bootstrap import Floats
from leadscore_analysis.evaluation.segments import segment_values
from leadscore_analysis.evaluation.winners import share_difference, share_of_winners
from leadscore_analysis.labels import Examples
from leadscore_analysis.thresholds.by_capacity import reachable_scores, threshold_by_capacity
from leadscore_analysis.thresholds.reaching import Reaching
from leadscore_analysis.thresholds.shifts import GroupRows, group_shifts

MOST_VALUES = 12
OTHERS = "(other)"

Gain = dict[str, float | str]
Grouping = Callable[[NDArray[np.int64]], GroupRows]
"""The rows in groups, as the rows at some places (those of a training) would group them."""

GAIN = ["segment", "share_of_winners", "share_low", "share_high", "one_line", "difference", "low", "high"]


def segment_tables(
    engine: Engine, reaching: Reaching, segments: Sequence[str], *, leads_per_week: float, places: Fraction | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row a segment's value with its line (:func:`lines_by_group`, and the ``segment``), and a row a segment with what its lines bring
    (:func:`segment_gain`; none without ``places``, how many leads a moment can take).

    A lead's value is the one in force at its first moment at risk; of the segments, those that leads or accounts have as a column count.
    """
    examples = reaching.examples
    first = examples.rows.drop_duplicates("lead")
    moment_us = examples.looking.moment_us[first["moment_no"].to_numpy()]
    values = segment_values(pd.DataFrame({"lead_id": first["lead_id"].to_numpy(), "first_us": moment_us}), segments, engine)
    tables, gains = [pd.DataFrame()], list[Gain]()
    for name in [each for each in segments if each in values.columns]:
        place, names = common_values(values[name])
        of_lead = np.zeros(len(examples.leads), dtype=np.int64)
        of_lead[first["lead"].to_numpy()] = place
        rows = GroupRows.of(examples, of_lead[examples.rows["lead"].to_numpy()], len(names))
        tables.append(lines_by_group(reaching, rows, names, leads_per_week=leads_per_week).assign(segment=name))
        if places is not None:
            gains.append(segment_gain(name, partial(_same, rows), reaching, places))
    table = pd.concat(tables, ignore_index=True)
    return table[["segment", *table.columns.drop("segment")]] if len(table) else table, pd.DataFrame(gains, columns=GAIN)


def common_values(values: Sequence[str] | pd.Series[str]) -> tuple[NDArray[np.int64], list[str]]:
    """The place of each value among the twelve most frequent, and their names; the rest are ``(other)``.

    >>> common_values(["nl", "be", "nl"])[1]
    ['nl', 'be']
    """
    counts = pd.Series(values).value_counts(sort=True)
    names = sorted(counts.index, key=lambda name: (-counts[name], str(name)))
    kept = names if len(names) <= MOST_VALUES + 1 else [*names[:MOST_VALUES], OTHERS]
    place = {name: min(number, len(kept) - 1) for number, name in enumerate(names)}
    return pd.Series(values).map(place).to_numpy(dtype=np.int64), kept


def lines_by_group(reaching: Reaching, rows: GroupRows, names: Sequence[str], *, leads_per_week: float) -> pd.DataFrame:
    """One row a group of the rows: ``value`` (its name), the columns of :func:`.shifts.group_shifts`, its ``line`` in whole points, and
    ``new_per_week`` that newly reach it. Together at most ``leads_per_week`` reach their lines, or as few as can be.
    """
    table = group_shifts(rows)
    shift = table["shift"].to_numpy().round()
    worth = rows.score + shift[rows.group]
    stock, weeks = reaching.examples.stock, reaching.examples.weeks_of_flow
    common = threshold_by_capacity(reachable_scores(rows.lead, worth, weeks=weeks, stock=stock), leads_per_week).points
    lines = np.ceil(common) - shift
    # A lead that changes its group counts once in all, where it first reaches the line of the group that it is in.
    above = np.flatnonzero(rows.score >= lines[rows.group])
    first = pd.DataFrame({"lead": rows.lead[above], "group": rows.group[above], "stock": stock[above]}).drop_duplicates("lead")
    new = np.bincount(first.loc[~first["stock"], "group"], minlength=rows.groups) / weeks
    return table.assign(line=lines, new_per_week=new).assign(value=list(names))[["value", *table.columns, "line", "new_per_week"]]


def segment_gain(name: str, grouping: Grouping, reaching: Reaching, places: Fraction) -> Gain:
    """What the shifts of the groups called ``name`` bring when they are learnt on earlier moments of other accounts.

    ``share_of_winners`` at capacity when leads are taken by their score with the shift (its interval: ``share_low``, ``share_high``), with
    ``one_line`` for all (the score alone), and the paired ``difference`` (``low``, ``high``). NaN where the period is too short for it.
    """
    examples = reaching.examples
    shifted = np.full(len(examples.rows), np.nan)
    for fold in examples.folds():
        rows = grouping(fold.train)
        shift = group_shifts(rows.at(fold.train))["shift"].to_numpy().round()
        shifted[fold.test] = examples.score[fold.test] + shift[rows.group[fold.test]]
    judged = np.flatnonzero(~np.isnan(shifted))
    if not len(judged):
        return {"segment": name} | dict.fromkeys(GAIN[1:], float("nan"))
    taken, worth = examples.taken_rows(judged), shifted[judged]
    with_shift, alone = (_share(taken, scores, places, reaching) for scores in (worth, taken.score))
    more = share_difference(taken, worth, taken.score, places, reaching.bootstrap)
    return {
        "segment": name,
        "share_of_winners": with_shift[0],
        "share_low": with_shift[1],
        "share_high": with_shift[2],
        "one_line": alone[0],
        "difference": more.value,
        "low": more.low,
        "high": more.high,
    }


def _same(rows: GroupRows, _: object) -> GroupRows:
    """Segments are the same whatever is learnt from."""
    return rows


def _share(examples: Examples, scores: Floats, places: Fraction, reaching: Reaching) -> tuple[float, float, float]:
    found = share_of_winners(examples, scores, places, reaching.bootstrap)
    return found.value, found.low, found.high
