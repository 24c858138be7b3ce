"""The calibration report: everything that a review needs to know about a score, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pandas import DataFrame

from leadscore_analysis.files import write_text
from leadscore_analysis.labels import LabelCounts
from leadscore_analysis.labels.looking import Looking
from leadscore_analysis.reports.calibration.advice import cards_section, points_section, threshold_section
from leadscore_analysis.reports.calibration.data import faults_section, looked_at_section
from leadscore_analysis.reports.calibration.first_screen import Advice, findings
from leadscore_analysis.reports.calibration.limits import Repeating, limits_section, repeat_section
from leadscore_analysis.reports.calibration.scores import bands_section, distribution_section, funnel_section, lift_section
from leadscore_analysis.reports.calibration.winners import winners_section
from leadscore_analysis.reports.page import Page, Section, page_text
from leadscore_analysis.study import Study
from leadscore_analysis.words import ENGLISH, Words


class Evaluated(Protocol):
    looking: Looking
    counts: LabelCounts
    score_distribution: DataFrame
    conversion_by_band: DataFrame
    lift_by_decile: DataFrame
    threshold_table: DataFrame
    missed_winners: DataFrame
    fast_converters: DataFrame
    leaks: DataFrame


class Suggested(Protocol):
    points: DataFrame
    cards: DataFrame
    threshold: object


@dataclass(frozen=True)
class CalibrationInputs:
    study: Study
    history: DataFrame
    funnel: DataFrame
    evaluation: Evaluated
    suggestion: Suggested
    repeating: Repeating
    read: DataFrame
    rejected: DataFrame
    without_versions: Sequence[str] = ()
    openings: int = 0
    line: float | None = None
    threshold: float | None = None
    leads_per_week: float = 40


def calibration_page(inputs: CalibrationInputs, words: Words = ENGLISH) -> str:
    """The report as one HTML file, which needs nothing but itself."""
    return page_text(calibration(inputs, words))


def write_calibration(inputs: CalibrationInputs, path: Path, words: Words = ENGLISH) -> None:
    """Writes the report to ``path``, whole or not at all."""
    write_text(path, calibration_page(inputs, words))


def calibration(inputs: CalibrationInputs, words: Words = ENGLISH) -> Page:
    """The report as plain data: the findings of its first screen, and its sections in order."""
    evaluation, suggestion = inputs.evaluation, inputs.suggestion
    changes = int((suggestion.points["current"] != suggestion.points["suggested"]).sum())
    advice = Advice(changes, len(suggestion.points), inputs.line, inputs.threshold, inputs.leads_per_week)
    return Page(
        kind=words.say("calibration.kind"),
        title=words.say("calibration.title", study=inputs.study.name),
        findings=findings(evaluation.looking, evaluation.counts, suggestion.cards, advice, words),
        sections=_sections(inputs, words),
        words=words,
    )


def _sections(inputs: CalibrationInputs, words: Words) -> tuple[Section, ...]:
    study, evaluation, suggestion = inputs.study, inputs.evaluation, inputs.suggestion
    marks = {words.say("names.line_in_force"): inputs.line, words.name("suggested"): inputs.threshold}
    marks = {name: mark for name, mark in marks.items() if mark is not None}
    return (
        looked_at_section(inputs.history, evaluation.looking, evaluation.counts, words),
        faults_section(inputs.read, inputs.rejected, evaluation.leaks, words),
        funnel_section(inputs.funnel, words),
        distribution_section(evaluation.score_distribution, inputs.line, words),
        bands_section(evaluation.conversion_by_band, words),
        lift_section(evaluation.lift_by_decile, words),
        threshold_section(evaluation.threshold_table, capacity=inputs.leads_per_week, marks=marks, words=words),
        points_section(suggestion.points, words),
        cards_section(suggestion.cards, words),
        winners_section(evaluation.missed_winners, evaluation.fast_converters, words),
        limits_section(study, evaluation.counts, without_versions=inputs.without_versions, openings=inputs.openings, words=words),
        repeat_section(inputs.repeating, words),
    )
