"""``leadscore evaluate`` from the outside."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from ruamel.yaml import YAML

from leadscore_analysis.cli.program import run
from tests.twelve_leads import RULEBOOK, STUDY, write_history


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the history, rulebook and study of the twelve leads; commands run in it."""
    monkeypatch.chdir(tmp_path)
    write_history(tmp_path / "history")
    (tmp_path / "rulebook.yml").write_text(RULEBOOK)
    with (tmp_path / "study.yml").open("w") as stream:
        YAML().dump(STUDY | {"history": {"database": "history"}, "holdout_from": "2024-01-29"}, stream)
    return tmp_path


def test_it_writes_the_summary_and_a_file_a_table(folder, capsys):
    assert run(["evaluate", "study.yml"]) == 0
    assert capsys.readouterr().err == ""
    reports = folder / "reports/twelve"
    assert json.loads((reports / "evaluation.json").read_text())["counted_at_risk"] == 12  # days 7 and 14
    names = "conversion_by_band fast_converters figures hand_raises leaks lift_by_decile missed_winners score_distribution threshold_table"
    assert {*names.split(), "worked_leads", "threshold_choices"} <= {path.stem for path in reports.glob("*.csv")}
    assert pd.read_csv(reports / "conversion_by_band.csv")["leads"].tolist() == ["< 5"] * 3


def test_it_prints_the_summary_for_machines(folder, capsys):
    run(["evaluate", "study.yml", "--json"])
    assert json.loads(capsys.readouterr().out)["study"] == "twelve"


def test_the_holdout_needs_a_reason(folder, capsys):
    assert run(["evaluate", "study.yml", "--open-holdout", ""]) == 1
    assert "reason" in capsys.readouterr().err
    assert not (folder / "reports/twelve").exists()


def test_a_study_without_a_history_is_told_in_a_sentence(folder, capsys):
    (folder / "history/events.parquet").unlink()
    assert run(["evaluate", "study.yml"]) == 1
    assert "has no events" in capsys.readouterr().err
