"""Scores, groups, bands, the matrix, paths, alerts and the population, each in a sentence."""

# ruff: noqa: RUF001  (sentences for people have true quotation marks)

import json

import pytest

from leadscore_analysis import Rulebook, explain
from leadscore_analysis.errors import InputError
from leadscore_analysis.rulebook.preset import preset_names
from leadscore_analysis.words import languages
from tests.rulebook.explained import texts_of

BOOK = """\
rulebook: two-scores
version: 3
label: Our two scores
note: agreed with sales
timezone: Europe/Amsterdam
optional_columns: [owner, country]
scores:
  - score: fit
    purpose: how well the company matches
    min: 0
    max: 100
    rules: [{rule: nl, label: Dutch, note: home market, kind: attribute, where: "country = 'NL'", points: 20}]
  - score: interest
    max: 100
    decay: {keep: 50%, every: 90d}
    reset: {event: unsubscribe}
    groups:
      - {group: mail, min: -20, max: 30, decay: none, reset: none, rules: [{rule: open, kind: event, event: email_open, points: 5}]}
      - {group: web, rules: [{rule: visit, kind: event, event: visit, points: 1}]}
  - {score: combined, formula: {fit: 0.5, interest: 0.25}}
bands: {interest: [{band: cold}, {band: warm, from: 40}, {band: hot, from: 75}]}
matrix:
  rows: {score: fit, cuts: [50], labels: [B, A]}
  columns: {score: interest, cuts: [40], labels: ["2", "1"]}
  actions: {A1: call now}
qualification:
  - {path: engaged, all: [{score: interest, at_least: 75}]}
  - {path: hand-raise, all: [{event: demo_request}, {score: fit, below: 90}]}
alerts:
  - alert: pricing
    all: [{score: interest, at_least: 75}, {event: visit, where: "page = '/a' OR page = '/b'", within: 30d}]
    rearm: 30d
    to: {attribute: owner}
  - {alert: anna, all: [{score: fit, at_least: 90}], to: {person: Anna}, rearm: always}
  - {alert: off, enabled: false, all: [{where: "country = 'NL'"}]}
population: {where: "country IS NULL OR country <> 'XX'"}
"""


def test_a_score_is_told_with_its_purpose_range_fading_and_reset() -> None:
    assert texts_of(BOOK, "score") == [
        "Purpose: how well the company matches.",
        "Every lead has this score.",
        "It always lies between 0 and 100 points.",
        "Every lead has this score.",
        "It is never above 100 points.",
        "Unless a rule says otherwise, this holds for points for an event: they halve every 90 days.",
        "At each ‘unsubscribe’, all points for earlier events are withdrawn and counting starts afresh; "
        "points for what is known and for silence stay.",
        "It is the sum of 0.5 times ‘fit’ and 0.25 times ‘interest’.",
    ]


def test_a_group_is_told_with_its_range_and_what_it_switches_off() -> None:
    assert texts_of(BOOK, "group") == [
        "Together these rules always count between −20 and 30 points.",
        "Nothing withdraws the points of these rules all at once.",
        "The rules of this group are added together.",
    ]


def test_scores_of_accounts_and_deals_are_told() -> None:
    text = (
        "{rulebook: x, scores: [{score: a, entity: account}, {score: d, entity: deal}, {score: lead},"
        " {score: s, entity: account, rollup: {score: lead, how: sum}}, {score: m, entity: account, rollup: {score: lead, how: max}}]}"
    )
    told = texts_of(text, "score")
    assert told[:2] == ["Every account has this score, from the events of all its leads.", "No rule gives points for it yet."]
    assert "Every deal has this score, from the events that belong to it." in told
    assert told[-2:] == [
        "It is the sum of ‘lead’ over all leads of the account, and 0 with no lead.",
        "It is the highest ‘lead’ among the leads of the account, and 0 with no lead.",
    ]


def test_bands_say_where_they_begin_and_end() -> None:
    assert texts_of(BOOK, "band") == [
        "Called ‘cold’ with ‘interest’ below 40.",
        "Called ‘warm’ with ‘interest’ from 40 to below 75.",
        "Called ‘hot’ with ‘interest’ from 75.",
    ]


