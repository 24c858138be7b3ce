"""Cards judged on rows that their fit never saw."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.labels import Fold
from leadscore_analysis.suggestion.rolling import FittedFold, _judged


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
    found = _judged(material, fitted, lambda *_: np.array([5.0, 0.0]), changes=None)
    assert found["suggested"].scores.tolist() == [5, 0]
    assert found["suggested"].probabilities.tolist() == pytest.approx([0.5 / 3, 0.5 / 3])  # half a conversion in one row added to two
