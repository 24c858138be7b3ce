"""Names as they may stand in YAML."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*")
_MEANS_ELSE = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def scalar(text: str) -> str:
    """A text as YAML reads it back: quoted wherever YAML could read something else.

    >>> scalar("form"), scalar("case:id"), scalar("no"), scalar("12")
    ('form', '"case:id"', '"no"', '"12"')
    """
    return text if _PLAIN.fullmatch(text) and text.lower() not in _MEANS_ELSE else json.dumps(text, ensure_ascii=False)


def inline(entries: Mapping[str, str]) -> str:
    """A mapping on one line.

    >>> inline({"from": "a.csv", "lead_id": "contact"})
    '{from: a.csv, lead_id: contact}'
    """
    return "{" + ", ".join(f"{scalar(key)}: {scalar(value)}" for key, value in entries.items()) + "}"


def slug(text: str, taken: set[str]) -> str:
    """A short name of letters, digits and ``-`` that is not taken yet; it is taken then."""
    unaccented = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", unaccented).strip("-")[:60] or "rule"
    name = next(candidate for number in range(1, len(taken) + 2) if (candidate := base if number == 1 else f"{base}-{number}") not in taken)
    taken.add(name)
    return name
