"""Another rulebook over the same history takes over the awards that it gives too, and scores as if it had made them."""

from contextlib import closing
from decimal import Decimal

import pandas as pd
import pytest

from leadscore_analysis.replay import Replay
from leadscore_analysis.suggestion.replaying import changed_rulebook
from tests.suggestion.small_world import small_history, small_rulebook

DEMO = ("scores", 0, "rules", 2)


@pytest.fixture
def replay(tmp_path):
    with closing(Replay(small_history(tmp_path, leads=40), small_rulebook())) as made:
        made.relations()
        yield made


def under(replay, values):
    """The replay of a changed rulebook, and the steps that it made itself."""
    steps = []
    rulebook = changed_rulebook(replay.rulebook, values)
    with (
        replay.under(rulebook, progress=lambda step, _: steps.append(step)) as other,
        closing(Replay(replay.history, rulebook)) as alone,
    ):
        pd.testing.assert_frame_equal(other.timeline, alone.timeline)
        pd.testing.assert_frame_equal(*(each.ledger.sort_values(list(each.ledger), ignore_index=True) for each in (other, alone)))
        pd.testing.assert_frame_equal(other.qualified, alone.qualified)
    return steps


@pytest.mark.parametrize("values", [{(*DEMO, "points"): Decimal(40)}, {(*DEMO, "expires"): "30d"}])
def test_other_points_and_ages_take_the_awards_over(replay, values):
    steps = under(replay, values)
    assert steps.index("sums of scores") < steps.index("matches")  # made for the qualification only
    assert {"anchors", "other_awards"}.isdisjoint(steps)


def test_another_event_earns_other_awards(replay):
    steps = under(replay, {(*DEMO, "event"): "whitepaper"})
    assert steps.index("matches") < steps.index("awards")


def test_two_replays_side_by_side_share_what_memory_there_is(tmp_path):
    with closing(Replay(small_history(tmp_path, leads=10), small_rulebook(), memory_limit="600MB")) as whole:
        whole.relations()
        with whole.under(whole.rulebook) as other:
            assert [each.engine.memory_limit for each in (whole, other)] == pytest.approx([300_000_000] * 2, rel=0.01)
        assert whole.engine.memory_limit == pytest.approx(600_000_000, rel=0.01)
