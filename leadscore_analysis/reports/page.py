"""A report as one HTML file: no script, no outside request, readable on a phone, on paper and by a screen reader.

A page is plain data (:class:`Page`); the template only lays it out, and escapes everything but the charts, which are SVG made here.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from leadscore_analysis.words import ENGLISH, Words

Look = Literal["text", "word", "sentence", "number", "day"]


@dataclass(frozen=True)
class Heading:
    """A column of a table for people; numbers are set flush right, days on one line. A narrow page leaves ``spare`` columns out."""

    text: str
    kind: Look = "text"
    spare: bool = False

    @property
    def classes(self) -> str:
        """What the style sheet knows the column by."""
        return " ".join([*([] if self.kind == "text" else [self.kind]), *(["spare"] if self.spare else [])])


@dataclass(frozen=True)
class TableForPeople:
    """A table with its cells written out; the first cell of a row names the row. ``file`` holds the same rows for machines.

    Where the page is narrow a ``stacked`` table, of six columns, has the first four below each other and the last two beside them.
    """

    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[str, ...], ...]
    file: str = ""
    note: str = ""
    stacked: bool = False


@dataclass(frozen=True)
class Chart:
    """An SVG made by :func:`leadscore_analysis.charts.chart_svg`; ``file`` holds its numbers where no table beside it does.

    ``note`` is a sentence below it. The title is shown where a section has several charts; the SVG tells it to a screen reader anyway.
    """

    svg: str
    title: str
    file: str = ""
    note: str = ""


@dataclass(frozen=True)
class CardForPeople:
    """A card: a title, what is said of it at once (``mark``, in bold, and ``text``), a sentence, and facts with their names."""

    title: str
    mark: str
    text: str
    sentence: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CardsForPeople:
    """Cards side by side under a caption; ``folded`` ones are shown when the reader asks for them, and on paper."""

    caption: str
    cards: tuple[CardForPeople, ...]
    files: tuple[str, ...] = ()
    folded: bool = False


@dataclass(frozen=True)
class Section:
    """One question of a report: an anchor, a title, sentences, charts, tables, cards, and closing notes as a list."""

    anchor: str
    title: str
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[TableForPeople, ...] = ()
    notes: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    cards: tuple[CardsForPeople, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A sentence of the first screen, under the question it answers."""

    question: str
    answer: str


@dataclass(frozen=True)
class Page:
    """A whole report: its title, the findings of the first screen, and the sections."""

    kind: str
    title: str
    findings: tuple[Finding, ...]
    sections: tuple[Section, ...]
    words: Words = field(default=ENGLISH, repr=False)


def page_text(page: Page) -> str:
    """The HTML of ``page``. Its policy lets the browser use the page's own style sheet and nothing else."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _environment().get_template("template.html").render(page=page, style=Markup(style), policy=policy)  # noqa: S704 - our own file


@cache
def _style() -> str:
    return (resources.files(__package__) / "style.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    loader = PackageLoader("leadscore_analysis", "reports")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
