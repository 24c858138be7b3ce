"""The hazard of a decision to buy, from what a lead did: the written-down truth, week of life by week of life."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from leadscore_analysis.clock import WEEK_US
from leadscore_analysis.world import kinds, truth
from leadscore_analysis.world.chance import NEVER_US, Floats, Ints
from leadscore_analysis.world.events import Events
from leadscore_analysis.world.people import People
from leadscore_analysis.world.truth import Hazard

_OF_KIND = np.full(len(kinds.EVENT_TYPES), -1)
_OF_KIND[[kinds.EMAIL_OPEN, kinds.EMAIL_CLICK, kinds.WHITEPAPER]] = truth.OPEN, truth.CLICK, truth.WHITEPAPER
_OF_KIND[[kinds.REGISTERED, kinds.ATTENDED, kinds.FORM]] = truth.REGISTERED, truth.ATTENDED, truth.FORM
_OF_KIND[[kinds.CHAT, kinds.DEMO, kinds.UNSUBSCRIBE]] = truth.CHAT, truth.DEMO, truth.UNSUBSCRIBE
_OF_PAGE = np.full(len(kinds.PAGES), truth.PAGE)
_OF_PAGE[[kinds.PRICING, *kinds.PRODUCT_PAGES, kinds.CAREERS]] = truth.PRICING, truth.PRODUCT, truth.PRODUCT, truth.CAREERS
_OF_PAGE[kinds.FIRST_BLOG :] = truth.BLOG
_SIZE_EDGES = (10, 50, 250)
_DIRECTS = np.isin(kinds.TITLES, ("Marketing director", "Owner"))

Counts = npt.NDArray[np.float32]


def log_hazards(people: People, events: Events, weeks: int, hazard: Hazard) -> Floats:
    """The log of the weekly hazard for each week of life (rows) and lead (columns), without follow-up."""
    counted = faded_counts(weekly_counts(people, events, weeks), hazard)
    effects = np.array([behaviour.effect for behaviour in hazard.behaviours])
    week_us = people.arrived_us + np.arange(weeks)[:, None] * WEEK_US
    logs: Floats = np.einsum("b,wbl->wl", effects, counted)
    logs += hazard.base + fit(people, week_us, hazard) + interactions(people, week_us, counted, hazard)
    return logs


def weekly_counts(people: People, events: Events, weeks: int) -> Counts:
    """How often each lead (last axis) showed each behaviour (middle axis) in each week of life; scanners and second opens left out."""
    week = (events.at_us - people.arrived_us[events.lead]) // WEEK_US
    behaviour = np.where(events.kind == kinds.PAGE_VIEW, _OF_PAGE[events.page], _OF_KIND[events.kind])
    counting = ~events.bot & ~events.again & (week < weeks) & (behaviour >= 0)
    counts = np.zeros((weeks, len(truth.BEHAVIOURS), people.size), dtype=np.float32)
    np.add.at(counts, (week[counting], behaviour[counting], events.lead[counting]), 1.0)
    return counts


def faded_counts(counts: Counts, hazard: Hazard) -> Counts:
    """What of the earlier weeks' counts still counts at the start of each week, at most each behaviour's cap."""
    caps = np.array([[behaviour.cap] for behaviour in hazard.behaviours], dtype=np.float32)
    kept = np.array([[_kept_a_week(behaviour.half_life_weeks)] for behaviour in hazard.behaviours], dtype=np.float32)
    counted = np.empty_like(counts)
    faded = np.zeros_like(counts[0])
    for week in range(counts.shape[0]):
        np.minimum(faded, caps, out=counted[week])
        faded = (faded + counts[week]) * kept
    return counted


def fit(people: People, instant_us: Ints, hazard: Hazard) -> Floats:
    """The fit of each lead at an instant, as a log of the hazard's ratio."""
    size = np.digitize(people.accounts.employees_at(instant_us), _SIZE_EDGES)
    effect: Floats = (
        np.array(hazard.titles)[people.title_at(instant_us)]
        + np.array(hazard.sizes)[size]
        + np.array(hazard.countries)[people.accounts.country]
        + np.array(hazard.industries)[people.accounts.industry]
        + np.array(hazard.sources)[people.source]
        + hazard.target_account * people.accounts.target
    )
    return effect


def interactions(people: People, instant_us: Ints, counted: Counts, hazard: Hazard) -> Floats:
    """What combinations do that no sum of points can express, as a log of the hazard's ratio, for instants by week and lead."""
    pricing, demo, attended, paper = (counted[:, code] for code in (truth.PRICING, truth.DEMO, truth.ATTENDED, truth.WHITEPAPER))
    directs = _DIRECTS[people.title_at(instant_us)]
    small = people.accounts.employees_at(instant_us) < _SIZE_EDGES[1]
    added: Floats = hazard.director_on_pricing * directs * pricing + hazard.small_demo * small * demo
    return added + hazard.webinar_after_paper * np.minimum(attended, paper).clip(0, 1)


def decisions(people: People, logs: Floats, uniforms: Floats) -> Ints:
    """When each lead decides to buy, or ``NEVER_US``: in the first week whose uniform number lies below the chance of that week.

    The same uniform numbers serve with and without follow-up, so a lead that nobody calls decides alike in both worlds.
    """
    chance = -np.expm1(-np.exp(logs))
    hit = uniforms < chance
    week = hit.argmax(axis=0)
    # Given that it is below the chance, their ratio is uniform again: it says where in the week the decision falls.
    lead = np.arange(people.size)
    part = uniforms[week, lead] / chance[week, lead]
    decided_us = people.arrived_us + ((week + part) * WEEK_US).astype(np.int64)
    return np.minimum(np.where(hit.any(axis=0), decided_us, NEVER_US), people.fast_us)


def _kept_a_week(half_life_weeks: float) -> float:
    return 0.5 ** (1.0 / half_life_weeks) if half_life_weeks else 1.0
