"""What a history has, as far as a study can name it wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    """What is in a history: how many rows each event type and stage has, the columns of each table, and its time span.

    ``outcome_us`` holds the first outcome of each lead (or of each deal without one), in order; all instants are microseconds.
    """

    event_types: Mapping[str, int]
    stages: Mapping[str, int]
    columns: Mapping[str, tuple[str, ...]]
    first_event_us: int
    last_event_us: int
    last_stage_us: int | None
    recorded: bool
    outcome_us: tuple[int, ...]

    @property
    def known_until_us(self) -> int:
        """The earlier of the last event and the last stage change."""
        return self.last_event_us if self.last_stage_us is None else min(self.last_event_us, self.last_stage_us)

    @property
    def last_us(self) -> int:
        """The later of the last event and the last stage change."""
        return max(self.last_event_us, self.last_stage_us or self.last_event_us)

    def has(self, table: str, column: str) -> bool:
        """Whether the table has the column; case does not matter."""
        return column.lower() in {name.lower() for name in self.columns[table]}
