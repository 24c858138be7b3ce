"""Every verdict has a sentence that says why, with its numbers."""

from decimal import Decimal
from typing import get_args

import pandas as pd
import pytest

from leadscore_analysis.suggestion.card import Card, CardTerm, Companions, JudgedTerm, Reason
from leadscore_analysis.suggestion.reasons import points_table, reason_sentences, shown_points, threshold_sentence
from leadscore_analysis.thresholds import Threshold

SUPPORT = pd.DataFrame(
    {"term": ["demo"], "rows": [40], "leads": [30], "converting_leads": [7], "with": [0.3], "without": [0.02], "lift": [5.0]}
)


TOGETHER = [f"together_{name}" for name in ("current", "suggested", "low", "high", "correlation")]


def table(reason, suggested=20, *, in_period=31, companions=None, **support):
    term = JudgedTerm("demo", "interest", "demo-rule", Decimal(15), ("scores", 0), leak="signed" if reason == "leak" else "")
    entry = CardTerm(term, Decimal(suggested), reason, 16.25, 24, -3, 8.5, companions)
    card = Card((entry,), SUPPORT.assign(**support), Decimal(5), Decimal(20), 0.0, 0.1)
    return points_table(card, reason_sentences(card, converting_leads=in_period, smallest=5))


def row(reason, *given, **named):
    return table(reason, *given, **named).iloc[0]


def shown(reason, *given, **named):
    return shown_points(table(reason, *given, **named), smallest=5).iloc[0]


def test_a_row_says_where_the_term_stands_and_what_supports_it():
    found = row("fitted").drop("reason").to_dict()
    assert found == {
        "score": "interest",
        "rule": "demo-rule",
        "term": "demo",
        "current": 15,
        "suggested": 20,
        "verdict": "raise",
        "rows": 40,
        "leads": 30,
        "converting_leads": 7,
        "with": 0.3,
        "without": 0.02,
        "lift": 5,
        "low": 16.25,
        "high": 24,
        "worked_low": -3,
        "worked_high": 8.5,
        "together_with": "",
        **dict.fromkeys(TOGETHER, pytest.approx(float("nan"), nan_ok=True)),
    }


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_has_a_sentence(reason):
    assert len(row(reason)["reason"]) > 20


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("too_few_conversions", "too little data: 31 converting leads in the fit period, 50 needed to fit points"),
        ("too_little_data", "too little data: 7 converting leads with it, 10 needed"),
        ("within_interval", "too little data: its interval, 16.2 to 24.0 points, holds the 15 that it has now"),
        ("fitted", "beside the other terms it is worth 16.2 to 24.0 points: 30% convert with it, 2.0% without"),
        (
            "depends_on_work",
            "depends on who was worked: among leads that sales began to work within the horizon it is worth \N{MINUS SIGN}3.0 to 8.5 "
            "points beside the other terms, among all 16.2 to 24.0; such points would follow whom sales chose",
        ),
    ],
)
def test_sentences_carry_their_numbers(reason, sentence):
    assert row(reason)["reason"] == sentence


def test_terms_that_cannot_be_told_apart_are_said_with_what_they_bring_together():
    found = row("fitted", companions=Companions(("mail", "form"), 25, 30, 26.25, 34, 0.9996))
    assert found["reason"].endswith(
        "2.0% without; it and mail, form count at nearly the same moments (correlation 0.999), so the history cannot tell what each of "
        "them is worth: together they have 25 points now, 30 as suggested, and are worth 26.2 to 34.0"
    )
    assert (found["together_with"], *found[TOGETHER]) == ("mail, form", 25, 30, 26.25, 34, 0.9996)


def test_a_few_converting_leads_are_hidden_with_the_shares_that_would_tell_them():
    found = shown("too_little_data", 15, converting_leads=4)
    assert (found["rows"], found["leads"], found["converting_leads"]) == (40, 30, "< 5")
    assert found[["with", "without", "lift", "low", "high", "worked_low", "worked_high"]].isna().all()
    assert found["reason"] == "too little data: fewer than 5 converting leads with it, 10 needed"


def test_a_term_that_few_leads_have_shows_no_rows_either():
    found = shown("too_little_data", 15, leads=4, converting_leads=0)
    assert (found["leads"], found["converting_leads"]) == ("< 5", 0)
    assert found[["rows", "with"]].isna().all()


def test_a_few_converting_leads_in_the_period_are_hidden_too():
    assert "fewer than 5 converting leads in the fit period" in row("too_few_conversions", 15, in_period=3)["reason"]


def test_a_leak_is_named():
    assert "leak: signed" in row("leak", 0)["reason"]


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        (Threshold(45, 38.4, 40), "45 points, which 38.4 new leads a week reach; the capacity is 40"),
        (Threshold(45, 38.4, 39, "present volume"), "as many as reach the line in force (39)"),
        (Threshold(100, 80, 40, fits=False), "100 points is the highest score reached"),
        (None, "no threshold is suggested"),
    ],
)
def test_the_threshold_is_said_with_what_it_was_chosen_for(threshold, words):
    assert words in threshold_sentence(threshold)
