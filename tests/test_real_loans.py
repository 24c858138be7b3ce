"""The whole job on a real sales process: the loan log of the BPI Challenge 2012, where its file is present."""

import json
import os
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from leadscore_analysis import main_job
from leadscore_analysis.reports.notebooks import write_executed_notebooks

REPOSITORY = Path(__file__).parents[1]
EVENTS = Path(os.environ.get("BPI2012_EVENTS", REPOSITORY.parent / "shared/data/bpi2012/events.parquet"))
GIVEN_AWAY = ["A_ACTIVATED", "A_REGISTERED", "O_ACCEPTED", "O_DECLINED"]

pytestmark = pytest.mark.skipif(
    not EVENTS.is_file(), reason="the log of the BPI Challenge 2012 is not here; set BPI2012_EVENTS to its Parquet file"
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loans")
    shutil.copytree(REPOSITORY / "data/studies", folder / "data/studies")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("BPI2012_EVENTS", str(EVENTS.resolve()))
        main_job.run("data/studies/bpi2012.yml")
    return folder / "reports/bpi2012"


def test_the_leak_check_names_what_gives_the_outcome_away(reports: Path) -> None:
    assert json.loads((reports / "evaluation.json").read_text())["leaks_named"] == GIVEN_AWAY


def test_every_event_is_loaded_and_the_highest_tenth_converts_twice_as_often(reports: Path) -> None:
    lift = pd.read_csv(reports / "lift_by_decile.csv")
    assert lift["rows"].sum() == pytest.approx(6721)
    assert lift["lift"].iloc[0] == pytest.approx(2.12, abs=0.01)
    assert lift["lift"].iloc[-1] < 0.2


def test_the_report_and_the_suggested_rulebook_stand_beside_the_tables(reports: Path) -> None:
    names = {path.name for path in reports.iterdir()}
    assert {"calibration.html", "suggested.yml", "suggestions.csv", "ledger.parquet", "timeline.parquet", "scores.parquet"} <= names
    assert "holdout.jsonl" not in names


def test_the_ledger_sums_to_the_timeline(reports: Path) -> None:
    ledger = pd.read_parquet(reports / "ledger.parquet").astype({"points": float})
    timeline = pd.read_parquet(reports / "timeline.parquet").astype({"value": float})
    last = timeline[timeline["ends_at"].isna()].set_index("entity_id")["value"]
    sums = ledger.groupby("entity_id")["points"].sum().reindex(last.index, fill_value=0.0)
    assert len(last) == 13_087
    pd.testing.assert_series_equal(sums, last, check_names=False)


@pytest.mark.slow
def test_the_notebook_on_the_loans_runs_and_tells_its_findings_in_words(reports: Path, tmp_path: Path) -> None:
    top = reports.parents[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BPI2012_EVENTS", str(EVENTS.resolve()))
        script = REPOSITORY / "notebooks/46_real_loans.py"
        (written,) = write_executed_notebooks(tmp_path, folder=top, parameters={"folder": "."}, scripts=[script])
    told = nbformat.read(written, as_version=4).cells[-1].outputs[0].data["text/markdown"]
    assert f"the leak check names {', '.join(GIVEN_AWAY)}" in " ".join(told.split())
    assert "262,200 events" in told
