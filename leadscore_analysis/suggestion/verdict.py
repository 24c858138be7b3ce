"""What a suggestion comes to in plain words: whether there is a reason to change the points."""

from __future__ import annotations

import math
from typing import Literal

from pandas import Series

from leadscore_analysis.suggestion.suggestion import Suggestion
from leadscore_analysis.words import ENGLISH, Words

Verdict = Literal["unchanged", "not_judged", "leak", "better", "worse", "chance", "no_better"]


def verdict(suggestion: Suggestion) -> Verdict:
    """How the suggested card does against the current one on rows that its fit never saw.

    ``better`` and ``worse`` where the whole interval of the difference says so, ``chance`` where only its middle is above zero.
    """
    if not suggestion.changes:
        return "unchanged"
    if not math.isfinite(card_row(suggestion, "suggested")["auc"]):
        return "not_judged"
    if suggestion.leaking:
        return "leak"
    row = difference_row(suggestion, judged_figure(suggestion))
    if row["low"] > 0:
        return "better"
    if row["high"] < 0:
        return "worse"
    return "chance" if row["difference"] > 0 else "no_better"


def verdict_sentence(suggestion: Suggestion, words: Words = ENGLISH) -> str:
    """The verdict as a sentence for people, without its numbers."""
    names, terms = ", ".join(suggestion.leaking), len(suggestion.points)
    return words.say(f"suggestion.verdict.{verdict(suggestion)}", names=names, terms=terms)


def backwards_sentence(suggestion: Suggestion, words: Words = ENGLISH) -> str:
    """Which cards rank leads the wrong way round, and what to look at then; empty where none does."""
    cards = suggestion.backwards
    return words.say(f"suggestion.backwards.{cards[0] if len(cards) == 1 else 'both'}") if cards else ""


def judged_figure(suggestion: Suggestion) -> Literal["share_of_winners", "auc"]:
    """The figure that decides: the share of winners, or the AUC where the study names no capacity."""
    return "share_of_winners" if math.isfinite(card_row(suggestion, "suggested")["share_of_winners"]) else "auc"


def card_row(suggestion: Suggestion, card: str) -> Series[float]:
    """The figures of one card."""
    return suggestion.cards[suggestion.cards["card"] == card].iloc[0]


def difference_row(suggestion: Suggestion, figure: str) -> Series[float]:
    """Suggested minus current in one figure, with its interval."""
    return suggestion.differences[suggestion.differences["figure"] == figure].iloc[0]
