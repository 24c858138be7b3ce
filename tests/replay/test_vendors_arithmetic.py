"""What vendors say that their products compute, each in a rule or two with the literal numbers."""

from pathlib import Path

import pytest

from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from tests.tiny import at, one_score, tiny_history, values_at

FORMS = "form, kind: event, event: form"
OPEN = "open, kind: event, event: open, points: 5"
ONE_RULE = {
    "hubspot's older property: a second form adds nothing": (f"{FORMS}, points: 10, limit: once", "form@0 form@1", [0, 1], [10, 10]),
    "hubspot's monthly decay takes half of the first points": (
        *(f"{FORMS}, points: 10, decay: {{lose: 50%, every: 30d}}", "form@0"),
        *([0, 29.9, 30, 59.9, 60], [10, 10, 5, 5, 0]),
    ),
    "activecampaign: 5 points for 30 days": (f"{OPEN}, expires: 30d", "open@0", [0, 29.9, 30], [5, 5, 0]),
    "activecampaign: each open has thirty days of its own": (f"{OPEN}, expires: 30d", "open@0 open@20", [20, 30, 50], [10, 5, 0]),
    "mailblue: or for two months": (f"{OPEN}, expires: 60d", "open@0 open@20", [20, 60, 80], [10, 5, 0]),
    "mailblue: or for ever": (OPEN, "open@0 open@20", [20, 60, 800], [10, 10, 10]),
    "sharpspring: halved at each half-life": (
        *(f"{FORMS}, points: 20, decay: {{keep: 50%, every: 28d}}", "form@0"),
        *([0, 28, 56, 84, 195.9, 196], [20, 10, 5, 2.5, 0.3125, 0]),
    ),
    "marketo: one page a day": (
        "page, kind: event, event: page, points: 1, limit: {per: day, count: 1}",
        "page@0 page@0.9 page@1",
        [0.9, 1],
        [1, 2],
    ),
    "marketo: one click in thirty days, counted from the first": (
        *("click, kind: event, event: click, points: 3, limit: {per: 30d, count: 1}", "click@1 click@30.9 click@31"),
        *([1, 30.9, 31], [3, 3, 6]),
    ),
    "mautic: once": (f"{FORMS}, points: 20, limit: once", "form@0 form@1 form@2", [0, 2], [20, 20]),
    "mautic: repeatable": (f"{FORMS}, points: 20", "form@0 form@1 form@2", [0, 2], [20, 60]),
    "eloqua: only the best tier of frequency and recency": (
        "page, kind: frequency, event: page, tiers: "
        "[{at_least: 1, within: 30d, points: 9}, {at_least: 3, within: 30d, points: 21}, {at_least: 3, within: 7d, points: 30}]",
        "page@0 page@1 page@2",
        [0, 2, 6.9, 7, 29.9, 30, 32],
        [9, 30, 30, 21, 21, 9, 0],
    ),
    "madkudu: 9 points with a lifespan of ninety days": (
        *("paper, kind: event, event: paper, points: 9, decay: {lose: 1.1112%, every: 1d}", "paper@0"),
        *([0, 3, 89.9, 90], [9, 8.7, 0.0993, 0]),
    ),
    "breadcrumbs: 15 % of 40 every 45 days": (
        *("page, kind: event, event: page, points: 40, decay: {lose: 15%, every: 45d}", "page@0"),
        *([0, 45, 90], [40, 34, 28]),
    ),
    "a handbook's hand-raise": ("hand, kind: event, event: demo, points: 100, limit: once", "visit@0 demo@1", [0, 1], [0, 100]),
    "a handbook's thirty silent days": (
        *("silent, kind: absence, event: any, after: 30d, points: -10, repeat_every: 30d, times: 3", "visit@0 visit@40"),
        *([29.9, 30, 40, 69.9, 70, 100, 130, 200], [0, -10, 0, 0, -10, -20, -30, -30]),
    ),
    "a handbook's cap": ("page, kind: event, event: page, points: 4, cap: 10", "page@0 page@1 page@2 page@3", [1, 2, 3], [8, 10, 10]),
}


@pytest.mark.parametrize(("rule", "events", "days", "values"), ONE_RULE.values(), ids=ONE_RULE.keys())
def test_one_rule(tmp_path: Path, rule: str, events: str, days: list[float], values: list[float]) -> None:
    replay = Replay(tiny_history(tmp_path, f"A: {events}"), one_score(f"{{rule: {rule}}}"))
    assert values_at(replay, "A", *days) == values


