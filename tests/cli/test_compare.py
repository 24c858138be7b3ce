"""``leadscore compare`` from the outside."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from leadscore_analysis.cli.program import run
from tests.comparison import eight_leads
from tests.page_figures import shown, untraced_in_tables


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the history, both rulebooks and the study of the eight leads; commands run in it."""
    monkeypatch.chdir(tmp_path)
    eight_leads.write(tmp_path)
    return tmp_path


def test_it_writes_the_tables_and_the_page_and_says_what_changes(folder, capsys):
    assert run(["compare", "study.yml", "a.yml", "b.yml"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert "4 leads qualify under B against 4 under A" in told.out
    report = folder / "reports/eight/compare"
    names = "by_path by_rule by_segment by_week comparison comparison figures groups ingredients movers volume"
    assert sorted(path.stem for path in report.iterdir()) == names.split()
    assert pd.read_csv(report / "groups.csv")["leads"].tolist() == [1, 1, 1, 1, 1, 4, 4, 1]
    html = (report / "comparison.html").read_text()
    assert "eight: a, version 1 (A) against b, version 1 (B)" in html
    assert all((report / file).is_file() for file in re.findall(r"<code>([a-z_]+\.csv)</code>", html))


def test_the_figures_of_the_pages_tables_stand_in_the_files_beside_it(folder):
    run(["compare", "study.yml", "a.yml", "b.yml"])
    report = folder / "reports/eight/compare"
    page = shown(report, "comparison.html")
    assert len(page.tables) > 4
    assert untraced_in_tables(page, report) == []


def test_it_prints_the_figures_for_machines(folder, capsys):
    assert run(["compare", "study.yml", "a.yml", "b.yml", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["a"]["rulebook"], told["b"]["rulebook"], told["a"]["qualified_by"]) == ("a", "b", "paths")
    assert told["groups"]["newly"]["leads"] == 1
    assert told == json.loads((folder / "reports/eight/compare/comparison.json").read_text())


def test_the_same_comparison_again_makes_the_same_files(folder, capsys):
    report = folder / "reports/eight/compare"
    run(["compare", "study.yml", "a.yml", "b.yml"])
    first = {path.name: path.read_bytes() for path in report.iterdir()}
    run(["compare", "study.yml", "a.yml", "b.yml"])
    assert {path.name: path.read_bytes() for path in report.iterdir()} == first


def test_rules_only_says_what_the_rulebooks_mean_differently(folder, capsys):
    assert run(["compare", "--rules-only", "a.yml", "b.yml"]) == 0
    told = capsys.readouterr().out
    assert "+10" in told
    assert "+20" in told
    assert not (folder / "reports").exists()
    assert run(["compare", "--rules-only", "a.yml", "a.yml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["same"] is True


def test_the_page_is_said_in_the_language_asked_for(folder, capsys):
    assert run(["compare", "study.yml", "a.yml", "b.yml", "--lang", "nl"]) == 0
    page = (folder / "reports/eight/compare/comparison.html").read_text()
    assert '<html lang="nl">' in page
    assert "<code>leadscore compare study.yml a.yml b.yml --lang nl</code>" in page
    assert "Wie het raakt" in capsys.readouterr().out


@pytest.mark.parametrize("given", [["study.yml", "a.yml"], ["--rules-only", "study.yml", "a.yml", "b.yml"]])
def test_a_wrong_number_of_files_is_wrong_usage(folder, capsys, given):
    assert run(["compare", *given]) == 2
    assert "files are needed" in capsys.readouterr().err


@pytest.mark.parametrize("given", [["study.yml"], ["--rules-only"]])
def test_faults_of_both_rulebooks_are_told_at_once_and_nothing_is_written(folder, capsys, given):
    for name in ("a.yml", "b.yml"):
        (folder / name).write_text((folder / name).read_text().replace("points: 50", "points: much"))
    assert run(["compare", *given, "a.yml", "b.yml"]) == 1
    told = capsys.readouterr().err
    assert "a.yml: scores[0].rules[2].points" in told
    assert "b.yml: scores[0].rules[2].points" in told
    assert not (folder / "reports").exists()


def test_a_rulebook_without_the_judged_score_is_a_fault(folder, capsys):
    text = eight_leads.text_b().replace("score: interest\n", "score: warmth\n").replace("score: interest,", "score: warmth,")
    (folder / "b.yml").write_text(text)
    assert run(["compare", "study.yml", "a.yml", "b.yml"]) == 1
    told = capsys.readouterr().err
    assert "b.yml must have the score that the study judges, 'interest'; its score is warmth" in told
    assert "or compare the rules alone with --rules-only" in told
    assert "judge.score" not in told


def test_a_file_that_is_not_there_is_told(folder, capsys):
    assert run(["compare", "study.yml", "a.yml", "nowhere.yml"]) == 1
    assert "nowhere.yml" in capsys.readouterr().err


def test_a_rulebook_that_was_suggested_from_these_weeks_is_told(folder, capsys):
    report = folder / "reports/eight"
    report.mkdir(parents=True)
    (report / "suggested.yml").write_text(eight_leads.text_b())
    assert run(["compare", "study.yml", "a.yml", "b.yml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["fitted_here"] == ["B"]
