"""Lines are chosen among all reachable scores, also where the table of thresholds shows only some."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap
from leadscore_analysis.evaluation.threshold_table import threshold_table
from leadscore_analysis.thresholds.choices import Targets, chosen_lines
from leadscore_analysis.thresholds.reaching import Reaching


@pytest.fixture(scope="module")
def reaching():
    """Two hundred leads at one moment with the scores 1 to 200, of which those above 100 convert."""
    score = np.arange(1.0, 201)
    lead, converted = np.arange(200), score > 100
    rows = pd.DataFrame({"lead": lead, "moment_no": 0, "score": score, "converted": converted, "cluster": lead})
    leads = pd.DataFrame({"converted_us": np.where(converted, 5.0, np.nan), "value": np.nan})
    looking = SimpleNamespace(moment_us=np.array([0]), horizon_us=10)
    nobody = np.zeros(200, dtype=bool)
    examples = SimpleNamespace(rows=rows, leads=leads, looking=looking, score=score, stock=nobody, weeks_of_flow=1.0)
    bootstrap = AccountBootstrap(clusters=200, seed=1, draws=5)
    return Reaching.of(examples, threshold_table(examples, score, bootstrap), score, bootstrap)


def test_every_reachable_score_has_its_precision_and_its_share(reaching):
    lines = reaching.every_line.set_index("threshold")
    assert len(lines) == 200
    assert lines.loc[[1, 101, 200], "leads"].tolist() == [200, 100, 1]
    assert lines.loc[[1, 101, 200], "precision"].tolist() == [0.5, 1, 1]
    assert lines.loc[[1, 101, 152], "share_of_winners"].tolist() == [1, 1, 0.49]
    shown = reaching.table.set_index("threshold")
    assert lines.loc[shown.index, ["leads", "converting_leads"]].equals(shown[["leads", "converting_leads"]].astype(float))


def test_a_line_for_a_target_may_stand_between_the_lines_that_the_table_shows(reaching):
    assert 152 not in set(reaching.table["threshold"])
    asked = Targets(precision=(), share_of_winners=(0.49,))
    chosen = chosen_lines(reaching, in_force=None, by_volume=None, costs=None, probability=pd.DataFrame(), targets=asked)
    assert [each.points for each in chosen] == [152]
