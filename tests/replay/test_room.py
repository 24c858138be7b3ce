"""What a replay needs in memory and on disk is said before it starts."""

from dataclasses import replace
from pathlib import Path

import pytest

from leadscore_analysis.engines.memory import checked_memory_limit, memory_bytes
from leadscore_analysis.errors import InputError
from leadscore_analysis.replay import Replay
from leadscore_analysis.replay.room import Room
from tests.tiny import one_score, tiny_history

GB = 10**9
SPILLING = Room(needed=14 * GB, memory=5 * GB, free=70 * GB, folder=Path("/scratch"))


def test_what_will_be_spilled_is_told_with_the_room_for_it() -> None:
    assert str(SPILLING) == (
        "the replay needs about 14 GB; memory may hold 5.0 GB, about 9.0 GB will be spilled to /scratch, "
        "which has 70 GB free (set TMPDIR to spill elsewhere)"
    )


def test_a_disk_that_cannot_hold_it_is_refused() -> None:
    with pytest.raises(InputError, match=r"must hold about 9\.0 GB that do not fit into memory \(5\.0 GB\); /scratch has 3\.0 GB free"):
        replace(SPILLING, free=3 * GB).refuse_too_little()


def test_what_conditions_may_leave_out_is_no_reason_to_refuse() -> None:
    replace(SPILLING, free=3 * GB, sure=7 * GB).refuse_too_little()


def test_events_under_a_condition_are_not_sure_to_match(tmp_path: Path) -> None:
    rules = (
        "{rule: form, kind: event, event: form, points: 1}",
        "{rule: some, kind: event, event: form, points: 1, where: \"lead_id = 'A'\"}",
    )
    history = tiny_history(tmp_path, "A: form@1 form@2 visit@3")
    rooms = [Replay(history, one_score(*part)).room() for part in (rules[:1], rules)]
    assert rooms[0] is not None
    assert [room.sure for room in rooms if room is not None] == [rooms[0].needed] * 2


@pytest.mark.parametrize(
    "rule",
    [
        "{rule: some, kind: event, event: form, points: 1, limit: once}",
        "{rule: some, kind: event, event: form, points: 1, stopped_by: {event: visit}}",
        "{rule: some, kind: event, event: form, points: 1, active: {from: 2026-01-02}}",
        "{rule: some, kind: recency, event: form, within: 9d, points: 1}",
    ],
)
def test_what_a_limit_a_stop_the_time_or_the_next_match_takes_away_is_not_sure(tmp_path: Path, rule: str) -> None:
    room = Replay(tiny_history(tmp_path, "A: form@1 form@2 visit@3"), one_score(rule)).room()
    assert room is not None
    assert room.sure is not None
    assert room.sure < room.needed


def test_what_fits_into_memory_needs_no_disk() -> None:
    room = replace(SPILLING, memory=16 * GB, free=0)
    room.refuse_too_little()
    assert (room.spilled, str(room)) == (0, "the replay needs about 14 GB of memory")


def test_the_estimate_grows_with_matches_and_with_the_steps_of_their_shapes(tmp_path: Path) -> None:
    history = tiny_history(tmp_path, "A: form@1 form@2 visit@3")
    kept = Replay(history, one_score("{rule: form, kind: event, event: form, points: 1}")).room()
    fading = Replay(history, one_score("{rule: form, kind: event, event: form, points: 1, expires: 1d}")).room()
    assert kept is not None
    assert fading is not None
    assert 0 < kept.needed < fading.needed < 2000


@pytest.mark.parametrize(("text", "size"), [("4GB", 4 * GB), ("1.5 GiB", 1_610_612_736), ("500mb", 500_000_000)])
def test_sizes_are_read_as_people_write_them(text: str, size: int) -> None:
    assert memory_bytes(text) == size


def test_a_limit_too_small_to_work_in_is_refused() -> None:
    with pytest.raises(InputError, match=r"must be at least 100 MB; got '1KB'. Hint: write 4GB or 500MB"):
        checked_memory_limit("1KB")


@pytest.mark.parametrize("text", ["4", "lots", "0GB", "-1GB", "1e3GB"])
def test_a_memory_limit_is_a_number_above_zero_and_a_unit(text: str) -> None:
    with pytest.raises(InputError, match="must be a number above zero and a unit"):
        checked_memory_limit(text)
