"""The moments at which scores are asked for, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from leadscore_analysis.errors import InputError, did_you_mean

Moment = str | date
"""An instant: ISO text, a date, or a datetime (pandas' Timestamp is one)."""

_COLUMNS = ("entity_id", "moment")
_INSTANT = pa.timestamp("us", tz="UTC")
_MOST_NAMED = 3


@dataclass(frozen=True)
class UnscoredMoments:
    """How many of the ``rows`` asked for have no score: of entities that the history does not know, or before first appearance.

    ``examples`` are up to three of the unknown ids; ``kinds`` are those of the entities that have scores (lead, account, deal).
    """

    rows: int
    unknown: int
    examples: tuple[str, ...]
    early: int
    kinds: tuple[str, ...]

    def sentences(self) -> Iterator[str]:
        """What a user should know of them; nothing where every row has a score."""
        if self.unknown:
            named, among = ", ".join(map(repr, self.examples)), " and ".join(f"{kind}s" for kind in self.kinds)
            told = f"an entity that is none of the history's {among} (such as {named})"
            yield f"{self._of_rows(self.unknown)} {told}: no score is told for it"
        if self.early:
            yield f"{self._of_rows(self.early)} a moment before the entity's first appearance: no score is told for it"

    def plain(self) -> dict[str, Any]:
        """As JSON writes it."""
        unknown = {"unknown_entity": self.unknown, "unknown_examples": list(self.examples)}
        return {"rows": self.rows, **unknown, "before_first_appearance": self.early}

    def _of_rows(self, count: int) -> str:
        return f"moments: {count:,} of {self.rows:,} rows {'has' if count == 1 else 'have'}"


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
    empty = moments[list(_COLUMNS)].isna().any(axis=1)
    if empty.any():
        problem = "each row of the moments must have an entity_id and a moment; some are empty"
        raise InputError(f"row {_first(empty)}: {problem}", hint="remove the empty rows")
    instants = pa.array(_read(moments["moment"]), _INSTANT)
    return pa.table({"entity_id": pa.array(moments["entity_id"].astype("str"), pa.string()), "moment": instants})


def instants_us(moments: Sequence[Moment] | Moment) -> list[int]:
    """One or more instants in microseconds; naive ones are UTC."""
    found = pa.array(_read(pd.Series(instants_of(moments), dtype="str")), _INSTANT)
    return [int(us) for us in found.cast(pa.int64()).to_pylist()]


def _read(told: pd.Series[Any]) -> pd.Series[pd.Timestamp]:
    """Moments as instants; InputError with the first that is none."""
    if told.dtype.kind == "M":
        instants = pd.to_datetime(told, utc=True)
    else:
        instants = pd.to_datetime(told.astype("str"), utc=True, format="ISO8601", errors="coerce")
    if instants.isna().any():
        wrong = told[instants.isna()].iloc[0]
        problem = f"each moment must be an ISO date or date-time; got {str(wrong)!r}"
        raise InputError(f"row {_first(instants.isna())}: {problem}", hint="write 2026-03-01T00:00:00Z")
    return instants


def unscored_moments(asked: pa.Table, entities: pd.DataFrame, kinds: Iterable[str]) -> UnscoredMoments:
    """Which of the rows that :func:`moment_rows` made have no score, by the replay's ``entities`` (entity, entity_id, appeared_us).

    Only entities of ``kinds`` have scores.
    """
    scored = tuple(dict.fromkeys(kinds))
    appeared = entities[entities["entity"].isin(scored)].groupby("entity_id")["appeared_us"].min()
    ids = pd.Series(asked["entity_id"].to_numpy())
    known = ids.isin(appeared.index)
    moments = asked["moment"].cast(pa.int64()).to_numpy()[known]
    early = moments < appeared.loc[ids[known]].to_numpy()
    examples = tuple(str(name) for name in ids[~known].unique()[:_MOST_NAMED])
    return UnscoredMoments(len(ids), int((~known).sum()), examples, int(early.sum()), scored)


def _first(wrong: pd.Series[bool]) -> int:
    """The number of the first wrong row, from 1; a file's header is none of them."""
    return int(wrong.to_numpy().argmax()) + 1


def moments_in(path: Path) -> pd.DataFrame:
    """The moments in a CSV or Parquet file with the columns entity_id and moment."""
    if not path.is_file():
        raise InputError(f"{path} must be a file of moments; it is not there", hint="it has the columns entity_id and moment")
    try:
        return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    except (ValueError, OSError) as error:
        raise InputError(f"{path} must be CSV or Parquet with the columns entity_id and moment; got: {error}") from None
