"""``leadscore check``: all faults of all files, rulebooks and studies told apart by their keys."""

import json
from pathlib import Path

import pandas as pd
import pytest

from leadscore_analysis.cli.program import run

RULEBOOK = """\
rulebook: demo
scores:
  - score: interest
    max: 100
    rules:
      - {rule: visit, kind: event, event: visit, points: 5}
"""
STUDY = """\
study: spring
history: {database: history}
rulebook: rules.yml
outcome: {event: buy}
horizon: 2d
moments: {every: 1d, from: 2026-01-01, until: 2026-03-01}
capacity: {leads_per_week: 5}
holdout_from: 2026-02-01
"""


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("rules.yml").write_text(RULEBOOK)
    Path("study.yml").write_text(STUDY)
    return tmp_path


@pytest.fixture
def history(folder) -> Path:
    """60 leads that visit once and buy the day after, one a day."""
    leads = [f"L{number:02}" for number in range(60)]
    visits = pd.Timestamp("2026-01-01", tz="UTC") + pd.to_timedelta(range(60), unit="D")
    seen = pd.DataFrame(
        {"lead_id": leads * 2, "occurred_at": [*visits, *(visits + pd.Timedelta(days=1))], "event_type": ["visit"] * 60 + ["buy"] * 60}
    )
    (folder / "history").mkdir()
    seen.assign(page="/").to_parquet(folder / "history" / "events.parquet")
    return folder / "history"


