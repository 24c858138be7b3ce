"""Where the figures of a report's page stand: in the file that its table names, or in any file of its folder."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np

from leadscore_analysis.words import ENGLISH

NUMBER = re.compile(r"[\N{MINUS SIGN}+-]?(?<![\w.])\d[\d,]*(?:\.\d+)?%?")
DAY = re.compile(r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}|\d{4}-\d\d-\d\d")
HASH = re.compile(r"\b[0-9a-f]{16,}\b")
SCALES = (1.0, 100.0, 1000.0, 24.0, 1440.0)
"""A figure may be told as it is, in percentage points, per 1,000 pairs, in hours or in minutes."""
STATIC = {"0.5", "100%", "1", "2"}
"""Said of figures in general, and places in an order."""


class Shown(HTMLParser):
    """The tables of a page with the file that each one names, and all other text; charts are drawn from the same tables."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[tuple[list[str], list[str]]] = []
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - the parser calls it so
        if tag not in {"meta", "link"}:
            self._inside.append(tag)
        if tag == "table":
            self.tables.append(([], []))

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        text, inside = data.strip(), set(self._inside)
        if not text or inside & {"style", "svg", "title", "pre"}:
            return
        if inside & {"thead", "caption"} or inside >= {"tbody", "th"}:
            return  # names of columns, of tables and of rows
        if "tbody" in inside:
            self.tables[-1][0].append(text)
        elif inside >= {"figcaption", "code"} and self.tables and "table" not in inside:
            self.tables[-1][1].append(text)
        elif "code" not in inside:
            self.texts.append(text)


def shown(folder: Path, name: str = "calibration.html") -> Shown:
    page = Shown()
    page.feed((folder / name).read_text(encoding="utf-8"))
    return page


def figures_in(text: str) -> list[str]:
    return [found for found in NUMBER.findall(HASH.sub(" ", DAY.sub(" ", text))) if found.strip("+\N{MINUS SIGN}-") not in STATIC]


def numbers_of(path: Path) -> Iterator[float]:
    """Every number of a file; in texts (reasons) as well."""
    text = path.read_text(encoding="utf-8")
    cells: Iterator[str] = iter([text]) if path.suffix == ".json" else (cell for row in csv.reader(text.splitlines()) for cell in row)
    for cell in cells:
        for found in re.findall(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?:[eE]-?\d+)?%?", cell.replace("\N{MINUS SIGN}", "-")):
            value = float(found.rstrip("%").replace(",", ""))
            yield value / 100 if found.endswith("%") else value


def stands_in(figure: str, numbers: np.ndarray) -> bool:
    """Whether one of the numbers is written so: rounded to the figure's digits."""
    plain = figure.replace("\N{MINUS SIGN}", "-").replace(",", "").rstrip("%")
    half = 0.5 * 10.0 ** -len(plain.partition(".")[2]) * 1.000001
    scales = (100.0,) if figure.endswith("%") else SCALES
    told = np.append(numbers, -numbers) if plain[0] != "-" else numbers  # days earlier and later are told without their sign
    return any(bool((np.abs(told * scale - float(plain)) <= half).any()) for scale in scales)


def untraced_in_tables(page: Shown, folder: Path) -> list[str]:
    """What of the page's tables stands in no file that is named beside it; a table that names none is told by its cells."""
    found = []
    for cells, files in page.tables:
        numbers = np.array([number for file in files for number in numbers_of(folder / file)])
        if not files:
            found.append(f"no file is named beside {cells[:6]}")
        found += [f"{figure} of {files}" for cell in cells for figure in figures_in(cell) if files and not stands_in(figure, numbers)]
    return found


def untraced_in_sentences(page: Shown, folder: Path) -> list[str]:
    """What of the page's sentences and cards stands in no table or JSON file of its folder."""
    files = [path for path in folder.iterdir() if path.suffix in {".csv", ".json"}]
    numbers = np.array([number for path in files for number in numbers_of(path)])
    return [figure for figure in told_figures(page) if not stands_in(figure, numbers)]


def told_figures(page: Shown) -> list[str]:
    """The figures of its sentences and cards that are not part of the sentences as they stand in the words."""
    fixed = {figure for sentence in ENGLISH.sentences.values() for figure in figures_in(re.sub(r"\{\w+\}", "", sentence))}
    return [figure for text in page.texts for figure in figures_in(text) if figure not in fixed]
