"""Scores of rows under other points are those that a replay of the whole history gives them."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.replaying import MOST_KEPT, Replaying
from leadscore_analysis.suggestion.terms import judged_terms
from tests.suggestion.small_world import small_history, small_rulebook, small_study

NO_LEAKS = pd.DataFrame({"kind": [], "name": [], "named": [], "allowed": []})


@pytest.mark.parametrize("most", [MOST_KEPT, 10])
def test_scores_of_some_rows_are_those_of_a_whole_replay(tmp_path, most):
    replay, study = Replay(small_history(tmp_path, leads=60), small_rulebook()), small_study()
    examples = label(replay, study)
    terms = judged_terms(replay.terms, replay.rulebook.model, study, NO_LEAKS)
    material = Material.of(examples, terms, seed=1)
    points = {("scores", 0, "rules", 0, "points"): Decimal(7), ("scores", 0, "rules", 2, "points"): Decimal(40)}
    whole = label(Replay(replay.history, replay.rulebook.with_points(points)), study)
    tested = np.unique(np.concatenate([fold.test for fold in material.folds]))
    rows = tested[::3]
    found = Replaying(replay, "interest", material, tested, most=most).scores_under(points, rows)
    assert found.tolist() == whole.score[rows].tolist()
    assert found.tolist() != examples.score[rows].tolist()
