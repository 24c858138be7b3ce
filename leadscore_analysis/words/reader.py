"""Sentences by key, with numbers, shares and intervals written as the language writes them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from ruamel.yaml import YAML

from leadscore_analysis.errors import InputError, did_you_mean


@dataclass(frozen=True)
class Words:
    """One language's sentences (``en.yml``), by keys such as ``charts.lift_by_decile.title``."""

    language: str
    sentences: Mapping[str, str]

    def say(self, key: str, *, count: int | None = None, **values: str | int) -> str:
        """The sentence under ``key`` with its names filled in; ``count`` chooses between its ``one`` and ``other`` forms.

        >>> ENGLISH.say("units.lead", count=1200)
        '1,200 leads'
        """
        if count is not None:
            form = f"{key}.one" if count == 1 else f"{key}.other"
            key = form if form in self.sentences else key
            values = {"count": count, **values}
        written = {name: self.count(value) if isinstance(value, int) else value for name, value in values.items()}
        return self.sentences[key].format_map(written)

    def name(self, ours: str) -> str:
        """What people read for a name of the toolkit's own, such as a verdict; a name that only the data know stays as it is."""
        return self.sentences.get(f"names.{ours.replace(' ', '_')}", ours)

    def number(self, value: float, digits: int = 0) -> str:
        """``value`` with thousands separated and ``digits`` decimals; a dash when it is missing."""
        if not math.isfinite(value):
            return self.sentences["numbers.missing"]
        plain = f"{abs(value):,.{digits}f}"
        sign = self.sentences["numbers.minus"] if value < 0 and any(digit in "123456789" for digit in plain) else ""
        separators = {",": self.sentences["numbers.thousands"], ".": self.sentences["numbers.decimal"]}
        return sign + "".join(separators.get(letter, letter) for letter in plain)

    def count(self, value: float) -> str:
        """A whole number of things: ``12,345``."""
        return self.number(value, 0)

    def points(self, value: float) -> str:
        """Points of a score, with only the decimals that they have: ``7.5``, ``12``."""
        if not math.isfinite(value):
            return self.sentences["numbers.missing"]
        digits = next((digits for digits in range(4) if math.isclose(value, round(value, digits), abs_tol=1e-9)), 4)
        return self.number(value, digits)

    def share(self, value: float) -> str:
        """A share as a percentage with the digits that matter: ``41%``, ``3.4%``, ``0.27%``, ``99.6%``."""
        return self.sentences["numbers.share"].format(number=self._percentage(value)) if math.isfinite(value) else self.number(value)

    def round_share(self, value: float) -> str:
        """A share chosen to be round, such as an axis number: ``5%``, ``12.5%``."""
        return self.sentences["numbers.share"].format(number=self.points(round(100 * value, 4)))

    def days(self, value: float) -> str:
        """A length of time in the unit that suits it: ``34 d``, ``9.1 d``, ``5 h``, ``12 min``."""
        for unit, per_day, least in (("d", 1.0, 1.0), ("h", 24.0, 1.0), ("min", 1440.0, 0.0)):
            if value * per_day >= least or not math.isfinite(value):
                number = self.number(value * per_day, 1 if unit == "d" and value < 9.95 else 0)
                return self.sentences[f"numbers.{unit}"].format(number=number) if math.isfinite(value) else number
        return self.number(value)

    def share_interval(self, low: float, high: float) -> str:
        """Two shares as the ends of an interval: ``37% to 45%``."""
        return self._between(self.share(low), self.share(high), low, high)

    def interval(self, low: float, high: float, digits: int) -> str:
        """Two numbers as the ends of an interval: ``0.71 to 0.78``."""
        return self._between(self.number(low, digits), self.number(high, digits), low, high)

    def day(self, value: date) -> str:
        """A day (an instant's day is read in UTC): ``1 July 2024``."""
        month = self.sentences[f"months.m{value.month}"]
        return self.sentences["numbers.day"].format(day=value.day, month=month, year=value.year)

    def _percentage(self, share: float) -> str:
        percent = 100 * share
        size = abs(percent)
        if size in {0.0, 100.0}:
            return self.number(percent)
        if size < 1:
            return self.number(percent, 2)
        return self.number(percent, 1 if size < 9.95 or 99 < size < 100 else 0)

    def _between(self, low_text: str, high_text: str, low: float, high: float) -> str:
        if not (math.isfinite(low) and math.isfinite(high)):
            return self.sentences["numbers.missing"]
        return self.sentences["numbers.interval"].format(low=low_text, high=high_text)


@cache
def read_words(language: str = "en") -> Words:
    """The words of one language; InputError when the toolkit does not speak it."""
    folder = resources.files(__package__)
    file = folder / f"{language}.yml"
    if not file.is_file():
        spoken = [entry.name.removesuffix(".yml") for entry in folder.iterdir() if entry.name.endswith(".yml")]
        raise InputError(f"the language must be one that the toolkit speaks; got {language!r}", hint=did_you_mean(language, spoken))
    tree = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    return Words(language, dict(_leaves(tree)))


def _leaves(tree: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        key = f"{above}{name}"
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{key}.")
        else:
            yield key, str(value)


ENGLISH = read_words("en")
