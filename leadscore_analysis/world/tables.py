"""The five tables of a cohort, as an analyst would export them at the world's end: nothing in them lies later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadscore_analysis.clock import WEEK_US
from leadscore_analysis.world import kinds
from leadscore_analysis.world.accounts import accounts_of
from leadscore_analysis.world.chance import NEVER_US, Bools, Ints, hashed_uniforms
from leadscore_analysis.world.cohort import QUARTER, Cohort
from leadscore_analysis.world.columns import codes, event_ids, instants, named, numbers
from leadscore_analysis.world.truth import World

_ASSET_KINDS = (kinds.WHITEPAPER, kinds.REGISTERED, kinds.ATTENDED)
_STAGES = ("lead", "contacted", "rejected", "offer", "won", "lost")


@dataclass(frozen=True)
class Tables:
    """The rows that one cohort adds to each of the five tables."""

    events: pa.Table
    leads: pa.Table
    accounts: pa.Table
    deals: pa.Table
    stage_changes: pa.Table


def tables_of(world: World, arrived: Cohort) -> Tables:
    """The cohort's rows of all tables."""
    return Tables(
        events=events_table(arrived),
        leads=leads_table(world, arrived),
        accounts=accounts_table(world, arrived),
        deals=deals_table(world, arrived),
        stage_changes=stage_changes_table(world, arrived),
    )


def events_table(arrived: Cohort) -> pa.Table:
    """What the leads did, or was done to them; one row an event, by lead and instant."""
    events, outcomes, number = arrived.events, arrived.outcomes, arrived.people.number[arrived.events.lead]
    in_deal = events.at_us >= outcomes.decided_us[events.lead]
    with_asset = np.isin(events.kind, _ASSET_KINDS)
    mailed = events.mail >= 0
    return pa.table(
        {
            "event_id": event_ids(number),
            "lead_id": codes("L", number, 7),
            "occurred_at": instants(events.at_us),
            "recorded_at": instants(events.recorded_us),
            "event_type": named(kinds.EVENT_TYPES, events.kind),
            "page": named(kinds.PAGES, events.page),
            "asset": named(kinds.ASSETS, events.asset, known=with_asset),
            "email_id": _where(mailed, codes("M", events.mail.clip(0), 4)),
            "delivered_at": instants(events.delivered_us, known=mailed),
            "filtered": numbers(events.filtered),
            "result": named(kinds.RESULTS, events.result),
            "deal_id": _where(in_deal, codes("D", number, 7)),
        }
    )


def leads_table(world: World, arrived: Cohort) -> pa.Table:
    """The versions of the leads: on arrival, when the rest of the form is filled in, at a new title, when the company has grown."""
    people = arrived.people
    starts = np.stack([people.arrived_us, people.filled_us, people.promoted_us, people.accounts.grows_us])
    dated = (starts < world.end_us) & (starts >= people.arrived_us)
    starts = np.sort(np.where(dated, starts, NEVER_US), axis=0)
    lead, nth = np.nonzero(starts.T < NEVER_US)
    since_us = starts[nth, lead]
    filled = since_us >= people.filled_us[lead]
    return pa.table(
        {
            "lead_id": codes("L", people.number[lead], 7),
            "valid_from": instants(since_us),
            "account_id": codes("A", people.accounts.number[lead], 7),
            "owner": named(kinds.OWNERS, people.owner[lead]),
            "source": named(kinds.SOURCES, people.source[lead]),
            "campaign": _campaigns(world, arrived, lead),
            "job_title": named(kinds.TITLES, people.title_at(starts)[nth, lead], known=filled | people.title_known[lead]),
            "phone": _where(filled | people.phone_known[lead], codes("+", people.number[lead] * 37 % 100_000_000, 9)),
            "country": named(kinds.COUNTRIES, people.accounts.country[lead]),
            "industry": named(kinds.INDUSTRIES, people.accounts.industry[lead]),
            "employees": numbers(people.accounts.employees_at(starts)[nth, lead], known=filled | people.size_known[lead]),
            "target_account": numbers(people.accounts.target[lead]),
        }
    )


