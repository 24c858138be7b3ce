"""Scores of accounts that are made from their leads' scores."""

from pathlib import Path
from typing import Any

import pytest

from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from tests.tiny import at, first_start, tiny_history, total, values_at, version

TEAM = [version("A", "acme"), version("B", "acme")]


def rolled(how: str, **bounds: float) -> Rulebook:
    """Visits count 5 for two days, complaints take 3 off for ever."""
    settings = "".join(f", {key}: {value}" for key, value in bounds.items())
    return Rulebook.from_text(f"""
rulebook: rolled
scores:
  - {{score: company, entity: account, rollup: {{score: interest, how: {how}}}{settings}}}
  - score: interest
    rules:
      - {{rule: visit, kind: event, event: visit, points: 5, expires: 2d}}
      - {{rule: complaint, kind: event, event: complaint, points: -3}}
""")


def company(replay: Replay, account: str, *days: float) -> list[float]:
    return values_at(replay, account, *days, score="company")


def test_a_sum_adds_up_what_the_leads_of_the_account_score(tmp_path: Path) -> None:
    events = "A: visit@1 complaint@6; B: visit@2 visit@3; C: visit@2"
    replay = Replay(tiny_history(tmp_path, events, leads=TEAM), rolled("sum"))
    assert company(replay, "acme", 1, 2, 3, 4, 5, 6) == [5, 10, 10, 5, 0, -3]


def test_a_max_is_the_score_of_the_highest_lead(tmp_path: Path) -> None:
    events = "A: visit@1 complaint@6; B: visit@2 visit@3 complaint@8 complaint@9"
    replay = Replay(tiny_history(tmp_path, events, leads=TEAM), rolled("max"))
    assert company(replay, "acme", 1, 2, 3, 4, 5, 6, 8, 9) == [5, 5, 10, 5, 0, 0, -3, -3]


@pytest.mark.parametrize(("how", "values"), [("sum", [-3, -3, -6, -3, 0, 0]), ("max", [-3, -3, -3, -3, 0, 0])])
def test_a_lead_counts_while_it_belongs_to_the_account(tmp_path: Path, how: str, values: list[float]) -> None:
    leads = [version("A", "acme", 1), version("A", "other", 4), version("B", "acme", 3), version("B", None, 5)]
    replay = Replay(tiny_history(tmp_path, "A: complaint@1; B: complaint@2", leads=leads), rolled(how))
    assert company(replay, "acme", 1, 2, 3, 4, 5, 6) == values
    assert company(replay, "other", 4, 9) == [-3, -3]


@pytest.mark.parametrize("how", ["sum", "max"])
def test_a_lead_that_moves_takes_its_event_of_that_instant_along(tmp_path: Path, how: str) -> None:
    leads = [version("A", "old", 0), version("A", "new", 2)]
    replay = Replay(tiny_history(tmp_path, "A: visit@2", leads=leads), rolled(how))
    assert company(replay, "old", 0, 2) == [0, 0]
    assert company(replay, "new", 2, 4) == [5, 0]
    assert replay.ledger.query("entity_id == 'old' and score == 'company'").empty


@pytest.mark.parametrize("how", ["sum", "max"])
def test_an_account_without_leads_scores_0_and_is_held_within_its_bounds(tmp_path: Path, how: str) -> None:
    tables: dict[str, Any] = {"accounts": [{"account_id": "empty", "valid_from": at(2)}], "leads": [version("A", "acme")]}
    history = tiny_history(tmp_path, "A: complaint@3", **tables)
    assert company(Replay(history, rolled(how)), "empty", 2, 9) == [0, 0]
    held = Replay(history, rolled(how, min=1, max=4))
    assert company(held, "empty", 2, 9) == [1, 1]
    assert company(held, "acme", 3) == [1]
    assert first_start(held, "empty") == at(2)


@pytest.mark.parametrize("how", ["sum", "max"])
def test_the_ledger_of_a_roll_up_sums_to_its_score(tmp_path: Path, how: str) -> None:
    leads = [version("A", "acme", 0), version("A", "other", 4), version("B", "acme", 3), version("B", None, 5)]
    replay = Replay(tiny_history(tmp_path, "A: visit@1 visit@2 complaint@3; B: visit@3.5", leads=leads), rolled(how, max=6))
    for account in ("acme", "other"):
        for day in (4, 4.5, 5, 6, 9):
            assert float(total(replay, account, day, "company")) == company(replay, account, day)[0]
    rows = replay.ledger[replay.ledger["score"] == "company"]
    assert set(rows["entry"]) == {"derived", "cap"}
    assert set(rows["rule"]) == {"company"}
    assert rows["event_id"].isna().all()


def test_a_score_is_held_before_it_is_rolled_up(tmp_path: Path) -> None:
    book = rolled("sum").with_values({("scores", 1, "max"): 5, ("scores", 1, "min"): 1})
    replay = Replay(tiny_history(tmp_path, "A: visit@1 visit@1; B: visit@1", leads=TEAM), book)
    assert company(replay, "acme", 1, 3) == [10, 2]


def test_formulas_are_rolled_up_and_roll_ups_are_parts_of_formulas(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: deep
scores:
  - {score: whole, entity: account, formula: {top: 0.5, own: 2, all: 1}, max: 100}
  - {score: top, entity: account, rollup: {score: both, how: max}}
  - {score: all, entity: account, rollup: {score: interest, how: sum}}
  - {score: both, formula: {fit: 0.333333, interest: 1}, max: 12}
  - {score: own, entity: account, rules: [{rule: seen, kind: event, event: visit, points: 10}]}
  - {score: fit, rules: [{rule: nl, kind: attribute, where: "country = 'NL'", points: 10}]}
  - {score: interest, rules: [{rule: visit, kind: event, event: visit, points: 5}]}
""")
    leads = [version("A", "acme", country="NL"), version("B", "acme", country="BE")]
    replay = Replay(tiny_history(tmp_path, "A: visit@1 visit@2; B: visit@2", leads=leads), book)
    assert values_at(replay, "acme", 1, 2, score="top") == [8.3333, 12]
    assert values_at(replay, "acme", 1, 2, score="all") == [5, 15]
    assert values_at(replay, "acme", 1, 2, score="whole") == [29.1667, 81]
    assert float(total(replay, "acme", 2, "whole")) == 81


def test_many_leads_and_stretches_in_one_account_have_the_highest_at_each_instant(tmp_path: Path) -> None:
    """Against the plain answer: 30 leads whose scores go up and down, some of which leave."""
    visits = {lead: [(lead * 7 + visit * 11) % 37 + lead / 50 for visit in range(lead % 5 + 1)] for lead in range(30)}
    leaves = {lead: 20 + lead / 10 for lead in visits if lead % 3 == 0}
    leads = [version(f"L{lead:02d}", "acme", -1) for lead in visits] + [version(f"L{lead:02d}", None, day) for lead, day in leaves.items()]
    events = "; ".join(f"L{lead:02d}: " + " ".join(f"visit@{day}" for day in days) for lead, days in visits.items())
    replay = Replay(tiny_history(tmp_path, events, leads=leads), rolled("max"))
    days = [day + 0.003 for day in range(45)]
    expected = [
        max(5 * sum(seen <= day < seen + 2 for seen in visits[lead]) for lead in visits if day < leaves.get(lead, 99)) for day in days
    ]
    assert company(replay, "acme", *days) == expected
