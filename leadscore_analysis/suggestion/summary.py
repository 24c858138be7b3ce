"""A suggestion in a few lines, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore_analysis.suggestion.reasons import threshold_sentence
from leadscore_analysis.suggestion.suggestion import Suggestion
from leadscore_analysis.suggestion.verdict import backwards_sentence, verdict_sentence
from leadscore_analysis.words import ENGLISH, Words

_MOST_CANDIDATES = 5


def summary(suggestion: Suggestion, words: Words = ENGLISH) -> list[str]:
    """What changes and why, the threshold, how the cards compare, and at the end the verdict."""
    return [
        *_changes(suggestion, words),
        *_beyond_points(suggestion, words),
        "",
        *_outlook(suggestion, words),
        "",
        *filter(None, [backwards_sentence(suggestion, words)]),
        verdict_sentence(suggestion, words),
        "",
    ]


def _changes(suggestion: Suggestion, words: Words) -> Iterator[str]:
    points = suggestion.shown_points(words)
    changes = points[points["verdict"] != "keep"]
    yield words.say("suggestion.summary.changes", count=len(changes), terms=len(points))
    if changes.empty and points["reason"].nunique() == 1:
        yield f"  {points['reason'].iloc[0]}"
    for change in changes.to_dict("records"):
        yield "  " + words.say(
            "suggestion.summary.change",
            verdict=words.name(change["verdict"]),
            term=change["term"],
            current=words.points(change["current"]),
            suggested=words.points(change["suggested"]),
            reason=change["reason"],
        )


def _beyond_points(suggestion: Suggestion, words: Words) -> Iterator[str]:
    """The structures that change, and the candidates that are worth a rule."""
    structure, candidates = suggestion.shown_structure(words), suggestion.shown_candidates(words)
    for rule in structure[structure["verdict"] == "change"].to_dict("records") if len(structure) else ():
        known = {str(name): value for name, value in rule.items()} | {"kind": words.name(rule["kind"])}
        yield "  " + words.say("suggestion.structure.change", **known)
    for rule in candidates[candidates["verdict"] == "add"].head(_MOST_CANDIDATES).to_dict("records") if len(candidates) else ():
        points = words.points(rule["points"])
        yield "  " + words.say("suggestion.candidates.add", what=rule["candidate"], points=points, reason=rule["reason"])


def _outlook(suggestion: Suggestion, words: Words) -> Iterator[str]:
    yield words.say("suggestion.summary.threshold", sentence=threshold_sentence(suggestion.threshold, words))
    if not suggestion.counts.judged_rows:
        yield words.say("suggestion.summary.nothing_judged")
        return
    for card in suggestion.cards.to_dict("records"):
        yield words.say(
            "suggestion.summary.card",
            card=words.name(str(card["card"])),
            auc=words.number(card["auc"], 3),
            share=words.share(card["share_of_winners"]),
        )
