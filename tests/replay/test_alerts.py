"""When an alert fires, and fires again."""

from pathlib import Path

import pytest

from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from tests.tiny import at, tiny_history


@pytest.mark.parametrize(("rearm", "days"), [("never", [1]), ("always", [1, 4, 8]), ("1d", [1, 4, 8]), ("25h", [1, 8])])
def test_an_alert_fires_again_after_at_least_so_long_of_being_false(tmp_path: Path, rearm: str, days: list[int]) -> None:
    book = Rulebook.from_text(f"""
rulebook: alerts
scores: [{{score: interest, rules: [{{rule: x, kind: event, event: x, points: 10, expires: 2d}}]}}]
alerts: [{{alert: a, all: [{{score: interest, at_least: 10}}], rearm: {rearm}}}]
""")
    fired = Replay(tiny_history(tmp_path, "A: x@1 x@4 x@8 x@9"), book).alerts
    assert fired["fired_at"].tolist() == [at(day) for day in days]
