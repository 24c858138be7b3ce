"""A ``where`` read by a small parser of its own, and its value on a row in three-valued logic: True, False or None."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

Row = Mapping[str, Any]
Reading = Callable[[Row], Any]

_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[0-9]+(?:\.[0-9]+)?(?:e[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*|<>|<=|>=|[-=<>(),])")
_FUNCTIONS: dict[str, Callable[[str], Any]] = {"LOWER": str.lower, "UPPER": str.upper, "TRIM": lambda text: text.strip(" "), "LENGTH": len}
_CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None}
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def holds(where: str | None, row: Row) -> bool:
    """Whether the row matches: only where the value is TRUE."""
    return where is None or reading(where)(row) is True


@cache
def reading(where: str) -> Reading:
    words = _Words(where)
    found = _either(words)
    assert words.at_end, where
    return found


class _Words:
    def __init__(self, text: str) -> None:
        self.words = [match[1] for match in _TOKEN.finditer(text)]
        self.place = 0

    @property
    def at_end(self) -> bool:
        return self.place == len(self.words)

    @property
    def next(self) -> str:
        return "" if self.at_end else self.words[self.place]

    def take(self) -> str:
        self.place += 1
        return self.words[self.place - 1]

    def takes(self, *wanted: str) -> bool:
        """Whether the next words are those; then they are taken."""
        found = [word.upper() for word in self.words[self.place : self.place + len(wanted)]] == list(wanted)
        self.place += len(wanted) if found else 0
        return found


def _either(words: _Words) -> Reading:
    parts = [_both(words)]
    while words.takes("OR"):
        parts.append(_both(words))
    return lambda row: any_of([part(row) for part in parts])


def _both(words: _Words) -> Reading:
    parts = [_negated(words)]
    while words.takes("AND"):
        parts.append(_negated(words))
    return lambda row: negated(any_of([negated(part(row)) for part in parts]))


def any_of(values: list[bool | None]) -> bool | None:
    if any(value is True for value in values):
        return True
    return None if None in values else False


def negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _negated(words: _Words) -> Reading:
    if words.takes("NOT"):
        inner = _negated(words)
        return lambda row: negated(inner(row))
    return _test(words)


def _test(words: _Words) -> Reading:
    if words.takes("("):
        inner = _either(words)
        assert words.takes(")")
        return inner
    left = _value(words)
    if words.next in _ORDER:
        sign, right = words.take(), _value(words)
        return lambda row: compared(sign, left(row), right(row))
    if words.takes("IS"):
        return _is(words, left)
    found = _listed(words, left, turned=words.takes("NOT"))
    return left if found is None else found


def _is(words: _Words, left: Reading) -> Reading:
    turned = words.takes("NOT")
    assert words.takes("NULL")
    return lambda row: (left(row) is None) is not turned


def _listed(words: _Words, left: Reading, *, turned: bool) -> Reading | None:
    if words.takes("LIKE"):
        test = _like(left, _value(words))
    elif words.takes("BETWEEN"):
        test = _between(words, left)
    elif words.takes("IN", "("):
        test = _in(words, left)
    else:
        return None
    return (lambda row: negated(test(row))) if turned else test


def _like(left: Reading, right: Reading) -> Reading:
    def test(row: Row) -> bool | None:
        text, pattern = left(row), right(row)
        if text is None or pattern is None:
            return None
        signs = {"%": ".*", "_": "."}
        return re.fullmatch("".join(signs.get(sign, re.escape(sign)) for sign in pattern), text, re.DOTALL) is not None

    return test


def _between(words: _Words, left: Reading) -> Reading:
    low = _value(words)
    assert words.takes("AND")
    high = _value(words)
    return lambda row: negated(any_of([negated(compared(">=", left(row), low(row))), negated(compared("<=", left(row), high(row)))]))


def _in(words: _Words, left: Reading) -> Reading:
    values = [_value(words)]
    while words.takes(","):
        values.append(_value(words))
    assert words.takes(")")
    return lambda row: any_of([compared("=", left(row), value(row)) for value in values])


def compared(sign: str, left: Any, right: Any) -> bool | None:
    """Two values compared; beside a number, text that is no number is NULL."""
    if any(_is_number(value) for value in (left, right)):
        left, right = number(left), number(right)
    return None if left is None or right is None else _ORDER[sign](left, right)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(value: Any) -> float | None:
    try:
        return None if value is None or "_" in str(value) else float(value)
    except ValueError:
        return None


def _value(words: _Words) -> Reading:
    word = words.take()
    if word.upper() in _CONSTANTS:
        constant = _CONSTANTS[word.upper()]
        return lambda _: constant
    if word == "-":
        inner = _value(words)
        return lambda row: -inner(row)
    if word.upper() in _FUNCTIONS and words.takes("("):
        return _function(words, _FUNCTIONS[word.upper()])
    if word[0] == "'":
        text = word[1:-1].replace("''", "'")
        return lambda _: text
    if word[0].isdigit():
        return lambda _: float(word)
    column = word[1:-1].replace('""', '"') if word[0] == '"' else word
    return lambda row: row.get(column)


def _function(words: _Words, function: Callable[[str], Any]) -> Reading:
    inner = _value(words)
    assert words.takes(")")
    return lambda row: None if inner(row) is None else function(inner(row))
