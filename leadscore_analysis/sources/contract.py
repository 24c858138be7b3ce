"""The tables of a history and the columns that the toolkit itself reads; every other column is a property that rules may name."""

from __future__ import annotations

from dataclasses import dataclass

INSTANT = "TIMESTAMP WITH TIME ZONE"
TEXT = "VARCHAR"
NUMBER = "DOUBLE"
EMPTY = '"NULL"'
"""The type of a column that holds nothing, such as an undated valid_from: it fits wherever something else would."""


@dataclass(frozen=True)
class Table:
    """One table of a history: its columns and their types, those it cannot do without, and the instant by which it is ordered.

    ``key`` names the entity (or the event) that a row is about; an entity may have one row for each ``instant``.
    """

    name: str
    columns: dict[str, str]
    needed: tuple[str, ...]
    instant: str
    key: str | None = None
    either: tuple[str, ...] = ()

    @property
    def instants(self) -> tuple[str, ...]:
        """The columns that hold instants."""
        return tuple(name for name, kind in self.columns.items() if kind == INSTANT)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that say which event or entity a row is about."""
        return tuple(name for name in self.columns if name.endswith("_id"))


EVENTS = Table(
    "events",
    {
        "event_id": TEXT,
        "lead_id": TEXT,
        "occurred_at": INSTANT,
        "event_type": TEXT,
        "deal_id": TEXT,
        "recorded_at": INSTANT,
    },
    needed=("lead_id", "occurred_at", "event_type"),
    instant="occurred_at",
    key="event_id",
)
LEADS = Table(
    "leads",
    {"lead_id": TEXT, "valid_from": INSTANT, "account_id": TEXT, "owner": TEXT, "source": TEXT, "campaign": TEXT},
    needed=("lead_id",),
    instant="valid_from",
    key="lead_id",
)
ACCOUNTS = Table("accounts", {"account_id": TEXT, "valid_from": INSTANT}, needed=("account_id",), instant="valid_from", key="account_id")
DEALS = Table(
    "deals",
    {"deal_id": TEXT, "lead_id": TEXT, "account_id": TEXT, "valid_from": INSTANT, "amount": NUMBER, "owner": TEXT},
    needed=("deal_id",),
    instant="valid_from",
    key="deal_id",
)
STAGE_CHANGES = Table(
    "stage_changes",
    {"lead_id": TEXT, "deal_id": TEXT, "stage": TEXT, "entered_at": INSTANT},
    needed=("stage", "entered_at"),
    instant="entered_at",
    either=("lead_id", "deal_id"),
)
TABLES = {table.name: table for table in (EVENTS, LEADS, ACCOUNTS, DEALS, STAGE_CHANGES)}
