"""Kept units as one Parquet file: a row an entity and a moment; the units stand at the first row that has them.

``KeptUnits.read(path).table()`` reads it as scores, ``KeptUnits.read(path).units`` as a column a term. Other readers find how in the
file's metadata, and under ``leadscore_portions`` which term (and which step of its fading) each number in ``portions`` stands for.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import csc_array

from leadscore_analysis.errors import InputError
from leadscore_analysis.files import written_whole
from leadscore_analysis.replay.units.kept import KeptUnits
from leadscore_analysis.replay.units.portions import portions_of
from leadscore_analysis.replay.units.structure import structure_hash
from leadscore_analysis.rulebook.book import Rulebook

_RULEBOOK, _STRUCTURE, _PORTIONS, _READ = b"leadscore_rulebook", b"leadscore_structure", b"leadscore_portions", b"leadscore_read"
_READING = (
    "Rows with one units_no have the same units, told at the first of them: portions are numbers of leadscore_portions, times how many "
    "awards count for each. In Python: from leadscore_analysis.replay.units import KeptUnits; KeptUnits.read(path).table()"
)
_HINT = "make one with Replay.units_at(moments).write(path), or leadscore replay --units"


def write_kept_units(kept: KeptUnits, path: Path) -> None:
    """Writes ``entity``, ``entity_id``, ``moment``, ``units_no``, and ``portions`` and ``times`` where a number stands first."""
    by_kind = csc_array(kept.counts).tocsr()
    first = np.unique(kept.units_no, return_index=True)[1]
    lengths = np.zeros(len(kept.rows), dtype=np.int64)
    lengths[first] = np.diff(by_kind.indptr)
    is_first = np.zeros(len(kept.rows), dtype=bool)
    is_first[first] = True
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    rows = pa.Table.from_pandas(kept.rows, preserve_index=False)
    for name, values in (("portions", by_kind.indices.astype(np.int32)), ("times", by_kind.data.astype(np.int64))):
        lists = pa.ListArray.from_arrays(pa.array(offsets), pa.array(values), mask=pa.array(~is_first))
        rows = rows.append_column(name, lists)
    told = {_RULEBOOK: kept.rulebook.text().encode(), _STRUCTURE: kept.structure.encode(), _READ: _READING.encode()}
    told[_PORTIONS] = json.dumps(_terms_by_portion(kept), ensure_ascii=False).encode()
    with written_whole(path) as draft:
        pq.write_table(rows.replace_schema_metadata(told | dict(rows.schema.metadata or {})), draft)


def _terms_by_portion(kept: KeptUnits) -> list[dict[str, str | int | float]]:
    """Each portion's number with its term, the step of fading, and what one award counts for one point of the term, unrounded."""
    return [
        {"portion": place, "term": portion.term.name, "step": portion.step_no, "units": portion.units}
        for place, portion in enumerate(kept.portions.portions)
    ]


def read_kept_units(path: Path) -> KeptUnits:
    """The kept units in the file; InputError when it is none, or when its units are those of another structure."""
    try:
        found = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{path} must be a file of kept units; got: {str(error).splitlines()[0]}", hint=_HINT) from None
    told = found.schema.metadata or {}
    if _RULEBOOK not in told:
        raise InputError(f"{path} must be a file of kept units; it is another Parquet file", hint=_HINT)
    rows = found.select(["entity", "entity_id", "moment", "units_no"]).to_pandas()
    rulebook = Rulebook.from_text(told[_RULEBOOK].decode(), source=str(path))
    if structure_hash(rulebook.model).encode() != told[_STRUCTURE]:
        raise InputError(f"{path} must hold the units of its own rulebook; another version of the program wrote it", hint=_HINT)
    firsts = found.filter(found["portions"].is_valid())
    return KeptUnits(rulebook, rows, _counts(firsts, portions=len(portions_of(rulebook.model).portions)))


def _counts(firsts: pa.Table, *, portions: int) -> csc_array:
    """How many times each portion counts in each combination of units, by its number."""
    lists = [firsts[name].combine_chunks() for name in ("portions", "times")]
    numbers = np.repeat(firsts["units_no"].to_numpy(), lists[0].value_lengths().to_numpy())
    columns, times = (found.flatten().to_numpy() for found in lists)
    return csc_array((times, (numbers, columns)), shape=(firsts.num_rows, portions))
