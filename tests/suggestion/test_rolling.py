"""Cards judged on rows that their fit never saw."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.labels import Fold
from leadscore_analysis.suggestion.fold_scales import comparable, known_line
from leadscore_analysis.suggestion.rolling import FittedFold, _judged, judged_rows


def test_a_fold_whose_training_rows_never_convert_still_gives_the_suggested_card_a_probability():
    examples = SimpleNamespace(
        score=np.array([0.0, 10, 0, 10]),
        converted=np.array([False, False, True, False]),
        latest_event_us=np.zeros(4, dtype=np.int64),
        rows=pd.DataFrame({"moment_no": [0, 0, 1, 1]}),
        looking=SimpleNamespace(moment_us=np.array([0, 7])),
    )
    card = SimpleNamespace(changed=("demo",), points={}, intercept=np.nan, log_odds_per_point=np.nan)
    material = SimpleNamespace(examples=examples, thinned_of=lambda rows: rows)
    fitted = FittedFold(Fold(train=np.array([0, 1]), test=np.array([2, 3]), window=0), SimpleNamespace(card=lambda _: card))
    found = _judged(material, fitted, lambda *_: np.array([5.0, 0.0]), changes=None, same_card=True)
    assert found["suggested"].scores.tolist() == [5, 0]
    assert found["suggested"].probabilities.tolist() == pytest.approx([0.5 / 3, 0.5 / 3])  # half a conversion in one row added to two


def two_halves(points, slopes):
    """Two leads at one moment, each with a demo and in the test of another fold; the folds' cards pay so many points for it."""
    examples = SimpleNamespace(
        score=np.full(6, 5.0),
        converted=np.array([True, False, True, False, True, False]),
        latest_event_us=np.zeros(6, dtype=np.int64),
        rows=pd.DataFrame({"moment_no": [0, 0, 0, 0, 1, 1]}),
        looking=SimpleNamespace(moment_us=np.array([0, 7])),
    )
    material = SimpleNamespace(examples=examples, thinned_of=lambda rows: rows)
    folds = []
    for half, (demo, slope) in enumerate(zip(points, slopes, strict=True)):
        card = SimpleNamespace(changed=("demo",), points={"demo": demo}, intercept=-4.0, log_odds_per_point=slope)
        fit = SimpleNamespace(card=lambda _, card=card: card, at=lambda _, demo=demo: SimpleNamespace(points=np.array([demo])))
        folds.append(FittedFold(Fold(np.arange(half, 4, 2), np.array([4 + half]), window=0), fit))
    return judged_rows(material, folds, lambda paid, rows: np.full(len(rows), paid["demo"]), changes=None)


def test_leads_of_two_folds_are_ranked_by_what_the_points_of_their_cards_mean():
    # One card pays 10 points that mean 0.2 each, the other 20 that mean 0.1: neither lead goes before the other.
    found = two_halves(points=(10.0, 20.0), slopes=(0.2, 0.1))
    assert found.scores["suggested"].tolist() == [-2, -2]
    assert found.probabilities["suggested"][0] == found.probabilities["suggested"][1]
    assert found.scores["current"].tolist() == [5, 5]


def test_where_all_folds_pay_the_same_the_points_themselves_rank():
    found = two_halves(points=(20.0, 20.0), slopes=(0.2, 0.1))
    assert found.scores["suggested"].tolist() == [20, 20]
    assert found.probabilities["suggested"][0] > found.probabilities["suggested"][1]


def test_the_order_within_a_fold_stays_where_its_line_does_not_rise():
    for slope in (0.0, -0.3):
        few, many = comparable(np.array([5.0, 10.0]), (-4.0, slope), same_card=False)
        assert few < many
        assert many == pytest.approx(-4.0)


def test_a_line_of_one_class_is_its_rate():
    assert known_line((np.nan, np.nan), np.array([False, False])) == (pytest.approx(np.log(0.5 / 2.5)), 0.0)
    assert known_line((-4.0, 0.1), np.array([False])) == (-4.0, 0.1)
