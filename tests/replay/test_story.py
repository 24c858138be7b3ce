"""Stories of tiny histories: each posting with what happened and why, and the score after it."""

from decimal import Decimal
from pathlib import Path

import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.replay import Replay
from leadscore_analysis.replay.story.story import Story
from leadscore_analysis.rulebook.book import Rulebook
from tests.tiny import THERMOMETER, at, one_score, tiny_history

TIMES = "\N{MULTIPLICATION SIGN}"


def told(story: Story) -> list[tuple[object, ...]]:
    """The lines that change a score: day, why, points, score after."""
    lines = story.lines[story.lines["points"].notna()]
    days = (lines["posted_at"] - at(0)).dt.total_seconds() / 86_400
    return [
        (float(day), why, float(p), float(t)) for day, why, p, t in zip(days, lines["why"], lines["points"], lines["total"], strict=True)
    ]


def story(folder: Path, events: str, rulebook: Rulebook, **tables: object) -> Story:
    return Replay(tiny_history(folder, events, **tables), rulebook).story("A")  # type: ignore[arg-type]


def test_a_thermometer_tells_each_step_down_and_the_next_download(tmp_path: Path) -> None:
    assert told(story(tmp_path, "A: download@0 download@4", one_score(THERMOMETER))) == [
        (0, "earned: the latest download", 15, 15),
        (3, "step: 3 days after download, worth 10 from then on", -5, 10),
        (4, "replaced by the next download", -10, 0),
        (4, "earned: the latest download", 15, 15),
        (7, "step: 3 days after download, worth 10 from then on", -5, 10),
        (9, "step: 5 days after download, worth 6 from then on", -4, 6),
        (11, "step: 7 days after download, worth 3 from then on", -3, 3),
        (14, "step: 10 days after download, worth 1 from then on", -2, 1),
        (18, "step: 14 days after download, nothing is left", -1, 0),
    ]


def test_fading_points_tell_what_is_left(tmp_path: Path) -> None:
    rule = "{rule: x, kind: event, event: x, points: 40, decay: {keep: 50%, every: 90d}, expires: 200d}"
    assert told(story(tmp_path, "A: x@0", one_score(rule))) == [
        (0, "earned: x", 40, 40),
        (90, "faded: after 90 days, 20 of 40 points are left", -20, 20),
        (180, "faded: after 180 days, 10 of 40 points are left", -10, 10),
        (200, "expired after 200 days", -10, 0),
    ]


def test_an_abandoned_basket_tells_the_checkout_or_why_there_is_nothing(tmp_path: Path) -> None:
    rule = "{rule: basket, kind: event, event: cart, points: 10, starts_after: 1h, stopped_by: {event: checkout}}"
    kept = story(tmp_path / "kept", "A: cart@0 checkout@2", one_score(rule))
    assert told(kept) == [(1 / 24, "earned: 1 hour after cart", 10, 10), (2, "withdrawn: checkout followed", -10, 0)]
    assert kept.lines["happened"].tolist()[-1] == "checkout"
    bought = story(tmp_path / "bought", "A: cart@0 checkout@0.02", one_score(rule))
    assert told(bought) == []
    assert bought.nothing[["rule", "matches", "why"]].values.tolist() == [["basket", 1, "the points were withdrawn before they began"]]


def test_a_reset_is_named_and_points_count_afresh(tmp_path: Path) -> None:
    book = one_score("{rule: form, kind: event, event: form, points: 10, limit: once}", reset="{event: unsubscribe}")
    found = story(tmp_path, "A: form@1 form@2 unsubscribe@3 form@4", book)
    assert told(found) == [
        (1, "earned: form, only once", 10, 10),
        (3, "withdrawn: reset by unsubscribe", -10, 0),
        (4, "earned: form, only once", 10, 10),
    ]
    assert found.nothing[["matches", "why"]].values.tolist() == [[1, "matched again when the limit was used up: only once"]]


def test_a_group_that_is_full_tells_what_is_held_back(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: capped
scores:
  - score: interest
    groups: [{group: mail, max: 8, rules: [{rule: open, kind: event, event: open, points: 5, expires: 3d}]}]
""")
    assert told(story(tmp_path, "A: open@0 open@1", book)) == [
        (0, "earned: open", 5, 5),
        (1, "earned: open", 5, 10),
        (1, "held back by the cap of group mail at 8", -2, 8),
        (3, "expired after 3 days", -5, 3),
        (3, "group mail is within its bounds again", 2, 5),
        (4, "expired after 3 days", -5, 0),
    ]


def test_a_formula_tells_its_parts_at_that_instant(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: two
scores:
  - {score: combined, formula: {fit: 0.5, interest: 0.5}}
  - {score: fit, rules: [{rule: nl, kind: attribute, attribute: country, values: {NL: 20}}]}
  - {score: interest, rules: [{rule: form, kind: event, event: form, points: 10}]}
""")
    found = story(tmp_path, "A: form@0", book, leads=[{"lead_id": "A", "country": "NL"}])
    assert told(found) == [
        (0, "country is NL", 20, 20),
        (0, "earned: form", 10, 10),
        (0, f"combined: 0.5 {TIMES} fit (20) + 0.5 {TIMES} interest (10)", 15, 15),
    ]


