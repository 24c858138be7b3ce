"""Sections on trust: what the numbers cannot tell, the holdout when it was opened, and how to repeat it all."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from pandas import DataFrame, Timestamp

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.evaluation.leaks import NO_VERSIONS
from leadscore_analysis.reports.calibration.inputs import CalibrationInputs
from leadscore_analysis.reports.page import Section, TableForPeople
from leadscore_analysis.reports.tables import LEADS, RATE, Column, table_for_people
from leadscore_analysis.suggestion.sampled_told import sampled_sentences
from leadscore_analysis.words import Words

SHORT = 16  # signs of a hash that tell two apart; the whole one stands in evaluation.json
PACKAGES = ("leadscore-analysis", "duckdb", "numpy", "pandas", "scikit-learn", "scipy")

WORKED = (
    Column("group", "word"),
    Column("rows", "count"),
    *LEADS,
    RATE,
)
HOLDOUT = (
    Column("card", "word"),
    Column("holdout_leads", "word"),
    Column("n_leads", "count"),
    Column("n_converting_leads", "count"),
    Column("share_of_winners", "share", "share_low", "share_high"),
    Column("auc", "merit", "auc_low", "auc_high"),
)


def limits_section(inputs: CalibrationInputs, worked: DataFrame, words: Words) -> Section:
    """What a reader must not conclude; ``worked`` has the groups of worked and unworked leads, masked (no row where it is not known)."""
    return Section(
        "limits",
        words.say("calibration.limits.title"),
        notes=tuple(_limits(inputs, words)),
        tables=(_worked_table(worked, words),) if len(worked) else (),
    )


def holdout_section(openings: Sequence[Mapping[str, Any]], words: Words) -> Section:
    """The figures of the latest opening of the holdout, with its reason."""
    latest = openings[-1]
    figures = DataFrame(latest.get("figures", [])).rename(columns={"leads": "holdout_leads"})
    day = words.day(Timestamp(latest["time"]).date())
    reason = words.say("calibration.holdout.reason", count=len(openings), reason=str(latest["reason"]), time=day)
    caption = words.say("calibration.holdout.caption")
    return Section(
        "holdout",
        words.say("calibration.holdout.title"),
        sentences=(reason, words.say("calibration.holdout.lead")),
        tables=(table_for_people(figures, HOLDOUT, caption=caption, file="holdout_figures.csv", words=words),) if len(figures) else (),
    )


def repeat_section(inputs: CalibrationInputs, words: Words) -> Section:
    """The command that makes this report again, and everything it was made from."""
    table = ingredients(inputs)
    columns = (Column("ingredient", "word"), Column("value", "text"))
    return Section(
        "repeat",
        words.say("calibration.repeat.title"),
        sentences=(words.say("calibration.repeat.lead"),),
        tables=(table_for_people(table, columns, caption=words.say("calibration.repeat.caption"), file="ingredients.csv", words=words),),
        commands=(inputs.command,),
    )


def _limits(inputs: CalibrationInputs, words: Words) -> Iterator[str]:
    study, evaluation, say = inputs.study, inputs.evaluation, words.say
    yield say("calibration.limits.worked" if study.worked else "calibration.limits.worked_unknown")
    points = inputs.suggestion.points
    if study.worked and "worked_low" in points and points["worked_low"].isna().all():
        yield say("calibration.limits.worked_cannot_tell")
    yield say("calibration.limits.censoring", count=evaluation.counts.not_yet_known, days=words.points(study.horizon / DAY_US))
    yield say("calibration.limits.small_groups", leads=study.privacy.smallest_group)
    yield say("calibration.limits.repeated_rows")
    yield from sampled_sentences(inputs.suggestion, words)
    if math.isfinite(evaluation.tenure_correlation):
        yield say("calibration.limits.tenure", correlation=words.number(evaluation.tenure_correlation, 2))
    leaks = evaluation.leaks
    today = leaks.loc[leaks["why"].str.contains(NO_VERSIONS, regex=False), "name"]
    if len(today):
        yield say("calibration.limits.without_versions", names=", ".join(today))
    if evaluation.counts.leads_sharing_a_conversion:
        yield say("calibration.limits.shared", count=evaluation.counts.leads_sharing_a_conversion)
    if study.holdout_from is None:
        yield say("calibration.limits.no_holdout")
    else:
        yield say("calibration.limits.holdout" if inputs.openings else "calibration.limits.holdout_shut", count=len(inputs.openings))


def _worked_table(worked: DataFrame, words: Words) -> TableForPeople:
    return table_for_people(worked, WORKED, caption=words.say("calibration.limits.worked_table"), file="worked_leads.csv", words=words)


def ingredients(inputs: CalibrationInputs) -> DataFrame:
    """Everything that the report was made from: ingredient, value (a name, a version, the start of a hash)."""
    return DataFrame(_ingredients(inputs), columns=["ingredient", "value"])


def _ingredients(inputs: CalibrationInputs) -> list[tuple[str, str]]:
    evaluation, suggested = inputs.evaluation, inputs.suggestion.rulebook
    return [
        ("study", inputs.study.name),
        ("seed", str(inputs.study.seed)),
        ("history", inputs.history_hash[:SHORT]),
        ("rulebook", f"{evaluation.rulebook}, version {evaluation.rulebook_version}, {evaluation.rulebook_hash[:SHORT]}"),
        ("suggested rulebook", f"{suggested.name}, version {suggested.version}, {suggested.fingerprint()[:SHORT]}"),
        ("python", platform.python_version()),
        *((package, version(package)) for package in PACKAGES),
    ]
