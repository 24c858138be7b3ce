"""A part of a history, some leads up to an instant, gives those leads the scores that the whole history gives them."""

from decimal import Decimal

import numpy as np

from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.suggestion.replaying import Replaying, changed_rulebook
from tests.suggestion.small_world import small_history, small_rulebook, small_study


def test_scores_of_some_rows_are_those_of_a_whole_replay(tmp_path):
    replay = Replay(small_history(tmp_path, leads=60), small_rulebook())
    examples = label(replay, small_study())
    points = {("scores", 0, "rules", 0, "points"): Decimal(7), ("scores", 0, "rules", 2, "points"): Decimal(40)}
    other = Replay(replay.history, replay.rulebook.with_points(points))
    whole = label(other, small_study())
    places = np.flatnonzero((examples.rows["lead"] % 3 == 0) & (examples.rows["moment_no"] < 20))
    found = Replaying(replay, "interest", examples).scores_under(points, places)
    assert found.tolist() == whole.score[places].tolist()
    assert found.tolist() != examples.score[places].tolist()


def test_scores_under_another_structure_are_those_of_a_whole_replay(tmp_path):
    replay = Replay(small_history(tmp_path, leads=60), small_rulebook())
    examples = label(replay, small_study())
    values = {("scores", 0, "rules", 2, "expires"): "30d", ("scores", 0, "rules", 2, "points"): Decimal(40)}
    whole = label(Replay(replay.history, changed_rulebook(replay.rulebook, values)), small_study())
    places = np.flatnonzero(examples.rows["lead"] % 3 == 0)
    found = Replaying(replay, "interest", examples).scores_under(values, places)
    assert found.tolist() == whole.score[places].tolist()
    assert found.tolist() != examples.score[places].tolist()
