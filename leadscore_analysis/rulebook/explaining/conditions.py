"""A ``where`` in plain words: ``page LIKE '/blog/%'`` is "page begins with “/blog/”"."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal

from sqlglot import exp

from leadscore_analysis.clock import zone
from leadscore_analysis.rulebook.explaining.logic import Joined, Meaning, Test, meaning
from leadscore_analysis.words import Words

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?")
_IN_TIME = {"less": "earlier", "at_most": "no_later", "more": "later", "at_least": "no_earlier"}
_FUNCTIONS: dict[type[exp.Expr], str] = {exp.Lower: "lower", exp.Upper: "upper", exp.Trim: "trim", exp.Length: "length"}


def condition_in_words(asked: Meaning, words: Words, timezone: str = "UTC") -> str:
    """The condition as a clause that follows "where", "while" or "when"."""
    return _Said(words, timezone).clause(asked)


def moment_in_words(moment: datetime, words: Words, timezone: str) -> str:
    """A day, or an instant to the minute, on the clock of ``timezone``; one without an offset stands on it already."""
    local = moment.astimezone(zone(timezone)) if moment.tzinfo else moment
    return words.day(local.date()) if local.time() == time() else words.instant(local)


class _Said:
    """One language and one clock, to say conditions with."""

    def __init__(self, words: Words, timezone: str) -> None:
        self.words = words
        self.timezone = timezone

    def clause(self, asked: Meaning) -> str:
        if isinstance(asked, Test):
            return self._test(asked)
        parts = [f"({self.clause(part)})" if isinstance(part, Joined) else self.clause(part) for part in asked.parts]
        return self.words.listed(parts, last=asked.how)

    def _test(self, test: Test) -> str:
        name = self._name(test)
        subject = self._value(test.subject)
        if test.text:
            return self._say(name, subject=subject, value=self._quoted(test.text))
        if name.startswith("between"):
            return self._say(name, subject=subject, value=self._value(test.values[0]), other=self._value(test.values[1]))
        value = self.words.listed([self._value(value) for value in test.values], last="or") if test.values else ""
        return self._say(name, subject=subject, value=value)

    def _name(self, test: Test) -> str:
        in_time = bool(test.values) and _day_or_time(test.values[0]) is not None
        return _IN_TIME.get(test.name, test.name) if in_time else test.name

    def _value(self, tree: exp.Expr) -> str:
        if isinstance(tree, exp.Column):
            return tree.name.replace("_", " ")
        if isinstance(tree, exp.Literal):
            return self._literal(tree)
        if isinstance(tree, exp.Paren):
            return self._value(tree.this)
        return self._word(tree) if isinstance(tree, exp.Boolean | exp.Null) else self._made(tree)

    def _word(self, tree: exp.Expr) -> str:
        return self._say("missing") if isinstance(tree, exp.Null) else self.words.name(str(bool(tree.this)))

    def _made(self, tree: exp.Expr) -> str:
        if isinstance(tree, exp.Neg):
            return self._minus(tree.this)
        if type(tree) in _FUNCTIONS:
            return self._say(_FUNCTIONS[type(tree)], value=self._value(tree.this))
        return self._say("whether", condition=self.clause(meaning(tree)))

    def _literal(self, tree: exp.Literal) -> str:
        if not tree.is_string:
            return self._number(Decimal(str(tree.this)))
        moment = _day_or_time(tree)
        return self._quoted(str(tree.this)) if moment is None else moment_in_words(moment, self.words, self.timezone)

    def _minus(self, tree: exp.Expr) -> str:
        if isinstance(tree, exp.Literal) and not tree.is_string:
            return self._number(-Decimal(str(tree.this)))
        return self._say("minus", value=self._value(tree))

    def _number(self, value: Decimal) -> str:
        return self.words.writing.number(Decimal(f"{value:f}"))

    def _quoted(self, text: str) -> str:
        return self.words.say("explain.quote.value", text=text)

    def _say(self, name: str, **values: str) -> str:
        return self.words.say(f"explain.where.{name}", count=None, **values)


def _day_or_time(tree: exp.Expr) -> datetime | None:
    """The day or instant that a text writes in ISO 8601, or None."""
    if not (isinstance(tree, exp.Literal) and tree.is_string and _DAY.fullmatch(str(tree.this))):
        return None
    try:
        return datetime.fromisoformat(str(tree.this))
    except ValueError:
        return None
