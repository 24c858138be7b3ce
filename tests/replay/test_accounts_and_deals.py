"""Scores of accounts and deals: whose events they see, whose attributes, and from when on they exist."""

from pathlib import Path

import pytest

from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from tests.tiny import at, first_start, one_score, tiny_history, total, values_at, version

VISIT = "{rule: visit, kind: event, event: visit, points: 5}"
LARGE = "{rule: large, kind: attribute, attribute: employees, ranges: [{from: 100, points: 20}]}"


def of_account(*rules: str, **score: str) -> Rulebook:
    return one_score(*rules, entity="account", **score)


def test_an_account_sees_the_events_of_all_its_leads(tmp_path: Path) -> None:
    leads = [version("A", "acme"), version("B", "acme"), version("C", "other")]
    replay = Replay(tiny_history(tmp_path, "A: visit@1; B: visit@2; C: visit@2; D: visit@2", leads=leads), of_account(VISIT))
    assert values_at(replay, "acme", 1, 2) == [5, 10]
    assert values_at(replay, "other", 2) == [5]
    assert set(replay.timeline["entity"]) == {"account"}
    assert set(replay.ledger["entity_id"]) == {"acme", "other"}


def test_an_event_belongs_to_the_account_in_force_and_a_change_at_its_instant_comes_first(tmp_path: Path) -> None:
    leads = [version("A", "old", 0), version("A", "new", 2), version("A", None, 4)]
    replay = Replay(tiny_history(tmp_path, "A: visit@1.99 visit@2 visit@3 visit@4", leads=leads), of_account(VISIT))
    assert values_at(replay, "old", 2, 5) == [5, 5]
    assert values_at(replay, "new", 2, 5) == [5, 10]


def test_an_undated_version_holds_from_the_leads_first_appearance(tmp_path: Path) -> None:
    leads = [version("A", "first"), version("A", "then", 3), version("B", "quiet"), version("B", "late", 5)]
    replay = Replay(tiny_history(tmp_path, "A: visit@1 visit@3; C: visit@0", leads=leads), of_account(VISIT))
    assert [first_start(replay, name) for name in ("first", "then", "late")] == [at(1), at(3), at(5)]
    assert values_at(replay, "first", 1, 3) == [5, 5]
    assert first_start(replay, "quiet") == at(5)  # B appears with its dated version, and its undated one gives way to it


def test_an_account_without_leads_exists_through_its_own_versions(tmp_path: Path) -> None:
    accounts = [
        {"account_id": "acme", "valid_from": at(3), "employees": 50},
        {"account_id": "acme", "valid_from": at(5), "employees": 500},
        {"account_id": "plain", "valid_from": None, "employees": 100},
    ]
    replay = Replay(tiny_history(tmp_path, "A: visit@1", accounts=accounts), of_account(LARGE))
    assert values_at(replay, "acme", 3, 5) == [0, 20]
    assert (first_start(replay, "acme"), first_start(replay, "plain")) == (at(3), at(1))
    assert values_at(replay, "plain", 1) == [20]


def test_the_first_lead_that_names_an_account_makes_it_appear_before_its_own_versions(tmp_path: Path) -> None:
    accounts = [{"account_id": "acme", "valid_from": at(3), "employees": 500}, {"account_id": "acme", "valid_from": None, "employees": 100}]
    replay = Replay(tiny_history(tmp_path, "A: visit@1", leads=[version("A", "acme")], accounts=accounts), of_account(LARGE, min="7"))
    assert first_start(replay, "acme") == at(1)
    assert values_at(replay, "acme", 1, 3) == [20, 20]


def test_a_deal_sees_the_events_that_carry_its_id_and_its_own_attributes(tmp_path: Path) -> None:
    deals = [
        {"deal_id": "d1", "valid_from": at(2), "amount": 50.0},
        {"deal_id": "d1", "valid_from": at(4), "amount": 500.0},
        {"deal_id": "d3", "valid_from": None, "amount": 900.0},
    ]
    events = "A: visit@1(deal_id=d1) visit@2(deal_id=d2) visit@3; B: visit@3(deal_id=d1)"
    rule = "{rule: big, kind: attribute, where: amount >= 500, points: 100}"
    replay = Replay(tiny_history(tmp_path, events, deals=deals), one_score(VISIT, rule, entity="deal"))
    assert values_at(replay, "d1", 1, 3, 4) == [5, 10, 110]
    assert values_at(replay, "d2", 2, 4) == [5, 5]
    assert values_at(replay, "d3", 1) == [100]
    assert set(replay.timeline["entity"]) == {"deal"}


