"""What happens at one instant: a reset comes before its matches, a stop must be strictly later, the last id is the last match."""

from pathlib import Path

from leadscore_analysis.replay import Replay
from tests.tiny import one_score, tiny_history, values_at


def test_a_match_at_the_instant_of_a_reset_counts_afresh_under_a_limit(tmp_path: Path) -> None:
    book = one_score("{rule: form, kind: event, event: form, points: 10, limit: once}", reset="{event: leave}")
    history = tiny_history(tmp_path, "A: form@1 form@2#a leave@2#b form@3")
    assert values_at(Replay(history, book), "A", 1, 2, 3) == [10, 10, 10]


def test_the_same_whatever_the_ids_are(tmp_path: Path) -> None:
    book = one_score("{rule: form, kind: event, event: form, points: 10, limit: once}", reset="{event: leave}")
    history = tiny_history(tmp_path, "A: form@1 leave@2#a form@2#b form@3")
    assert values_at(Replay(history, book), "A", 1, 2, 3) == [10, 10, 10]


def test_a_reset_counts_the_matches_of_a_tier_afresh_from_its_instant_on(tmp_path: Path) -> None:
    book = one_score("{rule: visits, kind: frequency, event: visit, tiers: [{at_least: 2, points: 7}]}", reset="{event: leave}")
    history = tiny_history(tmp_path, "A: visit@1 visit@2 leave@3 visit@3 visit@4")
    assert values_at(Replay(history, book), "A", 2, 3, 4) == [7, 0, 7]


def test_a_stop_at_the_instant_of_the_event_does_not_stop_it(tmp_path: Path) -> None:
    book = one_score("{rule: cart, kind: event, event: cart, points: 5, stopped_by: {event: checkout}}")
    history = tiny_history(tmp_path, "A: cart@1 checkout@1 visit@2 checkout@3")
    assert values_at(Replay(history, book), "A", 1, 2, 3) == [5, 5, 0]


def test_of_matches_at_one_instant_the_last_id_is_in_the_ledger(tmp_path: Path) -> None:
    book = one_score("{rule: fresh, kind: recency, event: visit, within: 2d, points: 5}")
    ledger = Replay(tiny_history(tmp_path, "A: visit@1#b visit@1#a visit@1#Z"), book).ledger
    assert set(ledger["event_id"]) == {"b"}
