"""What two rulebooks mean differently, with literal sentences."""

# ruff: noqa: RUF001, E501  (sentences for people have true quotation marks, and stand on one line)

import pandas as pd
import pytest

from leadscore_analysis import Rulebook, rulebook_difference
from leadscore_analysis.rulebook.difference import difference_sentences
from leadscore_analysis.words import read_words

BOOK = """\
rulebook: a
timezone: Europe/Amsterdam
scores:
  - score: fit
    max: 100
    rules:
      - {rule: job, kind: attribute, attribute: job_title, values: {Intern: 2, Director: 15}}
      - {rule: nl, kind: attribute, where: "country = 'NL' AND employees > 5", points: 20}
  - score: interest
    decay: {keep: 50%, every: 90d}
    groups:
      - {group: mail, max: 30, rules: [{rule: open, kind: event, event: email_open, points: 5, expires: 30d}]}
    rules:
      - {rule: demo, kind: event, event: [demo_request, trial], points: 15}
      - {rule: blog, kind: frequency, event: page_view, within: 30d, tiers: [{at_least: 4, points: 10}, {at_least: 8, points: 0}]}
      - {rule: warm, kind: recency, event: visit, within: 14d, points: 10}
bands: {interest: [{band: cold}, {band: warm, from: 40}]}
qualification:
  - {path: one, all: [{score: interest, at_least: 75}]}
  - {path: two, all: [{event: demo_request}]}
alerts: [{alert: call, all: [{score: interest, at_least: 100}], rearm: 30d, to: {person: Anna}}]
"""


def differences(old: str, new: str, lang: str = "en", *, book: str = BOOK) -> tuple[str, ...]:
    """The sentences on what changes when ``old`` in the rulebook becomes ``new``."""
    assert old in book
    return tuple(
        row.sentence for row in rulebook_difference(Rulebook.from_text(book), Rulebook.from_text(book.replace(old, new)), lang).rows
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("trial], points: 15", "trial], points: 20", "Changed: rule ‘Demo’, points: from +15 to +20."),
        ("Director: 15", "Director: 18", "Changed: rule ‘Job’, points for “Director”: from +15 to +18."),
        ("Intern: 2, ", "", "Changed: rule ‘Job’, points for “Intern”: from +2 to none."),
        ("{at_least: 4, points: 10}", "{at_least: 4, points: 12}", "Changed: rule ‘Blog’, points for 4 or more: from +10 to +12."),
        ("within: 14d, points: 10", "within: 14d, points: -1", "Changed: rule ‘Warm’, points of the step up to 14 days: from +10 to −1."),
        ("expires: 30d", "expires: 60d", "Changed: rule ‘Open’, when the points end: from 30 days to 60 days."),
        ("expires: 30d", "expires: 30d, limit: once", "Changed: rule ‘Open’, which ones count: from “every one counts” to “only the first counts”."),
        ("expires: 30d", "expires: 30d, enabled: false", "Changed: rule ‘Open’, in use: from yes to no."),
        ("expires: 30d", "expires: 30d, cap: 20", "Changed: rule ‘Open’, the most that it is worth: from none to 20."),
        ("within: 30d, tiers", "within: 60d, tiers", "Changed: rule ‘Blog’, the time looked back: from 30 days to 60 days."),
        ("[demo_request, trial]", "demo_request", "Changed: rule ‘Demo’, the events: from ‘demo request’ or ‘trial’ to ‘demo request’."),
        ("employees > 5", "employees > 9", "Changed: rule ‘Nl’, the condition: from “country is “NL” and employees is more than 5” to “country is “NL” and employees is more than 9”."),
        ("every: 90d", "every: 60d", "Changed: score ‘interest’, the fading: from “they halve every 90 days” to “they halve every 60 days”."),
        ("max: 100", "max: 120", "Changed: score ‘fit’, the highest value: from 100 to 120."),
        ("max: 30", "max: 40", "Changed: group ‘mail’, the highest value: from 30 to 40."),
        ("from: 40", "from: 45", "Changed: band ‘warm’ (‘interest’), the value at which it begins: from 40 to 45."),
        ("at_least: 75", "at_least: 80", "Changed: way to be qualified ‘One’, the condition: from “‘interest’ is at least 75” to “‘interest’ is at least 80”."),
        ("rearm: 30d, to: {person: Anna}", "rearm: 30d, to: {attribute: owner}", "Changed: alert ‘Call’, who is told: from ‘Anna’ to the person under ‘owner’."),
        ("Europe/Amsterdam", "UTC", "Changed: rulebook, the clock: from Europe/Amsterdam to UTC."),
        (
            "      - {rule: warm, kind: recency, event: visit, within: 14d, points: 10}\n",
            "",
            "Removed: rule ‘Warm’. +10 points for 14 days after the latest ‘visit’.",
        ),
        (
            "bands:",
            "population: {where: \"country <> 'XX'\"}\nbands:",
            "Added: whom it is for. Everyone is scored, but a lead can only qualify, set off an alert or be looked at in a study "
            "while country is something other than “XX”.",
        ),
        (
            "kind: recency, event: visit, within: 14d, points: 10",
            "kind: event, event: visit, points: 10, decay: none",
            "Changed: rule ‘Warm’, what it does: from “+10 points for 14 days after the latest ‘visit’” to “+10 points for each ‘visit’; they do not fade”.",
        ),
    ],
)  # fmt: skip
def test_one_change_is_one_sentence(old: str, new: str, sentence: str) -> None:
    assert differences(old, new) == (sentence,)


