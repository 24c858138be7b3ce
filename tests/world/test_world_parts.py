"""The parts of the sample world: what leads do, when, and what follow-up and hazard make of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from leadscore_analysis.clock import DAY_US, HOUR_US, WEEK_US
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.world.accounts import account_of
from leadscore_analysis.world.chance import NEVER_US
from leadscore_analysis.world.cohort import cohort
from leadscore_analysis.world.folder import template
from leadscore_analysis.world.hazard import decisions, faded_counts
from leadscore_analysis.world.pace import busy_weeks, first_leads, next_weekly, since_of
from leadscore_analysis.world.truth import Behaviour, Hazard, World
from leadscore_analysis.world.truth_file import PLANTED

SMALL = World(leads=600, seed=3, weeks=40)


def test_another_seed_makes_another_history() -> None:
    assert not np.array_equal(cohort(SMALL, 3).events.at_us, cohort(replace(SMALL, seed=4), 3).events.at_us)


def test_until_its_call_a_lead_does_what_it_would_do_uncalled() -> None:
    alone = cohort(SMALL, 5)
    contacted_us = np.full(alone.people.size, NEVER_US)
    contacted_us[::2] = alone.people.arrived_us[::2] + 3 * WEEK_US
    called = cohort(SMALL, 5, contacted_us)
    limits = contacted_us
    for field in ("lead", "at_us", "kind", "page", "mail", "filtered"):
        before = getattr(alone.events, field)[alone.events.at_us < limits[alone.events.lead]]
        after = getattr(called.events, field)[called.events.at_us < limits[called.events.lead]]
        assert np.array_equal(before, after)


def test_without_follow_up_calls_change_nothing_that_leads_decide() -> None:
    world = replace(SMALL, leads=4000, follow_up=False)
    alone = cohort(world, 2)
    called = cohort(world, 2, alone.people.arrived_us + WEEK_US)
    assert np.array_equal(alone.outcomes.decided_us, called.outcomes.decided_us)
    assert np.array_equal(alone.outcomes.won_us, called.outcomes.won_us)


def test_with_follow_up_calls_win_more_deals() -> None:
    world = replace(SMALL, leads=60_000)
    alone = cohort(world, 2)
    called = cohort(world, 2, alone.people.arrived_us + WEEK_US)
    assert (called.outcomes.won_us < NEVER_US).sum() > 1.3 * (alone.outcomes.won_us < NEVER_US).sum()


def test_a_call_after_the_decision_does_not_take_place() -> None:
    world = replace(SMALL, leads=20_000)
    alone = cohort(world, 2)
    decided = alone.outcomes.decided_us < world.end_us
    called = cohort(world, 2, np.where(decided, alone.outcomes.decided_us + HOUR_US, NEVER_US))
    assert decided.sum() > 5
    assert np.array_equal(called.events.at_us, alone.events.at_us)


def test_filtered_says_nothing_of_the_outcome() -> None:
    arrived = cohort(World(leads=2_000_000), 60)
    scanned = arrived.people.accounts.scanned
    won = arrived.outcomes.won_us < NEVER_US
    assert abs(won[scanned].mean() - won[~scanned].mean()) < 0.012
    assert not np.isin(arrived.events.kind[arrived.events.filtered], (0, 3, 4, 5, 6, 7, 8)).any()


def test_scanners_react_within_a_second_of_delivery() -> None:
    events = cohort(replace(SMALL, leads=20_000), 1).events
    after_us = (events.at_us - events.delivered_us)[events.bot]
    assert after_us.size > 100
    assert after_us.min() > 0
    assert after_us.max() < 1_000_000


def test_the_planted_rules_stand_in_the_old_rulebook() -> None:
    book = Rulebook.from_text(template("old_rulebook.yml"))
    rules = {rule.rule for score in book.model.scores for rule in score.rules}
    assert set(PLANTED["wrong_sign"] + PLANTED["useless"]) <= rules


def test_a_count_fades_by_half_in_a_half_life_and_stops_at_its_cap() -> None:
    hazard = Hazard(behaviours=(Behaviour("visit", 1.0, 1.0, 3.0), Behaviour("leaving", 1.0, 0.0, 1.0)))
    counts = np.zeros((4, 2, 1), dtype=np.float32)
    counts[0, :, 0] = (8, 1)
    assert faded_counts(counts, hazard)[:, :, 0].tolist() == [[0, 0], [3, 1], [2, 1], [1, 1]]


def test_as_many_decide_as_the_hazard_says() -> None:
    people = cohort(World(leads=2_000_000), 60).people
    logs = np.full((20, people.size), np.log(0.01))
    decided_us = decisions(people, logs, np.random.default_rng(1).random(logs.shape))
    slow = people.fast_us == NEVER_US
    assert (decided_us[slow] < NEVER_US).mean() == pytest.approx(1 - np.exp(-0.2), abs=0.01)
    assert (decided_us >= people.arrived_us).all()


def test_the_leads_of_the_first_weeks_are_as_many_as_asked_for_and_more_follow_at_the_same_pace() -> None:
    first = first_leads(1000, 52, 104)
    assert (first[0], first[52]) == (0, 1000)
    assert 1900 <= first[104] <= 2100


def test_a_week_of_activity_is_a_week_of_time() -> None:
    since_us = np.array([0, 5 * HOUR_US, 3 * DAY_US + 123_456_789])
    assert np.abs(since_of(busy_weeks(since_us) + 2) - since_us - 2 * WEEK_US).max() <= 10
    assert (busy_weeks(since_us + WEEK_US) - busy_weeks(since_us)).tolist() == pytest.approx([1, 1, 1])


def test_the_next_tuesday_at_nine() -> None:
    tuesday = DAY_US + 9 * HOUR_US
    assert next_weekly(np.array([0, tuesday, tuesday + 1]), day=1, hour=9).tolist() == [tuesday, tuesday, tuesday + WEEK_US]


def test_accounts_have_several_leads_and_the_number_of_their_first() -> None:
    account = account_of(World(), np.arange(20_000))
    numbers = np.unique(account)
    assert 1.4 <= account.size / numbers.size <= 1.8
    assert np.array_equal(account[numbers], numbers)
    assert (account <= np.arange(20_000)).all()
