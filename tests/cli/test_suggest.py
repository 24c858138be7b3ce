"""``leadscore suggest``: files, a summary or JSON, and faults in words."""

import json

from leadscore_analysis.cli.program import run
from tests.cli.conftest import STUDY


def test_json_is_what_stands_in_the_file_and_the_suggested_rulebook_passes_the_check(folder, capsys):
    assert run(["suggest", "study.yml", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads((folder / "reports/small/suggestions.json").read_text())
    assert run(["check", "reports/small/suggested.yml"]) == 0


def test_people_read_what_changes_and_where_the_files_are(folder, capsys):
    assert run(["suggest", "study.yml"]) == 0
    text = capsys.readouterr().out
    assert "of 9 terms would change" in text
    assert "suggested.yml" in text


def test_people_read_it_in_the_language_asked_for(folder, capsys):
    assert run(["suggest", "study.yml", "--lang", "nl"]) == 0
    text = capsys.readouterr().out
    assert "van de 9 termen" in text
    assert "te weinig gegevens" in text
    assert "drempel: " in text
    assert run(["suggest", "study.yml", "--lang", "de"]) == 1


def test_an_outcome_that_never_happens_is_told_in_words(folder, capsys):
    (folder / "study.yml").write_text(STUDY.replace("stage: won", "stage: wonn"))
    assert run(["suggest", "study.yml"]) == 1
    told = capsys.readouterr().err
    assert "wonn" in told
    assert "Traceback" not in told
