"""A suggestion in a few lines, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore_analysis.suggestion.reasons import threshold_sentence
from leadscore_analysis.suggestion.sampled_told import sampled_sentences
from leadscore_analysis.suggestion.suggestion import Suggestion
from leadscore_analysis.suggestion.verdict import backwards_sentence, verdict_sentence
from leadscore_analysis.words import ENGLISH, Words

_MOST_CANDIDATES = 5


def summary(suggestion: Suggestion, words: Words = ENGLISH) -> list[str]:
    """What changes and why, the threshold, how the cards compare, and at the end the verdict."""
    return [
        *_changes(suggestion, words),
        *_structures(suggestion, words),
        *_candidates(suggestion, words),
        "",
        *_outlook(suggestion, words),
        "",
        *sampled_sentences(suggestion, words),
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


def _structures(suggestion: Suggestion, words: Words) -> Iterator[str]:
    """The rules whose structure changes, under a heading."""
    table = suggestion.shown_structure(words)
    if table.empty or not (changes := table[table["verdict"] == "change"].to_dict("records")):
        return
    yield words.say("suggestion.summary.structures", count=len(changes))
    for rule in changes:
        known = {str(name): value for name, value in rule.items()} | {name: words.name(rule[name]) for name in ("kind", "current")}
        yield "  " + words.say("suggestion.structure.change", **known)


def _candidates(suggestion: Suggestion, words: Words) -> Iterator[str]:
    """The candidates that are worth a rule, under a heading."""
    table = suggestion.shown_candidates(words)
    if table.empty or not (added := table[table["verdict"] == "add"].to_dict("records")):
        return
    yield words.say("suggestion.summary.candidates", count=len(added))
    for rule in added[:_MOST_CANDIDATES]:
        points = words.points(rule["points"])
        yield "  " + words.say("suggestion.candidates.add", what=rule["candidate"], points=points, reason=rule["reason"])
    if more := len(added[_MOST_CANDIDATES:]):
        yield "  " + words.say("suggestion.summary.more_candidates", count=more)


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
