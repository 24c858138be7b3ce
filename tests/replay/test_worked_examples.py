"""The worked examples of the rulebook language, each with its literal answer."""

from pathlib import Path

from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from tests.tiny import THERMOMETER, at, one_score, tiny_history, values_at


def test_a_thermometer_steps_down_strictly_at_each_age(tmp_path: Path) -> None:
    replay = Replay(tiny_history(tmp_path, "A: download@0"), one_score(THERMOMETER))
    assert values_at(replay, "A", 0, 2.99, 3, 5, 7, 10, 13.99, 14) == [15, 15, 10, 6, 3, 1, 1, 0]


def test_two_downloads_are_never_worth_more_than_one(tmp_path: Path) -> None:
    replay = Replay(tiny_history(tmp_path, "A: download@0 download@2"), one_score(THERMOMETER))
    assert values_at(replay, "A", 2, 4.99, 5, 7, 16) == [15, 15, 10, 6, 0]


def test_the_ladder_as_event_rules_adds_up(tmp_path: Path) -> None:
    rules = [
        f"{{rule: step{i}, kind: event, event: download, points: {p}, expires: {d}}}"
        for i, (d, p) in enumerate([("3d", 5), ("5d", 4), ("7d", 3), ("10d", 2), ("14d", 1)])
    ]
    replay = Replay(tiny_history(tmp_path, "A: download@0 download@2"), one_score(*rules))
    assert values_at(replay, "A", 2) == [30]


def test_an_agency_lead_reaches_75_and_is_told_once(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: agency
scores:
  - score: total
    rules:
      - {rule: job, kind: attribute, attribute: job_title, values: {Marketing director: 15}}
      - {rule: demo, kind: event, event: demo_request, points: 15}
      - {rule: paper, kind: event, event: whitepaper, points: 10}
      - {rule: pricing, kind: event, event: page_view, where: "page = '/pricing'", points: 15}
      - {rule: mail, kind: event, event: email_open, points: 5}
alerts:
  - alert: sales
    all: [{score: total, at_least: 75}, {event: page_view, where: "page = '/email-marketing'"}]
    to: {attribute: owner}
""")
    opens = "email_open@4 email_open@5 email_open@6 email_open@7"
    pages = "page_view@3(page=/pricing) page_view@8(page=/email-marketing) page_view@9(page=/email-marketing)"
    events = f"A: demo_request@1 whitepaper@2 {opens} {pages}"
    replay = Replay(tiny_history(tmp_path, events, leads=[{"lead_id": "A", "job_title": "Marketing director", "owner": "Eva"}]), book)
    assert values_at(replay, "A", 6.9, 7, 9, score="total") == [70, 75, 75]
    assert replay.alerts.values.tolist() == [["sales", "A", at(8), "Eva"]]


def test_location_and_prices_viewed_are_20_each_way(tmp_path: Path) -> None:
    rules = [
        "{rule: nl, kind: attribute, where: \"country = 'Netherlands'\", points: 20}",
        "{rule: city, kind: attribute, attribute: city, values: {Utrecht: 10}}",
        "{rule: prices, kind: event, event: prices_viewed, points: 10}",
    ]
    leads = [{"lead_id": "A", "country": "Netherlands", "city": None}, {"lead_id": "B", "country": "Belgium", "city": "Utrecht"}]
    replay = Replay(tiny_history(tmp_path, "A: visit@0; B: prices_viewed@0", leads=leads), one_score(*rules))
    assert values_at(replay, "A", 1) == [20]
    assert values_at(replay, "B", 1) == [20]


def test_opens_count_while_they_lie_in_the_window(tmp_path: Path) -> None:
    replay = Replay(
        tiny_history(tmp_path, "A: open@0 open@10 open@29"), one_score("{rule: open, kind: event, event: open, points: 5, expires: 30d}")
    )
    assert values_at(replay, "A", 29, 29.99, 30, 40, 59) == [15, 15, 10, 5, 0]


def test_points_fade_as_vendors_say(tmp_path: Path) -> None:
    history = tiny_history(tmp_path, "A: x@0")
    lose = Replay(history, one_score("{rule: x, kind: event, event: x, points: 10, decay: {lose: 50%, every: 30d}}"))
    assert values_at(lose, "A", 0, 30, 60) == [10, 5, 0]
    slow = Replay(history, one_score("{rule: x, kind: event, event: x, points: 40, decay: {lose: 15%, every: 45d}}"))
    assert values_at(slow, "A", *range(0, 316, 45)) == [40, 34, 28, 22, 16, 10, 4, 0]
    keep = Replay(history, one_score("{rule: x, kind: event, event: x, points: 80, decay: {keep: 50%, every: 90d}}"))
    assert values_at(keep, "A", *range(0, 631, 90)) == [80, 40, 20, 10, 5, 2.5, 1.25, 0]


def test_nine_points_with_a_lifespan_of_ninety_days(tmp_path: Path) -> None:
    replay = Replay(
        tiny_history(tmp_path, "A: x@0"), one_score("{rule: x, kind: event, event: x, points: 9, decay: {lose: 1.1112%, every: 1d}}")
    )
    assert values_at(replay, "A", 3, 90) == [8.7, 0]


def test_a_second_form_adds_only_under_a_plain_event_rule(tmp_path: Path) -> None:
    history = tiny_history(tmp_path, "A: form@0 form@1")
    for rule, expected in (
        ("{rule: f, kind: recency, event: form, within: 90d, points: 10}", 10),
        ("{rule: f, kind: event, event: form, points: 10, limit: once}", 10),
        ("{rule: f, kind: event, event: form, points: 10}", 20),
    ):
        assert values_at(Replay(history, one_score(rule)), "A", 2) == [expected]


def test_unsubscribe_resets_interest_and_points_count_afresh(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: reset
scores:
  - score: fit
    rules: [{rule: nl, kind: attribute, where: "country = 'NL'", points: 20}]
  - score: interest
    reset: {event: unsubscribe}
    rules: [{rule: form, kind: event, event: form, points: 10, limit: once}]
""")
    replay = Replay(tiny_history(tmp_path, "A: form@1 unsubscribe@2 form@3 form@4", leads=[{"lead_id": "A", "country": "NL"}]), book)
    assert values_at(replay, "A", 1, 2, 3, 4) == [10, 0, 10, 10]
    assert values_at(replay, "A", 1, 2, 3, score="fit") == [20, 20, 20]


