"""The clamps of a score as caps over its terms: of rules, groups and the score itself, and of the parts of a formula."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.walk import PlacedRule, placed_rules
from leadscore_analysis.scorecard import Cap
from leadscore_analysis.suggestion.card import JudgedTerm
from leadscore_analysis.suggestion.terms import score_weights


def score_caps(model: RulebookModel, score: str, terms: Sequence[JudgedTerm]) -> tuple[Cap, ...]:
    """The caps that hold the judged score, inner ones first, over places in ``terms``; units are taken to be counted with their weights.

    A formula inside a formula is left uncapped where one of its parts also counts outside it.
    """
    placed = {each.rule.rule: each for each in placed_rules(model)}
    return tuple(cap for cap in _caps(model, score, terms, placed) if cap.terms and (cap.low > -math.inf or cap.high < math.inf))


def _caps(model: RulebookModel, score: str, terms: Sequence[JudgedTerm], placed: dict[str, PlacedRule]) -> Iterator[Cap]:
    for rule in dict.fromkeys(term.rule for term in terms):
        own, cap = [place for place, term in enumerate(terms) if term.rule == rule], placed[rule].rule.cap
        yield _cap(own, None if cap is None else -cap, cap, terms[own[0]].weight)
    for each in model.scores:
        for group in each.groups:
            names = {rule.rule for rule in group.rules}
            held = [place for place, term in enumerate(terms) if term.rule in names]
            if held:
                yield _cap(held, group.min, group.max, terms[held[0]].weight)
    for each in model.scores:
        held = [place for place, term in enumerate(terms) if term.score == each.score]
        if held and each.score != score:
            yield _cap(held, each.min, each.max, terms[held[0]].weight)
    yield from _formulas(model, score, terms, 1.0)


def _formulas(model: RulebookModel, score: str, terms: Sequence[JudgedTerm], weight: float) -> Iterator[Cap]:
    """The caps of the formulas that make up a score, and its own last."""
    found = next(each for each in model.scores if each.score == score)
    for part, factor in (found.formula or {}).items():
        if next(each for each in model.scores if each.score == part).formula is not None:
            yield from _formulas(model, part, terms, weight * float(factor))
    weights = score_weights(model, score)
    held = [place for place, term in enumerate(terms) if term.score in weights]
    if all(math.isclose(terms[place].weight, weight * weights[terms[place].score]) for place in held):
        yield _cap(held, found.min, found.max, weight)


def _cap(places: list[int], low: Decimal | None, high: Decimal | None, weight: float) -> Cap:
    ends = (-math.inf if low is None else float(low) * weight, math.inf if high is None else float(high) * weight)
    if weight < 0:
        ends = (math.inf if low is None else ends[0], -math.inf if high is None else ends[1])
    return Cap(tuple(places), min(ends), max(ends))
