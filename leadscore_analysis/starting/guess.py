"""What is thought of one file: the table that it fills, and with which columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from leadscore_analysis.starting.looks import ColumnLook, FileLook
from leadscore_analysis.starting.names import LEAD_IDS, LOST_WORDS, STAGES, WON_WORDS, email, entity_id, named, words

MOST_KINDS = 300
_BOOKKEEPING = re.compile(r"synced|modified|deleted|_end$|updated|modstamp|viewed|referenced")


@dataclass(frozen=True)
class TableGuess:
    """One table of the history: its file, its columns (history's name -> file's name), values for all rows, and why it is thought so."""

    table: str
    look: FileLook
    columns: dict[str, str]
    why: str
    values: dict[str, str] = field(default_factory=dict)
    tells_end: bool = False


def instant(look: FileLook, names: Sequence[str]) -> ColumnLook | None:
    """The likeliest instant: by name, else the one filled most that is not the export's own bookkeeping."""
    instants = [column for column in look.columns if column.is_instant]
    others = [column for column in instants if not _BOOKKEEPING.search(column.normal)] or instants
    return named(instants, names) or max(others, key=lambda column: column.filled, default=None)


def lead_column(look: FileLook, *, by_email: bool) -> ColumnLook | None:
    """The column that names the lead; the e-mail address where files have nothing else in common, or there is no other."""
    found, address = entity_id(look, LEAD_IDS), email(look)
    return address or found if by_email or found is None else found


def by_email(looks: Sequence[FileLook]) -> bool:
    """Whether leads must be named by their e-mail addresses: every file about leads has them, and one has nothing else."""
    told = [(entity_id(look, LEAD_IDS), email(look)) for look in looks]
    about_leads = [(found, address) for found, address in told if found or address]
    only_address = any(address and (found is None or found.emails) for found, address in about_leads)
    return only_address and all(address for _, address in about_leads)


def ends_column(look: FileLook) -> ColumnLook | None:
    """The column that says which deals were won or lost."""
    stages = [column for column in look.columns if column.distinct <= MOST_KINDS and not column.is_instant]
    telling = [column for column in stages if any(words(text) & {*WON_WORDS[:5], *LOST_WORDS[:2]} for text in column.sample)]
    return named(telling, STAGES) or next((column for column in telling if re.search(r"stage|status|result|outcome", column.normal)), None)


def own_id(look: FileLook) -> dict[str, str]:
    """The column that names the event itself, where there is one."""
    own = named(look.columns, ("event_id", "eventid", "activity_id", "id", "uuid"), look.unique)
    return {"event_id": own.name} if own is not None else {}
