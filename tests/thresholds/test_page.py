"""The sections on thresholds: every figure stands in a file beside the page, and too little data is said."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.reports.calibration.thresholds import threshold_sections
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.thresholds import shown_tables, threshold_choices
from leadscore_analysis.words import ENGLISH, languages, read_words
from tests.suggestion.small_world import BOOK, small_history, small_study

STUDY = small_study(segments=["account_id"], costs={"worked_lead": 10, "conversion": 100}, service_level="2d")
FIT = """
  - score: fit
    rules: [{rule: fit-demo, kind: event, event: demo_request, points: 20, limit: once}]
bands:
  fit: [{band: low}, {band: high, from: 10}]
  interest: [{band: cold}, {band: hot, from: 45}]
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    rulebook = Rulebook.from_text(BOOK.partition("bands:")[0].rstrip() + FIT)
    replay = Replay(small_history(tmp_path_factory.mktemp("page"), leads=400), rulebook)
    found = threshold_choices(label(replay, STUDY), STUDY, replay)
    replay.close()
    return found


def sections(found, *, words=ENGLISH, changes=1):
    inputs = SimpleNamespace(study=STUDY, suggestion=SimpleNamespace(thresholds=found), changes=changes, leads_per_week=4)
    return {section.anchor: section for section in threshold_sections(inputs, words)}


def test_there_is_a_section_for_each_question(found):
    assert list(sections(found)) == ["lines", "around", "chances", "segments", "matrix"]


def test_every_table_and_chart_names_a_file_that_is_written(found):
    written = {f"suggested_{name}.csv" for name in shown_tables(found, smallest=5)}
    named = {part.file for section in sections(found).values() for part in (*section.tables, *section.charts) if part.file}
    assert named <= written
    assert len(named) >= 9


def test_the_page_says_what_the_tables_say(found):
    lines, around = sections(found)["lines"], sections(found)["around"]
    capacity = found.choices.set_index("basis").loc["capacity"]
    row = next(row for row in lines.tables[0].rows if row[0] == "capacity")
    assert row[1:4] == ("4 a week", ENGLISH.points(capacity["threshold"]), ENGLISH.number(capacity["new_per_week"], 1))
    assert "the work pays from a chance of 10% on" in " ".join(lines.sentences)
    at = found.around.set_index("offset").loc[0]
    assert f"At most {ENGLISH.count(at['largest_backlog'])} wait" in " ".join(around.sentences)
    assert "2 days" in " ".join(around.sentences)


def test_few_reachable_scores_are_named(found):
    few = replace(found, reachable=(0.0, 5.0, 7.5))
    assert "only 3 different scores, so there are no other lines than these: 0, 5 and 7.5" in " ".join(sections(few)["lines"].sentences)


def test_a_card_without_changes_is_the_current_one(found):
    assert "The current card" in sections(found, changes=0)["lines"].sentences[0]


def test_too_little_data_is_said_in_place_of_figures(found):
    nothing = found.probability.assign(basis="too little data", probability=float("nan"))
    few = replace(found, converting_leads=9, probability=nothing, line=None)
    told = sections(few)
    assert told["chances"].charts == ()
    assert "too little data" in told["chances"].sentences[0]
    assert "Fewer than 10 leads converted" in " ".join(told["lines"].sentences)
    assert told["around"].sentences == (ENGLISH.say("calibration.around.none"),)


def test_without_segments_and_a_second_score_there_are_no_sections_for_them(found):
    empty = pd.DataFrame()
    bare = replace(found, by_segment=empty, matrix=replace(found.matrix, cuts=empty, cells=empty, lines=empty))
    assert list(sections(bare)) == ["lines", "around", "chances"]


def test_without_choices_there_is_nothing():
    assert sections(None) == {}


@pytest.mark.parametrize("language", languages())
def test_the_sections_speak_every_language(found, language):
    assert len(sections(found, words=read_words(language))) == 5
