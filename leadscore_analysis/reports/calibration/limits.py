"""Sections on trust: what the numbers cannot tell, and how to repeat them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pandas import DataFrame

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.labels import LabelCounts
from leadscore_analysis.reports.page import Section
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.study import Study
from leadscore_analysis.words import Words


@dataclass(frozen=True)
class Repeating:
    """What makes the same report again: the command, and what each ingredient was (name to version, hash or number)."""

    command: str
    ingredients: Mapping[str, str]


def limits_section(study: Study, counts: LabelCounts, *, without_versions: Sequence[str], openings: int, words: Words) -> Section:
    """What a reader must not conclude; ``without_versions`` names attributes known only as they are today."""
    say = words.say
    notes = [
        say("calibration.limits.worked" if study.worked else "calibration.limits.worked_unknown"),
        say("calibration.limits.censoring", count=counts.not_yet_known, days=words.points(study.horizon / DAY_US)),
        say("calibration.limits.small_groups", leads=study.privacy.smallest_group),
        say("calibration.limits.repeated_rows"),
    ]
    if without_versions:
        notes.append(say("calibration.limits.without_versions", names=", ".join(without_versions)))
    if counts.leads_sharing_a_conversion:
        notes.append(say("calibration.limits.shared", count=counts.leads_sharing_a_conversion))
    notes.append(_holdout(study, openings, words))
    return Section("limits", say("calibration.limits.title"), notes=tuple(notes))


def repeat_section(repeating: Repeating, words: Words) -> Section:
    """The command that makes this report again, and everything it was made from."""
    table = DataFrame({"ingredient": list(repeating.ingredients), "value": list(repeating.ingredients.values())})
    columns = (Column("ingredient", "word"), Column("value", "text"))
    return Section(
        "repeat",
        words.say("calibration.repeat.title"),
        sentences=(words.say("calibration.repeat.lead"),),
        tables=(table_for_people(table, columns, caption=words.say("calibration.repeat.caption"), words=words),),
        commands=(repeating.command,),
    )


def _holdout(study: Study, openings: int, words: Words) -> str:
    if study.holdout_from is None:
        return words.say("calibration.limits.no_holdout")
    return words.say("calibration.limits.holdout", count=openings) if openings else words.say("calibration.limits.holdout_shut")
