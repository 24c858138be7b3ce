"""Conditions in plain words: no SQL is left, and what they ask stays the same."""

import pytest

from leadscore_analysis.rulebook.conditions import Condition
from leadscore_analysis.rulebook.explaining.conditions import condition_in_words
from leadscore_analysis.rulebook.explaining.logic import canonical, meaning
from leadscore_analysis.words import read_words


def in_words(where: str, language: str = "en") -> str:
    return condition_in_words(meaning(Condition.parse(where).tree), read_words(language), "Europe/Amsterdam")


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("page = '/pricing'", "page is “/pricing”"),
        ("'/pricing' = page", "page is “/pricing”"),
        ("country <> 'XX'", "country is something other than “XX”"),
        ("page LIKE '/blog/%'", "page begins with “/blog/”"),
        ("page LIKE '%.pdf'", "page ends with “.pdf”"),
        ("page LIKE '%price%'", "page contains “price”"),
        ("page LIKE '/pricing'", "page is “/pricing”"),
        ("page LIKE '%'", "page is known"),
        ("page LIKE '/a_c/%/d'", "page has the form “/a?c/…/d” (… is any text, ? one sign)"),
        ("page NOT LIKE '/blog/%'", "page is known and does not begin with “/blog/”"),
        ("page NOT LIKE '%x'", "page is known and does not end with “x”"),
        ("page NOT LIKE '%x%'", "page is known and does not contain “x”"),
        ("page NOT LIKE '%'", "it can never be so"),
        ("country IN ('NL', 'BE', 'DE')", "country is “NL”, “BE” or “DE”"),
        ("country NOT IN ('NL', 'BE')", "country is something other than “NL” or “BE”"),
        ("employees BETWEEN 50 AND 1250", "employees is from 50 to 1,250 (both included)"),
        ("employees NOT BETWEEN 50 AND 1250", "employees is less than 50 or more than 1,250"),
        ("employees > 50", "employees is more than 50"),
        ("50 > employees", "employees is less than 50"),
        ("employees >= 50", "employees is at least 50"),
        ("employees <= 2.5", "employees is at most 2.5"),
        ("balance < -10", "balance is less than \N{MINUS SIGN}10"),
        ("phone IS NULL", "phone is not known"),
        ("phone IS NOT NULL", "phone is known"),
        ("target_account", "target account is yes"),
        ("NOT filtered", "filtered is no"),
        ("filtered = true", "filtered is yes"),
        ("filtered <> true", "filtered is no"),
        ("signed_up_at >= '2026-03-01'", "signed up at is 1 March 2026 or later"),
        ("signed_up_at < '2026-03-01T09:30'", "signed up at is earlier than 1 March 2026, 09:30"),
        ("signed_up_at < '2026-03-01T09:30+00:00'", "signed up at is earlier than 1 March 2026, 10:30"),
        ("lower(country) = 'nl'", "country in small letters is “nl”"),
        ("upper(trim(country)) = 'NL'", "country without spaces around it in capitals is “NL”"),
        ("length(message) > 20", "the length of message is more than 20"),
        ("page = NULL", "it can never be so"),
        ("a = 1 AND b = 2 AND c = 3", "a is 1, b is 2 and c is 3"),
        ("a = 1 OR b = 2 AND c = 3", "a is 1 or (b is 2 and c is 3)"),
        ("NOT (a = 1 OR b IS NULL)", "a is something other than 1 and b is known"),
        ("NOT (a < 1 AND NOT b)", "a is at least 1 or b is yes"),
    ],
)
def test_a_condition_in_english(where: str, text: str) -> None:
    assert in_words(where) == text


@pytest.mark.parametrize(
    ("where", "dutch", "swedish"),
    [
        ("page = '/pricing'", "page “/pricing” is", "page är ”/pricing”"),
        ("page LIKE '/blog/%'", "page begint met “/blog/”", "page börjar med ”/blog/”"),
        ("country NOT IN ('NL', 'BE')", "country iets anders dan “NL” of “BE” is", "country är något annat än ”NL” eller ”BE”"),
        ("employees BETWEEN 50 AND 1250", "employees van 50 tot en met 1.250 is", "employees är från 50 till och med 1\xa0250"),
        ("phone IS NULL OR NOT opted_in", "phone niet bekend is of opted in nee is", "phone är okänt eller opted in är nej"),
        ("born < '1980-05-01'", "born eerder dan 1 mei 1980 is", "born är tidigare än 1 maj 1980"),
    ],
)
def test_a_condition_in_dutch_and_swedish(where: str, dutch: str, swedish: str) -> None:
    assert in_words(where, "nl") == dutch
    assert in_words(where, "sv") == swedish


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a = 1 AND b = 2", "B = 2 and ((a = 1))"),
        ("NOT (a = 1)", "a <> 1"),
        ("5 < a", "a > 5"),
        ("page IN ('x', 'y')", "page IN ('y', 'x')"),
    ],
)
def test_conditions_that_mean_the_same_are_equal(first: str, second: str) -> None:
    assert canonical(meaning(Condition.parse(first).tree)) == canonical(meaning(Condition.parse(second).tree))


@pytest.mark.parametrize(("first", "second"), [("a = 1", "a = 2"), ("a = 'X'", "a = 'x'"), ("a = 1 AND b = 2", "a = 1 OR b = 2")])
def test_conditions_that_mean_something_else_differ(first: str, second: str) -> None:
    assert canonical(meaning(Condition.parse(first).tree)) != canonical(meaning(Condition.parse(second).tree))


def test_a_long_row_of_conditions_is_said() -> None:
    assert in_words(" OR ".join(f"a = {number}" for number in range(200))).endswith("or a is 199")
