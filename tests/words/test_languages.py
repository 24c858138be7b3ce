"""Every language says everything that English says, with the same names to fill in, and nothing is said from a key that is not there."""

import ast
import re
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import leadscore_analysis
from leadscore_analysis.clock import duration_us
from leadscore_analysis.words import ENGLISH, languages, read_words

PACKAGE = Path(leadscore_analysis.__file__).parent
LOOKED_UP = ("names.", "numbers.", "columns.")  # by a name that stands in a table, or by a unit


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_the_toolkit_speaks_english_dutch_and_swedish() -> None:
    assert languages() == ("en", "nl", "sv")


@pytest.mark.parametrize("language", languages())
def test_a_language_has_the_keys_of_english(language: str) -> None:
    sentences = read_words(language).sentences
    assert sorted(set(ENGLISH.sentences) - set(sentences)) == []
    assert sorted(set(sentences) - set(ENGLISH.sentences)) == []


@pytest.mark.parametrize("language", languages())
def test_a_sentence_has_the_same_names_to_fill_in_as_in_english(language: str) -> None:
    sentences = read_words(language).sentences
    differing = {
        key: sentences[key] for key, text in ENGLISH.sentences.items() if key in sentences and places(sentences[key]) != places(text)
    }
    assert differing == {}


@pytest.mark.parametrize("language", languages())
def test_no_sentence_is_empty(language: str) -> None:
    assert [key for key, text in read_words(language).sentences.items() if not text.strip()] == []


@pytest.mark.parametrize("language", languages())
def test_a_sentence_that_is_chosen_by_a_count_has_every_form_of_its_language(language: str) -> None:
    words = read_words(language)
    forms = {words.writing.plural(count) for count in (0, 1, 2, 5, 21, 1000)}
    counted = [key.removesuffix(".other") for key in words.sentences if key.endswith(".other")]
    assert [key for key in counted for form in forms if f"{key}.{form}" not in words.sentences] == []


def keys_in_code() -> Iterator[tuple[str, bool, str]]:
    """Every text of the package that may be a key: its pattern, whether it is said at once, and where it stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {id(node.args[0]) for node in ast.walk(tree) if isinstance(node, ast.Call) and _says(node) and node.args}
        for node in ast.walk(tree):
            pattern = _pattern(node)
            if pattern:
                yield pattern, id(node) in said, f"{path.name}:{node.lineno}"


def _says(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr == "say"


def _pattern(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value) if re.fullmatch(r"\w+(\.\w+)+", node.value) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
    fixed = parts[0] or ""
    return "".join(r"[\w.]+" if part is None else re.escape(part) for part in parts) if re.match(r"\w+\.", fixed) else ""


@cache
def sayings() -> tuple[tuple[re.Pattern[str], bool, str], ...]:
    return tuple((re.compile(rf"(?:\w+\.)?{pattern}"), at_once, place) for pattern, at_once, place in keys_in_code())


def test_a_key_that_is_said_is_there() -> None:
    known = {re.sub(r"\.(one|other)$", "", key) for key in ENGLISH.sentences}
    said = [(pattern, place) for pattern, at_once, place in sayings() if at_once]
    assert [place for pattern, place in said if not any(pattern.fullmatch(key) for key in known)] == []


def test_no_sentence_is_left_that_nothing_says() -> None:
    templates = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.html"))
    asked = [key for key in ENGLISH.sentences if not key.startswith(LOOKED_UP) and key not in templates]
    whole = re.compile("|".join(sorted({rf"(?:{pattern.pattern})(?:\.[\w.]+)?" for pattern, _, _ in sayings()})))
    assert [key for key in asked if not whole.fullmatch(key)] == []


def test_dutch_writes_numbers_shares_and_days_the_dutch_way() -> None:
    dutch = read_words("nl")
    assert [dutch.number(-1234.5, 1), dutch.share(0.034), dutch.day(date(2025, 6, 1))] == ["\N{MINUS SIGN}1.234,5", "3,4%", "1 juni 2025"]
    assert dutch.instant(datetime(2025, 6, 1, 14, 5, tzinfo=UTC)) == "1 juni 2025, 14:05"
    assert dutch.listed(["a", "b", "c"]) == "a, b en c"


def test_swedish_writes_numbers_shares_and_days_the_swedish_way() -> None:
    swedish = read_words("sv")
    assert [swedish.number(1234567), swedish.share(0.034), swedish.day(date(2025, 6, 1))] == ["1\xa0234\xa0567", "3,4\xa0%", "1 juni 2025"]
    assert swedish.listed(["a", "b", "c"], last="or") == "a, b eller c"


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["30 days", "1 hour", "90 minutes"]),
        ("nl", ["30 dagen", "1 uur", "90 minuten"]),
        ("sv", ["30 dagar", "1 timme", "90 minuter"]),
    ],
)
def test_a_length_of_time_is_written_out(language: str, texts: list[str]) -> None:
    assert [read_words(language).length(duration_us(length)) for length in ("30d", "60min", "90min")] == texts


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["every day", "every 31 days", "every 90 days"]),
        ("nl", ["elke dag", "elke 31 dagen", "elke 90 dagen"]),
        ("sv", ["varje dag", "var 31:a dag", "var 90:e dag"]),
    ],
)
def test_a_rhythm_is_written_out(language: str, texts: list[str]) -> None:
    assert [read_words(language).every(duration_us(length)) for length in ("1d", "31d", "90d")] == texts


def test_points_that_are_given_or_taken_have_their_sign() -> None:
    assert [ENGLISH.signed(Decimal(points)) for points in ("15", "-7.5", "0")] == ["+15", "\N{MINUS SIGN}7.5", "0"]
    assert read_words("nl").signed(Decimal("-7.5")) == "\N{MINUS SIGN}7,5"