def test_cells_of_the_matrix_say_what_to_do() -> None:
    assert texts_of(BOOK, "matrix") == [
        "The first part of a cell's name comes from ‘fit’: ‘B’ below 50 and ‘A’ from 50.",
        "The second part comes from ‘interest’: ‘2’ below 40 and ‘1’ from 40.",
        "The other cells have no action.",
    ]
    assert texts_of(BOOK, "cell") == ["With ‘fit’ from 50 and ‘interest’ from 40: “call now”."]


def test_paths_say_when_a_lead_is_qualified() -> None:
    assert texts_of(BOOK, "path") == [
        "When ‘interest’ is at least 75.",
        "When there has been at least one ‘demo request’ and ‘fit’ is below 90.",
    ]


def test_alerts_say_who_is_told_when_and_when_again() -> None:
    assert texts_of(BOOK, "alert") == [
        "The person named under ‘owner’ is told when ‘interest’ is at least 75 and in the last 30 days there has been at least one ‘visit’ "
        "where (page is “/a” or page is “/b”); again when it becomes so after at least 30 days of not being so.",
        "Anna is told when ‘fit’ is at least 90; each time that it becomes so.",
        "Switched off: An alert is raised when country is “NL”; only the first time.",
    ]


def test_the_population_says_whom_the_rulebook_is_for() -> None:
    assert texts_of(BOOK, "population") == [
        "Everyone is scored, but a lead can only qualify, set off an alert or be looked at in a study "
        "while country is not known or country is something other than “XX”."
    ]


def test_decisions_in_dutch_and_swedish() -> None:
    assert texts_of(BOOK, "alert", "nl")[1] == "Anna krijgt een melding als ‘fit’ minstens 90 is; elke keer dat het zo wordt."
    assert texts_of(BOOK, "path", "nl")[1] == "Als er ooit sprake was van ‘demo request’ en ‘fit’ onder 90 is."
    assert texts_of(BOOK, "band", "nl")[1] == "Heet ‘warm’ met ‘interest’ van 40 tot onder 75."
    assert texts_of(BOOK, "alert", "sv")[1] == "Anna aviseras när ”fit” är minst 90; varje gång det blir så."
    assert texts_of(BOOK, "path", "sv")[1] == "När det någon gång har skett ”demo request” och ”fit” är under 90."
    assert texts_of(BOOK, "cell", "sv")[0] == "Med ”fit” från 50 och ”interest” från 40: ”call now”."


def test_the_author_s_label_and_note_are_used() -> None:
    told = explain(Rulebook.from_text(BOOK))
    rule = next(line for line in told.lines() if line.name == "nl")
    assert (told.title, rule.title, rule.note, rule.points) == ("Our two scores (version 3)", "Dutch", "home market", "+20")
    assert told.about[0].text == "Agreed with sales."


def test_every_sentence_has_its_path_in_the_file() -> None:
    frame = Rulebook.from_text(BOOK).explained().frame()
    assert frame.loc[frame["name"] == "open", "path"].item() == "scores[1].groups[0].rules[0]"
    assert frame.loc[frame["name"] == "hot", "path"].item() == "bands.interest[2]"


def test_the_explanation_as_json_keeps_what_the_text_says() -> None:
    told = Rulebook.from_text(BOOK).explained("nl")
    plain = json.loads(json.dumps(told.to_json()))
    assert (plain["rulebook"], plain["language"]) == ("two-scores", "nl")
    assert [line["text"] for section in plain["sections"] for line in section["lines"]] == [
        line.text for section in told.sections for line in section.lines()
    ]


def test_a_notebook_shows_the_explanation_escaped() -> None:
    shown = Rulebook.from_text("{rulebook: x, label: <b>x</b>, scores: [{score: a, purpose: '<script>'}]}").explained()._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", preset_names())
def test_every_preset_is_told_without_a_gap_or_a_word_of_its_file(name: str, language: str) -> None:
    told = Rulebook.preset(name).explained(language)
    texts = [line.text for line in told.lines()]
    assert all(text.strip() for text in texts)
    assert not [text for text in texts if any(sign in text for sign in ("{", "}", "  ", "None", "_by", "at_least", "<>"))]


def test_a_language_that_is_not_spoken_is_told() -> None:
    with pytest.raises(InputError, match="the language must be one that the toolkit speaks; got 'de'"):
        Rulebook.from_text(BOOK).explained("de")
