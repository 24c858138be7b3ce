"""Every figure that the calibration page shows stands in a file beside it: those of a table in the table's own file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis import evaluation
from leadscore_analysis.files import write_csv
from leadscore_analysis.reports.calibration import CalibrationInputs, write_calibration
from leadscore_analysis.sources.filling import Reason
from leadscore_analysis.sources.loading import LoadReport, TableReport
from leadscore_analysis.study import Study
from tests import report_tables as tables
from tests.page_figures import Shown, numbers_of, shown, stands_in, told_figures, untraced_in_sentences, untraced_in_tables


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
            (TableReport("events", 812_400, 812_345, 55), TableReport("leads", 20_100, 20_000, 100)),
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


def test_the_figures_of_a_table_stand_in_the_file_that_it_names(folder: Path) -> None:
    page = shown(folder)
    assert len(page.tables) > 12
    assert untraced_in_tables(page, folder) == []


def test_the_figures_of_sentences_and_cards_stand_in_a_file_of_the_folder(folder: Path) -> None:
    page = shown(folder)
    assert len(told_figures(page)) > 60
    assert untraced_in_sentences(page, folder) == []


def test_a_figure_that_stands_nowhere_is_found_missing(folder: Path) -> None:
    numbers = np.array(list(numbers_of(folder / "cards.csv")))
    assert stands_in("52%", numbers)
    assert not stands_in("77.7%", numbers)
    assert json.loads((folder / "suggestions.json").read_text())["cards"][1]["share_of_winners"] == 0.52


def test_a_table_that_names_no_file_is_found(folder: Path) -> None:
    page = Shown()
    page.feed("<table><tbody><tr><td>12</td></tr></tbody></table>")
    assert untraced_in_tables(page, folder) == ["no file is named beside ['12']"]