def test_a_weight_is_told_with_all_its_decimals(tmp_path: Path) -> None:
    rules = "rules: [{rule: form, kind: event, event: form, points: 10}]"
    book = Rulebook.from_text(
        f"rulebook: thirds\nscores: [{{score: third, formula: {{interest: 0.333333}}}}, {{score: interest, {rules}}}]"
    )
    found = story(tmp_path, "A: form@0", book)
    assert told(found)[-1] == (0, f"combined: 0.333333 {TIMES} interest (10)", 3.3333, 3.3333)


def test_visits_in_a_window_tell_the_tiers(tmp_path: Path) -> None:
    rule = "{rule: blog, kind: frequency, event: visit, within: 4d, tiers: [{at_least: 2, points: 10}, {at_least: 3, points: 0}]}"
    assert told(story(tmp_path, "A: visit@0 visit@1 visit@2", one_score(rule))) == [
        (1, f"at least 2 {TIMES} visit within 4 days", 10, 10),
        (2, "the tier from 3 on takes over", -10, 0),
        (4, f"at least 2 {TIMES} visit within 4 days", 10, 10),
        (5, f"no longer at least 2 {TIMES} visit within 4 days", -10, 0),
    ]


def test_silence_and_its_end_are_told(tmp_path: Path) -> None:
    rule = "{rule: silent, kind: absence, event: any, after: 30d, points: -10, repeat_every: 30d, times: 2}"
    assert told(story(tmp_path, "A: visit@0 visit@70", one_score(rule)))[:3] == [
        (30, "silent for 30 days: no event", -10, -10),
        (60, "still silent after 60 days: no event", -10, -20),
        (70, "no longer silent: visit", 20, 0),
    ]


def test_a_property_that_changes_tells_both_values(tmp_path: Path) -> None:
    rule = "{rule: title, kind: attribute, attribute: job_title, values: {manager: 3, director: 5}}"
    leads = [{"lead_id": "A", "valid_from": at(0), "job_title": "manager"}, {"lead_id": "A", "valid_from": at(9), "job_title": "director"}]
    found = story(tmp_path, "A: visit@0", one_score(rule), leads=leads)
    assert told(found) == [
        (0, "job title is manager", 3, 3),
        (9, "no longer holds: job title is director", -3, 0),
        (9, "job title is director", 5, 5),
    ]
    assert "changed: job title: manager → director" in found.lines["happened"].tolist()


