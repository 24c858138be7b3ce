"""How the points of one event fade, start late, expire and end."""

from pathlib import Path

import pytest

from leadscore_analysis.errors import FaultsError
from leadscore_analysis.replay import Replay
from tests.tiny import one_score, tiny_history, values_at


def values(folder: Path, words: str, *days: float) -> list[float]:
    rule = f"{{rule: r, kind: event, event: x, points: 10, {words}}}"
    return values_at(Replay(tiny_history(folder, "A: x@0"), one_score(rule)), "A", *days)


def test_points_that_start_late_have_faded_since_the_event(tmp_path: Path) -> None:
    assert values(tmp_path, "decay: {lose: 20%, every: 1d}, starts_after: 36h", 1, 1.5, 2, 4, 5) == [0, 8, 6, 2, 0]
    assert values(tmp_path, "decay: {keep: 50%, every: 1d}, starts_after: 1d, expires: 3d", 0, 1, 2, 3) == [0, 5, 2.5, 0]


@pytest.mark.parametrize("decay", ["{lose: 100%, every: 1s}", "{keep: 50%, every: 1min}"])
def test_points_that_have_faded_before_they_start_are_never_earned(tmp_path: Path, decay: str) -> None:
    assert values(tmp_path, f"decay: {decay}, starts_after: 1d", 0, 1, 2) == [0, 0, 0]


def test_a_hundred_steps_are_the_most_wherever_the_points_start(tmp_path: Path) -> None:
    assert values(tmp_path, "decay: {lose: 1%, every: 1d}", 99, 100) == [0.1, 0]
    assert values(tmp_path, "decay: {lose: 0.5%, every: 1d}, expires: 101d", 100, 101) == [5, 0]
    for words in ("decay: {lose: 0.5%, every: 1d}", "decay: {lose: 0.5%, every: 1d}, starts_after: 50d"):
        with pytest.raises(FaultsError, match="within 100 steps"):
            values(tmp_path, words, 0)


def test_a_share_that_is_kept_ends_at_the_first_rounded_step_below_one_percent(tmp_path: Path) -> None:
    assert values(tmp_path, "decay: {keep: 50%, every: 1d}", 6, 7) == [0.1563, 0]
