"""The room that a replay needs, told before it starts: in memory, and on disk for what memory does not hold."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from leadscore_analysis.engine import Engine, relation_text
from leadscore_analysis.engines.duckdb import DuckDBEngine
from leadscore_analysis.engines.memory import LEAST, size_text
from leadscore_analysis.errors import InputError
from leadscore_analysis.history import History

_MATCH_BYTES, _POSTING_BYTES = 170, 70
"""Measured on one million events with ids of 16 characters: what is held at once for a match with its award, and for a posting."""


@dataclass(frozen=True)
class Room:
    """An estimate, in bytes: what the replay holds at its largest step, what memory may hold of it, and what is free on disk.

    ``sure`` is the part of what is needed that nothing in the rulebook can make less: no condition, limit or stop (None: all of it).
    """

    needed: int
    memory: int
    free: int
    folder: Path
    sure: int | None = None

    @property
    def spilled(self) -> int:
        """How much goes to disk for a while."""
        return max(0, self.needed - self.memory)

    def refuse_too_little(self) -> None:
        """Raises InputError when what surely does not fit into memory does not fit on the disk either."""
        if min(self.spilled, (self.needed if self.sure is None else self.sure) - self.memory) > self.free:
            hint = "set TMPDIR to a folder on a larger disk, or allow more memory (--memory-limit)"
            raise InputError(
                f"the disk must hold about {size_text(self.spilled)} that do not fit into memory ({size_text(self.memory)}); "
                f"{self.folder} has {size_text(self.free)} free",
                hint=hint,
            )

    def __str__(self) -> str:
        """A sentence for people."""
        if not self.spilled:
            return f"the replay needs about {size_text(self.needed)} of memory"
        return (
            f"the replay needs about {size_text(self.needed)}; memory may hold {size_text(self.memory)}, about {size_text(self.spilled)} "
            f"will be spilled to {self.folder}, which has {size_text(self.free)} free (set TMPDIR to spill elsewhere)"
        )


def room_of(engine: DuckDBEngine) -> Room:
    """The room that the replay needs whose rulebook the engine holds as rows."""
    [rows] = engine.arrow(relation_text("room_rows")).to_pylist()
    needed, sure = (rows[f"{part}matches"] * _MATCH_BYTES + rows[f"{part}postings"] * _POSTING_BYTES for part in ("", "sure_"))
    folder = engine.spill_folder.parent
    return Room(needed, engine.memory_limit, shutil.disk_usage(folder).free, folder, sure)


@contextmanager
def lent_memory(engine: Engine, history: History) -> Iterator[History]:
    """The history for another replay beside that of the engine: where memory is limited each has half of it meanwhile."""
    if not isinstance(engine, DuckDBEngine) or history.memory_limit is None or engine.memory_limit < 2 * LEAST:
        yield history
        return
    whole = engine.memory_limit
    engine.hold_at_most(whole // 2)
    try:
        yield replace(history, memory_limit=f"{whole // 2000}KB")
    finally:
        engine.hold_at_most(whole)
