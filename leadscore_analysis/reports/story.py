"""Stories of single leads, accounts or deals on one page: a section each, with its scores over time and every line below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from leadscore_analysis.charts.score_over_time import alt_text, draw_score_over_time, score_values
from leadscore_analysis.charts.svg import chart_svg
from leadscore_analysis.evaluation.masks import CODE_LENGTH, lead_codes
from leadscore_analysis.files import write_text
from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.replay.story.part import known_ids
from leadscore_analysis.replay.story.story import Story
from leadscore_analysis.reports.page import Chart, Finding, Heading, Look, Page, Section, TableForPeople, page_text
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.models import EntityKind
from leadscore_analysis.study import Study
from leadscore_analysis.study.rulebook_named import named_rulebook
from leadscore_analysis.words import ENGLISH, Words

MOST_LINES = 400
_LOOKS: tuple[Look, ...] = ("day", "sentence", "text", "sentence", "number", "number")
_CODE = re.compile(rf"[0-9a-f]{{{CODE_LENGTH}}}")


@dataclass(frozen=True)
class Stories:
    """The stories that were asked for, of one study under one rulebook; ``names`` says whether ids and names are told."""

    study: Study
    rulebook: Rulebook
    stories: tuple[Story, ...]
    names: bool
    words: Words

    def write(self) -> Path:
        """Writes the page ``story.html`` among the study's reports, whole or not at all; returns its path."""
        path = self.study.report_dir / "story.html"
        write_text(path, page_text(self.page()))
        return path

    def page(self) -> Page:
        """The stories as a page."""
        return Page(
            kind=self._say("kind"),
            title=self._say("title", study=self.study.name),
            findings=tuple(self._findings()),
            sections=tuple(_section(story, f"story-{number}") for number, story in enumerate(self.stories, start=1)),
            words=self.words,
        )

    def _findings(self) -> Iterator[Finding]:
        yield Finding(self._say("what"), self._say("what_answer"))
        yield Finding(self._say("private"), self._say("private_names" if self.names else "private_codes"))
        under = self._say("under_answer", rulebook=self.rulebook.name, version=str(self.rulebook.version))
        yield Finding(self._say("under"), under)

    def _say(self, key: str, **values: Any) -> str:
        return self.words.say(f"story.report.{key}", **values)


def stories(
    study: Study,
    asked: Sequence[str],
    *,
    entity: EntityKind = "lead",
    rulebook: Rulebook | None = None,
    names: bool = False,
    words: Words = ENGLISH,
) -> Stories:
    """The stories of entities, asked for by id or by the study's code, under the study's rulebook or another.

    InputError when the history does not know one of them; FaultsError when the rulebook cannot be replayed over it.
    """
    history, book = History.open(study.history.database), rulebook or named_rulebook(study)
    line = study.judge.line
    judged = study.judge.score or book.model.scores[0].score
    cut = None if line is None or judged not in {score.score for score in book.model.scores} else (judged, line)
    with closing(Replay(history, book, line=cut, recorded=study.clock == "recorded")) as replay:
        told = tuple(
            replay.story(name, entity=entity, words=words, names=names, shown_as=str if names else partial(_code, study))
            for name in (id_of(history, study, entity, given) for given in asked)
        )
    return Stories(study, book, told, names, words)


def _code(study: Study, entity_id: str) -> str:
    return lead_codes([entity_id], study=study.name)[0]


def id_of(history: History, study: Study, entity: EntityKind, given: str) -> str:
    """The id behind what was asked for, which may be the code that the study's tables show."""
    if not _CODE.fullmatch(given):
        return given
    ids = known_ids(history, entity)
    by_code = dict(zip(lead_codes(ids, study=study.name), ids, strict=True))
    return given if given in ids else by_code.get(given, given)


def _section(story: Story, anchor: str) -> Section:
    words, drawn = story.words, score_values(story.lines)
    shown = story.lines.tail(MOST_LINES)
    note = words.say("story.report.shown", shown=len(shown), all=len(story.lines)) if len(shown) < len(story.lines) else ""
    lines = TableForPeople(
        words.say("story.report.lines"),
        tuple(Heading(text, look) for text, look in zip(story.headings(), _LOOKS, strict=True)),
        tuple(story.cells(shown)),
        note=note,
        stacked=True,
    )
    return Section(
        anchor,
        story.title,
        sentences=(_stand(story),),
        charts=(_chart(story, anchor),) if drawn else (),
        tables=(lines, _unearned(story)),
    )


def _stand(story: Story) -> str:
    """Where the scores stand when the history ends."""
    words, ends = story.words, story.lines.index[story.lines["entry"] == "end"]
    before = story.lines.loc[: ends[0]] if len(ends) else story.lines
    values = [
        words.say("story.report.now_score", score=score, value=words.points(float(found.iloc[-1])))
        for score, found in score_values(before).items()
    ]
    return words.say("story.report.now", scores=words.listed(values)) if values else words.say("story.report.no_line")


def _chart(story: Story, anchor: str) -> Chart:
    title = story.title
    draw = partial(draw_score_over_time, story.lines, words=story.words, timezone=story.timezone)
    alt = alt_text(story.lines, story.words, timezone=story.timezone)
    svg = chart_svg(draw, name=anchor, title=title, alt=alt, height=2.6)
    return Chart(svg, title, note=story.words.say("story.report.chart"))


def _unearned(story: Story) -> TableForPeople:
    words = story.words
    headings = (words.say("story.columns.rule"), words.say("story.nothing.matches"), words.say("story.columns.why"))
    rows = tuple((f"{row['score']}: {row['label']}", words.count(row["matches"]), row["why"]) for row in story.nothing.to_dict("records"))
    looks: tuple[Look, ...] = ("text", "number", "sentence")
    return TableForPeople(
        words.say("story.nothing.title"), tuple(Heading(text, look) for text, look in zip(headings, looks, strict=True)), rows
    )
