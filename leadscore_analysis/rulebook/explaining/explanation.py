"""A rulebook explained: sections with sentences, each with its path in the file; as text, JSON, a table or a notebook's view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import escape

from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.settings_file import path_text


@dataclass(frozen=True)
class Line:
    """One sentence about one part of a rulebook.

    ``name`` is the part's short name in the file (empty where it has none), ``title`` what people call it, ``points`` what it
    gives at a glance (``+2 to +15``), ``note`` its author's remark.
    """

    path: FilePath
    kind: str
    text: str
    name: str = ""
    title: str = ""
    points: str = ""
    note: str = ""
    enabled: bool = True

    def plain(self) -> dict[str, Any]:
        """The line for machines."""
        told = {"name": self.name, "title": self.title, "points": self.points, "note": self.note}
        given = {key: text for key, text in told.items() if text}
        off = {} if self.enabled else {"enabled": False}
        return {"path": path_text(self.path), "kind": self.kind, "text": self.text, **given, **off}


@dataclass(frozen=True)
class Block:
    """Lines that stand together, such as the rules of a group, under a caption and with sentences on all of them."""

    caption: str
    lines: tuple[Line, ...]
    about: tuple[Line, ...] = ()
    column: str = "rule"
    """What the lines are about, as a key of ``explain.column``."""


@dataclass(frozen=True)
class ExplainedSection:
    """One score, or one kind of decision: sentences on the whole of it, then its parts."""

    name: str
    title: str
    about: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()

    def lines(self) -> Iterator[Line]:
        """Every sentence, in the order of reading."""
        yield from self.about
        for block in self.blocks:
            yield from block.about
            yield from block.lines


@dataclass(frozen=True)
class Explanation:
    """A rulebook in plain words, in one language."""

    rulebook: str
    version: int
    language: str
    title: str
    about: tuple[Line, ...]
    sections: tuple[ExplainedSection, ...]

    def lines(self) -> Iterator[Line]:
        """Every sentence, in the order of reading."""
        yield from self.about
        for section in self.sections:
            yield from section.lines()

    def text(self) -> str:
        """The explanation as text for a terminal or a mail."""
        return "\n".join(_text_lines(self))

    def to_json(self) -> dict[str, Any]:
        """The explanation for machines: sentences by section, each with its path in the file."""
        sections = [{"section": part.name, "title": part.title, "lines": [line.plain() for line in part.lines()]} for part in self.sections]
        about = [line.plain() for line in self.about]
        return {"rulebook": self.rulebook, "version": self.version, "language": self.language, "about": about, "sections": sections}

    def frame(self) -> pd.DataFrame:
        """A row per sentence: section, kind, name, points, text, note, path.

        ========  ======  =======  =======  =========================================  ====  ==================
        section   kind    name     points   text                                       note  path
        ========  ======  =======  =======  =========================================  ====  ==================
        fit       score   fit               Every lead has this score.                       scores[0]
        fit       rule    target   +15      +15 points while target account is yes.          scores[0].rules[0]
        bands     band    warm     from 45  …                                                bands.interest[1]
        ========  ======  =======  =======  =========================================  ====  ==================
        """
        rows = [_row("", line) for line in self.about]
        rows += [_row(section.name, line) for section in self.sections for line in section.lines()]
        return pd.DataFrame(rows, columns=["section", "kind", "name", "points", "text", "note", "path"])

    def _repr_html_(self) -> str:
        """What a notebook shows: the headings and sentences, everything escaped."""
        parts = [f"<h3>{escape(self.title)}</h3>", *(f"<p>{escape(line.text)}</p>" for line in self.about)]
        for section in self.sections:
            parts.append(f"<h4>{escape(section.title)}</h4>")
            parts += [f"<p>{escape(line.text)}</p>" for line in section.about]
            for block in section.blocks:
                parts.append(_block_html(block))
        return "\n".join(parts)


def _row(section: str, line: Line) -> tuple[str, ...]:
    return section, line.kind, line.name, line.points, line.text, line.note, path_text(line.path)


def _text_lines(told: Explanation) -> Iterator[str]:
    yield told.title
    yield from (line.text for line in told.about)
    for section in told.sections:
        yield ""
        yield section.title
        yield from (f"  {line.text}" for line in section.about)
        for block in section.blocks:
            if len(section.blocks) > 1:
                yield f"  {block.caption}:"
            yield from (f"  {line.text}" for line in block.about)
            for line in block.lines:
                yield f"  - {line.title}: {line.text}" if line.title else f"  - {line.text}"
                if line.note:
                    yield f"    ({line.note})"


def _block_html(block: Block) -> str:
    rows = "".join(
        f"<tr><td>{escape(line.points)}</td><td>{escape(line.title)}</td><td style='text-align:left'>{escape(line.text)}"
        f"{f'<br><i>{escape(line.note)}</i>' if line.note else ''}</td></tr>"
        for line in block.lines
    )
    about = "".join(f"<p>{escape(line.text)}</p>" for line in block.about)
    return f"<p><b>{escape(block.caption)}</b></p>{about}<table><tbody>{rows}</tbody></table>"
