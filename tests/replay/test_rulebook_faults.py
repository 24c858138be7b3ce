"""Faults of a rulebook: all at once, each with its path, what was expected and found, and a hint."""

from decimal import Decimal

import pytest

from leadscore_analysis.rulebook.book import Rulebook
from tests.tiny import faults_of

SCORE = "rulebook: b\nscores: [{score: s, rules: [%s]}]\n"
EVENT = "{rule: r, kind: event, event: x, points: 1, %s}"
ATTRIBUTE = "{rule: r, kind: attribute, attribute: a, %s}"


@pytest.mark.parametrize(
    "rule",
    [
        *(EVENT % words for words in ("cap: 0", "limit: twice", "limit: {first: x}", "enabled: yes", "expires: 30", "label: 5", "wher: a")),
        *(EVENT % words for words in ("decay: {keep: 100%, every: 1d}", "decay: {lose: 0%, every: 1d}", "active: 2024", "where: a == 1")),
        *(ATTRIBUTE % words for words in ("values: {null: 1}", "values: {2024-01-01: 1}", "values: {a: x}", "ranges: []", "points: 1")),
        *(ATTRIBUTE % words for words in ("ranges: [{points: 1}]", "ranges: [{from: 5, below: 5, points: 1}]", "values: {1: 1, 1.0: 2}")),
        "{rule: r, kind: recency, event: x, within: 3d}",
        "{rule: r, kind: frequency, event: [x, x], tiers: [{at_least: 0, points: 1.23456}]}",
        "{rule: r, kind: absence, event: any, after: 1d, points: 1, repeat_every: 1d, times: 1000}",
    ],
)
def test_each_fault_of_a_rule_has_a_hint(rule: str) -> None:
    for fault in faults_of(SCORE % rule):
        assert fault.where.startswith("scores[0].rules[0]")
        assert fault.hint


@pytest.mark.parametrize(
    "part",
    [
        "bands: {s: [{band: a, from: 1}, {band: a, from: 2}]}",
        "matrix: {rows: {score: s, cuts: [1], labels: [A]}, columns: {score: s, cuts: [2, 1], labels: [a, b, c]}}",
        "alerts: [{alert: a, all: [{score: s}, {event: x, at_least: 5}, {where: a, within: 3d}], rearm: soon, to: {}}]",
        "version: 0",
    ],
)
def test_each_fault_of_the_rest_has_a_hint(part: str) -> None:
    for fault in faults_of(SCORE % "" + part):
        assert fault.where.startswith(part.partition(":")[0])
        assert fault.hint


def test_keys_that_match_the_same_value_are_refused() -> None:
    for one, two in (("1", "1.0"), ("true", '"true"'), ('"5"', "5")):
        (fault,) = faults_of(SCORE % (ATTRIBUTE % f"values: {{{one}: 1, {two}: 2}}"))
        assert fault.problem == f"each key must match another value; got {one} and {two}, which match the same"


def test_large_whole_numbers_are_keys_of_their_own() -> None:
    book = Rulebook.from_text(SCORE % (ATTRIBUTE % "values: {9007199254740993: 1, 9007199254740992: 2}"))
    assert list(book.model.scores[0].rules[0].values) == [9007199254740993, 9007199254740992]
    (fault,) = faults_of(SCORE % (ATTRIBUTE % "values: {9007199254740992: 1, 9007199254740992.0: 2}"))
    assert fault.problem.endswith("got 9007199254740992 and 9007199254740992.0, which match the same")


def test_true_and_1_are_two_values() -> None:
    for values, keys in (
        ("{true: 3, 1: 4}", ["true", 1]),
        ("{0: 3, False: 4}", [0, "false"]),
    ):
        book = Rulebook.from_text(SCORE % (ATTRIBUTE % f"values: {values}"))
        assert list(book.model.scores[0].rules[0].values) == keys
        changed = book.with_points({("scores", 0, "rules", 0, "values", keys[0]): Decimal(7)})
        assert values.replace(": 3,", ": 7,") in changed.text()


def test_a_value_that_is_no_key_is_one_fault() -> None:
    (fault,) = faults_of(SCORE % (ATTRIBUTE % "values: {null: 1}"))
    assert fault.problem == "must have text, numbers, true or false as keys; got None"


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (EVENT % "expires: 1d, starts_after: 2d", "expires must come after starts_after; got 1d and 2d"),
        (EVENT % "decay: {keep: 99%, every: 1d}", "decay must reach its end within 100 steps; got 459 with {keep: 99%, every: 1d}"),
        (EVENT % "decay: {lose: 0.5%, every: 1w}", "decay must reach its end within 100 steps; got 200 with {lose: 0.5%, every: 7d}"),
        (
            EVENT % "decay: {keep: 99.9%, every: 1d}",
            "decay must reach its end within 100 steps; got more than 1000 with {keep: 99.9%, every: 1d}",
        ),
        (
            "{rule: r, kind: recency, event: x, ladder: [{within: 5d, adds: 1}, {within: 3d, adds: 2}]}",
            "within must be longer than in the step before; got 3d after 5d",
        ),
        (
            ATTRIBUTE % "ranges: [{from: 4, points: 2}, {from: 1, below: 5, points: 1}]",
            "ranges must not overlap; got from 4 and from 1 below 5",
        ),
    ],
)
def test_a_fault_tells_what_was_found(rule: str, problem: str) -> None:
    (fault,) = faults_of(SCORE % rule)
    assert fault.problem == problem


def test_a_range_is_held_against_all_that_begin_before() -> None:
    ranges = "ranges: [{from: 1, below: 90, points: 1}, {from: 2, below: 3, points: 1}, {from: 5, points: 1}]"
    told = faults_of(SCORE % (ATTRIBUTE % ranges))
    assert [fault.where for fault in told] == ["scores[0].rules[0].ranges[1] (line 2)", "scores[0].rules[0].ranges[2] (line 2)"]
    assert told[1].hint == "the other is scores[0].rules[0].ranges[0]; below is not part of a range"


@pytest.mark.parametrize(("key", "share"), [("keep", "100%"), ("keep", "0%"), ("lose", "101%"), ("lose", "0%")])
def test_a_share_of_a_decay_is_told_at_its_key(key: str, share: str) -> None:
    (fault,) = faults_of(SCORE % (EVENT % f"decay: {{{key}: {share}, every: 1d}}"))
    assert (fault.path, fault.line) == (f"scores[0].rules[0].decay.{key}", 2)
    assert fault.problem.startswith(f"{key} must be above 0% and ")
    assert fault.problem.endswith(f"100%; got '{share}'")
