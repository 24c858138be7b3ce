"""One week's arrivals with all that they ever do: a pure function of the world, the week and the instants at which sales contact them.

Whatever is drawn for a quarter of their life is drawn whole, also the part after the world's end, so a longer world
begins with the same history. What a lead does before its contact does not depend on the contact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadscore_analysis.world import mails, visits
from leadscore_analysis.world.chance import NEVER_US, Floats, Ints, generator
from leadscore_analysis.world.events import Events, in_order, joined
from leadscore_analysis.world.follow_up import effect_of, follow_up_of, traces
from leadscore_analysis.world.hazard import decisions, log_hazards
from leadscore_analysis.world.kinds import DEMO
from leadscore_analysis.world.outcomes import Outcomes, onboarding, outcomes_of, still_there
from leadscore_analysis.world.people import People, people_of
from leadscore_analysis.world.truth import World

QUARTER = 13


@dataclass(frozen=True)
class Cohort:
    """The leads that arrive in one week, their events until the world's end by lead and instant, and what becomes of them."""

    people: People
    events: Events
    outcomes: Outcomes

    @property
    def hand_raises(self) -> Events:
        """The demo requests: a hand raised, whatever the score."""
        return self.events.taken(self.events.kind == DEMO)


def cohort(world: World, week: int, contacted_us: Ints | None = None) -> Cohort:
    """The arrivals of that week, with sales contacting each at its instant in ``contacted_us`` (default: nobody, ever).

    A contact that comes after the lead has decided by itself does not take place.
    """
    people = people_of(world, week)
    quarters = -(-(world.last_week - week) // QUARTER)
    behaviour, uniforms = _behaviour(people, world, week, quarters)
    logs = log_hazards(people, behaviour, uniforms.shape[0], world.hazard)
    plan = follow_up_of(people, world, week, np.full(people.size, NEVER_US) if contacted_us is None else contacted_us)
    helped = logs + effect_of(people, plan, uniforms.shape[0], world.hazard) if world.follow_up else logs
    decided_us = decisions(people, helped, uniforms)
    plan = follow_up_of(people, world, week, np.where(plan.contacted_us < decided_us, plan.contacted_us, NEVER_US))
    outcomes = outcomes_of(people, world, week, decided_us, plan)
    events = joined([still_there(behaviour, outcomes), traces(plan, outcomes.over_us), onboarding(outcomes)])
    return Cohort(people, in_order(events.taken(events.at_us < world.end_us)), outcomes)


def _behaviour(people: People, world: World, week: int, quarters: int) -> tuple[Events, Floats]:
    """What the leads do in so many quarters of their life if nothing ends it, and a uniform number for each week and lead."""
    chance = generator(world.seed, "arrival", week)
    arriving = visits.arrivals(people, chance)
    parts = [arriving, visits.attendances(arriving, world.start_us, chance)]
    uniforms = []
    for quarter in range(quarters):
        chance = generator(world.seed, "quarter", week, quarter)
        uniforms.append(chance.random((QUARTER, people.size)))
        parts += _mail_events(people, world, quarter, chance)
        parts += _visit_events(people, world, quarter, chance)
    return mails.still_subscribed(joined(parts), people.size), np.concatenate(uniforms)


def _mail_events(people: People, world: World, quarter: int, chance: np.random.Generator) -> list[Events]:
    sent = mails.mails(people, world, quarter * QUARTER, QUARTER)
    return [*mails.responses(people, sent, world.habits, chance), *mails.scans(people, sent, world.habits, chance)]


def _visit_events(people: People, world: World, quarter: int, chance: np.random.Generator) -> list[Events]:
    seen = visits.visits(people, world.start_us, quarter * QUARTER, QUARTER, chance)
    acted = visits.actions(seen, chance)
    return [visits.page_views(seen, chance), acted, visits.attendances(acted, world.start_us, chance)]
