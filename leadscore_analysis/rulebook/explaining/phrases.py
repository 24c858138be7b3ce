"""The small phrases that sentences about a rulebook are made of: points, names, events, instants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from leadscore_analysis.rulebook.conditions import Condition
from leadscore_analysis.rulebook.explaining.conditions import condition_in_words, moment_in_words
from leadscore_analysis.rulebook.explaining.logic import Joined, meaning
from leadscore_analysis.rulebook.fields import ANY_EVENT
from leadscore_analysis.words import Words


def readable(name: str) -> str:
    """A short name as people read it: ``job-title`` and ``job_title`` are a job title."""
    return name.replace("_", " ").replace("-", " ").strip() or name


@dataclass(frozen=True)
class Phrases:
    """Phrases in one language, for a rulebook with that time zone whose scores are shown under those titles."""

    words: Words
    timezone: str = "UTC"
    scores: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, *, count: int | None = None, **values: str | int) -> str:
        """The phrase under ``explain.<key>``."""
        return self.words.say(f"explain.{key}", count=count, **values)

    def quoted(self, name: str) -> str:
        """A name from the rulebook, in the quotation marks for names."""
        return self.say("quote.name", text=name)

    def value(self, text: str) -> str:
        """Words as somebody wrote or says them, in the quotation marks for values."""
        return self.say("quote.value", text=text)

    def named(self, slug: str, label: str | None = None) -> str:
        """A part of the rulebook by its label, or by its readable name."""
        return self.quoted(label or readable(slug))

    def score(self, slug: str) -> str:
        """A score as sentences name it."""
        return self.quoted(self.scores.get(slug, readable(slug)))

    def signed(self, points: Decimal) -> str:
        """Points with their sign, or the word for none: ``+15 points``."""
        return self._points(points, self.words.signed(points)) if points != 0 else self.say("points.none")

    def plain(self, points: Decimal) -> str:
        """A number of points without a plus sign: ``40 points``."""
        return self._points(points, self.words.points(points))

    def span(self, low: Decimal | None, below: Decimal | None) -> str:
        """A stretch of numbers: ``from 50 to below 250``."""
        key = f"span.{_ends(low is not None, below is not None)}"
        return self.say(key, low=self._end(low), high=self._end(below))

    def events(self, types: Sequence[str], *, any_key: str = "any") -> str:
        """The event types, each in quotation marks, joined by "or"."""
        if ANY_EVENT in types:
            return self.say(f"matches.{any_key}")
        return self.words.listed([self.named(name) for name in types], last="or")

    def matches(self, types: Sequence[str], where: str | None, *, any_key: str = "any", bracket: bool = False) -> str:
        """The events that a rule looks for, with their condition; ``bracket`` keeps a long condition together."""
        events = self.events(types, any_key=any_key)
        return self.say("matches.where", events=events, condition=self.condition(where, bracket=bracket)) if where else events

    def condition(self, where: str, *, bracket: bool = False) -> str:
        """A ``where`` in plain words."""
        asked = meaning(Condition.parse(where).tree)
        text = condition_in_words(asked, self.words, self.timezone)
        return f"({text})" if bracket and isinstance(asked, Joined) else text

    def instant(self, value: datetime) -> str:
        """A day, or an instant to the minute, on the clock of the rulebook."""
        return moment_in_words(value, self.words, self.timezone)

    def listed(self, items: Sequence[str], *, last: str = "and") -> str:
        """Things in a row."""
        return self.words.listed(items, last=last)

    def _end(self, value: Decimal | None) -> str:
        return "" if value is None else self.words.points(value)

    def _points(self, points: Decimal, number: str) -> str:
        form = self.words.writing.plural(Decimal(f"{abs(points).normalize():f}"))
        return self.say(f"points.{form}", number=number)


def title_of(slug: str, label: str | None) -> str:
    """What people call a part of the rulebook: its label, or its readable name with a capital."""
    return label or sentence(readable(slug)).removesuffix(".")


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    closed = text if text.endswith((".", "!", "?")) else f"{text}."
    return closed[:1].upper() + closed[1:]


def _ends(low: bool, high: bool) -> str:
    if low and high:
        return "both"
    return "from" if low else "below" if high else "all"
