"""The part of a history that a comparison may read: nothing of the holdout, nor of what is not yet known."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from leadscore_analysis.engine import relation_text
from leadscore_analysis.errors import InputError
from leadscore_analysis.history import History
from leadscore_analysis.sources.contract import TABLES


def seen_part(history: History, until_us: int, folder: Path) -> History:
    """The history up to and with an instant, kept as Parquet files in ``folder``: its events, stages, and the leads that have appeared.

    A score up to that instant asks for nothing else, so a replay of the part gives the same scores in less time, and cannot look ahead.
    Versions of attributes are all kept: each is in force from its own instant on. InputError when nothing had happened by then.
    """
    with history.session() as engine:
        engine.table("kept_until", pa.table({"until_us": pa.array([until_us], pa.int64())}))
        engine.create("kept_leads", relation_text("appeared_leads"))
        if not engine.row_count("kept_leads"):
            raise InputError("some lead must have appeared before the holdout; got none", hint="move holdout_from or known_until")
        for name in TABLES:
            engine.write_parquet(relation_text(f"part_{name}"), folder / f"{name}.parquet")
    return History.open(folder, memory_limit=history.memory_limit)
