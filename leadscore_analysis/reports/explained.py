"""A rulebook in plain words as a page: a heading per score, its rules in a table with the points at the left."""

from __future__ import annotations

from pathlib import Path

from leadscore_analysis.files import write_text
from leadscore_analysis.reports.page import Finding, Heading, Page, Section, TableForPeople, page_text
from leadscore_analysis.rulebook.explaining import Block, ExplainedSection, Explanation, Line
from leadscore_analysis.words import Words, read_words

MOST_TOLD = 2
"""So many sentences fit the first screen; more are named, and told in their section."""


def explained_page(told: Explanation) -> Page:
    """The page of an explanation, in its language."""
    words = read_words(told.language)
    findings = (_scored(told, words), _qualified(told, words), _alerts(told, words))
    about = Section("about", words.say("explain.page.about"), tuple(line.text for line in told.about))
    sections = tuple(_section(number, part, words) for number, part in enumerate(told.sections, start=1))
    return Page(words.say("explain.kind"), told.title, findings, (*sections, about), words)


def write_explained(told: Explanation, path: Path) -> Path:
    """Writes the page, whole or not at all."""
    write_text(path, page_text(explained_page(told)))
    return path


def _section(number: int, part: ExplainedSection, words: Words) -> Section:
    about = " ".join(line.text for line in part.about)
    tables = tuple(_table(block, words) for block in part.blocks)
    return Section(f"part-{number}", part.title, (about,) if about else (), tables=tables)


def _table(block: Block, words: Words) -> TableForPeople:
    """Points at the left where the lines have any, then the name, what it means, and the author's notes where there are any."""
    pointed, noted = any(line.points for line in block.lines), any(line.note for line in block.lines)
    headings = [Heading(words.say("explain.column.points"), "word")] if pointed else []
    headings += [Heading(words.say(f"explain.column.{block.column}")), Heading(words.say("explain.column.text"), "sentence")]
    headings += [Heading(words.say("explain.column.note"))] if noted else []
    rows = []
    for line in block.lines:
        cells = [line.points] if pointed else []
        rows.append((*cells, line.title, line.text, *([line.note] if noted else [])))
    note = " ".join(line.text for line in block.about)
    return TableForPeople(block.caption, tuple(headings), tuple(rows), note=note)


def _scored(told: Explanation, words: Words) -> Finding:
    rules = [line for line in told.lines() if line.kind == "rule"]
    off = sum(not line.enabled for line in rules)
    scores = words.listed([part.about[0].title for part in told.sections if part.about and part.about[0].kind == "score"])
    text = words.say("explain.page.count", count=len(rules), scores=scores)
    if off:
        text = f"{text} {words.say('explain.page.off', count=off)}"
    return Finding(words.say("explain.page.scores"), text)


def _qualified(told: Explanation, words: Words) -> Finding:
    text = _told_or_named([line for line in told.lines() if line.kind == "path"], words)
    return Finding(words.say("explain.page.qualified"), text or words.say("explain.page.never_qualified"))


def _alerts(told: Explanation, words: Words) -> Finding:
    text = _told_or_named([line for line in told.lines() if line.kind == "alert"], words)
    return Finding(words.say("explain.page.alerts"), text or words.say("explain.page.no_alerts"))


def _told_or_named(lines: list[Line], words: Words) -> str:
    """The sentences where they are few, else the names."""
    if len(lines) <= MOST_TOLD:
        return " ".join(line.text for line in lines)
    return f"{words.listed([line.title for line in lines])}."
