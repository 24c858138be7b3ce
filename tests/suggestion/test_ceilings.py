"""Boosted models beside the cards, judged on the same rows."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from leadscore_analysis.labels import Fold
from leadscore_analysis.suggestion import ceilings
from leadscore_analysis.suggestion.ceilings import ON_RAW, ON_UNITS, with_ceilings
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.rolling import FittedFold, JudgedRows
from tests.suggestion.test_card import term

ROWS = 4000
HALF = ROWS // 2


def world(*, rate=0.3):
    """Units that tell a little, a raw column that tells all, and a leaking term."""
    draw = np.random.default_rng(4)
    told, raw = (draw.random(ROWS) < 0.5), draw.normal(size=ROWS)
    converted = draw.random(ROWS) < rate * (0.5 + told) * (raw > 0)
    units = np.column_stack([told, converted]).astype(float)
    rows = pd.DataFrame({"lead": np.arange(ROWS), "cluster": np.arange(ROWS)})
    clusters = [f"A{number}" for number in range(ROWS)]
    examples = SimpleNamespace(rows=rows, converted=converted, score=units[:, 0], clusters=clusters, seed=1)
    terms = (term("demo"), term("signed", leak="contract_signed"))
    material = Material(examples, terms, np.arange(ROWS), units, np.array([], dtype=int), units[:0])
    object.__setattr__(material, "units_of", lambda places: units[places])
    columns = np.column_stack([raw, np.full(ROWS, np.nan)])
    return material, SimpleNamespace(table=lambda places: columns[places], categories=(False, False))


def judged(material, raw):
    places = np.arange(HALF, ROWS)
    rows = JudgedRows(places, {"current": material.examples.score[places]}, {"current": np.full(HALF, 0.3)}, windows=1)
    return with_ceilings(rows, material, [FittedFold(Fold(np.arange(HALF), places, 0), None)], raw)


def test_boosting_finds_what_the_units_and_what_the_raw_history_tell_and_reads_no_leak():
    material, raw = world()
    found = judged(material, raw)
    areas = {name: roc_auc_score(material.examples.converted[HALF:], scores) for name, scores in found.scores.items()}
    assert list(areas) == ["current", ON_UNITS, ON_RAW]
    assert areas[ON_UNITS] == pytest.approx(areas["current"], abs=0.02)
    assert 0.95 > areas[ON_RAW] > areas[ON_UNITS] + 0.1
    assert all(((chance > 0) & (chance < 1)).all() for chance in found.probabilities.values())


def test_with_few_conversions_nothing_is_learnt_but_the_rate():
    material, raw = world(rate=0.005)
    found = judged(material, raw)
    assert np.ptp(found.scores[ON_RAW]) == 0
    assert found.probabilities[ON_RAW][0] == material.examples.converted[:HALF].mean()


def test_a_chance_among_every_fourth_of_the_others_is_that_much_smaller_among_all():
    # One converting row and one other, which stands for four: one in five converts.
    assert ceilings.among_all(np.array([0.5, 0.0, 1.0]), 4).tolist() == [0.2, 0.0, 1.0]


def test_some_of_many_rows_stand_for_all(monkeypatch):
    monkeypatch.setattr(ceilings, "MOST_ROWS", 800)
    material, _ = world()
    places, every = ceilings._some(material, np.arange(ROWS))
    converted = material.examples.converted
    assert len(places) <= 800
    assert converted[places].sum() == converted.sum()
    assert every * (~converted[places]).sum() == pytest.approx((~converted).sum(), abs=20)


def test_boosting_on_some_rows_gives_the_chances_among_all(monkeypatch):
    material, raw = world()
    whole = judged(material, raw).probabilities[ON_RAW].mean()
    monkeypatch.setattr(ceilings, "MOST_ROWS", 1200)
    assert judged(material, raw).probabilities[ON_RAW].mean() == pytest.approx(whole, rel=0.15)


def test_without_judged_rows_nothing_is_fitted():
    empty = JudgedRows(np.array([], dtype=int), {}, {}, windows=0)
    assert with_ceilings(empty, None, [], None) is empty
