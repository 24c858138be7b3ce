"""Every figure that the calibration page shows stands in a file beside it: those of a table in the table's own file."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis import evaluation
from leadscore_analysis.files import write_csv
from leadscore_analysis.reports.calibration import CalibrationInputs, write_calibration
from leadscore_analysis.sources.filling import Reason
from leadscore_analysis.sources.loading import LoadReport, TableReport
from leadscore_analysis.study import Study
from leadscore_analysis.words import ENGLISH
from tests import report_tables as tables

NUMBER = re.compile(r"[\N{MINUS SIGN}+-]?(?<![\w.])\d[\d,]*(?:\.\d+)?%?")
DAY = re.compile(r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}|\d{4}-\d\d-\d\d")
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


def study_of(folder: Path) -> Study:
    path = folder / "study.yml"
    path.write_text(tables.STUDY)
    return Study.load(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study's report folder with everything that a run writes into it."""
    folder = tmp_path_factory.mktemp("report")
    study = study_of(folder)
    evaluated, suggested = tables.evaluation(study), tables.suggestion(points=with_effects(tables.points()))
    evaluation.write(evaluated, folder)
    suggested.write(folder)
    write_csv(folder / "funnel.csv", tables.funnel())
    instants = pd.to_datetime(["2024-01-01"], utc=True)
    inputs = CalibrationInputs(
        study=study,
        history_counts=pd.DataFrame({"table": ["events"], "rows": [812_345], "first": instants, "last": instants}),
        history_hash="cd" * 32,
        funnel=tables.funnel(),
        evaluation=evaluated,
        suggestion=suggested,
        command="leadscore run study.yml",
        load=LoadReport(
            Path("history.duckdb"),
            (TableReport("events", 812_400, 812_345, 55),),
            (Reason("events", "duplicate event_id", 55, "events.csv", 9),),
            (),
        ),
    )
    write_calibration(inputs, folder / "calibration.html")
    return folder


def with_effects(points: pd.DataFrame) -> pd.DataFrame:
    return points.assign(
        worked_low=1.25, worked_high=8.5, against=0.0, effect=0.0123, effect_low=-0.0015, effect_high=0.0261, folds=6, folds_agree=4
    )


def shown(folder: Path) -> Shown:
    page = Shown()
    page.feed((folder / "calibration.html").read_text(encoding="utf-8"))
    return page


def figures_in(text: str) -> list[str]:
    return [found for found in NUMBER.findall(DAY.sub(" ", text)) if found.strip("+\N{MINUS SIGN}-") not in STATIC]


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
    return any(bool((np.abs(numbers * scale - float(plain)) <= half).any()) for scale in scales)


def test_the_figures_of_a_table_stand_in_the_file_that_it_names(folder: Path) -> None:
    page = shown(folder)
    assert len(page.tables) > 12
    for cells, files in page.tables:
        assert files, f"no file is named beside {cells[:6]}"
        numbers = np.array([number for file in files for number in numbers_of(folder / file)])
        missing = [figure for cell in cells for figure in figures_in(cell) if not stands_in(figure, numbers)]
        assert not missing, f"{missing} of {files}"


def test_the_figures_of_sentences_and_cards_stand_in_a_file_of_the_folder(folder: Path) -> None:
    files = [path for path in folder.iterdir() if path.suffix in {".csv", ".json"}]
    numbers = np.array([number for path in files for number in numbers_of(path)])
    fixed = {figure for sentence in ENGLISH.sentences.values() for figure in figures_in(re.sub(r"\{\w+\}", "", sentence))}
    told = [figure for text in shown(folder).texts for figure in figures_in(text) if figure not in fixed]
    assert len(told) > 60
    assert [figure for figure in told if not stands_in(figure, numbers)] == []


def test_a_figure_that_stands_nowhere_is_found_missing(folder: Path) -> None:
    numbers = np.array(list(numbers_of(folder / "cards.csv")))
    assert stands_in("52%", numbers)
    assert not stands_in("77.7%", numbers)
    assert json.loads((folder / "suggestions.json").read_text())["cards"][1]["share_of_winners"] == 0.52
