"""A card a term: what is suggested for it, why, and what that rests on, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import escape

from leadscore_analysis.words import ENGLISH, Words

PAIRS = 1000
"""Effects are told as pairs out of so many, of a converting row and another, that come into the right order."""


@dataclass(frozen=True)
class TermCard:
    """One term: its name, the verdict (as the tables have it), points now and suggested, why in a sentence, and facts with their names."""

    term: str
    verdict: str
    points: str
    reason: str
    facts: tuple[tuple[str, str], ...]

    @property
    def changes(self) -> bool:
        """Whether other points are suggested."""
        return self.verdict != "keep"


@dataclass(frozen=True)
class TermCards:
    """Cards of terms; as text they can be read in a terminal, and in a notebook they show as such."""

    cards: tuple[TermCard, ...]
    words: Words = ENGLISH

    def __iter__(self) -> Iterator[TermCard]:
        return iter(self.cards)

    def __len__(self) -> int:
        return len(self.cards)

    def __str__(self) -> str:
        return "\n\n".join(self._text(card) for card in self.cards)

    def _text(self, card: TermCard) -> str:
        facts = [f"  {name}: {fact}" for name, fact in card.facts]
        return "\n".join([f"{card.term}: {self.words.name(card.verdict)} {card.points}", f"  {card.reason}", *facts])

    def _repr_html_(self) -> str:
        return "".join(
            f"<p><b>{escape(card.term)}: {escape(self.words.name(card.verdict))} {escape(card.points)}</b><br>{escape(card.reason)}<br>"
            + "<br>".join(f"{escape(name)}: {escape(fact)}" for name, fact in card.facts)
            + "</p>"
            for card in self.cards
        )


def term_cards(points: pd.DataFrame, words: Words = ENGLISH) -> TermCards:
    """The cards of a points table (:func:`leadscore_analysis.suggestion.reasons.points_table`) whose small counts are hidden; the terms
    that change come first. What is not known is left out.
    """
    changed = points.assign(kept=points["verdict"] == "keep").sort_values("kept", kind="stable")
    return TermCards(tuple(_card(row, words) for row in changed.to_dict("records")), words)


def _card(row: Mapping[Any, Any], words: Words) -> TermCard:
    now, suggested = (words.points(float(row[name])) for name in ("current", "suggested"))
    points = words.say("suggestion.card.kept" if row["verdict"] == "keep" else "suggestion.card.changed", now=now, suggested=suggested)
    facts = {name: _fact(name, row, words) for name in ("support", "conversion", "worth", "together", "worked", "effect", "folds")}
    named = tuple((words.say(f"suggestion.card.{name}.name"), fact) for name, fact in facts.items() if fact)
    reason = str(row["reason"])
    return TermCard(str(row["term"]), str(row["verdict"]), points, f"{reason[:1].upper()}{reason[1:]}.", named)


def _fact(name: str, row: Mapping[Any, Any], words: Words) -> str:
    known = {key: row.get(key) for key in _NEEDED[name]}
    if any(value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)) for value in known.values()):
        return ""
    if name == "folds" and not known["folds"]:
        return ""
    key = f"suggestion.card.{name}.said"
    if name == "effect":
        key = f"suggestion.card.effect.{'points' if row['verdict'] == 'keep' else 'change'}"
    written: dict[str, Any] = {name: _written(name, value, words) for name, value in known.items()}
    return words.say(key, **written)


_NEEDED = {
    "support": ("converting_leads", "leads"),
    "conversion": ("with", "without", "lift"),
    "worth": ("low", "high"),
    "together": ("together_with", "together_current", "together_suggested", "together_low", "together_high"),
    "worked": ("worked_low", "worked_high"),
    "effect": ("effect", "effect_low", "effect_high"),
    "folds": ("folds_agree", "folds"),
}


def _written(name: str, value: Any, words: Words) -> str:
    if isinstance(value, str):  # masked already
        return value
    if name in {"with", "without"}:
        return words.share(float(value))
    if name.startswith("effect"):
        return words.signed(round(PAIRS * float(value), 1))
    if name in {"together_current", "together_suggested"}:
        return words.points(round(float(value), 1))
    return words.count(value) if name.endswith(("leads", "folds", "agree")) else words.number(float(value), 1)
