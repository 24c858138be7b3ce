"""How a language writes numbers, percentages, lists, days and instants: babel's patterns for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

MINUS = "\N{MINUS SIGN}"
_LOCALES = {"en": "en_GB"}


@dataclass(frozen=True)
class Writing:
    """The writing habits of one language."""

    locale: Locale

    def number(self, value: Decimal) -> str:
        """The number with its own decimals, thousands separated and a true minus sign: ``1,234.50``."""
        return _signed(value, format_decimal(abs(value), format=_digits(value), locale=self.locale))

    def percentage(self, percent: Decimal) -> str:
        """A percentage as the language sets it: ``12.5%``, ``12,5 %``."""
        pattern = self.locale.percent_formats[None].pattern.replace("#,##0", _digits(percent))
        return _signed(percent, format_percent(abs(percent) / 100, format=pattern, locale=self.locale))

    def day(self, value: date) -> str:
        """A day written out: ``1 July 2024``."""
        return str(format_date(value, "long", locale=self.locale))

    def time(self, value: datetime) -> str:
        """A time of day to the minute: ``14:05``."""
        return str(format_time(value, "short", locale=self.locale))

    def listed(self, items: Sequence[str], *, last: str = "and") -> str:
        """Things in a row: ``a, b and c``, or ``a, b or c``."""
        return str(format_list(list(items), style="or" if last == "or" else "standard", locale=self.locale))

    def plural(self, count: int | Decimal) -> str:
        """The form of a sentence that suits a count: ``one`` or ``other``."""
        return str(self.locale.plural_form(count))

    def ordinal(self, place: int) -> str:
        """The form of a sentence that suits a place in a row, such as the 31st."""
        return str(self.locale.ordinal_form(place))


@cache
def writing_of(language: str) -> Writing:
    """How ``language`` writes; English as in Britain."""
    return Writing(Locale.parse(_LOCALES.get(language, language)))


def _digits(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    digits = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"#,##0.{'0' * digits}" if digits else "#,##0"


def _signed(value: Decimal, text: str) -> str:
    return f"{MINUS}{text}" if value < 0 else text
