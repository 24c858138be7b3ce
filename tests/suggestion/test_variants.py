"""Which other structures a rule is tried under, and that their units are those of a replay."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.walk import placed_rules
from leadscore_analysis.suggestion.replaying import changed_rulebook
from leadscore_analysis.suggestion.structure.moment_cells import MomentCells
from leadscore_analysis.suggestion.structure.trials import point_choices
from leadscore_analysis.suggestion.structure.units import RangedUnits, rule_units
from leadscore_analysis.suggestion.structure.variants import round_numbers, variants
from tests.suggestion.small_world import small_study
from tests.tiny import one_score, tiny_history


def tried(rule: str, numbers: tuple[float, ...] = (), **score: str) -> list[tuple[str, str, str]]:
    placed = next(placed_rules(one_score(rule, **score).model))
    return [(each.kind, each.now, each.then) for each in variants(placed, numbers)]


def of_kind(found: list[tuple[str, str, str]], kind: str) -> list[str]:
    return [then for name, _, then in found if name == kind]


def test_an_event_rule_may_expire_and_fade_otherwise():
    found = tried("{rule: x, kind: event, event: x, points: 5, expires: 30d}")
    assert of_kind(found, "expiry") == ["7d", "14d", "60d", "90d", "180d", "360d"]
    assert of_kind(found, "half-life") == ["7d", "14d"], "what fades no faster than it expires is not tried"
    assert found[0][:2] == ("expiry", "30d")


def test_what_fades_already_is_tried_at_other_half_lives():
    found = tried("{rule: x, kind: event, event: x, points: 5}", decay="{keep: 50%, every: 30d}")
    assert {now for kind, now, _ in found if kind == "half-life"} == {"30d"}
    assert "30d" not in of_kind(found, "half-life")
    assert ("half-life", "lose 25% each 30d", "60d") in tried("{rule: x, kind: event, event: x, points: 5, decay: {lose: 25%, every: 30d}}")


def test_points_never_expire_before_they_begin():
    assert of_kind(tried("{rule: x, kind: event, event: x, points: 5, starts_after: 30d}"), "expiry") == ["60d", "90d", "180d", "360d"]


def test_the_steps_of_a_ladder_keep_their_order():
    found = tried("{rule: x, kind: recency, event: x, ladder: [{within: 3d, adds: 5}, {within: 7d, adds: 5}]}")
    assert [then for _, now, then in found if now == "3d"] == ["1d", "2d", "5d"]
    assert [then for _, now, then in found if now == "7d"] == ["5d", "10d", "14d", "21d", "30d", "45d", "60d", "90d", "180d"]


def test_cuts_are_round_numbers_between_their_neighbours():
    rule = "{rule: size, kind: attribute, attribute: employees, ranges: [{from: 10, below: 50, points: 5}, {from: 50, points: 10}]}"
    found = tried(rule, (1.0, 100.0))
    assert [then for _, now, then in found if now == "50"] == ["15", "20", "25", "30", "40", "60", "80", "100"]
    assert ("cut", "10", "6") in found


def test_a_cut_between_two_ranges_moves_both_of_its_ends():
    rule = "{rule: size, kind: attribute, attribute: employees, ranges: [{from: 10, below: 50, points: 5}, {from: 50, points: 10}]}"
    placed = next(placed_rules(one_score(rule).model))
    moved = next(each for each in variants(placed, (1.0, 100.0)) if (each.now, each.then) == ("50", "60"))
    assert {path[-3:]: value for path, value in moved.values.items()} == {("ranges", 0, "below"): 60, ("ranges", 1, "from"): 60}


def test_rules_without_such_a_structure_have_no_variants():
    assert tried("{rule: t, kind: attribute, attribute: title, values: {a: 1}}") == []
    assert tried("{rule: f, kind: frequency, event: x, within: 30d, tiers: [{at_least: 2, points: 5}]}") == []
    assert tried("{rule: s, kind: attribute, attribute: n, ranges: [{from: 5, points: 5}], permanent: true}", (1.0, 9.0)) == []


def test_round_numbers_are_known_in_decimals():
    assert round_numbers([0.1, 0.25]) == (Decimal("0.15"), Decimal("0.2"), Decimal("0.25"))
    assert round_numbers([-5.0, float("nan")]) == ()


def test_points_are_tried_in_whole_steps_and_never_lost():
    assert point_choices([5], [5], 5, 10) == [(5.0,), (10.0,)]
    assert point_choices([2], [2], 1, 4) == [(2.0,), (1.0,), (4.0,)]


RULES = (
    "{rule: visit, kind: event, event: visit, points: 5, limit: {first: 3}, decay: {keep: 50%, every: 14d}}",
    "{rule: form, kind: event, event: form, points: 7, expires: 30d, stopped_by: {event: visit}}",
    "{rule: paper, kind: recency, event: paper, ladder: [{within: 7d, adds: 5}, {within: 30d, adds: 2}]}",
    "{rule: size, kind: attribute, attribute: employees, ranges: [{from: 10, below: 50, points: 5}, {from: 50, points: 10}]}",
)


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """Ten leads with events here and there, and employees that change for every third."""
    draw = np.random.default_rng(2)
    days = {lead: np.sort(draw.uniform(15, 300, 12)).round(2) for lead in "ABCDEFGHIJ"}
    kinds = ("visit", "form", "paper")
    text = "; ".join(f"{lead}: " + " ".join(f"{kinds[at % 3]}@{day}" for at, day in enumerate(each)) for lead, each in days.items())
    start = pd.Timestamp("2026-01-01", tz="UTC")
    leads = [{"lead_id": lead, "valid_from": start, "employees": int(draw.integers(2, 200))} for lead in days]
    leads += [{"lead_id": lead, "valid_from": start + pd.Timedelta(days=100), "employees": 75} for lead in "ADG"]
    stages = [{"lead_id": "A", "deal_id": None, "stage": "won", "entered_at": start + pd.Timedelta(days=340)}]
    return tiny_history(tmp_path_factory.mktemp("history"), text, leads=leads, stage_changes=stages)


@pytest.mark.parametrize("rule", RULES, ids=["fading", "expiring", "ladder", "ranges"])
def test_units_of_every_variant_are_those_of_a_replay_of_its_rulebook(history, rule):
    moments = {"every": "7d", "from": "2026-01-15", "until": "2026-12-01"}
    study = small_study(judge=None, holdout_from=None, known_until="2027-01-01", moments=moments, horizon="30d", worked=None)
    book = one_score(rule)
    replay = Replay(history, book)
    examples = label(replay, study)
    cells, placed = MomentCells(examples), next(placed_rules(book.model))
    units = rule_units(replay.engine, book.model, cells, placed)
    found = variants(placed, units.numbers if isinstance(units, RangedUnits) else ())
    assert np.array_equal(units.of(placed.rule), examples.units.to_numpy())
    for each in (found[0], found[len(found) // 2], found[-1]):
        other = Replay(history, changed_rulebook(book, each.values))
        np.testing.assert_allclose(units.of(each.rule), label(other, study).units.to_numpy(), atol=1e-6)
        other.close()
    replay.close()
