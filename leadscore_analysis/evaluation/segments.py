"""Segments: what the history says of each lead, or of its account, at an instant."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from leadscore_analysis.engine import Engine, frame, relation_text, run_plan

EMPTY = "(empty)"


def segment_values(leads: pd.DataFrame, segments: Sequence[str], engine: Engine) -> pd.DataFrame:
    """Each lead's values of the segments at its first instant, as text: ``lead_id`` and a column a segment that the history has.

    ``leads``: ``lead_id`` and ``first_us``, the instant in microseconds. Segments are columns of leads, or of their accounts.
    """
    ask(engine, leads)
    run_plan(engine, ("versions_at", "account_versions_at"))
    of_leads = frame(engine, "SELECT * FROM versions_at").set_index("lead_id")
    of_accounts = frame(engine, "SELECT * FROM account_versions_at").set_index("asked_lead_id")
    found = {"lead_id": leads["lead_id"]}
    for name in segments:
        home = next((table for table in (of_leads, of_accounts) if name in table.columns), None)
        if home is not None:
            text = home[name].reindex(leads["lead_id"]).astype(object)
            found[name] = pd.Series(text.where(text.notna(), EMPTY).astype(str).to_numpy(), index=leads.index)
    return pd.DataFrame(found)


def ask(engine: Engine, leads: pd.DataFrame) -> None:
    """Makes ``wanted_instants``: each lead at its first instant."""
    first = leads["first_us"].to_numpy().astype(np.int64)
    engine.table("asked_instants", pa.table({"lead_id": pa.array(leads["lead_id"], pa.string()), "us": pa.array(first, pa.int64())}))
    engine.create("wanted_instants", relation_text("wanted_instants"))
