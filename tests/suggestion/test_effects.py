"""What a term does on rows that its fit never saw."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from leadscore_analysis.labels import Fold
from leadscore_analysis.suggestion.effects import _area, _auc_difference, term_effects
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.rolling import FittedFold
from tests.suggestion.test_card import term

ROWS = 1200


def test_the_area_is_the_auc_and_its_influences_cancel():
    draw = np.random.default_rng(1)
    score, converted = draw.integers(0, 6, 300).astype(float), draw.random(300) < 0.3
    area, influence = _area(score, converted)
    assert area == pytest.approx(roc_auc_score(converted, score))
    assert influence.sum() == pytest.approx(0)


def test_a_difference_over_few_accounts_is_less_sure_than_over_many():
    draw = np.random.default_rng(2)
    score, other = draw.random(ROWS), draw.random(ROWS)
    converted = draw.random(ROWS) < score
    many, few = (_auc_difference(score, other, converted, np.arange(ROWS) // size) for size in (1, 100))
    assert many[0] == few[0] > 0.2
    assert many[1] > 0
    assert _auc_difference(score, score, converted, np.arange(ROWS)) == (0, 0, 0)
    assert np.isnan(_auc_difference(score, other, np.ones(ROWS, dtype=bool), np.arange(ROWS))).all()


@pytest.fixture(scope="module")
def found():
    """Two terms and two folds; the card raises the one that counts, the folds as well, one of them."""
    draw = np.random.default_rng(3)
    units = (draw.random((ROWS, 2)) < 0.5).astype(float)
    converted = draw.random(ROWS) < np.where(units[:, 0] > 0, 0.4, 0.1)
    rows = pd.DataFrame({"lead": np.arange(ROWS), "cluster": np.arange(ROWS), "moment_no": np.arange(ROWS) // 600 + 4})
    looking = SimpleNamespace(moment_us=np.arange(6, dtype=np.int64) * 7 * 86_400_000_000)
    examples = SimpleNamespace(rows=rows, converted=converted, looking=looking)
    material = Material(examples, (term("strong", 5), term("noise", 5)), np.arange(ROWS), units, np.array([], dtype=int), units[:0])
    parts = [(np.arange(600), [20.0, 5]), (np.arange(600, ROWS), [5.0, 5])]
    steps = [SimpleNamespace(points=np.array(points), intercept=-2.0, scale=0.1) for _, points in parts]
    folds = [
        FittedFold(Fold(np.arange(0), part, window), SimpleNamespace(at=lambda _, step=step: step))
        for window, ((part, _), step) in enumerate(zip(parts, steps, strict=True))
    ]
    entries = [
        SimpleNamespace(term=material.terms[0], suggested=15, verdict="raise", reason="fitted"),
        SimpleNamespace(term=material.terms[1], suggested=5, verdict="keep", reason="confirmed"),
    ]
    return term_effects(material, folds, SimpleNamespace(terms=entries), changes=1)


def test_a_change_is_held_against_present_points_and_what_is_kept_against_none(found):
    table = found.terms.set_index("term")
    assert table["against"].to_dict() == {"strong": 5, "noise": 0}
    assert table.loc["strong", "effect_low"] > 0
    assert table.loc["noise", "effect_low"] < 0.02
    assert table[["folds", "folds_agree"]].to_numpy().tolist() == [[2, 1], [2, 2]]


def test_a_fold_that_changes_nothing_has_no_effect_in_its_stretch_of_time(found):
    strong = found.windows[found.windows["term"] == "strong"]
    assert strong["points"].tolist() == [20, 5]
    assert strong["effect"].tolist()[1] == 0 < strong["effect"].tolist()[0]
    assert strong["from"].dt.strftime("%Y-%m-%d").tolist() == ["1970-01-29", "1970-02-05"]


def test_without_folds_no_effect_is_known():
    card = SimpleNamespace(terms=[SimpleNamespace(term=term("demo", 5), suggested=5, verdict="keep", reason="confirmed")])
    found = term_effects(None, [], card, changes=None)
    assert found.terms["effect"].isna().all()
    assert found.terms["folds"].tolist() == [0]
