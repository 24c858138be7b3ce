"""Which file fills which table of the history, and with which columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from leadscore_analysis.errors import InputError
from leadscore_analysis.starting.looks import ColumnLook, FileLook
from leadscore_analysis.starting.names import (
    ACCOUNT_IDS,
    AMOUNTS,
    DEAL_IDS,
    EVENT_TYPES,
    INSTANTS,
    LEAD_IDS,
    STAGE_INSTANTS,
    STAGES,
    STARTS,
    WON_WORDS,
    entity_id,
    named,
    words,
)

_MOST_EVENT_TYPES = 300
_BOOKKEEPING = re.compile(r"synced|modified|deleted|_end$|updated|modstamp|viewed|referenced")


@dataclass(frozen=True)
class TableGuess:
    """One table of the history: its file, its columns (history's name -> file's name), values for all rows, and why it is thought so."""

    table: str
    look: FileLook
    columns: dict[str, str]
    why: str
    values: dict[str, str] = field(default_factory=dict)


def table_guesses(looks: Sequence[FileLook]) -> tuple[list[TableGuess], list[str]]:
    """One guess for each table that some file can fill, and what was not used and why; InputError when no file can be events."""
    found = [guess for look in looks if (guess := _guess(look)) is not None]
    unused = [f"{look.path}: no lead, account or deal id with what happened or when" for look in looks if _guess(look) is None]
    chosen: dict[str, TableGuess] = {}
    for guess in sorted(found, key=lambda guess: (bool(guess.values), -guess.look.rows * len(guess.look.columns))):
        if guess.table in chosen:
            unused.append(f"{guess.look.path}: also {guess.table}, and {chosen[guess.table].look.path} holds more; put the two in one file")
        else:
            chosen[guess.table] = guess
    if "events" not in chosen and "leads" in chosen:
        chosen |= _first_events(chosen["leads"])
    if "events" not in chosen:
        raise InputError(
            "one file must say what leads did: a lead's id, an instant and an event type in each row; none does",
            hint="; ".join(unused) or "name such an export too",
        )
    order = ("events", "leads", "accounts", "deals", "stage_changes")
    return sorted(chosen.values(), key=lambda guess: order.index(guess.table)), unused


def _guess(look: FileLook) -> TableGuess | None:
    if not look.rows:
        return None
    lead, deal = entity_id(look, LEAD_IDS), entity_id(look, DEAL_IDS)
    for attempt in (_stage_changes, _events, _won_list, _leads, _deals, _accounts, _one_kind_of_event):
        guess = attempt(look, lead, deal)
        if guess is not None:
            return guess
    return None


def _instant(look: FileLook, names: Sequence[str]) -> ColumnLook | None:
    """The likeliest instant: by name, else the one filled most that is not the export's own bookkeeping."""
    instants = [column for column in look.columns if column.is_instant]
    others = [column for column in instants if not _BOOKKEEPING.search(column.normal)] or instants
    return named(instants, names) or max(others, key=lambda column: column.filled, default=None)


def _events(look: FileLook, lead: ColumnLook | None, deal: ColumnLook | None) -> TableGuess | None:
    when = _instant(look, INSTANTS)
    what = named(look.columns, EVENT_TYPES, lambda column: column.distinct <= _MOST_EVENT_TYPES and not column.is_instant)
    if lead is None or when is None or what is None or lead.name == what.name or (look.unique(lead) and lead.distinct > 50):
        return None
    columns = {"lead_id": lead.name, "occurred_at": when.name, "event_type": what.name} | _own_id(look)
    why = f"{lead.distinct:,} leads, {what.distinct} kinds of {what.name}, times in {when.name}"
    return TableGuess("events", look, columns | ({"deal_id": deal.name} if deal and deal.name not in columns.values() else {}), why)


def _own_id(look: FileLook) -> dict[str, str]:
    own = named(look.columns, ("event_id", "eventid", "activity_id", "id", "uuid"), look.unique)
    return {"event_id": own.name} if own is not None else {}


def _one_kind_of_event(look: FileLook, lead: ColumnLook | None, _deal: ColumnLook | None) -> TableGuess | None:
    when = _instant(look, INSTANTS)
    if lead is None or when is None:
        return None
    kind = re.sub(r"_?(data|export|dataset|table|log)$", "", look.stem) or "event"
    columns = {"lead_id": lead.name, "occurred_at": when.name} | _own_id(look)
    return TableGuess("events", look, columns, f"each row is one {kind}, as the file is named", {"event_type": kind})


def _stage_changes(look: FileLook, lead: ColumnLook | None, deal: ColumnLook | None) -> TableGuess | None:
    stage = named(look.columns, STAGES, lambda column: column.distinct <= _MOST_EVENT_TYPES and not column.is_instant)
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


def _deals(look: FileLook, _lead: ColumnLook | None, deal: ColumnLook | None) -> TableGuess | None:
    if deal is None or not look.unique(deal):
        return None
    account, amount = named(look.columns, ACCOUNT_IDS), named(look.columns, AMOUNTS)
    columns = {"deal_id": deal.name} | ({"account_id": account.name} if account else {}) | ({"amount": amount.name} if amount else {})
    return TableGuess("deals", look, columns, "one row a deal")


def _accounts(look: FileLook, _lead: ColumnLook | None, _deal: ColumnLook | None) -> TableGuess | None:
    account = entity_id(look, ACCOUNT_IDS)
    if account is None or not look.unique(account):
        return None
    return TableGuess("accounts", look, {"account_id": account.name}, "one row an account")


def _first_events(leads: TableGuess) -> dict[str, TableGuess]:
    """Where nothing but a list of leads is known: the instant in it is their first event."""
    when = _instant(leads.look, INSTANTS)
    if when is None:
        return {}
    kind = re.sub(r"_?(date|time|at|timestamp)$", "", when.normal) or "appeared"
    columns = {"lead_id": leads.columns["lead_id"], "occurred_at": when.name}
    why = f"no export says what leads did: {when.name} is taken as their only event"
    return {"events": TableGuess("events", leads.look, columns, why, {"event_type": kind})}
