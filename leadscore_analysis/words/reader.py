"""Sentences by key, with numbers, shares, lengths of time and days written as the language writes them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources

from ruamel.yaml import YAML

from leadscore_analysis.clock import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from leadscore_analysis.errors import InputError, did_you_mean
from leadscore_analysis.words.locales import Writing, writing_of

_LENGTHS = (("days", DAY_US), ("hours", HOUR_US), ("minutes", MINUTE_US), ("seconds", SECOND_US))


@dataclass(frozen=True)
class Words:
    """One language's sentences (``en.yml``), by keys such as ``charts.lift_by_decile.title``."""

    language: str
    sentences: Mapping[str, str]

    @property
    def writing(self) -> Writing:
        """How the language writes numbers, days and lists."""
        return writing_of(self.language)

    @property
    def option(self) -> str:
        """How the end of a command asks for this language: nothing for English, which needs no asking, else `` --lang nl``."""
        return "" if self.language == ENGLISH.language else f" --lang {self.language}"

    def say(self, key: str, *, count: int | None = None, **values: str | int) -> str:
        """The sentence under ``key`` with its names filled in; ``count`` chooses between its ``one`` and ``other`` forms.

        >>> ENGLISH.say("length.days", count=1200)
        '1,200 days'
        """
        if count is not None:
            form = f"{key}.{self.writing.plural(count)}"
            key = form if form in self.sentences else key
            values = {"count": count, **values}
        written = {name: self.count(value) if isinstance(value, int) else value for name, value in values.items()}
        return self.sentences[key].format_map(written)

    def name(self, ours: str) -> str:
        """What people read for a name of the toolkit's own, such as a verdict; a name that only the data know stays as it is."""
        return self.sentences.get(f"names.{ours.replace(' ', '_')}", ours)

    def number(self, value: float, digits: int = 0) -> str:
        """``value`` with thousands separated and ``digits`` decimals; a dash when it is missing."""
        return self.writing.number(_rounded(value, digits)) if math.isfinite(value) else self.sentences["numbers.missing"]

    def count(self, value: float) -> str:
        """A whole number of things: ``12,345``."""
        return self.number(value, 0)

    def points(self, value: float | Decimal) -> str:
        """Points of a score, with only the decimals that they have: ``7.5``, ``12``."""
        if isinstance(value, int):
            return self.writing.number(Decimal(value))
        if not math.isfinite(value):
            return self.sentences["numbers.missing"]
        number = float(value)
        digits = next((digits for digits in range(4) if math.isclose(number, round(number, digits), abs_tol=1e-9)), 4)
        return self.number(number, digits)

    def weight(self, weight: Decimal) -> str:
        """The weight of a score in a formula, with all the decimals it has: ``0.5``, ``0.333333``."""
        return self.writing.number(Decimal(f"{weight.normalize():f}"))

    def signed(self, value: float | Decimal) -> str:
        """Points that are given or taken, with their sign: ``+15``, ``0``."""
        return f"+{self.points(value)}" if value > 0 else self.points(value)

    def share(self, value: float) -> str:
        """A share as a percentage with the digits that matter: ``41%``, ``3.4%``, ``0.27%``, ``99.6%``."""
        return self._percentage(value, _digits_that_matter(100 * value)) if math.isfinite(value) else self.number(value)

    def round_share(self, value: float | Decimal) -> str:
        """A share chosen to be round, such as an axis number: ``5%``, ``12.5%``."""
        percent = round(100 * float(value), 4)
        return self._percentage(float(value), next((digits for digits in range(4) if percent == round(percent, digits)), 4))

    def percentage_points(self, difference: float) -> str:
        """A difference between two shares: ``2.3 percentage points``."""
        return self.say("numbers.percentage_points", number=self.number(100 * difference, 1))

    def days(self, value: float) -> str:
        """A length of time in the unit that suits it: ``34 d``, ``9.1 d``, ``5 h``, ``12 min``."""
        for unit, per_day, least in (("d", 1.0, 1.0), ("h", 24.0, 1.0), ("min", 1440.0, 0.0)):
            if value * per_day >= least or not math.isfinite(value):
                number = self.number(value * per_day, 1 if unit == "d" and value < 9.95 else 0)
                return self.sentences[f"numbers.{unit}"].format(number=number) if math.isfinite(value) else number
        return self.number(value)

    def length(self, us: int) -> str:
        """A length of time in microseconds, exact and written out: ``30 days``, ``90 minutes``."""
        unit, count = _units(us)
        return self.say(f"length.{unit}", count=count)

    def every(self, us: int) -> str:
        """A length of time in microseconds as a rhythm: ``every 30 days``, ``every hour``."""
        unit, count = _units(us)
        form = "single" if count == 1 else self.writing.ordinal(count)
        key = f"every.{unit}.{form}"
        return self.say(key if key in self.sentences else f"every.{unit}.other", count=count)

    def share_interval(self, low: float, high: float) -> str:
        """Two shares as the ends of an interval: ``37% to 45%``."""
        return self._between(self.share(low), self.share(high), low, high)

    def interval(self, low: float, high: float, digits: int) -> str:
        """Two numbers as the ends of an interval: ``0.71 to 0.78``."""
        return self._between(self.number(low, digits), self.number(high, digits), low, high)

    def day(self, value: date) -> str:
        """A day (an instant's day is read in UTC): ``1 July 2024``."""
        return self.writing.day(value)

    def instant(self, value: datetime) -> str:
        """An instant to the minute, on the clock that it carries: ``1 July 2024, 14:05``."""
        return f"{self.day(value.date())}, {self.writing.time(value)}"

    def listed(self, items: Sequence[str], *, last: str = "and") -> str:
        """Things in a row: ``a, b and c``; with ``last="or"``: ``a, b or c``."""
        return self.writing.listed(items, last=last)

    def _percentage(self, share: float, digits: int) -> str:
        return self.writing.percentage(_rounded(100 * share, digits))

    def _between(self, low_text: str, high_text: str, low: float, high: float) -> str:
        if not (math.isfinite(low) and math.isfinite(high)):
            return self.sentences["numbers.missing"]
        return self.sentences["numbers.interval"].format(low=low_text, high=high_text)


@cache
def read_words(language: str = "en") -> Words:
    """The words of one language; InputError when the toolkit does not speak it."""
    if language not in languages():
        raise InputError(f"the language must be one that the toolkit speaks; got {language!r}", hint=did_you_mean(language, languages()))
    tree = YAML(typ="safe", pure=True).load((resources.files(__package__) / f"{language}.yml").read_text(encoding="utf-8"))
    return Words(language, dict(_leaves(tree)))


@cache
def languages() -> tuple[str, ...]:
    """The languages that the toolkit speaks: ``en``, ``nl``, ``sv``."""
    return tuple(sorted(entry.name.removesuffix(".yml") for entry in resources.files(__package__).iterdir() if entry.name.endswith(".yml")))


def _leaves(tree: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        key = f"{above}{name}"
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{key}.")
        else:
            yield key, str(value)


def _rounded(value: float, digits: int) -> Decimal:
    """The number as Python prints it with so many decimals; one that rounds to zero has no sign."""
    number = Decimal(f"{value:.{digits}f}")
    return number or abs(number)


def _digits_that_matter(percent: float) -> int:
    size = abs(percent)
    if size in {0.0, 100.0}:
        return 0
    if size < 1:
        return 2
    return 1 if size < 9.95 or 99 < size < 100 else 0


def _units(us: int) -> tuple[str, int]:
    unit, size = next((unit, size) for unit, size in _LENGTHS if us % size == 0)
    return unit, us // size


ENGLISH = read_words("en")
