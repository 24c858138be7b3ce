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
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from leadscore_analysis.errors import InputError, first_line
from leadscore_analysis.files import written_whole
from leadscore_analysis.replay.units.kept import KeptUnits
from leadscore_analysis.replay.units.portions import portions_of
from leadscore_analysis.replay.units.structure import structure_hash
from leadscore_analysis.rulebook.book import Rulebook

_RULEBOOK, _STRUCTURE, _PORTIONS, _READ = b"leadscore_rulebook", b"leadscore_structure", b"leadscore_portions", b"leadscore_read"
_MEMBERS = ("members", "member_times")
_READING = (
    "Rows with one units_no have the same units, told at the first of them: portions are numbers of leadscore_portions, times how many "
    "awards count for each; members are the units_no of an account's leads, member_times how many leads have each. "
    "In Python: from leadscore_analysis.replay.units import KeptUnits; KeptUnits.read(path).table()"
)
_HINT = "make one with Replay.units_at(moments).write(path), or leadscore replay --units"


def write_kept_units(kept: KeptUnits, path: Path) -> None:
    """Writes ``entity``, ``entity_id``, ``moment``, ``units_no``, and what each number stands for where it stands first.

    Units that only members of accounts have stand in rows without an entity, after the others.
    """
    unseen = np.setdiff1d(np.arange(kept.counts.shape[0], dtype=np.int32), kept.units_no)
    parts = [pa.Table.from_pandas(kept.rows, preserve_index=False), pa.table({"units_no": unseen})]
    rows = pa.concat_tables(parts, promote_options="default")
    lists = {("portions", "times"): kept.counts} | ({_MEMBERS: kept.members} if kept.members is not None else {})
    for names, matrix in lists.items():
        for name, values in zip(names, _lists(matrix, rows["units_no"].to_numpy()), strict=True):
            rows = rows.append_column(name, values)
    told = {_RULEBOOK: kept.rulebook.text().encode(), _STRUCTURE: kept.structure.encode(), _READ: _READING.encode()}
    told[_PORTIONS] = json.dumps(_terms_by_portion(kept), ensure_ascii=False).encode()
    with written_whole(path) as draft:
        pq.write_table(rows.replace_schema_metadata(told | dict(parts[0].schema.metadata or {})), draft)


def _lists(matrix: csc_array | csr_array, units_no: NDArray[np.int32]) -> tuple[pa.ListArray, pa.ListArray]:
    """The columns and the values of the matrix's row of each number, where the number stands first; elsewhere none."""
    first = np.unique(units_no, return_index=True)[1]
    order = np.argsort(first)
    told = matrix.tocsr()[order]
    lengths = np.zeros(len(units_no), dtype=np.int64)
    lengths[first[order]] = np.diff(told.indptr)
    is_first = np.zeros(len(units_no), dtype=bool)
    is_first[first] = True
    offsets = pa.array(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32))
    columns, values = told.indices.astype(np.int32), told.data.astype(np.int64)
    return tuple(pa.ListArray.from_arrays(offsets, pa.array(listed), mask=pa.array(~is_first)) for listed in (columns, values))


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
        raise InputError(f"{path} must be a file of kept units; got: {first_line(error)}", hint=_HINT) from None
    told = found.schema.metadata or {}
    if _RULEBOOK not in told:
        raise InputError(f"{path} must be a file of kept units; it is another Parquet file", hint=_HINT)
    rulebook = Rulebook.from_text(told[_RULEBOOK].decode(), source=str(path))
    if structure_hash(rulebook.model).encode() != told[_STRUCTURE]:
        raise InputError(f"{path} must hold the units of its own rulebook; another version of the program wrote it", hint=_HINT)
    rows = found.filter(found["entity"].is_valid()).select(["entity", "entity_id", "moment", "units_no"]).to_pandas()
    counts = csc_array(_matrix(found, ("portions", "times"), columns=len(portions_of(rulebook.model).portions)))
    members = _matrix(found, _MEMBERS, columns=counts.shape[0]) if _MEMBERS[0] in found.column_names else None
    return KeptUnits(rulebook, rows, counts, members)


def _matrix(found: pa.Table, names: tuple[str, str], *, columns: int) -> csr_array:
    """What the lists say, with a row a number."""
    firsts = found.filter(found[names[0]].is_valid())
    places, values = (firsts[name].combine_chunks() for name in names)
    numbers = np.repeat(firsts["units_no"].to_numpy(), places.value_lengths().to_numpy())
    return csr_array((values.flatten().to_numpy(), (numbers, places.flatten().to_numpy())), shape=(firsts.num_rows, columns))
