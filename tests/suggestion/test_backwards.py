"""A card that ranks leads the wrong way round is told as such."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.suggestion import summary
from leadscore_analysis.suggestion.backwards import backward_cards
from leadscore_analysis.suggestion.verdict import backwards_sentence
from leadscore_analysis.words import languages, read_words
from tests import report_tables as tables


def backwards(score, converted, *, slope=0.1, changed=("demo",), leads=50, auc=0.4):
    examples = SimpleNamespace(score=np.array(score), converted=np.array(converted))
    material = SimpleNamespace(examples=examples, places=np.arange(len(score)), converting_leads=leads)
    judged = pd.DataFrame({"card": ["current", "suggested"], "auc": auc})
    return backward_cards(material, SimpleNamespace(changed=changed, log_odds_per_point=slope), judged)


def test_a_card_under_which_leads_with_more_points_convert_less_often_is_named():
    wins_above, wins_below = [False, False, True, True], [True, True, False, False]
    assert backwards([0.0, 5, 10, 15], wins_above) == ()
    assert backwards([0.0, 5, 10, 15], wins_below) == ("current",)
    assert backwards([0.0, 5, 10, 15], wins_below, slope=-0.1) == ("current", "suggested")


def test_a_suggestion_that_changes_nothing_is_not_named_beside_the_current_card():
    assert backwards([0.0, 5, 10], [True, True, False], slope=-0.1, changed=()) == ("current",)


def test_a_history_with_too_few_converting_leads_to_fit_points_says_nothing_of_the_order():
    assert backwards([0.0, 5, 10], [True, True, False], leads=49) == ()


def test_a_card_that_ranks_later_moments_rightly_is_not_named_and_one_that_was_not_judged_is():
    fewer_above = [True, True, False]
    assert backwards([0.0, 5, 10], fewer_above, auc=0.6) == ()
    assert backwards([0.0, 5, 10], fewer_above, auc=float("nan")) == ("current",)


def test_where_nobody_or_everybody_converts_nothing_is_said_of_the_order():
    assert backwards([0.0, 5], [False, False]) == backwards([0.0, 5], [True, True]) == ()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("cards", [("current",), ("suggested",), ("current", "suggested")])
def test_the_summary_says_so_in_every_language(language, cards):
    words = read_words(language)
    told = backwards_sentence(tables.suggestion(backwards=cards), words)
    assert told in summary(tables.suggestion(backwards=cards), words)
    assert backwards_sentence(tables.suggestion(), words) == ""
