"""The leads that arrive in one week: who they are, what they come for, and how their record changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadscore_analysis.clock import DAY_US, HOUR_US, WEEK_US
from leadscore_analysis.world.accounts import Accounts, account_of, accounts_of
from leadscore_analysis.world.chance import NEVER_US, Bools, Floats, Ints, generator, normals, picked, waits
from leadscore_analysis.world.kinds import ARRIVAL_MIX, SOURCES
from leadscore_analysis.world.pace import busy_weeks, first_leads, since_of
from leadscore_analysis.world.truth import Habits, World

_SOURCE_WEIGHTS = (34, 24, 12, 9, 13, 8)
_TITLE_WEIGHTS = (8, 34, 22, 16, 12, 8)
_PROMOTED = np.array([1, 2, 3, 3, 4, 1])
_NO_WEEK = 10**6


@dataclass(frozen=True)
class People:
    """The leads of one week's arrivals, one entry each, in order of their numbers.

    ``liveliness`` multiplies all their visits; in the weeks of life from ``window_from`` until before ``window_until`` they mean to buy.
    ``*_known`` says what the record holds on arrival; ``filled_us`` is when the rest is filled in, ``promoted_us`` when the title changes.
    """

    number: Ints
    arrived_us: Ints
    accounts: Accounts
    source: Ints
    arrival_action: Ints
    title: Ints
    promoted_us: Ints
    title_known: Bools
    size_known: Bools
    phone_known: Bools
    filled_us: Ints
    owner: Ints
    liveliness: Floats
    lasting: Bools
    window_from: Ints
    window_until: Ints
    reader: Bools
    job_hunter: Bools
    fast_us: Ints

    @property
    def size(self) -> int:
        """How many leads there are."""
        return self.number.size

    def title_at(self, instant_us: Ints) -> Ints:
        """The job title of each lead at an instant, as a place in ``TITLES``."""
        return np.where(instant_us >= self.promoted_us, _PROMOTED[self.title], self.title)


def people_of(world: World, week: int) -> People:
    """The leads that arrive in that week (counted from 0); nothing in it depends on when the world ends."""
    first = first_leads(world.leads, world.weeks, week + 1)
    number = np.arange(first[week], first[week + 1])
    chance = generator(world.seed, "people", week).random((24, number.size))
    arrived_us = np.sort(world.start_us + since_of(busy_weeks(np.full(number.size, week * WEEK_US)) + chance[0] * (1 - 1e-9)))
    source = picked(chance[1], _SOURCE_WEIGHTS)
    window_from, window_until = _window(world.habits, chance[2:5])
    return People(
        number=number,
        arrived_us=arrived_us,
        accounts=accounts_of(world, account_of(world, number)),
        source=source,
        arrival_action=_arrival_action(source, chance[5]),
        title=picked(chance[6], _TITLE_WEIGHTS),
        promoted_us=_some_day(arrived_us, chance[7], share=0.08, wait=chance[8], mean_days=300),
        title_known=chance[9] < 0.75,
        size_known=chance[10] < 0.7,
        phone_known=chance[11] < 0.35,
        filled_us=_some_day(arrived_us, chance[12], share=0.5, wait=chance[13], mean_days=60),
        owner=np.floor(chance[14] * 6).astype(np.int64),
        liveliness=np.exp(normals(chance[15], chance[16]) - 0.5),
        lasting=chance[17] < world.habits.lasting_share,
        window_from=window_from,
        window_until=window_until,
        reader=chance[18] < world.habits.reader_share,
        job_hunter=chance[19] < np.where(chance[6] > 0.92, 3.0, 0.83) * world.habits.job_hunter_share,
        fast_us=_fast_us(world.habits, arrived_us, source, chance[20], chance[21]),
    )


def _window(habits: Habits, chance: Floats) -> tuple[Ints, Ints]:
    """The weeks of life in which a lead means to buy: at once for two in five of those that ever do, else after half a year on average."""
    wait = np.where(chance[1] < 0.4, 0.0, waits((chance[1] - 0.4).clip(0) / 0.6, mean=25.0))
    start = np.where(chance[0] < habits.window_share, np.floor(wait), _NO_WEEK).astype(np.int64)
    return start, start + 3 + np.floor(8 * chance[2]).astype(np.int64)


def _arrival_action(source: Ints, uniforms: Floats) -> Ints:
    """How each lead becomes known: a place in ``ACTIONS``, or their number for an entry in the CRM without an event."""
    action = np.empty(source.size, dtype=np.int64)
    for code in range(len(SOURCES)):
        action[source == code] = picked(uniforms[source == code], ARRIVAL_MIX[code])
    return action


def _some_day(arrived_us: Ints, uniforms: Floats, *, share: float, wait: Floats, mean_days: float) -> Ints:
    """An instant after the arrival for a share of the leads, an exponential wait later, and never for the others."""
    later = arrived_us + HOUR_US + (waits(wait, mean=mean_days) * DAY_US).astype(np.int64)
    return np.where(uniforms < share, later, NEVER_US)


def _fast_us(habits: Habits, arrived_us: Ints, source: Ints, uniforms: Floats, wait: Floats) -> Ints:
    """When a lead buys by itself, within five days of its arrival; never for most."""
    fast = (uniforms < habits.fast_share) & (source != SOURCES.index("trade_fair"))
    return np.where(fast, arrived_us + 2 * HOUR_US + (wait * 5 * DAY_US).astype(np.int64), NEVER_US)
