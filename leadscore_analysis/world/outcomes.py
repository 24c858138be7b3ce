"""What becomes of the leads: offers, deals won and lost, and the stages on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadscore_analysis.clock import DAY_US, HOUR_US
from leadscore_analysis.world.chance import NEVER_US, Bools, Floats, Ints, generator, normals, picked
from leadscore_analysis.world.events import Events, happened
from leadscore_analysis.world.follow_up import FollowUp
from leadscore_analysis.world.kinds import ONBOARDING, TITLES
from leadscore_analysis.world.people import People
from leadscore_analysis.world.truth import World

_NO_DECISION = 2


@dataclass(frozen=True)
class Outcomes:
    """What becomes of each lead; ``NEVER_US`` for what does not happen.

    A lead decides (the offer goes out), and the deal closes, won or lost; a fast buyer closes at once without an offer.
    ``over_us`` is the close, also of leads that sales gave up. ``amounts`` holds the deal's first and final amount in euros.
    """

    decided_us: Ints
    fast: Bools
    over_us: Ints
    won: Bools
    lost_reason: Ints
    contacted_us: Ints
    rejected_us: Ints
    reject_reason: Ints
    revised_us: Ints
    amounts: Floats
    onboarded_us: Ints

    @property
    def won_us(self) -> Ints:
        """When each lead is won."""
        return np.where(self.won, self.over_us, NEVER_US)


def outcomes_of(people: People, world: World, week: int, decided_us: Ints, plan: FollowUp) -> Outcomes:
    """The outcomes of that week's arrivals, given when they decide and what sales do with them."""
    chance = generator(world.seed, "outcome", week).random((10, people.size))
    decided_us = np.where(decided_us < plan.given_up_us, decided_us, NEVER_US)
    fast = (decided_us == people.fast_us) & (decided_us < NEVER_US)
    lag_us = np.where(fast, HOUR_US, (1 + (world.habits.close_days - 1) * chance[0]) * DAY_US).astype(np.int64)
    closed_us = np.where(decided_us < NEVER_US, decided_us + lag_us, NEVER_US)
    given_up = (decided_us == NEVER_US) & (plan.given_up_us < NEVER_US)
    won = (closed_us < NEVER_US) & (fast | (chance[1] < world.habits.deal_won))
    return Outcomes(
        decided_us=decided_us,
        fast=fast,
        over_us=np.where(given_up, plan.given_up_us, closed_us),
        won=won,
        lost_reason=np.where(given_up, _NO_DECISION, picked(chance[2], (45, 40, 15))),
        contacted_us=plan.contacted_us,
        rejected_us=np.where(plan.rejected_us < decided_us, plan.rejected_us, NEVER_US),
        reject_reason=_reject_reason(people, chance[3]),
        revised_us=np.where((chance[4] < 0.5) & ~fast & (closed_us < NEVER_US), decided_us + (0.6 * lag_us).astype(np.int64), NEVER_US),
        amounts=_amounts(people, decided_us, fast, chance[5:8]),
        onboarded_us=np.where(won, closed_us + DAY_US + (chance[8] * 6 * DAY_US).astype(np.int64), NEVER_US),
    )


def onboarding(outcomes: Outcomes) -> Events:
    """The onboarding call of each won deal: made by the outcome, so a rule on it would look into the future."""
    lead = np.flatnonzero(outcomes.onboarded_us < NEVER_US)
    return happened(lead, outcomes.onboarded_us[lead], ONBOARDING)


def still_there(events: Events, outcomes: Outcomes) -> Events:
    """The events that happen before the lead is won or lost; customers log in elsewhere, and who is lost stays away."""
    return events.taken(events.at_us < outcomes.over_us[events.lead])


def _reject_reason(people: People, uniforms: Floats) -> Ints:
    """Why sales give a lead back, as a place in ``REJECT_REASONS``: for what they see of it, else by chance."""
    odd = people.job_hunter | (people.title == TITLES.index("Student"))
    small = people.accounts.employees < 10
    return np.where(odd, 4, np.where(small & (uniforms < 0.6), 1, picked(uniforms, (40, 8, 32, 20))))


def _amounts(people: People, decided_us: Ints, fast: Bools, uniforms: Floats) -> Floats:
    """The first and the final amount of each lead's deal in whole fifties of euros: bigger companies buy more, fast buyers less."""
    size = (people.accounts.employees_at(decided_us) / 50.0) ** 0.35
    first = 3600.0 * size * np.exp(0.5 * normals(uniforms[0], uniforms[1])) * np.where(fast, 0.4, 1.0)
    final = first * (0.8 + 0.3 * uniforms[2])
    return np.ceil(np.stack([first, final]) / 50.0) * 50.0