def test_a_sound_study_and_its_rulebook_end_with_0(folder, capsys):
    assert run(["check", "study.yml", "rules.yml"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "study.yml: study, no faults, no warnings\nrules.yml: rulebook, no faults, no warnings\n"
    assert shown.err == ""


def test_faults_of_all_files_are_told_on_standard_error(folder, capsys):
    Path("study.yml").write_text(STUDY.replace("horizon: 2d", "horizon: 2 days") + "sed: 7\n")
    Path("rules.yml").write_text(RULEBOOK.replace("points: 5", "pionts: 5"))
    assert run(["check", "study.yml", "rules.yml", "absent.yml"]) == 1
    told = capsys.readouterr().err
    assert "study.yml: horizon (line 5): a duration must be" in told
    assert "study.yml: sed (line 9): this key is not known here. Hint: did you mean 'seed'?" in told
    assert "study.yml: rules.yml: scores[0].rules[0].pionts (line 6): this key is not known here. Hint: did you mean 'points'?" in told
    assert "\nrules.yml: scores[0].rules[0].pionts (line 6)" in told
    assert "absent.yml must be a file; it is not there" in told


def test_a_missing_key_of_a_study_hides_no_other_fault(folder, capsys):
    funnel = "funnel: [{name: seen, stag: x}, {stage: won}]\nkpis: {goal: seen}\njudge: {score: intrest}\n"
    Path("study.yml").write_text(STUDY.replace("horizon: 2d\n", "").replace("{event: buy}", "{event: buy, where: a == 1}") + funnel)
    assert run(["check", "study.yml"]) == 1
    places = [line.split(": ")[1] for line in capsys.readouterr().err.splitlines()]
    assert places == ["horizon", "funnel[0].stag (line 8)", "outcome.where (line 4)", "judge.score (line 10)"]


def test_faults_hide_no_warnings(folder, capsys):
    rule = "      - {rule: r, kind: recency, event: x, ladder: [{within: 3d, adds: -5}]}\n"
    high = "bands: {interest: [{band: cold}, {band: warm, from: 101}]}\n"
    for fault in ("  - {score: fit, min: 5, max: 1}\n", "  - {score: fit, pionts: 5}\n", "  - {score: fit, rules: 5}\n"):
        Path("rules.yml").write_text(RULEBOOK + rule + fault + high)
        assert run(["check", "rules.yml"]) == 1
        shown = capsys.readouterr()
        assert shown.out == "rules.yml: rulebook, 1 fault, 2 warnings\n"
        assert "warning: bands.interest[1].from (line 9): should be within reach; interest is worth 100 at most" in shown.err
        assert "warning: scores[0].rules[1].ladder[0].adds (line 7): this step adds negative points" in shown.err


def test_a_line_that_no_lead_can_reach_is_a_warning(folder, capsys):
    Path("rules.yml").write_text(RULEBOOK.replace("points: 5", "points: 5, limit: {first: 3}"))
    for line, warned in ((15, False), (16, True), (101, True)):
        Path("study.yml").write_text(STUDY + f"judge: {{line: {line}}}\n")
        assert run(["check", "study.yml"]) == 0
        assert ("warning: judge.line (line 9): should be at most" in capsys.readouterr().err) == warned


def test_warnings_alone_end_with_0(folder, capsys):
    Path("study.yml").write_text(STUDY.replace("holdout_from: 2026-02-01\n", ""))
    assert run(["check", "study.yml"]) == 0
    assert "study.yml: warning: holdout_from: should be given" in capsys.readouterr().err


def test_a_study_is_checked_with_its_history(history, capsys):
    Path("study.yml").write_text(
        STUDY.replace("{event: buy}", '{event: buy, where: "pge = 1"}').replace("from: 2026-01-01", "from: 2026-02-25")
    )
    assert run(["check", "study.yml"]) == 1
    told = capsys.readouterr().err
    assert "study.yml: outcome.where (line 4): column 'pge' must stand in events; it does not. Hint: did you mean 'page'?" in told
    assert "holdout_from (line 8): must lie between the moments' from and until" in told


def test_a_rulebook_is_checked_with_the_history(history, capsys):
    rule = "      - {rule: download, kind: event, event: vist, points: 5, where: \"pge = '/'\"}\n"
    Path("rules.yml").write_text(RULEBOOK + rule)
    assert run(["check", "study.yml"]) == 1
    told = capsys.readouterr().err
    assert "study.yml: rules.yml: scores[0].rules[1].where (line 7): column 'pge' must stand in events" in told
    assert "warning: rules.yml: scores[0].rules[1].event (line 7): should name an event type of the history; 'vist' never happened" in told


def test_a_rule_that_can_never_fire_on_the_history_is_a_warning(history, capsys):
    rules = (
        "      - {rule: nowhere, kind: event, event: visit, points: 5, where: \"page = '/nowhere'\"}\n"
        "      - {rule: often, kind: frequency, event: visit, tiers: [{at_least: 100000, points: 5}]}\n"
        "      - {rule: over, kind: event, event: visit, points: 5, active: {until: 2001-01-01}}\n"
        "      - {rule: unknown, kind: event, event: vist, points: 5}\n"
        "      - {rule: free, kind: event, event: visit, points: 0}\n"
        "      - {rule: off, kind: event, event: vist, points: 5, enabled: false}\n"
    )
    Path("rules.yml").write_text(RULEBOOK + rules)
    assert run(["check", "study.yml"]) == 0
    told = capsys.readouterr().err
    for number in (1, 2, 3):
        assert f"rules.yml: scores[0].rules[{number}] (line {number + 6}): should fire at least once; it never does on this history" in told
    assert told.count("should fire at least once") == 3


def test_an_outcome_that_never_happens_is_a_fault(history, capsys):
    Path("study.yml").write_text(STUDY.replace("{event: buy}", "{event: by}"))
    assert run(["check", "study.yml"]) == 1
    assert "outcome.event (line 4): must be an event type of the history; got 'by'. Hint: did you mean 'buy'?" in capsys.readouterr().err


def test_a_thin_holdout_is_a_warning(history, capsys):
    assert run(["check", "study.yml"]) == 0
    told = capsys.readouterr().err
    assert "warning: holdout_from (line 8): should leave at least 50 converting leads after it; got 29" in told


def test_a_missing_rulebook_is_a_fault_of_the_study(folder, capsys):
    Path("rules.yml").unlink()
    assert run(["check", "study.yml"]) == 1
    assert "study.yml: rulebook (line 3): rules.yml must be a file; it is not there" in capsys.readouterr().err


def test_a_file_of_neither_kind_is_told(folder, capsys):
    Path("other.yml").write_text("colour: blue\n")
    assert run(["check", "other.yml"]) == 1
    assert "must be a rulebook or a study" in capsys.readouterr().err


def test_machines_read_json(folder, capsys):
    Path("study.yml").write_text(STUDY.replace("horizon: 2d\n", ""))
    assert run(["check", "--json", "study.yml"]) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert told["kind"] == "study"
    missing = {"where": "horizon", "problem": "this key is needed and missing", "hint": "add it", "warning": False}
    assert told["faults"] == [missing | {"file": "study.yml", "path": "horizon", "line": None}]


def test_machines_read_path_and_line_apart(folder, capsys):
    Path("rules.yml").write_text(RULEBOOK.replace("points: 5", "pionts: 5"))
    Path("broken.yml").write_text("rulebook: [\n")
    assert run(["check", "--json", "rules.yml", "study.yml", "broken.yml"]) == 1
    told = [(fault["file"], fault["path"], fault["line"]) for file in json.loads(capsys.readouterr().out) for fault in file["faults"]]
    rule = "scores[0].rules[0]"
    in_rules = [("rules.yml", f"{rule}.points", 6), ("rules.yml", f"{rule}.pionts", 6)]
    assert told == [*in_rules, *in_rules, ("broken.yml", "", 2)]


def test_a_study_in_the_place_of_a_rulebook_is_told_in_one_sentence(folder, capsys):
    assert run(["explain", "study.yml"]) == 1
    told = "study.yml must be a rulebook; it is a study (it has the key 'study'). Hint: name a rulebook here\n"
    assert capsys.readouterr().err == told
    Path("study.yml").write_text(STUDY.replace("rules.yml", "study.yml"))
    assert run(["check", "study.yml"]) == 1
    assert capsys.readouterr().err == f"study.yml: rulebook (line 3): {told}"


def test_a_rulebook_in_the_place_of_a_study_is_told_in_one_sentence(folder, capsys):
    assert run(["evaluate", "rules.yml"]) == 1
    told = "rules.yml must be a study; it is a rulebook (it has the key 'scores'). Hint: name a study here\n"
    assert capsys.readouterr().err == told


def test_an_empty_file_is_called_empty(folder, capsys):
    Path("rules.yml").write_text("")
    assert run(["check", "rules.yml"]) == 1
    told = "the file must hold keys and values; the file is empty. Hint: start with a line 'rulebook: my-rules' or 'study: my-study'"
    assert capsys.readouterr().err == f"rules.yml: {told}\n"
