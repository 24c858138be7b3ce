"""A CRM's export of deals: one row a deal, with its stage now and when it was closed. It fills two tables."""

from __future__ import annotations

import re

from leadscore_analysis.starting.guess import TableGuess, ends_column, instant
from leadscore_analysis.starting.looks import ColumnLook, FileLook
from leadscore_analysis.starting.names import ACCOUNT_IDS, AMOUNTS, DEAL_ENDS, EVENT_TYPES, INSTANTS, named

_AMOUNT = re.compile(r"[^0-9]*[0-9][0-9.,' ]*[^0-9]*")


def deal_export(look: FileLook, lead: ColumnLook | None, deal: ColumnLook | None) -> list[TableGuess]:
    """The deals and their won and lost stages; empty where the file is no list of deals with an end."""
    stage, when = ends_column(look), _end(look)
    one_row_a_deal = look.unique(deal) if deal is not None else lead is not None and look.unique(lead)
    if stage is None or when is None or not one_row_a_deal or named(look.columns, EVENT_TYPES, lambda column: column is not stage):
        return []
    ids = ({"lead_id": lead.name} if lead else {}) | ({"deal_id": deal.name} if deal else {})
    why = f"each row is a deal, in {stage.name} since {when.name}; check that this is the day it was won or lost"
    changes = TableGuess("stage_changes", look, ids | {"stage": stage.name, "entered_at": when.name}, why, tells_end=True)
    return [changes, *([deals(look, lead, deal)] if deal else [])]


def deals(look: FileLook, lead: ColumnLook | None, deal: ColumnLook) -> TableGuess:
    """The table of deals, one row each."""
    account = named(look.columns, ACCOUNT_IDS)
    ids = {"deal_id": deal.name} | ({"lead_id": lead.name} if lead else {}) | ({"account_id": account.name} if account else {})
    return TableGuess("deals", look, ids | _amount(look), "one row a deal")


def _amount(look: FileLook) -> dict[str, str]:
    """The amount, under a name of its own where it holds texts that cannot be numbers."""
    amount = named(look.columns, AMOUNTS)
    if amount is None:
        return {}
    return {"amount" if all(_AMOUNT.fullmatch(text) for text in amount.sample) else "amount_text": amount.name}


def _end(look: FileLook) -> ColumnLook | None:
    return named([column for column in look.columns if column.is_instant], DEAL_ENDS) or instant(look, INSTANTS)