def test_what_follows_from_the_score_is_told_after_it(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: turns
scores: [{score: s, rules: [{rule: form, kind: event, event: form, points: 10, expires: 5d}]}]
bands: {s: [{band: cold}, {band: hot, from: 10}]}
qualification: [{path: engaged, all: [{score: s, at_least: 10}]}]
alerts: [{alert: call, all: [{score: s, at_least: 10}], to: {person: Eva}}]
""")
    lines = story(tmp_path, "A: form@0; B: form@2", book).lines
    assert lines["entry"].tolist() == ["appeared", "award", "crossing", "qualified", "alert", "end", "step", "crossing"]
    assert lines["why"].tolist()[2:5] == ["s reaches hot (from 10)", "qualified by the path engaged", "the alert call fires, for Eva"]


def test_a_lead_without_points_has_a_story(tmp_path: Path) -> None:
    found = story(tmp_path, "A: visit@3; B: form@0", one_score("{rule: form, kind: event, event: form, points: 5}"))
    assert found.lines[["posted_at", "entry"]].values.tolist() == [[at(3), "appeared"]]
    assert found.nothing["why"].tolist() == ["no matching event"]


def test_a_lead_with_nothing_dated_appears_with_the_history(tmp_path: Path) -> None:
    found = story(
        tmp_path,
        "B: form@2 form@7",
        one_score("{rule: x, kind: attribute, where: 'vip', points: 5}"),
        leads=[{"lead_id": "A", "vip": True}],
    )
    assert found.lines[["posted_at", "total"]].values.tolist() == [[at(2), None], [at(2), Decimal(5)]]


def test_names_and_addresses_are_told_only_when_asked_for(tmp_path: Path) -> None:
    rules = (
        "{rule: phone, kind: attribute, where: 'phone IS NOT NULL', points: 5}",
        "{rule: mail, kind: attribute, where: \"email LIKE '%@acme.nl'\", points: 5}",
        "{rule: name, kind: attribute, where: \"last_name <> 'Test'\", points: 5}",
    )
    lead = {"lead_id": "A", "phone": "0201234567", "email": "jan@acme.nl", "last_name": "Jansen", "city": "Utrecht"}
    replay = Replay(tiny_history(tmp_path, "A: form@1(by=jan@acme.nl, page=/a)", leads=[lead]), one_score(*rules))
    shown, asked = str(replay.story("A")), str(replay.story("A", names=True))
    for private in ("0201234567", "jan@acme.nl", "Jansen", "Utrecht"):
        assert private not in shown
        assert private in asked


def test_what_the_data_hold_is_never_markup(tmp_path: Path) -> None:
    rule = "{rule: p, kind: event, event: form, where: \"page <> 'x'\", points: 5}"
    html = (
        Replay(tiny_history(tmp_path, "A: form@1(page=<script>alert`1`</script>)"), one_score(rule))
        .story("A", shown_as="<b>{}</b>".format)
        .html()
    )
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_lead_that_is_not_known_is_refused_with_the_nearest(tmp_path: Path) -> None:
    replay = Replay(
        tiny_history(tmp_path, "lead-0001: form@1; lead-0002: form@1"), one_score("{rule: x, kind: event, event: form, points: 5}")
    )
    with pytest.raises(InputError, match=r"must be one that the history knows; got 'Lead-001'\. Hint: did you mean 'lead-0001'"):
        replay.story("Lead-001")
    with pytest.raises(InputError, match="must have a score of entity account"):
        Replay(replay.history, replay.rulebook).story("lead-0001", entity="account")


def test_accounts_and_deals_have_stories_that_name_the_lead_of_an_event(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: accounts
scores:
  - {score: interest, rules: [{rule: form, kind: event, event: form, points: 10}]}
  - {score: all, entity: account, max: 15, rollup: {score: interest, how: sum}}
  - {score: visits, entity: account, rules: [{rule: visit, kind: event, event: visit, points: 2}]}
  - {score: heat, entity: deal, rules: [{rule: call, kind: event, event: call, points: 3}]}
""")
    leads = [{"lead_id": lead, "account_id": "X"} for lead in "AB"]
    history = tiny_history(tmp_path, "A: form@1 call@3(deal_id=D); B: form@2 visit@4", leads=leads, deals=[{"deal_id": "D"}])
    replay = Replay(history, book)
    account = replay.story("X", entity="account", shown_as="<{}>".format)
    assert told(account) == [
        (1, "the sum of interest over the account's leads", 10, 10),
        (2, "the sum of interest over the account's leads", 10, 20),
        (2, "held back by the cap of score all at 15", -5, 15),
        (4, "earned: visit", 2, 2),
    ]
    assert account.lines["happened"].tolist()[-1] == "visit (lead <B>)"
    assert told(replay.story("D", entity="deal")) == [(3, "earned: call", 3, 3)]


def test_conditions_are_told_in_plain_words(tmp_path: Path) -> None:
    rule = "{rule: nl, kind: attribute, where: \"country = 'NL' AND phone IS NOT NULL\", points: 5}"
    leads = [{"lead_id": "A", "valid_from": at(0), "country": "NL", "phone": "1"}, {"lead_id": "A", "valid_from": at(2), "country": "BE"}]
    found = story(tmp_path, "A: visit@0 visit@9", one_score(rule), leads=leads)
    assert found.lines[["happened", "why"]].values.tolist()[1:] == [
        ["known: country: NL, phone: filled in", "holds: country is “NL” and phone is known"],
        ["changed: country: NL → BE, phone: filled in → empty", "no longer holds: country is “NL” and phone is known"],
    ]


def test_a_rule_without_postings_tells_why_by_its_kind(tmp_path: Path) -> None:
    rules = (
        "{rule: once, kind: event, event: form, points: 5}",
        "{rule: often, kind: frequency, event: visit, tiers: [{at_least: 4, points: 5}]}",
        "{rule: vip, kind: attribute, attribute: vip, values: {x: 5}}",
        "{rule: silent, kind: absence, event: any, after: 30d, points: -5, active: {until: 2026-01-09}}",
    )
    found = story(tmp_path, "A: visit@0", one_score(*rules), leads=[{"lead_id": "A", "vip": "y"}])
    assert found.nothing["why"].tolist() == ["no matching event", "not often enough", "never holds", "never silent for so long"]
