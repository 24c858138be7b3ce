"""Visits to the site: the pages that are seen and what the visitor does at the end, one quarter of life after another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadscore_analysis.clock import HOUR_US, MINUTE_US, SECOND_US
from leadscore_analysis.world.chance import Floats, Ints, picked, waits
from leadscore_analysis.world.events import Events, happened
from leadscore_analysis.world.kinds import (
    ACTION_MIX,
    ACTIONS,
    ASSETS,
    ATTENDED,
    BUYING,
    JOB_HUNTING,
    LOOKING,
    PAGE_MIX,
    PAGE_VIEW,
    READING,
    REGISTERED,
)
from leadscore_analysis.world.pace import busy_weeks, next_weekly, since_of
from leadscore_analysis.world.people import People

_PAGES_GO_ON = np.array([0.62, 0.72, 0.35, 0.5])
_MOST_PAGES = 15
_FULLER = 1.45


@dataclass(frozen=True)
class Visits:
    """One entry a visit: who, in which week of life and when, for which reason, and how far it goes."""

    lead: Ints
    at_us: Ints
    reason: Ints
    pages: Ints
    action: Ints


def arrivals(people: People, chance: np.random.Generator) -> Events:
    """The events by which leads become known, at the instant of their arrival; some have none."""
    asset = np.floor(chance.random(people.size) * len(ASSETS)).astype(np.int64)
    known = np.flatnonzero(people.arrival_action < len(ACTIONS))
    kind = np.array(ACTIONS)[people.arrival_action[known]]
    return happened(known, people.arrived_us[known], kind, asset=asset[known])


def visits(people: People, start_us: int, first_week: int, weeks: int, chance: np.random.Generator) -> Visits:
    """The visits in ``weeks`` weeks of life from ``first_week`` on; ``start_us`` is the Monday midnight from which nights are told."""
    count = chance.poisson(_visits_a_week(people, np.arange(first_week, first_week + weeks)))
    reason, week, lead = (
        places.astype(np.int64) for places in np.unravel_index(np.repeat(np.arange(count.size), count.ravel()), count.shape)
    )
    uniform = chance.random((3, lead.size))
    mid_week = busy_weeks(people.arrived_us - start_us)[lead] + first_week + week + uniform[0]
    at_us = np.maximum(start_us + since_of(mid_week), people.arrived_us[lead] + MINUTE_US)
    pages = 1 + np.floor(np.log1p(-uniform[1]) / np.log(_PAGES_GO_ON[reason])).astype(np.int64)
    return Visits(lead, at_us, reason, pages.clip(1, _MOST_PAGES), _actions(reason, uniform[2]))


def page_views(visits: Visits, chance: np.random.Generator) -> Events:
    """The pages of each visit, up to a minute and a half apart."""
    visit = np.repeat(np.arange(visits.lead.size), visits.pages)
    nth = np.arange(visit.size) - np.repeat(np.cumsum(visits.pages) - visits.pages, visits.pages)
    uniform = chance.random((2, visit.size))
    page = np.empty(visit.size, dtype=np.int64)
    for reason, mix in enumerate(PAGE_MIX):
        seen = visits.reason[visit] == reason
        page[seen] = picked(uniform[0, seen], mix)
    at_us = visits.at_us[visit] + nth * MINUTE_US + (uniform[1] * 30 * SECOND_US).astype(np.int64)
    return happened(visits.lead[visit], at_us, PAGE_VIEW, page=page)


def actions(visits: Visits, chance: np.random.Generator) -> Events:
    """What visitors do at the end of a visit: download, register, fill in a form, chat or ask for a demo."""
    asset = np.floor(chance.random(visits.lead.size) * len(ASSETS)).astype(np.int64)
    acting = np.flatnonzero(visits.action < len(ACTIONS))
    at_us = visits.at_us[acting] + visits.pages[acting] * MINUTE_US + 10 * SECOND_US
    return happened(visits.lead[acting], at_us, np.array(ACTIONS)[visits.action[acting]], asset=asset[acting])


def attendances(events: Events, start_us: int, chance: np.random.Generator) -> Events:
    """Webinars attended after the registrations among ``events``: every second Thursday at 14:00, by a good half of the registered.

    The CRM learns of it when the list of attendants is read in, the morning after.
    """
    registered = events.taken(events.kind == REGISTERED)
    uniform = chance.random((2, registered.size))
    starts_us = start_us + next_weekly(registered.at_us + HOUR_US - start_us, day=3, hour=14, every=2)
    at_us = starts_us + (waits(uniform[0], mean=4.0).clip(0, 40) * MINUTE_US).astype(np.int64)
    came = uniform[1] < 0.55
    attended = happened(registered.lead, at_us, ATTENDED, asset=registered.asset, recorded_us=starts_us + 19 * HOUR_US)
    return attended.taken(came)


def _visits_a_week(people: People, week: Ints) -> Floats:
    """The mean number of visits for each reason (rows), week of life and lead."""
    age = week[:, None]
    burst = 1.3 * np.exp(-age / 0.7)
    staying = 0.14 * np.exp(-age / 20.0) * people.lasting
    buying = (age >= people.window_from) & (age < people.window_until)
    rate = np.zeros((4, week.size, people.size))
    rate[LOOKING] = _FULLER * people.liveliness * (burst + staying)
    rate[BUYING] = _FULLER * people.liveliness * 1.4 * buying
    rate[READING] = 0.4 * people.reader
    rate[JOB_HUNTING] = 0.3 * np.exp(-age / 12.0) * people.job_hunter
    return rate


def _actions(reason: Ints, uniforms: Floats) -> Ints:
    """The action that ends each visit, as a place in ``ACTIONS``, or their number for none."""
    edges = np.cumsum(np.array(ACTION_MIX), axis=1)
    action: Ints = (uniforms[:, None] >= edges[reason]).sum(axis=1)
    return action
