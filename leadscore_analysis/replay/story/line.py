"""One line of a story, and the order of lines within an instant."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore_analysis.replay.story.facts import AWARD, CAP, DERIVED, STEP, WITHDRAW

_ENTRY_ORDER = {WITHDRAW: 0, STEP: 1, AWARD: 2, DERIVED: 3, CAP: 4}
_TURN_ORDER = {"appeared": -1, "crossing": 0, "qualified": 1, "alert": 2, "end": 3}


@dataclass(frozen=True)
class Line:
    """What a line tells; ``points`` and ``total`` (the score after the line) are ten-thousandths, None where no score changes.

    ``entry`` is the ledger's, or ``appeared``, ``crossing``, ``qualified``, ``alert``, ``end`` (of the history).
    """

    posted_us: int
    order: tuple[int, ...]
    entry: str
    score: str
    rule: str
    label: str
    event_id: str | None
    happened: str
    why: str
    points: int | None = None
    total: int | None = None

    @property
    def place(self) -> tuple[object, ...]:
        """Where the line stands in the story."""
        return self.posted_us, self.order, self.rule, self.event_id or ""


def posting_order(*, depth: int, score_no: int, level: int, node_key: int, entry_no: int, anchor_us: int) -> tuple[int, ...]:
    """Rules come first, then their group's and score's bounds, then the scores made from them; what leaves comes before what comes."""
    return 0, depth, score_no, level, node_key, _ENTRY_ORDER[entry_no], anchor_us


def turn_order(entry: str, rank: int = 0) -> tuple[int, ...]:
    """First appearance comes before all else of its instant, what follows from the scores after them; of one kind, by rank."""
    place = _TURN_ORDER[entry]
    return (place,) if place < 0 else (1, place, rank)
