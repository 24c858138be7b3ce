"""The terms of the judged score, with what a study knows against fitting each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from leadscore_analysis.errors import InputError
from leadscore_analysis.replay.terms import Term
from leadscore_analysis.rulebook.conditions import Condition
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.rules import AttributeRule, Rule
from leadscore_analysis.rulebook.walk import placed_rules
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.card import JudgedTerm


def judged_terms(terms: Iterable[Term], model: RulebookModel, study: Study, leaks: pd.DataFrame) -> tuple[JudgedTerm, ...]:
    """The terms that the judged score is made of; of a formula, those of its parts, each with its part's weight.

    ``leaks`` has a row per event type or attribute that the leak check looked at: ``kind``, ``name``, ``named``, ``allowed``.
    InputError when the judged score has no terms of its own.
    """
    score = study.judged_score([score.score for score in model.scores])
    weights = score_weights(model, score)
    rules = {placed.rule.rule: placed.rule for placed in placed_rules(model)}
    named = leaks[leaks["named"].astype(bool) & ~leaks["allowed"].astype(bool)]
    leaking = {str(kind): set(rows["name"]) for kind, rows in named.groupby("kind")}
    worked = set(study.worked.event or () if study.worked is not None else ()) - set(study.allow)
    return tuple(_judged(term, rules[term.rule], weights[term.score], leaking, worked) for term in terms if term.score in weights)


def score_weights(model: RulebookModel, score: str) -> dict[str, float]:
    """The scores with rules that make up ``score``, and what each of their points counts in it."""
    found = next(each for each in model.scores if each.score == score)
    if found.rollup is not None:
        raise InputError(
            f"judge.score must have rules or a formula to be fitted; got the roll-up '{score}'", hint=f"judge {found.rollup.score} instead"
        )
    if found.formula is None:
        return {score: 1.0}
    weights: dict[str, float] = {}
    for part, weight in found.formula.items():
        for name, inner in score_weights(model, part).items():
            weights[name] = weights.get(name, 0.0) + float(weight) * inner
    return weights


def _judged(term: Term, rule: Rule, weight: float, leaking: Mapping[str, Collection[str]], worked: Collection[str]) -> JudgedTerm:
    kind = "attribute" if isinstance(rule, AttributeRule) else "event type"
    reads = what_it_reads(rule)
    return JudgedTerm(
        name=term.name,
        score=term.score,
        rule=term.rule,
        points=term.points,
        path=term.path,
        direction=term.direction,
        locked=term.locked,
        weight=weight,
        leak=next((name for name in reads if name in leaking.get(kind, ())), ""),
        made_by_sales=next((name for name in reads if kind == "event type" and name in worked), ""),
    )


def what_it_reads(rule: Rule) -> tuple[str, ...]:
    """The event types of a rule, or the attributes of an attribute rule."""
    if not isinstance(rule, AttributeRule):
        return rule.event
    if rule.attribute is not None:
        return (rule.attribute,)
    return tuple(sorted(Condition.parse(rule.where or "").columns))
