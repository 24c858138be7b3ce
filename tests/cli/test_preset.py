"""``leadscore preset``: ready rulebooks listed, shown and copied, and the schema for editors."""

import json
from pathlib import Path

import pytest

import leadscore_analysis as ls
from leadscore_analysis.cli.program import run
from leadscore_analysis.rulebook.preset import preset_names, preset_text


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_list_tells_each_preset_with_its_title(capsys):
    assert run(["preset", "list"]) == 0
    shown = capsys.readouterr().out
    assert [line.split()[0] for line in shown.splitlines()] == list(preset_names())
    assert "Engagement thermometer, beside a long-term score" in shown


def test_the_list_as_json_has_name_title_and_purpose(capsys):
    assert run(["preset", "list", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [preset["name"] for preset in found] == list(preset_names())
    assert set(found[0]) == {"name", "title", "purpose"}


def test_show_prints_the_file_as_it_is(capsys):
    assert run(["preset", "show", "mailblue"]) == 0
    assert capsys.readouterr().out == preset_text("mailblue")


def test_an_unknown_preset_names_the_nearest(capsys):
    assert run(["preset", "show", "mail-blue"]) == 1
    assert capsys.readouterr().err == "a preset must be one of those there are; got 'mail-blue'. Hint: did you mean 'mailblue'?\n"


def test_a_copy_passes_the_check_and_points_editors_to_the_schema_beside_it(folder, capsys):
    assert run(["preset", "copy", "pardot", "rulebooks/first.yml"]) == 0
    text = (folder / "rulebooks" / "first.yml").read_text(encoding="utf-8")
    first, rest = text.split("\n", 1)
    assert first == "# yaml-language-server: $schema=leadscore-rulebook.schema.json"
    assert rest == preset_text("pardot")
    assert (
        json.loads((folder / "rulebooks" / "leadscore-rulebook.schema.json").read_text(encoding="utf-8"))["title"] == "leadscore rulebook"
    )
    assert run(["check", "rulebooks/first.yml"]) == 0
    assert ls.Rulebook.load("rulebooks/first.yml").fingerprint() == ls.Rulebook.preset("pardot").fingerprint()


def test_a_copy_is_called_by_the_preset_when_no_file_is_told(folder):
    assert run(["preset", "copy", "mautic"]) == 0
    assert (folder / "mautic.yml").is_file()


def test_a_copy_never_overwrites_unless_forced(folder, capsys):
    Path("mine.yml").write_text("mine")
    assert run(["preset", "copy", "mautic", "mine.yml"]) == 1
    assert capsys.readouterr().err == "mine.yml must not be there yet; it is. Hint: name another file, or say --force to overwrite it\n"
    assert Path("mine.yml").read_text() == "mine"
    assert sorted(path.name for path in folder.iterdir()) == ["mine.yml"]
    assert run(["preset", "copy", "mautic", "mine.yml", "--force"]) == 0
    assert "rulebook: mautic" in Path("mine.yml").read_text()


def test_a_folder_is_no_file_to_copy_to(folder, capsys):
    Path("rulebooks").mkdir()
    assert run(["preset", "copy", "mautic", "rulebooks", "--force"]) == 1
    assert "FILE must be a file; got the folder rulebooks. Hint: write rulebooks/mautic.yml" in capsys.readouterr().err


def test_the_schema_is_printed_or_written(folder, capsys):
    assert run(["preset", "schema"]) == 0
    shown = capsys.readouterr().out
    assert json.loads(shown)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert run(["preset", "schema", "--out", "made/rulebook.schema.json"]) == 0
    assert Path("made/rulebook.schema.json").read_text(encoding="utf-8") == shown
    assert run(["preset", "schema", "--study"]) == 0


def test_the_same_in_python():
    assert ls.Rulebook.preset("email-agency").model.scores[0].score == "total"
    assert [preset.name for preset in ls.presets()] == list(preset_names())
