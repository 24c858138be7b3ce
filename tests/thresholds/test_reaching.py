"""Lines are chosen among all reachable scores, also where the table of thresholds shows only some."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.evaluation.bootstrap import AccountBootstrap
from leadscore_analysis.evaluation.threshold_table import threshold_table
from leadscore_analysis.labels import Examples
from leadscore_analysis.thresholds import ForwardScores, with_forward
from leadscore_analysis.thresholds.around import around_the_line
from leadscore_analysis.thresholds.choices import Targets, chosen_lines
from leadscore_analysis.thresholds.costs import Economics
from leadscore_analysis.thresholds.reaching import Reaching


@pytest.fixture(scope="module")
def reaching():
    """Two hundred leads at one moment with the scores 1 to 200, of which those above 100 convert."""
    score = np.arange(1.0, 201)
    lead, converted = np.arange(200), score > 100
    rows = pd.DataFrame({"lead": lead, "moment_no": 0, "score": score, "converted": converted, "cluster": lead})
    leads = pd.DataFrame({"converted_us": np.where(converted, 5.0, np.nan), "value": np.nan})
    looking = SimpleNamespace(moment_us=np.array([0]), horizon_us=10, every_us=7 * DAY_US, length={"fit": 1}.get)
    examples = Examples(rows, leads, None, looking, "fit", (), 1, lambda: None)
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


def test_what_a_fitted_card_promises_stands_beside_what_its_lines_did_on_later_moments(reaching):
    # On the moments fitted on the 100 highest convert; on the two leads judged later, scored 150 and 50, the lower one does.
    examples, forward = reaching.examples, ForwardScores(np.array([0, 150]), np.array([150.0, 50.0]))
    judged = forward.judged(examples)
    told = with_forward(reaching.table, judged, reaching.bootstrap).set_index("threshold")
    assert told.loc[[1, 149], "forward_leads"].tolist() == [2, 1]
    assert told.loc[[1, 149], "forward_precision"].tolist() == [0.5, 0]
    assert told.loc[[1, 149], "forward_share_of_winners"].tolist() == [1, 0]
    assert told.loc[149, "precision"] == 1
    assert told.loc[149, "forward_conversions_per_week"] == 0
    assert told.loc[1, "forward_conversions_per_week"] == told.loc[1, "new_per_week"] / 2
    assert with_forward(reaching.table, None, reaching.bootstrap) is reaching.table


def test_other_rows_keep_their_scores_where_a_line_is_drawn_before_the_later_moments(reaching):
    forward = ForwardScores(np.array([0, 150]), np.array([150.5, 50.5]))
    mixed = forward.among(reaching.examples).rows["score"]
    assert mixed[[0, 1, 150, 151]].tolist() == [150.5, 2, 50.5, 152]


def test_what_lines_bring_on_later_moments_is_told_after_costs_and_against_the_line(reaching):
    forward = ForwardScores(np.array([0, 150]), np.array([150.0, 50.0]))
    later = replace(reaching, forward=forward, costs=Economics(cost=10, value=100))
    rows, near = later.rows([1, 149]).set_index("threshold"), around_the_line(149.0, later).set_index("threshold")
    new = rows["new_per_week"]
    assert rows.loc[[1, 149], "forward_net_per_week"].tolist() == [100 * 0.5 * new[1] - 10 * new[1], -10 * new[149]]
    assert near.loc[149, "forward_more_conversions_per_week"] == 0
    assert "forward_net_per_week" not in reaching.rows([1])
