"""The moments at which scores are asked for, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

from leadscore_analysis.errors import InputError, did_you_mean

Moment = str | date
"""An instant: ISO text, a date, or a datetime (pandas' Timestamp is one)."""

_COLUMNS = ("entity_id", "moment")


def instants_of(moments: Sequence[Moment] | Moment) -> list[str]:
    """One or more instants as ISO text; naive ones are UTC."""
    listed = [moments] if isinstance(moments, str | date) else list(moments)
    return [moment if isinstance(moment, str) else moment.isoformat() for moment in listed]


def moment_rows(moments: pd.DataFrame) -> pa.Table:
    """The rows (entity_id, moment) as the engine reads them; naive moments are UTC."""
    for name in _COLUMNS:
        if name not in moments.columns:
            raise InputError(
                f"the moments must have a column {name}; it is missing", hint=did_you_mean(name, [str(c) for c in moments.columns])
            )
    if moments[list(_COLUMNS)].isna().any(axis=None):
        raise InputError("each row of the moments must have an entity_id and a moment; some are empty", hint="remove the empty rows")
    told = moments["moment"]
    if told.dtype.kind == "M":
        instants = pd.to_datetime(told, utc=True)
    else:
        instants = pd.to_datetime(told.astype("str"), utc=True, format="ISO8601", errors="coerce")
    if instants.isna().any():
        wrong = told[instants.isna()].iloc[0]
        raise InputError(f"each moment must be an ISO date or date-time; got {str(wrong)!r}", hint="write 2026-03-01T00:00:00Z")
    schema = pa.schema([("entity_id", pa.string()), ("moment", pa.timestamp("us", tz="UTC"))])
    frame = pd.DataFrame({"entity_id": moments["entity_id"].astype("str"), "moment": instants})
    return pa.Table.from_pandas(frame, schema=schema, preserve_index=False)


def moments_in(path: Path) -> pd.DataFrame:
    """The moments in a CSV or Parquet file with the columns entity_id and moment."""
    if not path.is_file():
        raise InputError(f"{path} must be a file of moments; it is not there", hint="it has the columns entity_id and moment")
    try:
        return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    except (ValueError, OSError) as error:
        raise InputError(f"{path} must be CSV or Parquet with the columns entity_id and moment; got: {error}") from None
