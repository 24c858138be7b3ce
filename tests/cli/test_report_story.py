import json
import re
from pathlib import Path

import pytest

from leadscore_analysis.cli.program import run
from leadscore_analysis.evaluation.masks import lead_codes
from tests.tiny import tiny_history

RULEBOOK = """
rulebook: current
scores:
  - score: interest
    rules: [{rule: form, kind: event, event: form, points: 10, expires: 30d}]
bands: {interest: [{band: cold}, {band: hot, from: 10}]}
"""
STUDY = "study: spring\nhistory: {database: history}\nrulebook: rulebook.yml\njudge: {line: 20}\noutcome: {stage: won}\nhorizon: 90d\n"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    tiny_history(tmp_path / "history", "lead-1: form@1 form@2 visit@90; lead-2: visit@3")
    (tmp_path / "rulebook.yml").write_text(RULEBOOK, encoding="utf-8")
    (tmp_path / "study.yml").write_text(STUDY, encoding="utf-8")
    return tmp_path / "study.yml"


def code(lead: str) -> str:
    return lead_codes([lead], study="spring")[0]


def test_a_story_is_printed_and_put_on_a_page_under_the_study_s_code(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "story", "study.yml", "lead-1"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"The story of lead {code('lead-1')}\n")
    assert "interest reaches the line in force (20)" in out
    assert "expired after 30 days" in out
    assert err == "story written: reports/spring/story.html\n"
    page = (study.parent / "reports/spring/story.html").read_text(encoding="utf-8")
    assert "personal data" in page
    assert "lead-1" not in out + page


def test_a_lead_may_be_asked_for_by_its_code_and_told_by_its_id(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "story", str(study), code("lead-2"), "--names"]) == 0
    assert capsys.readouterr().out.startswith("The story of lead lead-2\n")


def test_a_story_for_machines_holds_every_line_and_no_event_ids(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "story", str(study), "lead-1", "lead-2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["stories"]
    assert [line["total"] for line in told[0]["lines"] if line["points"] is not None] == [10, 20, 10, 0]
    assert "event_id" not in told[0]["lines"][0]
    assert [line["entry"] for line in told[1]["lines"]] == ["appeared"]


def test_a_story_may_be_told_under_another_rulebook_and_in_dutch(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("other.yml").write_text(RULEBOOK.replace("points: 10", "points: 7").replace("interest", "warmth"), encoding="utf-8")
    assert run(["report", "story", str(study), "lead-1", "--rulebook", "other.yml", "--lang", "nl"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"2 januari 2026, 00:00 +form +warmth: form +verdiend: form +\+7 +7", out)


def test_a_lead_that_is_not_known_is_told_with_the_nearest_and_nothing_is_written(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "story", str(study), "lead-1", "lead_2"]) == 1
    assert capsys.readouterr().err == "the lead must be one that the history knows; got 'lead_2'. Hint: did you mean 'lead-2'?\n"
    assert not Path("reports").exists()


def test_a_language_that_is_not_spoken_is_refused(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "story", str(study), "lead-1", "--lang", "xx"]) == 1
    assert "the language must be one that the toolkit speaks" in capsys.readouterr().err
