"""What a ``where`` may be written with: its length, characters, signs, words and functions, told before anything parses it.

A parser knows more spellings than the language: ``!~~`` for ``NOT LIKE``, ``len`` for ``length``, ``$$…$$`` for a text. Only the
language's own are let through, so that what is parsed is what a reader of the rulebook would say it is. Any other word is the name of a
column, wherever it stands, and is handed to the parser in double quotes: ``comment`` and ``set`` begin no statement there.
"""

from __future__ import annotations

import re
from itertools import pairwise

import sqlglot
from sqlglot.errors import SqlglotError
from sqlglot.tokens import Token, TokenType  # type: ignore[attr-defined]

from leadscore_analysis.errors import InputError, first_line

LONGEST = 4_000
DEEPEST = 40
MOST_WORDS = 1_000
HINT = "a where knows columns, literals, = <> < <= > >=, AND OR NOT, IN, LIKE, BETWEEN, IS NULL, lower, upper, trim and length"

_FUNCTIONS = ("LOWER", "UPPER", "TRIM", "LENGTH")
_BEFORE_PARENTHESES = ("IN", "AND", "OR", "NOT", "LIKE", "BETWEEN", "IS")
_CONSTANTS = ("NULL", "TRUE", "FALSE")
_COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
_SIGNS = (*_COMPARISONS, "(", ")", ",", "-")
_BEHIND_A_VALUE = (*_COMPARISONS, "IN", "LIKE", "BETWEEN", "IS", "AND", "OR")
_OTHER_SIGNS = {"!=": "<>", "==": "="}
_OTHER_WORDS = {"ISNULL": "IS NULL", "NOTNULL": "IS NOT NULL", "ASYMMETRIC": "BETWEEN alone", "SYMMETRIC": "BETWEEN, its lower end first"}
_WORD = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,2})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def checked_words(text: str) -> str:
    """The text of a ``where`` with each column in double quotes, to be parsed.

    InputError when it is too long, too deep, or written with anything that the language does not have.
    """
    _check_size(text)
    _check_characters(text)
    opened = f"({text}"  # some words, at the beginning of a text, would swallow all that follows them
    tokens = _tokens(opened)
    for token in tokens:
        _check_token(token, opened)
    words = [_written(token, opened) for token in tokens[1:]]
    for before, after in pairwise(words):
        _check_pair(before, after)
    return " ".join(f'"{word}"' if _is_column(word, after) else word for word, after in zip(words, [*words[1:], ""], strict=True))


def short(text: str) -> str:
    """The text in quotes, cut where it is long."""
    return repr(text if len(text) <= 80 else text[:77] + "…")


def reason(error: Exception) -> str:
    """Why the parser gave up, in one line."""
    return first_line(error).split(". Line")[0][:120]


def _check_size(text: str) -> None:
    if not text.strip():
        raise InputError("where must be a condition; got an empty text", hint=HINT)
    depth = deepest = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    if len(text) > LONGEST or deepest > DEEPEST:
        raise InputError(f"where must have at most {LONGEST} characters and {DEEPEST} nested parentheses; got {len(text)} and {deepest}")


def _check_characters(text: str) -> None:
    """Control characters and halves of characters reach no engine: some would end the text there."""
    found = _CONTROL.search(text)
    odd = found[0] if found is not None else next((sign for sign in text if "\ud800" <= sign <= "\udfff"), None)
    if odd is not None:
        raise InputError(f"where must be plain text; got the character {odd!r}", hint="remove it")


def _tokens(text: str) -> list[Token]:
    try:
        tokens = sqlglot.tokenize(text, dialect="duckdb")
    except SqlglotError as error:
        raise InputError(f"where must be a condition; got {short(text[1:])} ({reason(error)})", hint=HINT) from None
    if len(tokens) > MOST_WORDS + 1 or sum(token.token_type == TokenType.NOT for token in tokens) > DEEPEST:
        raise InputError(f"where must be shorter; got {len(tokens) - 1} words", hint="split the rule, or use values")
    return list(tokens)


def _check_token(token: Token, text: str) -> None:
    written = _written(token, text)
    if token.comments or "/*" in token.text:
        raise InputError("where must have no comments", hint="put remarks in the rule's note")
    if token.token_type == TokenType.SEMICOLON:
        raise InputError("where must be one condition, without ';'", hint=HINT)
    if written in _OTHER_SIGNS:
        raise InputError(f"where must be written in its own signs; got {short(written)}", hint=f"write {_OTHER_SIGNS[written]}")
    if not _is_known(token, written):
        raise InputError(f"where must not hold {short(written)}", hint=HINT)


def _is_known(token: Token, written: str) -> bool:
    if token.token_type == TokenType.STRING:
        return written.startswith("'") and written.endswith("'")
    if token.token_type == TokenType.IDENTIFIER:
        return written.startswith('"') and written.endswith('"') and len(written) > 2
    if token.token_type == TokenType.NUMBER:
        return _NUMBER.fullmatch(written) is not None
    return written in _SIGNS or _WORD.fullmatch(written) is not None


def _check_pair(before: str, after: str) -> None:
    if _lacks_a_value(before.upper(), after.upper()):
        hint = f'a column of that name stands in double quotes: "{before}"'
        raise InputError(f"where must have a column or a literal before {short(after)}; got {short(before)}", hint=hint)
    if _is_value(before) and _is_value(after):
        instead = [f"write {words}" for word, words in _OTHER_WORDS.items() if word in (before.upper(), after.upper())]
        raise InputError(f"where must not have {short(before)} beside {short(after)}", hint=", ".join(instead) or HINT)
    if after == "(" and before not in _SIGNS and before.upper() not in _FUNCTIONS + _BEFORE_PARENTHESES:
        raise InputError(f"where must not hold {short(before + '(')}", hint=HINT)
    if before == "-" and not after[0].isdigit() and after[0] != ".":
        raise InputError(f"'-' must stand before a number; got {short(before + after)}", hint=HINT)
    if before == "," and after == ")":
        raise InputError("a list must not end in a comma", hint="write country IN ('NL', 'BE')")
    if before.upper() == "IN" and after != "(":
        raise InputError(f"IN must have a list of literals; got {short(after)}", hint="write country IN ('NL', 'BE')")


def _lacks_a_value(before: str, after: str) -> bool:
    """Whether one of the language's words stands where the value that ``after`` is about should be."""
    return before in _BEFORE_PARENTHESES and after in _BEHIND_A_VALUE and (before != "NOT" or after not in ("IN", "LIKE", "BETWEEN"))


def _is_value(written: str) -> bool:
    """Whether it is a column, a literal or a constant: no two of them stand side by side."""
    return written not in _SIGNS and written.upper() not in _BEFORE_PARENTHESES


def _is_column(written: str, after: str) -> bool:
    """Whether it is a word without quotes that names a column: none of the language's own."""
    own = (*_BEFORE_PARENTHESES, *_CONSTANTS, *(_FUNCTIONS if after == "(" else ()))
    return _WORD.fullmatch(written) is not None and written.upper() not in own


def _written(token: Token, text: str) -> str:
    """The token as it stands in the text, quotes and all."""
    return text[token.start : token.end + 1]
