"""``--memory-limit`` is one option of all commands that read a history."""

from __future__ import annotations

import pytest

from leadscore_analysis.cli.program import run
from leadscore_analysis.engines import duckdb as engines
from tests.comparison import eight_leads

COMPARE = ["compare", "study.yml", "a.yml", "b.yml"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the history, both rulebooks and the study of the eight leads; commands run in it."""
    monkeypatch.chdir(tmp_path)
    eight_leads.write(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "command", [["run", "study.yml"], ["load", "study.yml"], ["evaluate", "study.yml"], ["suggest", "study.yml"], COMPARE]
)
def test_a_limit_that_is_none_is_told_before_anything_is_written(folder, capsys, command):
    assert run([*command, "--memory-limit", "much"]) == 1
    told = "the memory limit must be a number above zero and a unit; got 'much'. Hint: write 4GB or 500MB\n"
    assert capsys.readouterr().err == told
    assert not (folder / "reports").exists()


@pytest.mark.parametrize("command", [["evaluate", "study.yml"], COMPARE])
def test_the_limit_holds_for_every_session_over_the_history(folder, monkeypatch, command):
    limits = []
    monkeypatch.setattr(engines, "checked_memory_limit", lambda limit: limits.append(limit) or limit)
    assert run([*command, "--memory-limit", "150MB"]) == 0
    assert len(limits) > 2
    assert set(limits) == {"150MB"}
