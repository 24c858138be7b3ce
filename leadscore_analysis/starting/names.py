"""The names that exports give to the columns of a history, the likeliest first, and words that tell good ends from bad ones."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from leadscore_analysis.starting.looks import ColumnLook, FileLook, unaccented

LEAD_IDS = (
    *("lead_id", "leadid", "contact_id", "contactid", "prospect_id", "person_id", "mql_id", "case_concept_name", "case_id", "customer_id"),
    *("user_id", "member_id", "visitor_id", "subscriber_id", "lead", "contact", "prospect", "customer", "case", "email", "email_address"),
    *("contact_email", "recipient", "who_id", "property_email", "lead_email", "primary_contact_email", "associated_contact_email"),
    *("customer_email", "e_mail", "e_mail_address", "e_mail_adres", "emailadres", "mailadres", "e_mail_adresse", "email_adresse"),
    *("e_post", "epost", "e_postadress", "epostadress", "contactpersoon", "contact_person", "primary_contact", "associated_contact"),
    *("klantnummer", "klant_id", "klant", "relatienummer", "kontakt_id", "kontakt", "kundnummer", "kund_id", "kund"),
    *("kundennummer", "kunden_id", "kunde", "interessent"),
)
ACCOUNT_IDS = (
    *("account_id", "company_id", "organisation_id", "organization_id", "account", "company", "associatedcompanyid", "account_name"),
    *("company_name", "bedrijf", "bedrijfsnaam", "foretag", "unternehmen", "firma"),
)
DEAL_IDS = (
    *("deal_id", "opportunity_id", "dealid", "deal", "opportunity", "dealnummer", "deal_number", "offertenummer"),
    *("affars_id", "affar", "verkaufschance"),
)
EVENT_TYPES = (
    *("event_type", "eventtype", "event_name", "event", "activity_type", "activity_name", "activity", "concept_name", "type_name"),
    *("action", "interaction", "behaviour", "behavior", "touchpoint", "soort_actie", "actie", "activiteit", "soort_activiteit"),
    *("gebeurtenis", "soort_gebeurtenis", "handelse", "handelsetyp", "aktivitet", "aktivitetstyp", "aktion", "ereignis", "ereignistyp"),
    *("aktivitat", "aktivitatsart", "aktivitatstyp", "type", "soort", "typ", "art", "activity_type_id"),
)
INSTANTS = (
    *("occurred_at", "time_timestamp", "timestamp", "event_time", "event_date", "event_at", "activity_date", "datetime", "occurred", "ts"),
    *("tijdstip", "datum_tijd", "datum_en_tijd", "datumtijd", "tidpunkt", "datum_och_tid", "datum_tid", "zeitpunkt", "datum_uhrzeit"),
    *("datum_und_uhrzeit", "zeitstempel", "date_time", "date_and_time", "activity_time"),
    *("created_at", "created", "createdate", "created_date", "date", "datum", "time", "tijd", "tid", "zeit", "when", "at"),
)
STAGES = (
    *("stage", "stage_name", "deal_stage", "dealstage", "opportunity_stage", "lead_status", "deal_status", "status", "new_value"),
    *("lifecycle_stage", "lifecyclestage", "pipeline_stage", "fase", "dealfase", "fas", "affarsfas", "phase", "deal_phase"),
)
STAGE_INSTANTS = ("entered_at", "date_entered", "stage_date", "changed_at", "created_date", "valid_from", "fivetran_start")
DEAL_ENDS = (
    *("close_date", "closedate", "closed_date", "closed_at", "date_closed", "closed_on", "closed", "actual_close_date", "won_date"),
    *("sluitingsdatum", "afsluitdatum", "datum_gesloten", "stangningsdatum", "avslutsdatum", "abschlussdatum", "entered_at"),
    *("date_entered", "stage_date", "changed_at"),
)
STARTS = ("valid_from", "effective_from", "version_from")
AMOUNTS = (
    *("amount", "deal_amount", "deal_value", "revenue", "value", "property_amount", "bedrag", "dealwaarde", "waarde", "omzet"),
    *("belopp", "varde", "betrag", "wert"),
)

WON_WORDS = (
    *("won", "closedwon", "gewonnen", "vunnen", "vunnet", "purchase", "purchased", "order", "sale", "sold", "approved", "converted"),
    *("conversion", "customer", "signed", "aankoop", "bestelling", "verkocht", "bestallning", "sald", "kauf", "bestellung", "verkauft"),
)
LOST_WORDS = (
    *("lost", "closedlost", "declined", "cancelled", "canceled", "rejected", "unsubscribe", "unsubscribed", "disqualified", "withdrawn"),
    *("churned", "refused", "junk", "dead", "expired", "verloren", "forlorad", "forlorat", "afgewezen", "geannuleerd", "abgelehnt"),
)
BAD_WORDS = ("unsubscribe", "unsubscribed", "bounce", "bounced", "spam", "optout", "complaint", "dropped", "deferred", "uitgeschreven")

_LEAD_STEM = re.compile(r"lead|contact|prospect|person|member|mql|kontakt|klant|kund")
_STAFF = re.compile(r"owner|user|sales|agent|assigned|created|eigenaar|agare|from|sender|afzender")
_ACCOUNT_STEM = re.compile(r"account|compan|organi")
_DEAL_STEM = re.compile(r"deal|opportunit")


def named(columns: Sequence[ColumnLook], names: Sequence[str], fits: Callable[[ColumnLook], bool] = lambda _: True) -> ColumnLook | None:
    """The column with the likeliest of the names, among those that fit."""
    by_name = {column.normal: column for column in reversed(columns) if column.filled and fits(column)}
    return next((by_name[name] for name in names if name in by_name), None)


def by_name(look: FileLook, names: Sequence[str]) -> ColumnLook | None:
    """The column with one of the names, whatever it holds."""
    return next((column for column in look.columns if column.normal in names), None)


def words(name: str) -> set[str]:
    """The words of a name, also its neighbours written together.

    >>> sorted(words("Closed Won")), sorted(words("A_APPROVED"))
    (['closed', 'closedwon', 'won'], ['a', 'aapproved', 'approved'])
    """
    parts = [part for part in re.split(r"[^a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unaccented(name)).lower()) if part]
    return {*parts, *(first + second for first, second in itertools.pairwise(parts))}


def entity_id(look: FileLook, names: Sequence[str]) -> ColumnLook | None:
    """The column that names the entity: by its own name, or ``id`` in a file that is named for the entity."""
    stem = _LEAD_STEM if names is LEAD_IDS else _ACCOUNT_STEM if names is ACCOUNT_IDS else _DEAL_STEM
    found = named(look.columns, names, lambda column: not column.is_instant)
    own = named(look.columns, ("id", "record_id"), look.unique)
    return own if own is not None and stem.search(look.stem) and (found is None or not look.unique(found)) else found


def email(look: FileLook) -> ColumnLook | None:
    """The column that holds the e-mail addresses of leads: by its own name, else the only one that is not of the own staff."""
    emails = [column for column in look.columns if column.emails]
    others = [column for column in emails if not _STAFF.search(column.normal)]
    return named(emails, LEAD_IDS) or (others[0] if len(others) == 1 else None)