def test_hubspot_holds_a_group_at_its_limit(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: groups
scores:
  - score: interest
    max: 50
    groups:
      - {group: web, max: 20, rules: [{rule: page, kind: event, event: page, points: 6}]}
      - {group: mail, max: 40, rules: [{rule: click, kind: event, event: click, points: 15}]}
""")
    replay = Replay(tiny_history(tmp_path, "A: page@0 page@1 page@2 page@3 click@4 click@5 click@6"), book)
    assert values_at(replay, "A", 2, 3, 4, 5, 6) == [18, 20, 35, 50, 50]


def test_pardots_defaults_sum_up_and_an_opportunity_lost_takes_a_hundred(tmp_path: Path) -> None:
    defaults = {"page": 1, "form": 50, "redirect": 3, "opportunity_created": 50, "opportunity_lost": -100}
    rules = [f"{{rule: {event}, kind: event, event: {event}, points: {points}}}" for event, points in defaults.items()]
    events = "A: page@0 form@1 redirect@2 opportunity_created@3 opportunity_lost@4"
    assert values_at(Replay(tiny_history(tmp_path, events), one_score(*rules)), "A", 0, 1, 2, 3, 4) == [1, 51, 54, 104, 4]


def test_pardots_form_and_its_completion_action_are_75(tmp_path: Path) -> None:
    rules = [
        "{rule: form, kind: event, event: form, points: 50}",
        "{rule: action, kind: event, event: form, where: \"page = '/demo'\", points: 25}",
    ]
    replay = Replay(tiny_history(tmp_path, "A: form@0(page=/demo); B: form@0(page=/news)"), one_score(*rules))
    assert values_at(replay, "A", 0) == [75]
    assert values_at(replay, "B", 0) == [50]


def test_pardots_grade_starts_at_d_and_moves_in_thirds(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: grade
scores:
  - score: grade
    rules:
      - {rule: industry, kind: attribute, where: "industry = 'software'", points: 3}
      - {rule: size, kind: attribute, where: "employees >= 50", points: 2}
      - {rule: country, kind: attribute, where: "country = 'NL'", points: 1}
bands:
  grade: [{band: F}, {band: D, from: 0}, {band: C-, from: 2}, {band: C, from: 3}, {band: B-, from: 5}, {band: B, from: 6}]
""")
    leads = [
        {"lead_id": "A", "valid_from": at(0), "industry": "retail", "employees": 80, "country": "BE"},
        {"lead_id": "A", "valid_from": at(1), "industry": "software", "employees": 80, "country": "BE"},
        {"lead_id": "A", "valid_from": at(2), "industry": "software", "employees": 80, "country": "NL"},
    ]
    replay = Replay(tiny_history(tmp_path, "A: visit@0", leads=leads), book)
    assert values_at(replay, "A", 0, 1, 2, score="grade") == [2, 5, 6]
    reached = replay.crossings("grade")
    assert reached[reached["crossed_at"] == at(1)]["band"].tolist() == ["C", "B-"]


def test_a_manager_of_3_who_becomes_a_director_of_5_is_worth_5(tmp_path: Path) -> None:
    leads = [{"lead_id": "A", "valid_from": at(0), "role": "manager"}, {"lead_id": "A", "valid_from": at(5), "role": "director"}]
    rule = "{rule: role, kind: attribute, attribute: role, values: {manager: 3, director: 5}}"
    assert values_at(Replay(tiny_history(tmp_path, "A: visit@0", leads=leads), one_score(rule)), "A", 4.9, 5) == [3, 5]


def test_a_handbooks_floor_remembers_nothing_and_its_reset_starts_afresh(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: floor
scores:
  - score: interest
    min: 0
    reset: {event: recycled}
    rules:
      - {rule: careers, kind: event, event: careers, points: -30}
      - {rule: form, kind: event, event: form, points: 50, limit: once}
""")
    replay = Replay(tiny_history(tmp_path, "A: careers@0 form@1 recycled@2 form@3 form@4"), book)
    assert values_at(replay, "A", 0, 1, 2, 3, 4) == [0, 20, 0, 50, 50]
