"""Sections on what could change beyond points: the structure of rules, and candidates for new ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pandas import DataFrame, to_numeric

from leadscore_analysis.charts import gains
from leadscore_analysis.reports.drawn import drawn
from leadscore_analysis.reports.page import Chart, Section
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.suggestion.suggestion import Suggestion
from leadscore_analysis.words import Words

MOST_CANDIDATES = 15

STRUCTURE = (
    Column("rule", "text"),
    Column("structure", "word"),
    Column("structure_now", "word"),
    Column("structure_then", "text"),
    Column("verdict", "word"),
    Column("gain", "loss", "gain_low", "gain_high"),
    Column("leads_then", "count", spare=True),
    Column("converting_then", "count", spare=True),
    Column("reason", "sentence"),
)
STRUCTURE_NAMES = {
    "kind": "structure", "current": "structure_now", "suggested": "structure_then",
    "leads": "leads_then", "converting_leads": "converting_then",
}  # fmt: skip
"""Columns that other tables have too, under the name that tells what they are here."""
CANDIDATES = (
    Column("candidate", "text"),
    Column("worth", "points", "worth_low", "worth_high"),
    Column("verdict", "word"),
    Column("gain", "loss", "gain_low", "gain_high"),
    Column("share_gain", "number", "share_gain_low", "share_gain_high", spare=True),
    Column("converting_with_it", "count", spare=True),
    Column("reason", "sentence"),
)
CANDIDATE_NAMES = {"points": "worth", "low": "worth_low", "high": "worth_high", "converting_leads": "converting_with_it"}
SHARE_GAINS = ["share_gain", "share_gain_low", "share_gain_high"]


def structure_sections(suggestion: Suggestion, words: Words) -> Iterator[Section]:
    """What other structures of rules and what new rules would bring; nothing where neither was tried."""
    if len(suggestion.structure):
        yield _structure(suggestion.shown_structure(words), words)
    if len(suggestion.candidates):
        yield _candidates(suggestion.shown_candidates(words), words)


def _structure(table: DataFrame, words: Words) -> Section:
    renamed = table.rename(columns=STRUCTURE_NAMES)
    what = [
        words.say("calibration.structure.what", rule=str(row["rule"]), kind=words.name(str(row["kind"])), then=str(row["suggested"]))
        for row in table.to_dict("records")
    ]
    other = table["kind"] != ""
    named = table.assign(what=what, chosen=table["verdict"] == "change")[other]
    caption, note = (
        words.say("calibration.structure.caption"),
        words.say("calibration.structure.note", shown=int(other.sum()), all=len(table)),
    )
    return Section(
        "structure",
        words.say("calibration.structure.title"),
        sentences=(words.say("calibration.structure.lead"), *_as_they_are(len(table), int((~other).sum()), words)),
        charts=_chart(named, "structure", words),
        tables=(table_for_people(renamed[other], STRUCTURE, caption=caption, file="structure.csv", note=note, words=words),),
    )


def _as_they_are(all_: int, same: int, words: Words) -> Iterator[str]:
    """That nothing tried is better for most rules, or for none: the file says why of each."""
    if same:
        yield words.say("calibration.structure.none" if same == all_ else "calibration.structure.same", count=same, all=all_)


def _candidates(table: DataFrame, words: Words) -> Section:
    shown = table.head(MOST_CANDIDATES).rename(columns=CANDIDATE_NAMES)
    shown[SHARE_GAINS] = 100 * shown[SHARE_GAINS].astype(float)
    shown = shown.assign(verdict=shown["verdict"].replace("keep", "leave out"))  # the card keeps as it is: to a candidate that means no
    named = table.assign(what=table["candidate"], chosen=table["verdict"] == "add")
    note = words.say("calibration.candidates.note", shown=len(shown), all=len(table))
    caption = words.say("calibration.candidates.caption")
    return Section(
        "candidates",
        words.say("calibration.candidates.title"),
        sentences=(words.say("calibration.candidates.lead"),),
        charts=_chart(named, "candidates", words),
        tables=(table_for_people(shown, CANDIDATES, caption=caption, file="candidates.csv", note=note, words=words),),
    )


def _chart(table: DataFrame, name: str, words: Words) -> tuple[Chart, ...]:
    """The gains of changes of which any is known."""
    known = gains.drawn_gains(table.assign(**{each: to_numeric(table[each]) for each in ("gain", "gain_low", "gain_high")}))
    if known.empty:
        return ()
    draw = partial(gains.draw_gains, known, words=words)
    title = words.say(f"calibration.{name}.title")
    return (drawn(draw, name=name, title=title, alt=gains.alt_text(known, words), height=0.9 + 0.44 * len(known)),)
