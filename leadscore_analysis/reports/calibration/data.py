"""Sections on the data: what was looked at, what was left out and why, and the faults of the data."""

from __future__ import annotations

from pandas import DataFrame

from leadscore_analysis.charts.missed_winners import count_shown
from leadscore_analysis.clock import DAY_US, utc_datetime
from leadscore_analysis.evaluation.leaks import (
    AND,
    COMES_WITH_CLOSING,
    COMES_WITH_CONVERSION,
    FEW_LEADS,
    FILLED_WHEN_CONVERTED,
    HAND_RAISE,
    LEAST_LEADS,
    NEARLY_ALL_CONVERT,
    NO_VERSIONS,
    VALUE_CONVERTS,
)
from leadscore_analysis.labels import LabelCounts
from leadscore_analysis.reports.calibration.inputs import CalibrationInputs
from leadscore_analysis.reports.page import Section, TableForPeople
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.sources.loading import LoadReport
from leadscore_analysis.words import Words

LEFT_OUT = ("converted_already", "closed", "outside_population", "quiet", "reaches_into_holdout", "held_out", "not_yet_known")

VERSIONED = ("leads", "accounts", "deals")  # tables with a row a version

HISTORY = (Column("table", "text"), Column("rows", "count"), Column("first", "day"), Column("last", "day"))
LEAKS = (
    Column("name", "text"),
    Column("kind", "word"),
    Column("leads", "count"),
    Column("share_late", "share"),
    Column("share_converting", "share"),
    Column("why", "sentence"),
    Column("allowed", "word"),
)
WHY = {
    COMES_WITH_CONVERSION: "conversion",
    COMES_WITH_CLOSING: "closing",
    NEARLY_ALL_CONVERT: "nearly_all",
    VALUE_CONVERTS: "value",
    FILLED_WHEN_CONVERTED: "filled",
    NO_VERSIONS: "no_versions",
    FEW_LEADS: "few",
    HAND_RAISE: "hand_raise",
}
"""The reasons of the leak check, by what they are called in the words."""
READ = (Column("table", "text"), Column("read", "count"), Column("loaded", "count"), Column("rejected", "count"))
REJECTED = (Column("table", "text"), Column("reason", "sentence"), Column("rows", "count"))


def looked_at_section(inputs: CalibrationInputs, words: Words) -> Section:
    """The period, the rows and leads, and every lead-moment that was left out with its reason."""
    counted = inputs.history_counts.replace(
        {"table": {name: words.say("calibration.looked_at.versions", table=name) for name in VERSIONED}}
    )
    history = table_for_people(counted, HISTORY, caption=words.say("calibration.looked_at.history"), file="history.csv", words=words)
    return Section(
        "looked-at",
        words.say("calibration.looked_at.title"),
        sentences=(*_when(inputs, words), _whom(inputs, words)),
        tables=(_row_counts(inputs.evaluation.counts, words), history),
    )


def faults_section(inputs: CalibrationInputs, leaks: DataFrame, words: Words) -> Section:
    """Rejected rows by reason, what else the loading had to say, and what the leak check found, conversions before anything else."""
    load = inputs.load
    found = leaks[leaks["why"] != ""].sort_values("named", ascending=False, kind="stable")
    tables = [] if load is None else _load_tables(load, words)
    if len(found):
        tables.append(_leak_table(found, words))
    named = words.say("calibration.faults.leaks", count=int(leaks["named"].sum()))
    return Section(
        "faults",
        words.say("calibration.faults.title"),
        sentences=(_loaded(load, words), named, *_before_first_seen(inputs, words)),
        tables=tuple(tables),
        notes=() if load is None else load.notes,
    )


def _leak_table(found: DataFrame, words: Words) -> TableForPeople:
    told = found.assign(why=[_reasons(why, words) for why in found["why"]])
    return table_for_people(told, LEAKS, caption=words.say("calibration.faults.leak_table"), file="leaks.csv", words=words)


def _reasons(why: str, words: Words) -> str:
    """Reasons of the leak check, parted by "; ", as people read them."""
    return "; ".join(words.say(f"calibration.faults.why.{WHY[reason]}", few=LEAST_LEADS) for reason in why.split(AND))


def _when(inputs: CalibrationInputs, words: Words) -> tuple[str, ...]:
    study, (first, last) = inputs.study, inputs.evaluation.moments
    when = words.say(
        "calibration.looked_at.when",
        moments=inputs.evaluation.counts.moments,
        every=words.points(study.moments.every / DAY_US),
        first=words.day(first.date()),
        last=words.day(last.date()),
        horizon=words.points(study.horizon / DAY_US),
    )
    if study.holdout_from is None:
        return (when,)
    return when, words.say("calibration.looked_at.holdout", since=words.day(utc_datetime(study.holdout_from).date()))


def _whom(inputs: CalibrationInputs, words: Words) -> str:
    counts, smallest = inputs.evaluation.counts, inputs.study.privacy.smallest_group
    return words.say(
        "calibration.looked_at.whom",
        rows=counts.at_risk,
        at_risk=count_shown(counts.leads_at_risk, smallest, words),
        leads=count_shown(counts.leads, smallest, words),
        converting=count_shown(counts.converting_leads, smallest, words),
    )


def _row_counts(counts: LabelCounts, words: Words) -> TableForPeople:
    plain = counts.plain()
    rows = [("at_risk", plain["at_risk"])] + [(name, plain[name]) for name in LEFT_OUT if plain[name]]
    table = DataFrame(rows, columns=["lead_moments", "rows"])
    columns = (Column("lead_moments", "word"), Column("rows", "count"))
    return table_for_people(table, columns, caption=words.say("calibration.looked_at.rows"), file="evaluation.json", words=words)


def _loaded(load: LoadReport | None, words: Words) -> str:
    if load is None:
        return words.say("calibration.faults.no_load")
    total = load.total
    return words.say("calibration.faults.loaded", read=total.read, loaded=total.loaded, rejected=total.rejected)


def _before_first_seen(inputs: CalibrationInputs, words: Words) -> tuple[str, ...]:
    found = inputs.evaluation.converted_before_first_seen
    leads = count_shown(found, inputs.study.privacy.smallest_group, words)
    return (words.say("calibration.faults.before_first_seen", leads=leads),) if found else ()


def loaded_rows(load: LoadReport) -> DataFrame:
    """What was read, loaded and rejected: a row a table, and their total below where there are several."""
    return DataFrame([*load.tables, *([load.total] if len(load.tables) > 1 else [])])


def _load_tables(load: LoadReport, words: Words) -> list[TableForPeople]:
    rows = loaded_rows(load).replace({"table": {"total": words.say("calibration.faults.total")}})
    tables = [table_for_people(rows, READ, caption=words.say("calibration.faults.read"), file="loading.csv", words=words)]
    if load.reasons:
        rejected = DataFrame(load.reasons).sort_values("rows", ascending=False, kind="stable")
        tables.append(
            table_for_people(rejected, REJECTED, caption=words.say("calibration.faults.rejected"), file="rejected.csv", words=words)
        )
    return tables