def accounts_table(world: World, arrived: Cohort) -> pa.Table:
    """The versions of the accounts that these leads are the first to come from."""
    people = arrived.people
    first = people.accounts.number == people.number
    facts = accounts_of(world, people.number[first])
    starts = np.stack([people.arrived_us[first], facts.grows_us])
    account, nth = np.nonzero(((starts < world.end_us) & (starts >= starts[0])).T)
    since_us = starts[nth, account]
    return pa.table(
        {
            "account_id": codes("A", facts.number[account], 7),
            "valid_from": instants(since_us),
            "country": named(kinds.COUNTRIES, facts.country[account]),
            "industry": named(kinds.INDUSTRIES, facts.industry[account]),
            "employees": numbers(facts.employees_at(starts)[nth, account]),
            "target_account": numbers(facts.target[account]),
        }
    )


def deals_table(world: World, arrived: Cohort) -> pa.Table:
    """The versions of the deals: the offer, and half of them once more when the amount is talked over."""
    people, outcomes = arrived.people, arrived.outcomes
    starts = np.stack([outcomes.decided_us, outcomes.revised_us])
    lead, nth = np.nonzero((starts < world.end_us).T)
    product = np.floor(hashed_uniforms(world.seed, "product", people.number[lead]) * len(kinds.PRODUCTS)).astype(np.int64)
    return pa.table(
        {
            "deal_id": codes("D", people.number[lead], 7),
            "valid_from": instants(starts[nth, lead]),
            "lead_id": codes("L", people.number[lead], 7),
            "account_id": codes("A", people.accounts.number[lead], 7),
            "amount": numbers(outcomes.amounts[nth, lead]),
            "owner": named(kinds.OWNERS, people.owner[lead]),
            "product": named(kinds.PRODUCTS, product),
        }
    )


def stage_changes_table(world: World, arrived: Cohort) -> pa.Table:
    """The stages that the leads entered, in order, with the reasons of those given back or lost.

    The columns have the names of a CRM's own export, which a study maps.
    """
    people, outcomes = arrived.people, arrived.outcomes
    offered_us = np.where(outcomes.fast, NEVER_US, outcomes.decided_us)
    lost_us = np.where(outcomes.won, NEVER_US, outcomes.over_us)
    entered = np.stack([people.arrived_us, outcomes.contacted_us, outcomes.rejected_us, offered_us, outcomes.won_us, lost_us])
    lead, stage = np.nonzero((entered < world.end_us).T)
    order = np.lexsort((entered[stage, lead], lead))
    lead, stage = lead[order], stage[order]
    of_deal = (entered[stage, lead] >= outcomes.decided_us[lead]) & (stage >= _STAGES.index("offer"))
    rejected, lost = stage == _STAGES.index("rejected"), stage == _STAGES.index("lost")
    return pa.table(
        {
            "contact": codes("L", people.number[lead], 7),
            "deal": _where(of_deal, codes("D", people.number[lead], 7)),
            "stage": named(_STAGES, stage),
            "since": instants(entered[stage, lead]),
            "reject_reason": named(kinds.REJECT_REASONS, outcomes.reject_reason[lead], known=rejected),
            "lost_reason": named(kinds.LOST_REASONS, outcomes.lost_reason[lead], known=lost),
        }
    )


def _where(known: Bools, values: pa.Array) -> pa.Array:
    """The values that are known, null for the others."""
    return pc.if_else(pa.array(known), values, pa.scalar(None, type=values.type))


def _campaigns(world: World, arrived: Cohort, lead: Ints) -> pa.Array:
    """The campaign that brought each lead: one a quarter and source; none for those who came by themselves."""
    quarter = (arrived.people.arrived_us - world.start_us) // (QUARTER * WEEK_US)
    names = [f"{source} {nth + 1}" for nth in range(int(quarter.max(initial=0)) + 1) for source in kinds.SOURCES]
    source = arrived.people.source[lead]
    return named(names, quarter[lead] * len(kinds.SOURCES) + source, known=source != kinds.SOURCES.index("organic"))
