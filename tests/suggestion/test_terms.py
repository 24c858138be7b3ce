"""Which terms are judged, and what is known against fitting them."""

from decimal import Decimal

import pandas as pd
import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.replay.terms import Term
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.settings_file import plain, settings_tree
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.terms import judged_terms

TEXT = """\
rulebook: three
scores:
  - score: fit
    rules:
      - {rule: nl, kind: attribute, where: "country = 'NL' AND size > 5", points: 20}
      - {rule: title, kind: attribute, attribute: job_title, values: {Director: 15}}
  - score: interest
    rules:
      - {rule: demo, kind: event, event: [trial_start, demo_request], points: 15}
      - {rule: call, kind: event, event: call_connected, points: 5, locked: true}
  - {score: combined, formula: {fit: 0.5, interest: 2}}
  - {score: account-interest, entity: account, rollup: {score: interest, how: sum}}
"""
MODEL = RulebookModel.model_validate(plain(settings_tree(TEXT)))
POINTS = {"nl": 20, "title": 15, "demo": 15, "call": 5}
SCORES = {"nl": "fit", "title": "fit", "demo": "interest", "call": "interest"}
NO_LEAKS = pd.DataFrame({"kind": [], "name": [], "named": [], "allowed": []}, dtype=object)


def terms(score, leaks=NO_LEAKS, **more):
    study = Study.model_validate(
        {
            "study": "s",
            "rulebook": "r.yml",
            "judge": {"score": score},
            "outcome": {"stage": "won"},
            "horizon": "90d",
            "moments": {"every": "7d", "from": "2024-01-01", "until": "2025-01-01"},
            **more,
        }
    )
    replayed = [
        Term(number, rule, SCORES[rule], rule, Decimal(points), (rule,), "positive", locked=rule == "call")
        for number, (rule, points) in enumerate(POINTS.items())
    ]
    return {term.name: term for term in judged_terms(replayed, MODEL, study, leaks)}


def named(kind, name, *, allowed=False, named=True):
    return pd.DataFrame({"kind": [kind], "name": [name], "named": [named], "allowed": [allowed]})


def test_only_terms_of_the_judged_score_are_fitted():
    assert list(terms("interest")) == ["demo", "call"]


def test_a_formula_takes_the_terms_of_its_parts_with_their_weights():
    assert {name: term.weight for name, term in terms("combined").items()} == {"nl": 0.5, "title": 0.5, "demo": 2, "call": 2}


def test_a_roll_up_is_not_fitted():
    with pytest.raises(InputError, match="Hint: judge interest instead"):
        terms("account-interest")


def test_a_rule_on_a_leaking_event_type_is_named():
    found = terms("interest", named("event type", "demo_request"))
    assert (found["demo"].leak, found["call"].leak) == ("demo_request", "")


def test_an_attribute_that_leaks_is_found_in_a_where_and_in_values():
    assert terms("fit", named("attribute", "size"))["nl"].leak == "size"
    assert terms("fit", named("attribute", "job_title"))["title"].leak == "job_title"


def test_an_event_type_of_the_same_name_is_no_attribute():
    assert terms("fit", named("event type", "size"))["nl"].leak == ""


def test_what_the_leak_check_looked_at_and_did_not_name_is_no_leak():
    assert terms("interest", named("event type", "demo_request", named=False))["demo"].leak == ""


def test_what_the_study_allows_is_no_leak():
    assert terms("interest", named("event type", "demo_request", allowed=True))["demo"].leak == ""


def test_a_rule_on_worked_events_is_made_by_sales_unless_allowed():
    worked = {"worked": {"event": ["call_connected"]}}
    assert terms("interest", **worked)["call"].made_by_sales == "call_connected"
    assert terms("interest", **worked, allow=["call_connected"])["call"].made_by_sales == ""


def test_locks_and_points_come_with_the_terms():
    found = terms("interest")
    assert (found["call"].locked, found["call"].points) == (True, 5)
