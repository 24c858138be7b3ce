import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from leadscore_analysis.reports.calibration import CalibrationInputs, calibration, calibration_page, write_calibration
from leadscore_analysis.reports.calibration.first_screen import findings
from leadscore_analysis.reports.calibration.lines import thresholds_to_show
from leadscore_analysis.sources.filling import Reason
from leadscore_analysis.sources.loading import LoadReport, TableReport
from leadscore_analysis.study import Study
from leadscore_analysis.thresholds import Threshold
from leadscore_analysis.words import ENGLISH, languages, read_words
from tests import report_tables as tables

NASTY = "<script>alert(1)</script>"
OPENED = {
    "time": "2026-01-05T10:00:00+00:00",
    "reason": "to decide in January",
    "hashes": {},
    "figures": [{"card": "current", "leads": "all leads", "n_leads": 900, "share_of_winners": 0.4, "share_low": 0.35, "share_high": 0.45}],
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    path = tmp_path_factory.mktemp("study") / "study.yml"
    path.write_text(tables.STUDY)
    return Study.load(path)


@pytest.fixture(scope="module")
def html(study: Study) -> str:
    return calibration_page(inputs(study))


def inputs(study: Study, **changed: Any) -> CalibrationInputs:
    instants = pd.to_datetime(["2024-01-01"], utc=True)
    known: dict[str, Any] = {
        "study": study,
        "history_counts": pd.DataFrame({"table": ["events"], "rows": [812_345], "first": instants, "last": instants}),
        "history_hash": "cd" * 32,
        "funnel": tables.funnel(),
        "evaluation": tables.evaluation(study),
        "suggestion": tables.suggestion(),
        "command": "leadscore run study.yml",
    }
    return CalibrationInputs(**(known | changed))


def answers(page_inputs: CalibrationInputs) -> list[str]:
    return [finding.answer for finding in findings(page_inputs, ENGLISH)]


def test_the_first_screen_says_what_to_change_what_it_should_bring_and_how_sure_that_is(study: Study) -> None:
    change, bring, sure = answers(inputs(study))
    assert change == (
        "Change 4 of 5 point values, pricing-page from 5 to 15, job-title=Intern from 2 to \N{MINUS SIGN}5, whitepaper from 10 to 5 and "
        "1 more, and move the line from 75 to 60 points."
    )
    assert bring == (
        "With room for 40 leads a week, 52% of later conversions reached in time instead of 41% today; calling the most recently active "
        "first would reach 33%, the best of two boosted models 55%."
    )
    assert sure == (
        "Likely real: on 640 later converting leads that the fit did not see the difference is 11.0 percentage points "
        "(95% interval: 7.0 to 15.0)."
    )


@pytest.mark.parametrize("language", languages())
def test_the_first_screen_is_three_sentences_in_every_language(study: Study, language: str) -> None:
    found = findings(inputs(study), read_words(language))
    assert [finding.answer.count(". ") for finding in found] == [0, 0, 0]
    assert all(finding.answer.endswith(".") for finding in found)


def test_a_card_that_ranks_leads_backwards_is_told_before_what_to_change(study: Study) -> None:
    change, _, _ = answers(inputs(study, suggestion=tables.suggestion(backwards=("current",))))
    assert change.startswith("Look at the outcome and at the signs of the points first: today's points rank leads backwards")
    assert "Change 4 of 5 point values" in change


def differences(share: tuple[float, float, float], auc: tuple[float, float, float] = (0.01, -0.002, 0.02)) -> pd.DataFrame:
    return pd.DataFrame([("auc", *auc), ("share_of_winners", *share)], columns=["figure", "difference", "low", "high"])


@pytest.mark.parametrize(
    ("share", "change", "sure"),
    [
        ((0.03, -0.01, 0.07), "Nothing yet, or as a trial 4 of 5", "Not sure, it may be chance: "),
        ((-0.057, -0.109, 0.0), "Nothing: leave all 5 point values as they are", "No gain is seen: "),
        ((-0.06, -0.1, -0.02), "Nothing: leave all 5 point values as they are", "A loss is likely: "),
    ],
)
def test_a_suggestion_that_is_not_surely_better_is_not_praised(
    study: Study, share: tuple[float, float, float], change: str, sure: str
) -> None:
    found = answers(inputs(study, suggestion=tables.suggestion(differences=differences(share))))
    assert found[0].startswith(change)
    assert found[2].startswith(sure)


def test_the_difference_stands_with_its_sign_and_interval(study: Study) -> None:
    worse = tables.suggestion(differences=differences((-0.06, -0.1, -0.02)))
    told = "the difference is \N{MINUS SIGN}6.0 percentage points (95% interval: \N{MINUS SIGN}10.0 to \N{MINUS SIGN}2.0)."
    assert told in answers(inputs(study, suggestion=worse))[2]


def test_a_surely_better_order_of_all_leads_is_told_where_the_share_may_be_chance(study: Study) -> None:
    surer = tables.suggestion(differences=differences((0.03, -0.01, 0.07), (0.012, 0.004, 0.02)))
    told = "while the order of all leads does get better (AUC 0.012 higher, 0.004 to 0.020)."
    assert answers(inputs(study, suggestion=surer))[2].endswith(told)


def test_a_falling_auc_is_told_beside_a_share_that_rises(study: Study) -> None:
    cards = tables.cards().assign(auc=[0.712, 0.7, 0.664, 0.5, 0.71, 0.69])
    fallen = tables.suggestion(cards=cards, differences=differences((0.11, 0.07, 0.15), (-0.012, -0.02, -0.004)))
    told = "The AUC falls, from 0.712 to 0.700 (difference \N{MINUS SIGN}0.020 to \N{MINUS SIGN}0.004)."
    assert told in section_html(inputs(study, suggestion=fallen), "cards")
    assert "AUC falls" not in section_html(inputs(study), "cards")


def test_ceilings_are_said_to_lie_above_the_card_or_not(study: Study) -> None:
    assert "They lie above the suggested card" in section_html(inputs(study), "cards")
    mixed = tables.cards().assign(auc=[0.712, 0.78, 0.664, 0.5, 0.71, 0.69])
    told = "They lie above the suggested card in share of winners, not in AUC"
    assert told in section_html(inputs(study, suggestion=tables.suggestion(cards=mixed)), "cards")
    low = mixed.assign(share_of_winners=[0.41, 0.52, 0.33, 0.12, 0.5, 0.51])
    assert "They do not lie above" in section_html(inputs(study, suggestion=tables.suggestion(cards=low)), "cards")
    none = tables.suggestion(cards=tables.cards().head(4))
    assert "boosting" not in section_html(inputs(study, suggestion=none), "cards")


def test_a_card_that_pays_for_a_leak_is_not_praised(study: Study) -> None:
    leaking = inputs(study, suggestion=tables.suggestion(leaking=("contract_signed",)))
    assert answers(leaking)[2].startswith(
        "The two cannot be compared: today\N{RIGHT SINGLE QUOTATION MARK}s points count contract_signed, known mostly with the outcome"
    )
    assert "contract_signed, which mostly become known with the outcome: these figures look better than the score is." in section_html(
        leaking, "works"
    )


def test_worked_leads_that_cannot_tell_are_said_to(study: Study) -> None:
    told = "could not tell what terms are worth there"
    silent, telling = (tables.suggestion(points=tables.points().assign(worked_low=low)) for low in (float("nan"), 3.0))
    assert told in section_html(inputs(study, suggestion=silent), "limits")
    assert told not in section_html(inputs(study, suggestion=telling), "limits")


def test_a_line_that_lets_too_many_through_is_said_to(study: Study) -> None:
    crowded = Threshold(60.0, 90.0, 40.0, fits=False)
    told = "move the line from 75 to 60 points, which still lets more leads through than sales can take."
    assert told in answers(inputs(study, suggestion=tables.suggestion(threshold=crowded)))[0]


def test_a_suggestion_that_changes_nothing_promises_nothing(study: Study) -> None:
    same = tables.points().assign(suggested=lambda table: table["current"], verdict="keep")
    change, bring, sure = answers(inputs(study, suggestion=tables.suggestion(points=same, threshold=None, line=None)))
    assert change == "Leave all 5 point values as they are, and draw no line yet, as the study names neither capacity nor line."
    assert bring.startswith("The same as today: with room for 40 leads a week 41% of later conversions")
    assert sure.startswith("The history, with 1,423 converting leads, gives no sure reason to change a point value")


def test_where_no_later_moments_are_left_nothing_is_promised(study: Study) -> None:
    none = tables.cards().assign(auc=float("nan"), share_of_winners=float("nan"))
    _, bring, sure = answers(inputs(study, suggestion=tables.suggestion(cards=none)))
    assert bring.startswith("That cannot be said yet")
    assert sure.startswith("Not sure: the points are fitted on 1,423 converting leads")


def test_without_a_capacity_the_page_speaks_of_the_auc_alone(study: Study) -> None:
    bare = study.model_copy(update={"capacity": None})
    none = tables.cards().assign(share_of_winners=float("nan"), share_low=float("nan"), share_high=float("nan"))
    suggestion = tables.suggestion(cards=none, differences=differences((0, 0, 0), (0.069, 0.04, 0.09)))
    page_inputs = inputs(bare, evaluation=tables.evaluation(bare, figures=none), suggestion=suggestion)
    told = "The study names no capacity, so no share of winners is told. AUC over rows: 0.712 (0.690 to 0.735); that is how often"
    assert told in section_html(page_inputs, "works")
    _, bring, sure = answers(page_inputs)
    assert bring.startswith("An AUC of 0.781 on later moments instead of 0.712 today")
    assert "the difference is 0.069 (95% interval: 0.040 to 0.090)." in sure
    assert "cards-share_of_winners" not in calibration_page(page_inputs)


def test_reasons_of_the_leak_check_are_told_in_the_readers_language(study: Study) -> None:
    assert "komt tegelijk met de conversie" in calibration_page(inputs(study), read_words("nl"))


def test_each_term_has_a_card_and_those_that_change_stand_open(study: Study) -> None:
    told = section_html(inputs(study), "points")
    before, _, folded = told.partition("<details>")
    assert before.count("<article>") == 4
    assert folded.count("<article>") == 1
    assert "<summary>The term that keeps its points, and why</summary>" in folded
    assert "<strong>raise</strong> 5 to 15 points" in before


def test_every_question_of_a_review_has_its_section(study: Study) -> None:
    anchors = [section.anchor for section in calibration(inputs(study)).sections]
    assert anchors == [
        *("points", "path", "cards", "thresholds", "works", "distribution", "bands", "lift", "winners"),
        *("funnel", "looked-at", "faults", "limits", "repeat"),
    ]


def test_names_from_data_are_escaped_in_tables_charts_and_sentences(study: Study) -> None:
    html = calibration_page(
        inputs(
            study,
            command=NASTY,
            funnel=tables.funnel().assign(stage=NASTY),
            evaluation=tables.evaluation(
                study,
                leaks=tables.leaks().assign(name=NASTY),
                missed_winners=tables.missed_winners().assign(lead=NASTY, kind=NASTY),
                conversion_by_band=tables.conversion_by_band().assign(band=NASTY),
            ),
            suggestion=tables.suggestion(points=tables.points().assign(term=NASTY, reason=NASTY)),
        )
    )
    assert "<script" not in html
    assert html.count("alert(1)") > 20


def test_a_page_has_no_inline_style_and_no_id_twice(html: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert "style=" not in html
    assert len(ids) == len(set(ids))


def test_every_chart_has_a_title_and_a_description(html: str) -> None:
    charts = html.count('role="img"')
    assert charts == html.count("<title id=") == html.count("<desc id=") == 11


def test_groups_of_few_leads_are_hidden_in_every_table(study: Study) -> None:
    bands = tables.conversion_by_band().assign(leads=[4100, 1200, 3], rate=[0.013, 0.058, 0.6667])
    stages = tables.funnel().assign(leads=[20_000, 5120, 3300, 1210, 4])
    html = calibration_page(inputs(study, funnel=stages, evaluation=tables.evaluation(study, conversion_by_band=bands)))
    points_row = re.search(r"job-title=Intern</th>.*?</tr>", html)
    assert points_row is not None
    assert "&lt; 5" in points_row[0]
    assert 'won</th><td class="number">&lt; 5</td>' in html
    assert "67%" not in html


def section_html(page_inputs: CalibrationInputs, anchor: str) -> str:
    return calibration_page(page_inputs).partition(f'<section id="{anchor}"')[2].partition("</section>")[0]


def test_the_funnel_says_how_many_reached_the_last_stage_by_another_way(study: Study) -> None:
    told = "was reached by 420 leads in all, by 390 of them through every stage in order; the others skipped a stage"
    assert told in section_html(inputs(study), "funnel")


def test_a_few_leads_that_skipped_a_stage_are_not_told_by_subtraction(study: Study) -> None:
    stages = tables.funnel().assign(leads_in_all=[20_000, 5120, 3400, 1250, 392])
    told = section_html(inputs(study, funnel=stages), "funnel")
    assert "Fewer than 5 leads skipped a stage on their way to" in told
    assert ">392<" not in told


def test_a_list_of_a_few_leads_is_counted_openly_and_one_kind_has_no_chart(study: Study) -> None:
    few = tables.evaluation(study, missed_winners=tables.missed_winners().head(3))
    told = section_html(inputs(study, evaluation=few), "winners")
    assert "Missed winners: 3 of 1,500 conversions from the first moment to the end of the last horizon." in told
    assert "Converted within 7 days of being first seen: 2." in told
    assert "<svg" not in told


def test_few_of_a_kind_stay_hidden_where_not_every_lead_is_listed(study: Study) -> None:
    assert "before crossing: &lt; 5" in section_html(inputs(study), "winners")
    whole = tables.evaluation(study, missed_winners=tables.missed_winners().tail(6))
    assert "before crossing: 4; below the line: 1; no event: 1" in section_html(inputs(study, evaluation=whole), "winners")


def test_tables_with_a_row_a_version_say_so(study: Study) -> None:
    instants = pd.to_datetime(["2024-01-01"], utc=True)
    counted = pd.DataFrame({"table": ["leads"], "rows": [30_981], "first": instants, "last": instants})
    assert 'leads (versions)</th><td class="number">30,981</td>' in section_html(inputs(study, history_counts=counted), "looked-at")


def test_the_thresholds_run_from_the_highest_as_in_their_file() -> None:
    assert thresholds_to_show(tables.threshold_table(), {})["threshold"].tolist() == [100, 90, 80, 70, 60, 50, 40, 30, 20, 10]


def test_rejected_rows_stand_with_their_reasons(study: Study) -> None:
    reason = Reason("events", "duplicate event_id: an earlier row has it", 55, "events.csv", 9)
    load = LoadReport(Path("history.duckdb"), (TableReport("events", 812_400, 812_345, 55),), (reason,), ("a note",))
    html = calibration_page(inputs(study, load=load))
    assert "812,400 input rows were read: 812,345 loaded, 55 rejected." in html
    assert "duplicate event_id: an earlier row has it" in html
    assert "<li>a note</li>" in html


def test_the_holdout_is_said_to_be_shut_until_it_is_opened(study: Study, html: str) -> None:
    assert "The holdout is shut" in html
    opened = calibration_page(inputs(study, openings=[OPENED]))
    assert "The holdout is shut" not in opened
    assert "opened once, on 5 January 2026. The reason given: \N{LEFT DOUBLE QUOTATION MARK}to decide in January" in opened


def test_attributes_known_only_as_they_are_today_are_named(html: str) -> None:
    assert "possibly written after the outcome: customer_no." in html


def test_the_suggested_threshold_is_marked_on_the_suggested_card_only(study: Study) -> None:
    thresholds = next(section for section in calibration(inputs(study)).sections if section.anchor == "thresholds")
    current, suggested = (chart.svg for chart in thresholds.charts)
    assert "line in force: 75" in current
    assert "suggested: 60" not in current
    assert "suggested: 60" in suggested


def test_the_report_is_the_same_each_time(study: Study, html: str, tmp_path: Path) -> None:
    write_calibration(inputs(study), tmp_path / "one.html")
    assert (tmp_path / "one.html").read_text(encoding="utf-8") == html
