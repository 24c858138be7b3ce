"""Which file fills which table of the history, and with which columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadscore_analysis.errors import InputError
from leadscore_analysis.sources.contract import TABLES
from leadscore_analysis.starting.content import events_by_content
from leadscore_analysis.starting.deal_exports import deal_export, deals
from leadscore_analysis.starting.guess import MOST_KINDS, TableGuess, by_email, ends_column, instant, lead_column, own_id
from leadscore_analysis.starting.looks import ColumnLook, FileLook
from leadscore_analysis.starting.names import (
    ACCOUNT_IDS,
    DEAL_IDS,
    EVENT_TYPES,
    INSTANTS,
    LEAD_IDS,
    STAGE_INSTANTS,
    STAGES,
    STARTS,
    WON_WORDS,
    by_name,
    entity_id,
    named,
    words,
)

_ORDER = tuple(TABLES)


def table_guesses(looks: Sequence[FileLook]) -> tuple[list[TableGuess], list[str]]:
    """One guess for each table that some file can fill, and what was not used and why; InputError when no file can be events."""
    address = by_email(looks)
    found = {look: _guesses(look, address=address) for look in looks}
    unused = [_not_used(look, lead_column(look, by_email=address)) for look, guesses in found.items() if not guesses]
    chosen: dict[str, TableGuess] = {}
    for guess in sorted((guess for guesses in found.values() for guess in guesses), key=_likelihood):
        other = chosen.setdefault(guess.table, guess)
        if other is not guess:
            unused.append(f"{guess.look.path}: also {guess.table}, for which {other.look.path} was taken")
    if "events" not in chosen and "leads" in chosen:
        chosen |= _first_events(chosen["leads"])
    if "events" not in chosen:
        missing = "".join(f"\n  {look.path}: {_lacking(look, address=address)}" for look in looks)
        raise InputError(
            f"one file must say what leads did: a lead's id, an instant and an event type in each row; none does:{missing}",
            hint="name its columns lead_id, occurred_at and event_type, or write a study with "
            "history: {events: {from: …, columns: {lead_id: …, occurred_at: …, event_type: …}}}",
        )
    strangers = [guess for guess in chosen.values() if _names_leads_otherwise(guess, chosen["events"])]
    unused += [_otherwise(guess, chosen["events"]) for guess in strangers]
    return sorted((guess for guess in chosen.values() if guess not in strangers), key=lambda guess: _ORDER.index(guess.table)), unused


def _likelihood(guess: TableGuess) -> tuple[bool, bool, int]:
    return not guess.tells_end, bool(guess.values), -guess.look.rows * len(guess.look.columns)


def _not_used(look: FileLook, lead: ColumnLook | None) -> str:
    ends = ends_column(look)
    if ends is None:
        return f"{look.path}: no lead, account or deal id with what happened or when"
    lacking = "the lead" if lead is None else "when that was"
    return f"{look.path}: {ends.name} tells what was won and lost, but no column for {lacking} was found; name one lead_id or close_date"


def _lacking(look: FileLook, *, address: bool) -> str:
    """Which of the three columns of events were not found among those of the file."""
    found = {
        "the lead": lead_column(look, by_email=address) or by_name(look, LEAD_IDS),
        "the instant": instant(look, INSTANTS) or by_name(look, INSTANTS),
        "the event type": by_name(look, EVENT_TYPES),
    }
    lacking = " / ".join(what for what, column in found.items() if column is None)
    empty = "" if look.rows else "it has a header and no rows; "
    names = ", ".join(column.name for column in look.columns)
    return f"{empty}no column for {lacking} was found among {names}" if lacking else empty.removesuffix("; ") or "it is no list of events"


def _names_leads_otherwise(guess: TableGuess, events: TableGuess) -> bool:
    """Whether one of the two names leads by their e-mail addresses, and the other does not."""
    if "lead_id" not in guess.columns:
        return False
    addresses = [
        column.emails
        for one in (guess, events)
        for column in one.look.columns
        if column.name == one.columns.get("lead_id") and column.filled
    ]
    return len(set(addresses)) > 1


def _otherwise(guess: TableGuess, events: TableGuess) -> str:
    return (
        f"{guess.look.path}: leads are named by {guess.columns['lead_id']}, those of {events.look.path} by {events.columns['lead_id']}; "
        "export a column that both have"
    )


def _guesses(look: FileLook, *, address: bool) -> list[TableGuess]:
    if not look.rows:
        return []
    lead, deal = lead_column(look, by_email=address), entity_id(look, DEAL_IDS)
    of_deals = deal_export(look, lead, deal)
    if of_deals:
        return of_deals
    attempts = (_stage_changes, _events, _won_list, _leads, _deals, _accounts, events_by_content, _one_kind_of_event)
    return next(([guess] for attempt in attempts if (guess := attempt(look, lead, deal)) is not None), [])


def _events(look: FileLook, lead: ColumnLook | None, deal: ColumnLook | None) -> TableGuess | None:
    when = instant(look, INSTANTS)
    what = named(look.columns, EVENT_TYPES, lambda column: column.distinct <= MOST_KINDS and not column.is_instant)
    if lead is None or when is None or what is None or lead.name == what.name or (look.unique(lead) and lead.distinct > 50):
        return None
    columns = {"lead_id": lead.name, "occurred_at": when.name, "event_type": what.name} | own_id(look)
    why = f"{lead.distinct:,} leads, {what.distinct} kinds of {what.name}, times in {when.name}"
    return TableGuess("events", look, columns | ({"deal_id": deal.name} if deal and deal.name not in columns.values() else {}), why)


def _one_kind_of_event(look: FileLook, lead: ColumnLook | None, _deal: ColumnLook | None) -> TableGuess | None:
    when = instant(look, INSTANTS)
    if lead is None or when is None:
        return None
    kind = re.sub(r"_?(data|export|dataset|table|log)$", "", look.stem) or "event"
    columns = {"lead_id": lead.name, "occurred_at": when.name} | own_id(look)
    return TableGuess("events", look, columns, f"each row is one {kind}, as the file is named", {"event_type": kind})


def _stage_changes(look: FileLook, lead: ColumnLook | None, deal: ColumnLook | None) -> TableGuess | None:
    stage = named(look.columns, STAGES, lambda column: column.distinct <= MOST_KINDS and not column.is_instant)
    when = named([column for column in look.columns if column.is_instant], STAGE_INSTANTS)
    entity = {"lead_id": lead.name} if lead else {"deal_id": deal.name} if deal else {}
    if stage is None or when is None or not entity or named(look.columns, EVENT_TYPES) is not None:
        return None
    return TableGuess(
        "stage_changes", look, entity | {"stage": stage.name, "entered_at": when.name}, f"{stage.distinct} stages in {stage.name}"
    )


def _won_list(look: FileLook, lead: ColumnLook | None, _deal: ColumnLook | None) -> TableGuess | None:
    dates = [column for column in look.columns if column.is_instant and words(column.name) & {*WON_WORDS}]
    if lead is None or not dates or not look.unique(lead) or dates[0].filled < 0.95 * look.rows:
        return None
    columns = {"lead_id": lead.name, "entered_at": dates[0].name}
    return TableGuess("stage_changes", look, columns, f"each row is a lead that was won, at {dates[0].name}", {"stage": "won"})


def _leads(look: FileLook, lead: ColumnLook | None, _deal: ColumnLook | None) -> TableGuess | None:
    starts = named([column for column in look.columns if column.is_instant], STARTS)
    if lead is None or not (look.unique(lead) or starts):
        return None
    account = named(look.columns, ACCOUNT_IDS, lambda column: column.name != lead.name)
    columns = {"lead_id": lead.name} | ({"valid_from": starts.name} if starts else {}) | ({"account_id": account.name} if account else {})
    return TableGuess("leads", look, columns, "one row a lead" if not starts else "versions of leads")


def _deals(look: FileLook, lead: ColumnLook | None, deal: ColumnLook | None) -> TableGuess | None:
    if deal is None or not look.unique(deal):
        return None
    return deals(look, lead, deal)


def _accounts(look: FileLook, _lead: ColumnLook | None, _deal: ColumnLook | None) -> TableGuess | None:
    account = entity_id(look, ACCOUNT_IDS)
    if account is None or not look.unique(account):
        return None
    return TableGuess("accounts", look, {"account_id": account.name}, "one row an account")


def _first_events(leads: TableGuess) -> dict[str, TableGuess]:
    """Where nothing but a list of leads is known: the instant in it is their first event."""
    when = instant(leads.look, INSTANTS)
    if when is None:
        return {}
    kind = re.sub(r"_?(date|time|at|timestamp)$", "", when.normal) or "appeared"
    columns = {"lead_id": leads.columns["lead_id"], "occurred_at": when.name}
    why = f"no export says what leads did: {when.name} is taken as their only event"
    return {"events": TableGuess("events", leads.look, columns, why, {"event_type": kind})}
