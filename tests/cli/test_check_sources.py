"""``leadscore check``: the files and columns that a study's history is loaded from."""

from pathlib import Path

import pytest

from leadscore_analysis.cli.program import run

STUDY = """\
study: spring
history:
  events:
    from: events.csv
    columns:
      lead_id: contact
rulebook: rules.yml
outcome: {event: buy}
horizon: 2d
moments: {every: 1d, from: 2026-01-01}
"""
RULEBOOK = "rulebook: demo\nscores: [{score: interest, rules: [{rule: visit, kind: event, event: visit, points: 5}]}]\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rules.yml").write_text(RULEBOOK)
    Path("events.csv").write_text("contact,occurred_at,event_type\nA,2026-01-01,visit\nA,2026-02-01,buy\n")


def faults(study: str, capsys: pytest.CaptureFixture[str], *, code: int = 1) -> str:
    Path("study.yml").write_text(study)
    assert run(["check", "study.yml"]) == code
    return capsys.readouterr().err


def test_sources_that_fit_have_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert "history" not in faults(STUDY, capsys, code=0)


def test_a_misspelt_column_is_a_fault_with_its_line_and_the_nearest_name(capsys: pytest.CaptureFixture[str]) -> None:
    told = "history.events.columns.lead_id (line 6): the column must be one of the source's; got 'contcat'. Hint: did you mean 'contact'?"
    assert told in faults(STUDY.replace("contact", "contcat"), capsys)


def test_an_export_that_is_absent_is_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    told = "history.events.from (line 4): out/log.csv must be a file; it is not there. Hint: check the path and the folder you are in"
    assert told in faults(STUDY.replace("events.csv", "out/log.csv"), capsys)


def test_sources_are_checked_beside_a_history_that_was_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    faults(STUDY, capsys, code=0)
    assert run(["load", "study.yml"]) == 0
    capsys.readouterr()
    assert "history.events.from (line 4): absent.csv must be a file" in faults(STUDY.replace("events.csv", "absent.csv"), capsys)


def test_run_tells_such_faults_with_their_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("study.yml").write_text(STUDY.replace("contact", "contcat"))
    assert run(["run", "study.yml"]) == 1
    assert "study.yml: 1 fault\n  history.events.columns.lead_id (line 6): the column must be one" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "kind"), [("events.csv", "a CSV or text file"), ("events.parquet", "one Parquet file"), ("rules.yml", "a settings file")]
)
def test_a_replay_of_an_export_says_to_load_it_first(name: str, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(name).touch()
    assert run(["replay", "--history", name, "--rulebook", "rules.yml", "--out", "out"]) == 1
    assert capsys.readouterr().err.startswith(f"{name} must be a history; it is {kind}. Hint: run `leadscore load STUDY` first")


def test_a_replay_of_a_file_that_is_no_database_says_to_load_first(capsys: pytest.CaptureFixture[str]) -> None:
    Path("history.duckdb").write_text("contact,occurred_at")
    assert run(["replay", "--history", "history.duckdb", "--rulebook", "rules.yml", "--out", "out"]) == 1
    assert "Hint: run `leadscore load STUDY` first" in capsys.readouterr().err
