"""One plain sentence per rule, for each kind and each option."""

# ruff: noqa: RUF001  (sentences for people have true quotation marks)

import pytest

from tests.rulebook.explained import rule_sentence_of

EVENT = "kind: event, event: demo_request, points: 15"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (EVENT, "+15 points for each ‘demo request’."),
        ("kind: event, event: [demo_request, chat], points: 1", "+1 point for each ‘demo request’ or ‘chat’."),
        ("kind: event, event: any, points: -2.5", "−2.5 points for each event of any kind."),
        ("kind: event, event: chat, points: 0", "Nothing for each ‘chat’."),
        (f"{EVENT}, where: \"plan <> 'free'\"", "+15 points for each ‘demo request’ where plan is something other than “free”."),
        (f"{EVENT}, limit: once", "+15 points for each ‘demo request’; only the first counts."),
        (f"{EVENT}, limit: {{first: 3}}", "+15 points for each ‘demo request’; only the first 3 count."),
        (f"{EVENT}, limit: {{per: day, count: 1}}", "+15 points for each ‘demo request’; at most 1 a day counts."),
        (f"{EVENT}, limit: {{per: week, count: 2}}", "+15 points for each ‘demo request’; at most 2 a calendar week count."),
        (f"{EVENT}, limit: {{per: month, count: 2}}", "+15 points for each ‘demo request’; at most 2 a calendar month count."),
        (
            f"{EVENT}, limit: {{per: 30d, count: 1}}",
            "+15 points for each ‘demo request’; at most 1 counts in each period of 30 days, reckoned from the first.",
        ),
        (
            f"{EVENT}, limit: {{once_per: email_id}}",
            "+15 points for each ‘demo request’; only the first for each value of ‘email id’ counts.",
        ),
        (f"{EVENT}, decay: {{keep: 50%, every: 90d}}", "+15 points for each ‘demo request’; they halve every 90 days."),
        (f"{EVENT}, decay: {{keep: 80%, every: 1d}}", "+15 points for each ‘demo request’; every day 80% of what is left stays."),
        (
            f"{EVENT}, decay: {{lose: 25%, every: 30d}}",
            "+15 points for each ‘demo request’; every 30 days they lose 25% of what they began with, until nothing is left.",
        ),
        (f"{EVENT}, decay: {{lose: 100%, every: 30d}}", "+15 points for each ‘demo request’; they are gone after 30 days."),
        (f"{EVENT}, decay: none", "+15 points for each ‘demo request’; they do not fade."),
        (f"{EVENT}, expires: 360d", "+15 points for each ‘demo request’; they end 360 days after it."),
        (f"{EVENT}, starts_after: 1h", "+15 points for each ‘demo request’; the points come 1 hour after it."),
        (f"{EVENT}, stopped_by: {{event: checkout}}", "+15 points for each ‘demo request’; they are withdrawn at the next ‘checkout’."),
        (
            f"{EVENT}, starts_after: 1h, stopped_by: {{event: checkout}}",
            "+15 points for each ‘demo request’; the points come 1 hour after it; "
            "they do not come, or are withdrawn, if this follows: ‘checkout’.",
        ),
        (f"{EVENT}, cap: 40", "+15 points for each ‘demo request’; this rule is never worth more than 40 points."),
        (
            "kind: event, event: chat, points: -5, cap: 10",
            "−5 points for each ‘chat’; this rule never takes more than 10 points.",
        ),
        (f"{EVENT}, active: {{from: 2026-03-01}}", "+15 points for each ‘demo request’; it counts only from 1 March 2026."),
        (f"{EVENT}, active: {{until: 2026-06-01}}", "+15 points for each ‘demo request’; it counts only before 1 June 2026."),
        (
            f"{EVENT}, active: {{from: 2026-03-01T09:30, until: 2026-06-01}}",
            "+15 points for each ‘demo request’; it counts only from 1 March 2026, 09:30 to before 1 June 2026.",
        ),
        (f"{EVENT}, enabled: false", "Switched off: +15 points for each ‘demo request’."),
        (f"{EVENT}, locked: true", "+15 points for each ‘demo request’; suggestions leave its points alone."),
        (f"{EVENT}, direction: any", "+15 points for each ‘demo request’; suggestions may give or take points for it."),
    ],
)
def test_an_event_rule(rule: str, text: str) -> None:
    assert rule_sentence_of(rule) == text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("where: \"country = 'NL'\", points: 20", "+20 points while country is “NL”."),
        ("where: phone IS NOT NULL, points: 5, permanent: true", "+5 points for good as soon as phone is known."),
        (
            "attribute: job_title, values: {Intern: 2, Marketing director: 15}",
            "By job title: +2 points for “Intern” and +15 points for “Marketing director”.",
        ),
        ("attribute: size, values: {2: -5, true: 3}", "By size: −5 points for 2 and +3 points for yes."),
        (
            "attribute: title, values: {CEO: 5}, permanent: true",
            "By title: +5 points for “CEO”; the first that is seen stays for good.",
        ),
        (
            "attribute: employees, ranges: [{below: 50, points: -5}, {from: 50, below: 250, points: 10}, {from: 1000, points: 20}]",
            "By employees: −5 points below 50, +10 points from 50 to below 250 and +20 points from 1,000.",
        ),
        (
            "attribute: employees, ranges: [{below: 50, points: -5}, {from: 50, points: 10}], cap: 8",
            "By employees: −5 points below 50 and +10 points from 50; this rule never gives nor takes more than 8 points.",
        ),
    ],
)
def test_an_attribute_rule(rule: str, text: str) -> None:
    assert rule_sentence_of(f"kind: attribute, {rule}") == text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            "ladder: [{within: 3d, adds: 5}, {within: 5d, adds: 4}, {within: 7d, adds: 3}]",
            "After the latest ‘visit’: +12 points up to 3 days, +7 points up to 5 days and +3 points up to 7 days, then nothing; "
            "each new one starts this afresh.",
        ),
        ("within: 14d, points: 10", "+10 points for 14 days after the latest ‘visit’."),
    ],
)
def test_a_recency_rule(rule: str, text: str) -> None:
    assert rule_sentence_of(f"kind: recency, event: visit, {rule}") == text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            "within: 30d, tiers: [{at_least: 4, points: 10}, {at_least: 8, points: 0}]",
            "By the number in the last 30 days of ‘visit’: +10 points for 4 to 7 and nothing for 8 or more.",
        ),
        (
            "tiers: [{at_least: 1, points: 2}, {at_least: 2, points: 5}]",
            "By the number so far of ‘visit’: +2 points for 1 and +5 points for 2 or more.",
        ),
        (
            "within: 30d, tiers: [{at_least: 8, points: 10}, {at_least: 2, within: 1d, points: 5}]",
            "By the number of ‘visit’: +10 points for 8 or more in the last 30 days and +5 points for 2 or more in the last 1 day; "
            "of those that hold, the last named counts.",
        ),
    ],
)
def test_a_frequency_rule(rule: str, text: str) -> None:
    assert rule_sentence_of(f"kind: frequency, event: visit, {rule}") == text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("event: any, after: 30d, points: -10", "−10 points after 30 days without any event."),
        (
            "event: visit, after: 30d, points: -10, repeat_every: 30d, times: 6",
            "−10 points after 30 days without ‘visit’; again every 30 days, 6 times at most (together −60 points).",
        ),
    ],
)
def test_an_absence_rule(rule: str, text: str) -> None:
    assert rule_sentence_of(f"kind: absence, {rule}") == text


