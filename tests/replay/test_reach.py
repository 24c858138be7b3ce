"""How far scores can go, and the warnings for thresholds beyond."""

from decimal import Decimal

import pytest

from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.reach import ENDLESS, score_reach
from tests.tiny import one_score

LADDER = "[{within: 1d, adds: 5}, {within: 2d, adds: -2}, {within: 3d, adds: 4}]"


@pytest.mark.parametrize(
    ("rule", "least", "most"),
    [
        ("{rule: r, kind: event, event: x, points: 5}", 0, ENDLESS),
        ("{rule: r, kind: event, event: x, points: -5}", -ENDLESS, 0),
        ("{rule: r, kind: event, event: x, points: 0}", 0, 0),
        ("{rule: r, kind: event, event: x, points: 5, cap: 12}", 0, 12),
        ("{rule: r, kind: event, event: x, points: 5, limit: once}", 0, 5),
        ("{rule: r, kind: event, event: x, points: -5, limit: {first: 3}}", -15, 0),
        ("{rule: r, kind: event, event: x, points: 5, limit: {per: day, count: 1}}", 0, ENDLESS),
        ("{rule: r, kind: event, event: x, points: 5, enabled: false}", 0, 0),
        (f"{{rule: r, kind: recency, event: x, ladder: {LADDER}}}", 0, 7),
        ("{rule: r, kind: frequency, event: x, tiers: [{at_least: 2, points: 6}, {at_least: 4, points: -1}]}", -1, 6),
        ("{rule: r, kind: absence, event: any, after: 1d, points: -3, repeat_every: 1d, times: 4}", -12, 0),
        ("{rule: r, kind: attribute, attribute: c, values: {NL: 20, BE: -5}}", -5, 20),
        ("{rule: r, kind: attribute, attribute: n, ranges: [{from: 5, points: 8}]}", 0, 8),
        ("{rule: r, kind: attribute, where: n = 1, points: 9}", 0, 9),
    ],
)
def test_a_rule_goes_so_far(rule: str, least: Decimal, most: Decimal) -> None:
    assert score_reach("interest", one_score(rule).model) == (least, most)


def test_a_threshold_above_the_reachable_maximum_is_a_warning_with_its_path() -> None:
    book = Rulebook.from_text("""
rulebook: high
scores:
  - score: fit
    max: 100
    groups: [{group: place, max: 12, rules: [{rule: nl, kind: attribute, where: nl, points: 20}]}]
    rules: [{rule: size, kind: attribute, attribute: n, ranges: [{from: 50, points: 30.5}]}]
  - {score: interest, max: 60, rules: [{rule: x, kind: event, event: x, points: 1}]}
  - {score: both, formula: {fit: 0.5, interest: 1}}
bands: {fit: [{band: low}, {band: good, from: 42.5}, {band: best, from: 43}], interest: [{band: hot, from: 60}]}
matrix: {rows: {score: fit, cuts: [20, 50], labels: [C, B, A]}, columns: {score: interest, cuts: [60], labels: ["2", "1"]}}
alerts: [{alert: a, all: [{score: both, at_least: 81.25}]}, {alert: b, all: [{score: both, at_least: 81.2501}]}]
""")
    problem = "should be within reach; fit is worth 42.5 at most, and this is"
    assert [(fault.where, fault.problem) for fault in book.warnings()] == [
        ("bands.fit[2].from", f"{problem} 43"),
        ("alerts[1].all[0].at_least", "should be within reach; both is worth 81.25 at most, and this is 81.2501"),
        ("matrix.rows.cuts[1]", f"{problem} 50"),
    ]
