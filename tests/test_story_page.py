from pathlib import Path

from leadscore_analysis.charts.score_over_time import alt_text, score_values
from leadscore_analysis.replay import Replay
from leadscore_analysis.reports import story as report
from leadscore_analysis.reports.page import page_text
from leadscore_analysis.study import Study
from leadscore_analysis.words import ENGLISH
from tests.tiny import at, one_score, tiny_history

RULE = "{rule: form, kind: event, event: form, points: 10, expires: 5d}"


def told(folder: Path, events: str) -> report.Stories:
    history = tiny_history(folder, events)
    study = Study.model_validate(
        {"study": "spring", "history": {"database": str(folder)}, "rulebook": "r.yml", "outcome": {"stage": "won"}, "horizon": "90d"}
    )
    return report.stories(study, ["A"], rulebook=Replay(history, one_score(RULE)).rulebook)


def test_the_chart_starts_at_zero_and_holds_the_last_value_of_each_instant(tmp_path: Path) -> None:
    lines = told(tmp_path, "A: visit@0 form@1 form@1").stories[0].lines
    values = score_values(lines)["interest"]
    assert list(zip(values.index, values, strict=True)) == [(at(0), 0), (at(1), 20), (at(6), 0)]
    assert alt_text(lines) == ("interest begins at 0 on 1 January 2026, is highest at 20 on 2 January 2026, and stands at 0 at last.")


def test_a_page_has_a_row_a_line_and_says_when_it_leaves_some_out(tmp_path: Path) -> None:
    few, many = told(tmp_path / "few", "A: form@1"), told(tmp_path / "many", "A: " + " ".join(f"form@{n}" for n in range(300)))
    assert page_text(few.page()).count("<tr>") == 1 + len(few.stories[0].lines)
    assert f"The latest 400 of {len(many.stories[0].lines)} lines" in page_text(many.page())


def test_a_lead_to_whom_nothing_was_posted_has_a_section(tmp_path: Path) -> None:
    page = page_text(told(tmp_path, "A: visit@1").page())
    assert ENGLISH.say("story.report.no_line") in page
    assert ENGLISH.say("story.nothing.event") in page
