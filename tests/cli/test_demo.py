"""``leadscore demo`` from the command line, without the job."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore_analysis.cli.program import run
from leadscore_analysis.world.truth_file import read_truth

SMALL = ("--leads", "200", "--weeks", "12", "--only-world")


def test_demo_makes_a_world_and_says_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "demo"
    assert run(["demo", str(folder), *SMALL]) == 0
    told = capsys.readouterr().out
    assert "200 leads" in told
    assert f"next: cd {folder} && leadscore run study.yml" in told


def test_the_world_that_is_made_passes_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["demo", str(tmp_path), *SMALL]) == 0
    monkeypatch.chdir(tmp_path)
    assert run(["check", "study.yml", "rulebooks/current.yml"]) == 0


def test_a_world_goes_on_by_another_rulebook(tmp_path: Path) -> None:
    folder, rulebook = str(tmp_path / "demo"), tmp_path / "new.yml"
    rulebook.write_text("rulebook: new\nscores: [{score: interest, rules: [{rule: chat, kind: event, event: chat, points: 5}]}]\n")
    assert run(["demo", folder, *SMALL]) == 0
    assert run(["demo", folder, "--continue", "4w", "--rulebook", str(rulebook), "--only-world"]) == 0
    phases = read_truth(tmp_path / "demo/truth.json").phases
    assert [(phase.from_week, phase.until_week, phase.rulebook.name) for phase in phases] == [
        (0, 12, "importance-classes"),
        (12, 16, "new"),
    ]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--leads", "0"), "the number of leads must be from 1"),
        (("--continue", "3w"), "must be the truth of a sample world"),
        (("--continue", "10d"), "--continue must be whole weeks; got 10d"),
        (("--continue", "3w", "--leads", "5"), "--continue must stand without --leads"),
        (("--continue", "soon"), "--continue must be whole weeks; got soon. Hint: write 13w"),
        (("--rulebook", "nowhere.yml"), "nowhere.yml must be a file"),
    ],
)
def test_what_cannot_be_made_is_told_in_a_sentence(
    options: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo", str(tmp_path / "demo"), *options]) == 1
    assert told in capsys.readouterr().err


def test_a_folder_with_something_else_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert run(["demo", str(tmp_path), *SMALL]) == 1
    assert "must be new, empty or an earlier sample world" in capsys.readouterr().err
