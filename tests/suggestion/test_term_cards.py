"""A card a term: what changes first, why, and what it rests on, in three languages."""

import pandas as pd
import pytest

from leadscore_analysis.suggestion.term_cards import term_cards
from leadscore_analysis.words import ENGLISH, languages, read_words

NONE = float("nan")
ROW = {
    "term": "demo", "current": 15.0, "suggested": 15.0, "verdict": "keep", "reason": "the history gives no reason", "rows": 900,
    "leads": 700, "converting_leads": 120, "with": 0.12, "without": 0.031, "lift": 3.4, "low": 12.0, "high": 18.4, "worked_low": NONE,
    "worked_high": NONE, "against": 0.0, "effect": 0.0104, "effect_low": -0.0012, "effect_high": 0.022, "folds": 6, "folds_agree": 5,
}  # fmt: skip


def cards(*changes, words=ENGLISH):
    return term_cards(pd.DataFrame([{**ROW, **change} for change in changes]), words)


def facts(**change):
    (card,) = cards(change)
    return dict(card.facts)


def test_a_card_says_support_conversion_worth_effect_and_what_earlier_fits_say():
    assert facts() == {
        "converting leads with it": "120 of 700 leads (those at a fitted moment, and all that convert)",
        "lead-moments that convert": "12% with it, 3.1% without it; with it 3.4 times the average",
        "worth beside the other terms": "12.0 to 18.4 points (90% interval)",
        "on later leads that the fit did not see": "its points put +10.4 of 1,000 pairs of a converting and another lead-moment in the "
        "right order (95% interval: \N{MINUS SIGN}1.2 to +22)",
        "fits on earlier moments alone": "5 of 6 have its points go the same way",
    }


def test_the_effect_of_a_term_that_changes_is_that_of_the_change():
    (card,) = cards({"suggested": 20.0, "verdict": "raise"})
    assert card.points == "15 to 20 points"
    assert dict(card.facts)["on later leads that the fit did not see"].startswith("the change puts +10.4 of 1,000 pairs")


def test_terms_that_change_come_first_and_the_reason_is_a_sentence():
    found = list(cards({}, {"term": "spam", "suggested": 0.0, "verdict": "drop"}, {"term": "late"}))
    assert [card.term for card in found] == ["spam", "demo", "late"]
    assert found[0].changes
    assert found[1].reason == "The history gives no reason."


def test_what_is_hidden_or_not_known_is_left_out():
    hidden = {"converting_leads": "< 5", "with": NONE, "without": NONE, "lift": NONE, "low": NONE, "high": NONE, "effect": NONE}
    assert list(facts(**hidden, folds=0)) == ["converting leads with it"]


def test_the_worth_among_worked_leads_stands_where_it_is_known():
    assert facts(worked_low=-2.0, worked_high=3.5)["worth among leads that sales began to work"] == (
        "\N{MINUS SIGN}2.0 to 3.5 points (90% interval)"
    )


def test_terms_that_cannot_be_told_apart_say_what_they_bring_together():
    both = {"together_current": 25.0, "together_suggested": 30.0, "together_low": 26.25, "together_high": 34.0}
    assert facts(together_with="mail", **both)["counts together with"] == (
        "mail; together 25 points now, 30 as suggested, worth 26.2 to 34.0 (90% interval)"
    )


@pytest.mark.parametrize("language", languages())
def test_cards_can_be_read_in_every_language_in_a_terminal_and_in_a_notebook(language):
    found = cards({}, {"term": "<b>", "suggested": 0.0, "verdict": "drop"}, words=read_words(language))
    assert str(found).startswith(f"<b>: {read_words(language).name('drop')} 15 ")
    assert "&lt;b&gt;" in found._repr_html_()
    assert len(found) == 2
