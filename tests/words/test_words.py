import math
from datetime import date

import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.words import ENGLISH, read_words


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0%"),
        (0.0027, "0.27%"),
        (0.034, "3.4%"),
        (0.0996, "10%"),
        (0.414, "41%"),
        (0.996, "99.6%"),
        (1.0, "100%"),
        (math.nan, "\N{EN DASH}"),
    ],
)
def test_a_share_is_written_with_the_digits_that_matter(share: float, text: str) -> None:
    assert ENGLISH.share(share) == text


def test_a_missing_number_is_a_dash() -> None:
    assert ENGLISH.share(math.nan) == ENGLISH.count(math.nan) == ENGLISH.points(math.nan) == ENGLISH.days(math.nan) == "\N{EN DASH}"


def test_counts_have_their_thousands_separated() -> None:
    assert ENGLISH.count(1234567) == "1,234,567"


def test_a_difference_between_shares_is_in_percentage_points() -> None:
    assert [read_words(language).percentage_points(-0.0234) for language in ("en", "nl")] == [
        "\N{MINUS SIGN}2.3 percentage points",
        "\N{MINUS SIGN}2,3 procentpunt",
    ]


def test_points_show_only_the_decimals_that_they_have() -> None:
    assert [ENGLISH.points(value) for value in (15.0, 7.5, -10, 0.125)] == ["15", "7.5", "\N{MINUS SIGN}10", "0.125"]
    assert ENGLISH.points(9007199254740993) == "9,007,199,254,740,993"


def test_a_number_that_rounds_to_zero_has_no_sign() -> None:
    assert ENGLISH.number(-0.01, 1) == "0.0"


def test_an_interval_with_a_missing_end_is_a_dash() -> None:
    assert ENGLISH.share_interval(math.nan, 0.4) == "\N{EN DASH}"
    assert ENGLISH.interval(0.71, 0.78, 2) == "0.71 to 0.78"


def test_a_day_is_written_out() -> None:
    assert ENGLISH.day(date(2025, 6, 1)) == "1 June 2025"


def test_a_count_chooses_the_form_of_its_sentence() -> None:
    assert ENGLISH.say("length.days", count=1) == "1 day"
    assert ENGLISH.say("length.days", count=5120) == "5,120 days"


def test_a_language_that_is_not_spoken_is_told() -> None:
    with pytest.raises(InputError, match=r"got 'enn'\. Hint: did you mean 'en'"):
        read_words("enn")


@pytest.mark.parametrize(("days", "text"), [(34.2, "34 d"), (9.06, "9.1 d"), (0.2, "5 h"), (0.009, "13 min"), (0.0, "0 min")])
def test_a_length_of_time_has_the_unit_that_suits_it(days: float, text: str) -> None:
    assert ENGLISH.days(days) == text


def test_a_command_asks_for_its_language_unless_that_is_english() -> None:
    assert [read_words(language).option for language in ("en", "nl")] == ["", " --lang nl"]
