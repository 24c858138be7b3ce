import re
from pathlib import Path

import pandas as pd
import pytest

from leadscore_analysis.charts.score_over_time import alt_text, draw_score_over_time, score_values
from leadscore_analysis.charts.svg import chart_svg
from leadscore_analysis.replay import Replay
from leadscore_analysis.reports import story as report
from leadscore_analysis.reports.page import page_text
from leadscore_analysis.rulebook.book import Rulebook
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


@pytest.mark.parametrize("span", ["0s", "20s", "90s", "5h", "1D", "3D", "35D", "61D", "600D", "3652D", "90000D"])
def test_the_chart_names_days_or_instants_of_any_length_of_time_without_a_warning(span: str) -> None:
    last = at(0) + pd.Timedelta(span)
    lines = pd.DataFrame({"posted_at": [at(0), last], "score": ["fit", ""], "entry": ["award", "end"], "points": [5, None]})
    lines = lines.assign(total=lines["points"], event_id=None)
    svg = chart_svg(lambda ax: draw_score_over_time(lines, ax), name="n", title="t", alt="a")
    named = re.findall(r">(\d+ \w+ \d{4}[^<]*)</text>", svg)
    assert 1 <= len(named) == len(set(named)) <= 4


def test_people_are_told_the_rulebook_s_clock_and_machines_utc(tmp_path: Path) -> None:
    history = tiny_history(tmp_path, "A: form@1.96 visit@30")
    book = Rulebook.from_text(one_score(RULE).text() + "timezone: Europe/Amsterdam\n")
    story = Replay(history, book).story("A")
    assert story.headings()[0] == "when (Europe/Amsterdam)"
    assert [row[0] for row in story.cells()][-2:] == ["3 January 2026, 00:02", "8 January 2026, 00:02"]
    assert story.to_json()["lines"][-1]["posted_at"] == "2026-01-07T23:02:24+00:00"
    assert "form of 3 January 2026" in story.cells()[-1][1]
    assert "on 3 January 2026" in alt_text(story.lines, timezone=story.timezone)


def test_matches_beyond_a_limit_are_told_as_further_ones(tmp_path: Path) -> None:
    book = one_score("{rule: form, kind: event, event: form, points: 5, limit: once}")
    story = Replay(tiny_history(tmp_path, "A: form@1 form@2 form@3"), book).story("A")
    told = str(story).splitlines()[-2:]
    assert told == [
        "Matches and rules that earned nothing (more), and why",
        "  matched again when the limit was used up: only once: form (2 \N{MULTIPLICATION SIGN})",
    ]


def test_the_table_of_lines_is_stacked_where_the_page_is_narrow(tmp_path: Path) -> None:
    page = page_text(told(tmp_path, "A: form@1").page())
    assert page.count('class="wide stacked"') == 1
