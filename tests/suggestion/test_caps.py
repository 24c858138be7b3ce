"""The clamps of a rulebook as caps over terms: what they give is what a replay gives."""

from decimal import Decimal

import numpy as np

from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.scorecard import Cap, capped
from leadscore_analysis.settings_file import plain, settings_tree
from leadscore_analysis.suggestion.caps import score_caps
from leadscore_analysis.suggestion.card import JudgedTerm

TEXT = """\
rulebook: capped
scores:
  - score: fit
    max: 30
    rules: [{rule: nl, kind: attribute, where: "country = 'NL'", points: 20}]
  - score: interest
    min: 0
    groups: [{group: web, max: 25, rules: [{rule: page, kind: event, event: page_view, points: 5, cap: 20}]}]
    rules: [{rule: demo, kind: event, event: demo_request, points: 15}]
  - {score: combined, formula: {fit: 0.5, interest: 2}, max: 100}
"""
MODEL = RulebookModel.model_validate(plain(settings_tree(TEXT)))
INF = float("inf")


def term(rule, score, weight=1.0):
    return JudgedTerm(rule, score, rule, Decimal(5), (rule,), weight=weight)


def test_rules_groups_and_the_score_are_caps_from_the_inside_out():
    caps = score_caps(MODEL, "interest", [term("page", "interest"), term("demo", "interest")])
    assert caps == (Cap((0,), -20, 20), Cap((0,), -INF, 25), Cap((0, 1), 0, INF))


def test_parts_of_a_formula_are_capped_times_their_weight():
    terms = [term("nl", "fit", 0.5), term("page", "interest", 2), term("demo", "interest", 2)]
    caps = score_caps(MODEL, "combined", terms)
    assert caps == (Cap((1,), -40, 40), Cap((1,), -INF, 50), Cap((0,), -INF, 15), Cap((1, 2), 0, INF), Cap((0, 1, 2), -INF, 100))
    units = np.array([[0.5 * 4, 2 * 9, 2 * 1]])  # 4 times 20 points count 30, 9 times 5 count 20, the demo 15
    assert capped(units, np.array([20.0, 5, 15]), caps)[0].tolist() == [0.5 * 30 + 2 * (20 + 15)]