def test_limits_stops_resets_frequency_and_silence_count_over_the_whole_account(tmp_path: Path) -> None:
    rules = (
        "{rule: once, kind: event, event: visit, points: 1, limit: once}",
        "{rule: cart, kind: event, event: cart, points: 10, stopped_by: {event: buy}}",
        "{rule: many, kind: frequency, event: visit, tiers: [{at_least: 2, points: 100}]}",
        "{rule: silent, kind: absence, event: any, after: 3d, points: -1000}",
        "{rule: fresh, kind: recency, event: visit, within: 1d, points: 10000}",
    )
    leads = [version("A", "acme"), version("B", "acme")]
    events = "A: visit@1 cart@2; B: visit@2 buy@3 leave@10"
    replay = Replay(tiny_history(tmp_path, events, leads=leads), of_account(*rules, reset="{event: leave}"))
    assert values_at(replay, "acme", 1, 1.5, 2, 3, 6, 10) == [10001, 10001, 10111, 101, -899, 0]


def test_the_ledger_of_an_account_sums_to_its_score_with_caps(tmp_path: Path) -> None:
    leads = [version("A", "acme"), version("B", "acme")]
    book = of_account("{rule: visit, kind: event, event: visit, points: 5, cap: 8}", min="2")
    replay = Replay(tiny_history(tmp_path, "A: visit@1; B: visit@2 visit@3; C: visit@0", leads=leads), book)
    assert values_at(replay, "acme", 1, 2, 3) == [5, 8, 8]
    assert [float(total(replay, "acme", day)) for day in (1, 2, 3)] == [5, 8, 8]


def test_an_accounts_crossings_are_told(tmp_path: Path) -> None:
    book = Rulebook.from_text(f"{of_account(VISIT).text()}bands: {{interest: [{{band: cold}}, {{band: warm, from: 10}}]}}\n")
    leads = [version("A", "acme"), version("B", "acme")]
    found = Replay(tiny_history(tmp_path, "A: visit@1; B: visit@2", leads=leads), book).crossings()
    assert found[["entity_id", "band", "crossed_at", "direction"]].values.tolist() == [["acme", "warm", at(2), "up"]]


@pytest.mark.parametrize("name", ["entity_key", "starts_us", "ends_us", "selector_key", "entity", "Lead_Key"])
def test_a_property_of_an_account_and_of_a_deal_may_bear_any_name(tmp_path: Path, name: str) -> None:
    rules = (
        f"{{rule: v, kind: attribute, attribute: {name}, values: {{Eva: 5}}}}",
        f"{{rule: w, kind: attribute, where: \"{name} = 'Eva'\", points: 10}}",
    )
    tables = {"accounts": [{"account_id": "acme", name: "Eva"}], "deals": [{"deal_id": "d", name: "Eva"}]}
    history = tiny_history(tmp_path, "A: x@1", **tables)
    assert values_at(Replay(history, of_account(*rules)), "acme", 1) == [15]
    assert values_at(Replay(history, one_score(*rules, entity="deal")), "d", 1) == [15]


def test_optional_columns_of_accounts_and_deals_are_missing_values(tmp_path: Path) -> None:
    rules = (
        "{rule: w, kind: attribute, where: size IS NULL, points: 1}",
        "{rule: a, kind: attribute, attribute: size, values: {big: 2}}",
    )
    history = tiny_history(tmp_path, "A: x@1", accounts=[{"account_id": "acme"}])
    text = f"{of_account(*rules).text()}optional_columns: [Size]\n"
    assert values_at(Replay(history, Rulebook.from_text(text)), "acme", 1) == [1]


def test_scores_of_leads_accounts_and_deals_stand_side_by_side(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: three
scores:
  - {score: person, rules: [{rule: p, kind: event, event: visit, where: "page = '/a'", points: 1}]}
  - {score: company, entity: account, rules: [{rule: c, kind: event, event: visit, where: "page = '/a'", points: 2}]}
  - {score: chance, entity: deal, rules: [{rule: d, kind: event, event: visit, where: "page = '/a'", points: 4}]}
qualification: [{path: p, all: [{event: visit}, {where: "account_id = 'X'"}]}]
""")
    events = "X: visit@1(page=/a,deal_id=X) visit@1(page=/b,deal_id=X)"
    replay = Replay(tiny_history(tmp_path, events, leads=[version("X", "X")]), book)
    assert [values_at(replay, "X", 1, score=score) for score in ("person", "company", "chance")] == [[1], [2], [4]]
    assert replay.qualified.values.tolist() == [["X", at(1), "p"]]
    assert replay.timeline["entity"].tolist() == ["account", "deal", "lead"]


def test_an_empty_account_or_deal_is_none(tmp_path: Path) -> None:
    replay = Replay(tiny_history(tmp_path, "A: visit@1(deal_id=)", leads=[version("A", "")]), of_account(VISIT))
    assert replay.timeline.empty


def test_a_rulebook_of_leads_alone_makes_nothing_for_accounts(tmp_path: Path) -> None:
    replay = Replay(tiny_history(tmp_path, "A: visit@1(deal_id=d)", leads=[version("A", "acme")]), one_score(VISIT))
    assert replay.timeline["entity_id"].tolist() == ["A"]
    made = replay.engine.arrow("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'other%'")
    assert made.column("table_name").to_pylist() == ["other_kinds"]
