"""The names that exports give to the columns of a history, the likeliest first, and words that tell good ends from bad ones."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from leadscore_analysis.starting.looks import ColumnLook, FileLook

LEAD_IDS = (
    *("lead_id", "leadid", "contact_id", "contactid", "prospect_id", "person_id", "mql_id", "case_concept_name", "case_id", "customer_id"),
    *("user_id", "member_id", "visitor_id", "subscriber_id", "lead", "contact", "prospect", "customer", "case", "email", "email_address"),
    *("contact_email", "recipient", "who_id", "property_email"),
)
ACCOUNT_IDS = ("account_id", "company_id", "organisation_id", "organization_id", "account", "company", "associatedcompanyid")
DEAL_IDS = ("deal_id", "opportunity_id", "dealid", "deal", "opportunity")
EVENT_TYPES = (
    *("event_type", "eventtype", "event_name", "event", "activity_type", "activity_name", "activity", "concept_name", "type_name"),
    *("action", "interaction", "behaviour", "behavior", "touchpoint", "type", "activity_type_id"),
)
INSTANTS = (
    *("occurred_at", "time_timestamp", "timestamp", "event_time", "event_date", "event_at", "activity_date", "datetime", "occurred", "ts"),
    *("created_at", "created", "createdate", "created_date", "date", "time", "when", "at"),
)
STAGES = ("stage", "stage_name", "deal_stage", "dealstage", "lead_status", "status", "new_value", "lifecycle_stage", "lifecyclestage")
STAGE_INSTANTS = ("entered_at", "date_entered", "stage_date", "changed_at", "created_date", "valid_from", "fivetran_start")
STARTS = ("valid_from", "effective_from", "version_from")
AMOUNTS = ("amount", "deal_amount", "deal_value", "revenue", "value", "property_amount")

WON_WORDS = (
    "won",
    "closedwon",
    "purchase",
    "purchased",
    "order",
    "sale",
    "sold",
    "approved",
    "converted",
    "conversion",
    "customer",
    "signed",
)
LOST_WORDS = (
    *("lost", "closedlost", "declined", "cancelled", "canceled", "rejected", "unsubscribe", "unsubscribed", "disqualified", "withdrawn"),
    *("churned", "refused", "junk", "dead", "expired"),
)
BAD_WORDS = ("unsubscribe", "unsubscribed", "bounce", "bounced", "spam", "optout", "complaint", "dropped", "deferred")

_LEAD_STEM = re.compile(r"lead|contact|prospect|person|member|mql")
_ACCOUNT_STEM = re.compile(r"account|compan|organi")
_DEAL_STEM = re.compile(r"deal|opportunit")


def named(columns: Sequence[ColumnLook], names: Sequence[str], fits: Callable[[ColumnLook], bool] = lambda _: True) -> ColumnLook | None:
    """The column with the likeliest of the names, among those that fit."""
    by_name = {column.normal: column for column in reversed(columns) if column.filled and fits(column)}
    return next((by_name[name] for name in names if name in by_name), None)


def words(name: str) -> set[str]:
    """The words of a name, also its neighbours written together.

    >>> sorted(words("Closed Won")), sorted(words("A_APPROVED"))
    (['closed', 'closedwon', 'won'], ['a', 'aapproved', 'approved'])
    """
    parts = [part for part in re.split(r"[^a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()) if part]
    return {*parts, *(first + second for first, second in itertools.pairwise(parts))}


def entity_id(look: FileLook, names: Sequence[str]) -> ColumnLook | None:
    """The column that names the entity: by its own name, or ``id`` in a file that is named for the entity."""
    stem = _LEAD_STEM if names is LEAD_IDS else _ACCOUNT_STEM if names is ACCOUNT_IDS else _DEAL_STEM
    found = named(look.columns, names, lambda column: not column.is_instant)
    own = named(look.columns, ("id",), look.unique)
    return own if own is not None and stem.search(look.stem) and (found is None or not look.unique(found)) else found
