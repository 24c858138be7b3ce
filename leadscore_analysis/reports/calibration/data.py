"""Sections on the data: what was looked at, what was left out and why, and the faults of the data."""

from __future__ import annotations

from pandas import DataFrame

from leadscore_analysis.clock import DAY_US, utc_datetime
from leadscore_analysis.labels import LabelCounts
from leadscore_analysis.labels.looking import Looking
from leadscore_analysis.reports.page import Section, TableForPeople
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.words import Words

LEFT_OUT = ("converted_already", "closed", "outside_population", "quiet", "reaches_into_holdout", "held_out", "not_yet_known")

HISTORY = (Column("table", "text"), Column("rows", "count"), Column("first", "day"), Column("last", "day"))
LEAKS = (
    Column("name", "text"),
    Column("kind", "word"),
    Column("leads", "count"),
    Column("share_late", "share"),
    Column("share_converting", "share"),
    Column("why", "word"),
    Column("allowed", "word"),
)
REJECTED = (Column("table", "text"), Column("reason", "text"), Column("rows", "count"))


def looked_at_section(history: DataFrame, looking: Looking, counts: LabelCounts, words: Words) -> Section:
    """The period, the rows and leads, and every lead-moment that was left out with its reason."""
    return Section(
        "looked-at",
        words.say("calibration.looked_at.title"),
        sentences=(_when(looking, words), _whom(counts, words)),
        tables=(
            _row_counts(counts, words),
            table_for_people(history, HISTORY, caption=words.say("calibration.looked_at.history"), words=words),
        ),
    )


def faults_section(read: DataFrame, rejected: DataFrame, leaks: DataFrame, words: Words) -> Section:
    """Rejected rows by reason, and what the leak check names.

    ``read``: a row a table with ``table``, ``read``, ``loaded``, ``rejected``; ``rejected``: ``table``, ``reason``, ``rows``.
    """
    sentences = [words.say("calibration.faults.loaded", **_load_totals(read)) if len(read) else words.say("calibration.faults.no_load")]
    tables = []
    if len(rejected):
        tables.append(table_for_people(rejected, REJECTED, caption=words.say("calibration.faults.rejected"), words=words))
    sentences.append(words.say("calibration.faults.leaks", count=len(leaks)))
    if len(leaks):
        tables.append(table_for_people(leaks, LEAKS, caption=words.say("calibration.faults.leak_table"), file="leaks.csv", words=words))
    return Section("faults", words.say("calibration.faults.title"), tuple(sentences), tables=tuple(tables))


def _when(looking: Looking, words: Words) -> str:
    part = looking.length("fit")
    return words.say(
        "calibration.looked_at.when",
        moments=part,
        every=words.points(looking.every_us / DAY_US),
        first=words.day(utc_datetime(looking.from_us).date()),
        last=words.day(utc_datetime(looking.last_us("fit")).date()),
        horizon=words.points(looking.horizon_us / DAY_US),
        known=words.day(utc_datetime(looking.known_until_us).date()),
    )


def _whom(counts: LabelCounts, words: Words) -> str:
    return words.say(
        "calibration.looked_at.whom",
        rows=counts.at_risk,
        at_risk=counts.leads_at_risk,
        leads=counts.leads,
        converting=counts.converting_leads,
    )


def _row_counts(counts: LabelCounts, words: Words) -> TableForPeople:
    plain = counts.plain()
    rows = [("at_risk", plain["at_risk"])] + [(name, plain[name]) for name in LEFT_OUT if plain[name]]
    table = DataFrame(rows, columns=["lead_moments", "rows"])
    columns = (Column("lead_moments", "word"), Column("rows", "count"))
    return table_for_people(table, columns, caption=words.say("calibration.looked_at.rows"), file="evaluation.json", words=words)


def _load_totals(read: DataFrame) -> dict[str, int]:
    return {name: int(read[name].sum()) for name in ("read", "loaded", "rejected")}
