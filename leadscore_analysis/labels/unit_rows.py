"""Units of rows (lead, moment), read from the replay some leads at a time and held only where they are not 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_array

from leadscore_analysis.engine import Engine, relation_text, run_plan
from leadscore_analysis.labels.looking import Looking
from leadscore_analysis.replay import Term

Places = NDArray[np.int64]

MOST_AT_ONCE = 20_000_000
"""So many units (rows times terms) are read at once: what a database holds on the way is many times that of a row."""


@dataclass(frozen=True)
class UnitRows:
    """The units of some rows of examples, a column a term: ``parts`` were read one after the other, and row ``r`` of the examples is row
    ``within[r]`` of part ``part[r]`` (-1: it was not read).
    """

    parts: tuple[csr_array, ...]
    part: NDArray[np.int16]
    within: NDArray[np.int32]
    terms: int

    def has(self, rows: Places) -> bool:
        """Whether all these rows (places in the examples) were read."""
        return bool((self.part[rows] >= 0).all())

    def of(self, rows: Places, kind: type[np.floating[Any]] = np.float64) -> NDArray[Any]:
        """The units of rows (places in the examples), each of which was read; LookupError where one was not."""
        if not self.has(rows):
            raise LookupError("units must be read before they are told: ask Examples.units_of for these rows")
        found = np.zeros((len(rows), self.terms), dtype=kind)
        part, within = self.part[rows], self.within[rows]
        for number, units in enumerate(self.parts):
            here = np.flatnonzero(part == number)
            if len(here):
                found[here] = units[within[here]].toarray()
        return found

    def taken(self, rows: Places) -> UnitRows:
        """The units of examples that have only these rows of the present ones."""
        return UnitRows(self.parts, self.part[rows], self.within[rows], self.terms)


def unit_rows(
    engine: Engine,
    looking: Looking,
    rows: pd.DataFrame,
    wanted: Places,
    *,
    lead_keys: Places,
    terms: Sequence[Term],
    most: int = MOST_AT_ONCE,
) -> UnitRows:
    """The units of the ``wanted`` rows of examples, whose leads have these keys; ``engine`` has ``unit_spans``.

    Leads are read together as long as they have at most ``most`` units, so that no more than those are held twice.
    """
    part, within = np.full(len(rows), -1, dtype=np.int16), np.zeros(len(rows), dtype=np.int32)
    keys, numbers = lead_keys[rows["lead"].to_numpy()[wanted]], rows["moment_no"].to_numpy()[wanted]
    engine.table("wanted_terms", wanted_terms(terms))
    engine.table("wanted_moments", looking.until_number(int(numbers.max(initial=0))))
    found: list[csr_array] = []
    for chosen in _together(keys, most=max(1, most // max(len(terms), 1))):
        part[wanted[chosen]], within[wanted[chosen]] = len(found), np.arange(len(chosen))
        found.append(_read(engine, keys[chosen], numbers[chosen], terms))
    return UnitRows(tuple(found), part, within, len(terms))


def wanted_terms(terms: Sequence[Term]) -> pa.Table:
    """The rows from which relations read what terms are asked for: a history has units of other scores' terms too."""
    return pa.table({"term_key": pa.array([term.term_key for term in terms], pa.int64())})


def _together(keys: Places, *, most: int) -> Iterator[Places]:
    """Places of rows, those of leads with neighbouring keys together, about ``most`` at a time.

    >>> [places.tolist() for places in _together(np.array([7, 3, 7, 5]), most=2)]
    [[1, 3], [0, 2]]
    """
    order = np.argsort(keys, kind="stable")
    rising = keys[order]
    start = 0
    while start < len(order):
        end = int(np.searchsorted(rising, rising[min(start + most, len(order)) - 1], side="right"))
        yield np.sort(order[start:end])
        start = end


def _read(engine: Engine, keys: Places, numbers: Places, terms: Sequence[Term]) -> csr_array:
    engine.table("wanted_rows", pa.table({"row_no": np.arange(len(keys), dtype=np.int64), "lead_key": keys, "moment_no": numbers}))
    engine.table("wanted_leads", pa.table({"lead_key": np.unique(keys)}))
    run_plan(engine, ("unit_steps",))
    told = engine.arrow(relation_text("example_units"))
    for name in ("unit_steps", "wanted_rows", "wanted_leads"):
        engine.drop(name)
    column = np.zeros(max((term.term_key for term in terms), default=0) + 1, dtype=np.int32)
    column[[term.term_key for term in terms]] = np.arange(len(terms))
    units, row, term = (told[name].to_numpy() for name in ("units", "row_no", "term_key"))
    return csr_array((units.astype(np.float32), (row.astype(np.int32), column[term])), shape=(len(keys), len(terms)))
