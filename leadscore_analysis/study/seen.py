"""What a history has, as far as a study can name it wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadscore_analysis.clock import DAY_US


def known_until_us(last_event_us: int, last_stage_us: int | None) -> int:
    """The earlier of the last event and the last stage change (None: there is none)."""
    return last_event_us if last_stage_us is None else min(last_event_us, last_stage_us)


def first_moment_us(first_event_us: int) -> int:
    """The first moment of a study that does not say it: the start (UTC) of the day of the first event."""
    return first_event_us // DAY_US * DAY_US


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
        """Until when outcomes are known, where the study does not say."""
        return known_until_us(self.last_event_us, self.last_stage_us)

    @property
    def last_us(self) -> int:
        """The later of the last event and the last stage change."""
        return max(self.last_event_us, self.last_stage_us or self.last_event_us)

    def has(self, table: str, column: str) -> bool:
        """Whether the table has the column; case does not matter."""
        return column.lower() in {name.lower() for name in self.columns[table]}