def test_a_decay_of_the_score_is_told_at_its_rules() -> None:
    assert rule_sentence_of(EVENT, score="    decay: {keep: 50%, every: 90d}\n").endswith("; they halve every 90 days.")


@pytest.mark.parametrize(
    ("rule", "dutch", "swedish"),
    [
        (
            f"{EVENT}, limit: once, expires: 30d",
            "+15 punten per ‘demo request’; alleen de eerste telt; ze vervallen 30 dagen erna.",
            "+15 poäng för varje ”demo request”; bara den första räknas; de upphör 30 dagar efteråt.",
        ),
        (
            f"{EVENT}, decay: {{keep: 50%, every: 31d}}, active: {{from: 2026-03-01}}",
            "+15 punten per ‘demo request’; ze halveren elke 31 dagen; telt alleen vanaf 1 maart 2026.",
            "+15 poäng för varje ”demo request”; de halveras var 31:a dag; räknas bara från och med 1 mars 2026.",
        ),
        (
            "kind: attribute, attribute: employees, ranges: [{from: 1000, points: 7.5}]",
            "Naar employees: +7,5 punten vanaf 1.000.",
            "Efter employees: +7,5 poäng från 1\xa0000.",
        ),
        (
            "kind: recency, event: visit, within: 14d, points: 1",
            "+1 punt gedurende 14 dagen na de laatste ‘visit’.",
            "+1 poäng under 14 dagar efter senaste ”visit”.",
        ),
        (
            "kind: frequency, event: visit, within: 30d, tiers: [{at_least: 4, points: 10}, {at_least: 8, points: 0}]",
            "Naar het aantal in de laatste 30 dagen van ‘visit’: +10 punten bij 4 tot en met 7 en niets bij 8 of meer.",
            "Efter antalet under 30 dagar bakåt av ”visit”: +10 poäng för 4 till 7 och inget för 8 eller fler.",
        ),
        (
            "kind: absence, event: any, after: 30d, points: -10, enabled: false",
            "Uitgeschakeld: −10 punten na 30 dagen zonder enige gebeurtenis.",
            "Avstängd: −10 poäng efter 30 dagar utan någon händelse.",
        ),
    ],
)
def test_rules_in_dutch_and_swedish(rule: str, dutch: str, swedish: str) -> None:
    assert rule_sentence_of(rule, "nl") == dutch
    assert rule_sentence_of(rule, "sv") == swedish
