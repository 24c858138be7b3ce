"""The calibration report: everything that a review needs to know about a score, on one page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from leadscore_analysis.evaluation import shown_tables
from leadscore_analysis.files import write_csv, write_text
from leadscore_analysis.reports.calibration.advice import cards_section, path_section, points_section
from leadscore_analysis.reports.calibration.data import faults_section, looked_at_section
from leadscore_analysis.reports.calibration.first_screen import findings
from leadscore_analysis.reports.calibration.inputs import CalibrationInputs
from leadscore_analysis.reports.calibration.limits import holdout_section, limits_section, repeat_section
from leadscore_analysis.reports.calibration.lines import threshold_section
from leadscore_analysis.reports.calibration.own_tables import own_tables
from leadscore_analysis.reports.calibration.scores import bands_section, distribution_section, funnel_section, lift_section
from leadscore_analysis.reports.calibration.structure import structure_sections
from leadscore_analysis.reports.calibration.thresholds import threshold_sections
from leadscore_analysis.reports.calibration.winners import winners_section
from leadscore_analysis.reports.calibration.works import works_section
from leadscore_analysis.reports.page import Page, Section, page_text
from leadscore_analysis.words import ENGLISH, Words


def calibration_page(inputs: CalibrationInputs, words: Words = ENGLISH) -> str:
    """The report as one HTML file, which needs nothing but itself. Groups of few leads are masked, names from data escaped."""
    return page_text(calibration(inputs, words))


def write_calibration(inputs: CalibrationInputs, path: Path, words: Words = ENGLISH) -> list[Path]:
    """Writes the report to ``path``, and beside it the tables that it shows and nothing else writes; each whole or not at all."""
    tables = own_tables(inputs)
    for name, table in tables.items():
        write_csv(path.parent / name, table)
    write_text(path, calibration_page(inputs, words))
    return [path.parent / name for name in tables]


def calibration(inputs: CalibrationInputs, words: Words = ENGLISH) -> Page:
    """The report as plain data: the findings of its first screen, and its sections in order."""
    return Page(
        kind=words.say("calibration.kind"),
        title=words.say("calibration.title", study=inputs.study.name, score=inputs.evaluation.score),
        findings=findings(inputs, words),
        sections=tuple(_sections(inputs, words)),
        words=words,
    )


def _sections(inputs: CalibrationInputs, words: Words) -> Iterator[Section]:
    evaluation, tables, smallest = inputs.evaluation, shown_tables(inputs.evaluation), inputs.study.privacy.smallest_group
    suggestion = inputs.suggestion
    yield points_section(suggestion, words)
    yield path_section(suggestion.change_path, suggestion.cards, words)
    yield cards_section(suggestion.cards, suggestion.differences, words)
    yield from structure_sections(suggestion, words)
    yield threshold_section(inputs, tables["threshold_table"], words)
    yield from threshold_sections(inputs, words)
    yield works_section(inputs, tables["figures"], words)
    yield distribution_section(tables["score_distribution"], evaluation.line, words)
    yield bands_section(tables["conversion_by_band"], words)
    yield lift_section(tables["lift_by_decile"], words)
    yield winners_section(evaluation, smallest, words)
    yield funnel_section(inputs.funnel, smallest, words)
    yield looked_at_section(inputs, words)
    yield faults_section(inputs, tables["leaks"], words)
    if inputs.openings:
        yield holdout_section(inputs.openings, words)
    yield limits_section(inputs, tables.get("worked_leads", evaluation.worked_leads), words)
    yield repeat_section(inputs, words)
