"""``leadscore run``: the whole job in the language asked for."""

from leadscore_analysis.cli.program import run
from tests.page_figures import shown, untraced_in_sentences, untraced_in_tables
from tests.suggestion.small_world import small_history


def test_the_report_and_the_summary_are_said_in_the_language_asked_for(folder, capsys):
    assert run(["run", "study.yml", "--lang", "nl"]) == 0
    page = (folder / "reports/small/calibration.html").read_text()
    assert '<html lang="nl">' in page
    assert "leadscore run study.yml --lang nl" in page
    assert "terms would change" not in capsys.readouterr().out


def test_the_figures_of_the_report_stand_in_the_files_beside_it(folder):
    small_history(folder / "history", leads=320)  # enough of them convert for structures and candidates to be tried
    assert run(["run", "study.yml"]) == 0
    reports = folder / "reports/small"
    page = shown(reports)
    assert len(page.tables) > 20
    assert untraced_in_tables(page, reports) == []
    assert untraced_in_sentences(page, reports) == []


def test_a_language_that_is_not_spoken_ends_with_1_before_anything_is_done(folder, capsys):
    assert run(["run", "study.yml", "--lang", "de"]) == 1
    assert "the language must be one that the toolkit speaks; got 'de'" in capsys.readouterr().err
    assert not (folder / "reports").exists()
