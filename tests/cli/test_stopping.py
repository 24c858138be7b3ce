"""Ctrl-C during a replay: no half files, no spilled files, exit code 130."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from typer.core import TyperGroup

from leadscore_analysis.cli.program import run

EVENTS = """
    SELECT
        'event-' || i AS event_id,
        'lead-' || (hash(i) % 20000) AS lead_id,
        TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_seconds((hash(i + 7) % 63072000)::BIGINT) AS occurred_at,
        'visit' AS event_type
    FROM range(1000000) t(i)
"""
BOOK = "rulebook: book\nscores: [{score: interest, rules: [{rule: fresh, kind: recency, event: visit, within: 7d, points: 5}]}]\n"
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # A job in the background starts with Ctrl-C ignored.
from leadscore_analysis.cli import main
main()
"""


@pytest.fixture
def started(tmp_path: Path) -> subprocess.Popen[str]:
    (tmp_path / "history").mkdir()
    (tmp_path / "spill").mkdir()
    duckdb.execute(f"COPY ({EVENTS}) TO '{tmp_path / 'history' / 'events.parquet'}' (FORMAT parquet)")
    (tmp_path / "book.yml").write_text(BOOK)
    arguments = ["--history", "history", "--rulebook", "book.yml", "--out", "out"]
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "replay", *arguments],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path / "spill")},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_replay_that_is_stopped_leaves_nothing_behind(started: subprocess.Popen[str], tmp_path: Path) -> None:
    while not list((tmp_path / "spill").iterdir()) and started.poll() is None:
        time.sleep(0.02)
    time.sleep(0.3)
    started.send_signal(signal.SIGINT)
    _, told = started.communicate(timeout=120)
    assert (started.returncode, told) == (130, "stopped; what was being written was left as it was\n")
    assert list((tmp_path / "spill").iterdir()) == []
    assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("Query interrupted"),
        duckdb.InvalidInputException(
            "Invalid Input Error: reading the schema of the object registered as 'rows' failed: KeyboardInterrupt: "
        ),
    ],
)
def test_ctrl_c_is_told_as_that_whatever_duckdb_calls_it(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise error

    monkeypatch.setattr(TyperGroup, "invoke", stopped)
    assert run(["preset", "list"]) == 130
    assert capsys.readouterr().err == "stopped; what was being written was left as it was\n"
