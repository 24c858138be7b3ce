"""What sales do with the leads that they take up: they call, meet, give back leads that do not fit, and at last give up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadscore_analysis.clock import DAY_US, HOUR_US, WEEK_US
from leadscore_analysis.world.chance import NEVER_US, Floats, Ints, generator, picked
from leadscore_analysis.world.events import Events, happened, joined
from leadscore_analysis.world.hazard import fit
from leadscore_analysis.world.kinds import CALL, MEETING
from leadscore_analysis.world.people import People
from leadscore_analysis.world.truth import Hazard, World

_RESULT_MIX = (55, 30, 15)  # in the order of RESULTS


@dataclass(frozen=True)
class FollowUp:
    """What sales mean to do with each lead, unless it decides before; ``NEVER_US`` where they do not."""

    contacted_us: Ints
    called_again_us: Ints
    meeting_us: Ints
    rejected_us: Ints
    given_up_us: Ints
    result: Ints


def follow_up_of(people: People, world: World, week: int, contacted_us: Ints) -> FollowUp:
    """The follow-up of that week's arrivals when they are contacted at those instants; without ``follow_up`` nobody is given back or up."""
    chance = generator(world.seed, "follow-up", week).random((8, people.size))
    reject_chance = world.habits.reject * np.exp(-0.8 * fit(people, people.arrived_us, world.hazard))
    rejecting = world.follow_up & (chance[0] < reject_chance.clip(0, 0.8))
    rejected_us = np.where(rejecting, _after(contacted_us, HOUR_US, chance[1] * 6 * DAY_US), NEVER_US)
    going_on = (contacted_us < NEVER_US) & ~rejecting
    meeting_us = _after(contacted_us, 2 * DAY_US, chance[3] * 12 * DAY_US)
    again_us = _after(contacted_us, 2 * DAY_US, chance[5] * 25 * DAY_US)
    given_up_us = _after(contacted_us, int(world.habits.patience_days) * DAY_US, chance[6] * 30 * DAY_US)
    return FollowUp(
        contacted_us=contacted_us,
        called_again_us=np.where(going_on & (chance[4] < 0.6), again_us, NEVER_US),
        meeting_us=np.where(going_on & (chance[2] < world.habits.meeting), meeting_us, NEVER_US),
        rejected_us=rejected_us,
        given_up_us=np.where(going_on & world.follow_up, given_up_us, NEVER_US),
        result=picked(chance[7], _RESULT_MIX),
    )


def effect_of(people: People, follow_up: FollowUp, weeks: int, hazard: Hazard) -> Floats:
    """What follow-up adds to the log hazards: from the first week of life that starts after it, fading, until the lead is given back."""
    added = np.zeros((weeks, people.size))
    some = np.flatnonzero(follow_up.contacted_us < NEVER_US)
    week_us = people.arrived_us[some] + np.arange(weeks)[:, None] * WEEK_US
    for since_us, effect in ((follow_up.contacted_us[some], hazard.contact), (follow_up.meeting_us[some], hazard.meeting)):
        age = (week_us - since_us) / WEEK_US
        holds = (age >= 0) & (week_us < follow_up.rejected_us[some])
        added[:, some] += np.where(holds, effect * 0.5 ** (age.clip(0) / hazard.follow_up_half_life_weeks), 0.0)
    return added


def traces(follow_up: FollowUp, until_us: Ints) -> Events:
    """The calls and meetings that take place, before ``until_us`` for each lead; the CRM learns of a call when somebody types it in."""
    parts = []
    for at_us, kind, lag_us in (
        (follow_up.contacted_us, CALL, 3 * HOUR_US),
        (follow_up.called_again_us, CALL, 20 * HOUR_US),
        (follow_up.meeting_us, MEETING, 26 * HOUR_US),
    ):
        lead = np.flatnonzero(at_us < until_us)
        parts.append(happened(lead, at_us[lead], kind, result=follow_up.result[lead], recorded_us=at_us[lead] + lag_us))
    return joined(parts)


def _after(instant_us: Ints, least_us: int, more_us: Floats) -> Ints:
    return np.where(instant_us < NEVER_US, instant_us + least_us + more_us.astype(np.int64), NEVER_US)
