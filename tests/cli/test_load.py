"""``leadscore load``: counts on standard output, faults on standard error."""

import json
from pathlib import Path

import pytest

from leadscore_analysis.cli.program import run

STUDY = """\
study: spring
history:
  events: {from: events.csv}
  max_rejected: 50%
rulebook: rules.yml
outcome: {event: buy}
horizon: 2d
moments: {every: 1d}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("study.yml").write_text(STUDY)
    Path("events.csv").write_text("lead_id,occurred_at,event_type\nA,2026-01-01,form\nB,soon,form\nC,13/01/2026,form\nC,01/02/2026,form\n")


def test_the_three_counts_are_printed_with_the_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["load", "study.yml"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "table                 read      loaded    rejected",
        "events                   4           3           1",
        "total                    4           3           1",
        "rejected: events.csv data row 2: unparseable instant: occurred_at is no date or time that is known here (1 such row)",
        "history: data/history.duckdb",
    ]
    assert told.err.startswith("events.occurred_at: dates such as 01/02/2026 were read day first")


def test_json_says_the_same_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["load", "study.yml", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == {"table": "total", "read": 4, "loaded": 3, "rejected": 1}
    assert told["reasons"][0]["first_row"] == 2


@pytest.mark.parametrize(
    ("study", "told"),
    [
        (STUDY.replace("events.csv", "absent.csv"), "history.events.from (line 3): absent.csv must be a file; it is not there"),
        (STUDY.replace("50%", "10%"), "1 of the 4 rows of events were rejected"),
        (
            STUDY.replace("{from: events.csv}", "{from: events.csv, columns: {lead_id: contact}}"),
            "study.yml: 1 fault\n  history.events.columns.lead_id (line 3): the column must be one of the source's; got 'contact'",
        ),
    ],
)
def test_faults_are_told_without_a_traceback(study: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("study.yml").write_text(study)
    assert run(["load", "study.yml"]) == 1
    errors = capsys.readouterr().err
    assert told in errors
    assert "Traceback" not in errors
    assert not Path("data/history.duckdb").exists()


def test_without_a_study_the_usage_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["load"]) == 2