def test_a_renamed_rule_is_one_removed_and_one_added() -> None:
    assert differences("rule: demo,", "rule: trial,") == (
        "Removed: rule ‘Demo’. +15 points for each ‘demo request’ or ‘trial’; they halve every 90 days.",
        "Added: rule ‘Trial’. +15 points for each ‘demo request’ or ‘trial’; they halve every 90 days.",
    )


def test_a_rule_in_another_group_is_moved() -> None:
    moved = BOOK.replace("rules: [{rule: open, kind: event, event: email_open, points: 5, expires: 30d}]", "rules: []").replace(
        "      - {rule: demo,", "      - {rule: open, kind: event, event: email_open, points: 5, expires: 30d}\n      - {rule: demo,"
    )
    found = rulebook_difference(Rulebook.from_text(BOOK), Rulebook.from_text(moved))
    assert [(row.kind, row.name) for row in found.rows] == [("moved", "open")]
    assert found.sentences == ("Moved: rule ‘Open’, from ‘interest’, Group ‘mail’ to ‘interest’.",)


def test_ways_to_be_qualified_in_another_order_are_told_as_the_first_that_holds_is_recorded() -> None:
    one, two = "  - {path: one, all: [{score: interest, at_least: 75}]}\n", "  - {path: two, all: [{event: demo_request}]}\n"
    assert differences(one + two, two + one) == ("Changed: ways to be qualified, the order: from ‘One’ and ‘Two’ to ‘Two’ and ‘One’.",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rulebook: a\n", "# a remark\nrulebook: b\nversion: 7\nnote: later\n"),
        ("[demo_request, trial]", "[trial, demo_request]"),
        ("country = 'NL' AND employees > 5", "(5 < employees) and Country = 'NL'"),
        ("points: 5, expires: 30d", "limit: every, expires: 30d, points: 5.0, enabled: true"),
        ("within: 14d, points: 10", "ladder: [{within: 2w, adds: 10}]"),
        ("within: 30d, tiers: [{at_least: 4, points: 10}", "within: 720h, tiers: [{at_least: 4, within: 30d, points: 10}"),
        ("trial], points: 15", "trial], points: 15, decay: {keep: 50%, every: 90d}"),
        ("trial], points: 15", "trial], points: 15, label: Demo asked for, note: important"),
    ],
)
def test_another_way_of_writing_the_same_is_no_difference(old: str, new: str) -> None:
    assert differences(old, new) == ()


def test_rulebooks_that_mean_the_same_are_told_so_in_each_language() -> None:
    same = rulebook_difference(Rulebook.from_text(BOOK), Rulebook.from_text(BOOK))
    assert same.same
    assert same.text() == "The two rulebooks mean the same."
    assert same.in_language("nl").text() == "De twee regelboeken betekenen hetzelfde."
    assert same.in_language("sv").text() == "De två regelböckerna betyder samma sak."


def test_differences_in_dutch_and_swedish() -> None:
    assert differences("expires: 30d", "expires: 60d", "nl") == (
        "Gewijzigd: regel ‘Open’, wanneer de punten vervallen: van 30 dagen naar 60 dagen.",
    )
    assert differences("expires: 30d", "expires: 60d", "sv") == ("Ändrat: regel ”Open”, när poängen upphör: från 30 dagar till 60 dagar.",)


def test_sentences_can_be_asked_in_the_words_of_a_page() -> None:
    found = rulebook_difference(Rulebook.from_text(BOOK), Rulebook.from_text(BOOK.replace("trial], points: 15", "trial], points: 20")))
    assert difference_sentences(found, read_words("nl")) == ("Gewijzigd: regel ‘Demo’, punten: van +15 naar +20.",)


def test_differences_as_a_table_and_as_json_have_the_points_as_numbers() -> None:
    found = rulebook_difference(Rulebook.from_text(BOOK), Rulebook.from_text(BOOK.replace("trial], points: 15", "trial], points: 20")))
    row = found.frame().iloc[0]
    assert (row["kind"], row["of"], row["name"], row["key"], row["path"]) == (
        "changed",
        "rule",
        "demo",
        "points",
        "scores[1].rules[0].points",
    )
    assert (row["points_before"], row["points_after"]) == (15.0, 20.0)
    assert found.to_json()["differences"][0]["points_after"] == 20.0
    assert isinstance(found.frame(), pd.DataFrame)


def test_a_notebook_shows_differences_escaped() -> None:
    found = rulebook_difference(Rulebook.from_text(BOOK), Rulebook.from_text(BOOK.replace("Intern: 2", "'<b>': 2")))
    assert "&lt;b&gt;" in found._repr_html_()
    assert "<b>" not in found._repr_html_()