def test_an_abandoned_basket_earns_until_the_next_checkout(tmp_path: Path) -> None:
    rule = "{rule: basket, kind: event, event: cart, points: 10, starts_after: 1h, stopped_by: {event: checkout}}"
    hour = 1 / 24
    replay = Replay(tiny_history(tmp_path, f"A: cart@0 checkout@{hour / 2}; B: cart@0 checkout@2"), one_score(rule))
    assert values_at(replay, "A", hour / 2, hour, 3) == [0, 0, 0]
    assert values_at(replay, "B", 0, hour, 1.9, 2) == [0, 10, 10, 0]
    assert replay.ledger[replay.ledger["entity_id"] == "A"].empty


def test_a_changed_value_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    leads = [{"lead_id": "A", "valid_from": at(0), "role": "manager"}, {"lead_id": "A", "valid_from": at(5), "role": "director"}]
    replay = Replay(
        tiny_history(tmp_path, "A: visit@0", leads=leads),
        one_score("{rule: role, kind: attribute, attribute: role, values: {manager: 3, director: 5}}"),
    )
    assert values_at(replay, "A", 4, 5) == [3, 5]


def test_a_deal_is_wanted_once_at_the_first_crossing(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: deal
scores: [{score: interest, rules: [{rule: x, kind: event, event: x, points: 75, expires: 1d}]}]
alerts: [{alert: deal, all: [{score: interest, at_least: 75}], rearm: never}]
""")
    assert Replay(tiny_history(tmp_path, "A: x@0 x@3"), book).alerts[["alert", "lead_id", "fired_at"]].values.tolist() == [
        ["deal", "A", at(0)]
    ]


def test_silence_counts_from_the_day_the_rule_is_active(tmp_path: Path) -> None:
    rule = "{rule: silent, kind: absence, event: any, after: 30d, points: -10, active: {from: 2026-03-01}}"
    replay = Replay(tiny_history(tmp_path, "A: visit@0"), one_score(rule))
    assert values_at(replay, "A", 88.9, 89) == [0, -10]
