"""The section on thresholds: what a line would cost and bring, on the current card and on the suggested one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import threshold_table
from leadscore_analysis.evaluation import masked
from leadscore_analysis.evaluation.masks import merged_small
from leadscore_analysis.reports.calibration.inputs import CalibrationInputs
from leadscore_analysis.reports.drawn import drawn
from leadscore_analysis.reports.page import Chart, Section, TableForPeople
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.suggestion.reasons import threshold_sentence
from leadscore_analysis.words import Words

MOST_THRESHOLDS = 12  # a long table is read by nobody; the file holds every reachable threshold

THRESHOLDS = (
    Column("threshold", "points"),
    Column("leads", "count"),
    Column("new_per_week", "number"),
    Column("precision", "share", "precision_low", "precision_high"),
    Column("share_of_winners", "share"),
    Column("forward_precision", "share", "forward_precision_low", "forward_precision_high"),
    Column("forward_share_of_winners", "share"),
    Column("expected_conversions_per_week", "number", "expected_conversions_per_week_low", "expected_conversions_per_week_high"),
    Column("expected_value_per_week", "count", "expected_value_per_week_low", "expected_value_per_week_high"),
    Column("median_days_to_conversion", "days"),
    Column("share_converted_before_crossing", "share"),
)


@dataclass(frozen=True)
class _Curve:
    """One card's threshold table with the line that is marked on it, and the file that holds all of it."""

    card: str
    table: DataFrame
    marks: Mapping[str, float]
    file: str


def threshold_section(inputs: CalibrationInputs, current: DataFrame, words: Words) -> Section:
    """What each line costs in leads a week and brings in winners: now (``current``, masked), and with the suggested points."""
    curves = [_Curve("current", current, _marks("line_in_force", inputs.evaluation.line, words), "threshold_table.csv")]
    if inputs.changes and len(inputs.suggestion.threshold_table):
        curves.append(_suggested(inputs, words))
    curves = [curve for curve in curves if len(curve.table)]
    return Section(
        "thresholds",
        words.say("calibration.thresholds.title"),
        sentences=(words.say("calibration.thresholds.lead"), _suggestion(inputs, words), *_fitted(curves, words)),
        charts=tuple(_chart(curve, inputs.leads_per_week, words) for curve in curves),
        tables=tuple(_table(curve, words) for curve in curves),
    )


def thresholds_to_show(table: DataFrame, marks: Mapping[str, float]) -> DataFrame:
    """At most twelve thresholds spread over the reachable ones, and those at which the marks stand; highest first."""
    ordered = table.sort_values("threshold", ignore_index=True)
    spread = np.linspace(0, len(ordered) - 1, min(MOST_THRESHOLDS, len(ordered))).round().astype(int)
    marked = np.searchsorted(ordered["threshold"].to_numpy(dtype=np.float64), list(marks.values()))
    return ordered.iloc[np.unique(np.minimum([*spread, *marked], len(ordered) - 1))[::-1]]


def _suggested(inputs: CalibrationInputs, words: Words) -> _Curve:
    smallest = inputs.study.privacy.smallest_group
    shown = merged_small(inputs.suggestion.threshold_table, leads="leads", smallest=smallest)
    shown = masked(shown, leads="leads", smallest=smallest, keep=["threshold"])
    return _Curve("suggested", shown, _marks("suggested", inputs.threshold, words), "suggested_threshold_table.csv")


def _suggestion(inputs: CalibrationInputs, words: Words) -> str:
    sentence = threshold_sentence(inputs.suggestion.threshold, words)
    return words.say("calibration.thresholds.suggestion", sentence=sentence)


def _fitted(curves: Sequence[_Curve], words: Words) -> Iterator[str]:
    """Where a table has figures of a card on the moments that it was fitted on, which they are and where the others stand."""
    if any("forward_precision" in curve.table for curve in curves):
        yield words.say("calibration.thresholds.fitted")


def _marks(name: str, threshold: float | None, words: Words) -> dict[str, float]:
    return {} if threshold is None else {words.name(name): threshold}


def _chart(curve: _Curve, capacity: float | None, words: Words) -> Chart:
    return drawn(
        partial(charts.draw_threshold_table, curve.table, capacity=capacity, marks=curve.marks, words=words),
        name=f"thresholds-{curve.card}",
        title=words.say(f"calibration.thresholds.{curve.card}"),
        alt=threshold_table.alt_text(curve.table, marks=curve.marks, words=words),
    )


def _table(curve: _Curve, words: Words) -> TableForPeople:
    shown = thresholds_to_show(curve.table, curve.marks)
    note = words.say("calibration.thresholds.note", shown=len(shown), all=len(curve.table))
    caption = words.say(f"calibration.thresholds.{curve.card}")
    return table_for_people(shown, THRESHOLDS, caption=caption, file=curve.file, note=note, words=words)
