"""What the rows say about each term by itself: how often it counts, and who converts with it and without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadscore_analysis.scorecard import Flags

Units = npt.NDArray[np.floating[Any]]
"""Rows of units, a column a term, in single or double precision."""


@dataclass(frozen=True)
class FitRows:
    """Rows to fit on: units (one column a term), whether each row converted, and the lead and the account of each row as numbers.

    Without accounts each lead stands for itself.
    """

    units: Units
    converted: Flags
    lead: npt.NDArray[np.int64]
    account: npt.NDArray[np.int64] | None = None

    @property
    def groups(self) -> npt.NDArray[np.int64]:
        """Rows of one number may repeat each other: the account of each row, else its lead."""
        return self.lead if self.account is None else self.account

    @property
    def converting_leads(self) -> int:
        """How many different leads have a converting row."""
        return len(np.unique(self.lead[self.converted]))


def support(rows: FitRows, names: Sequence[str], *, converting: FitRows | None = None) -> pd.DataFrame:
    """A row per term: what the rows say about it by itself.

    ``rows`` in which it counts, different ``leads`` and ``converting_leads`` among them; conversion ``with`` and ``without`` it, as shares
    of rows (missing where there are none); ``lift``, the conversion with the term over that of all rows. Where the rows are thinned,
    ``converting`` holds all converting rows: a lead whose converting rows were all thinned away is counted all the same.

    =====  ====  =====  ================  ====  =======  ====
    term   rows  leads  converting_leads  with  without  lift
    =====  ====  =====  ================  ====  =======  ====
    demo     40     31                12  0.31     0.02  6.20
    mail    900    400                20  0.06     0.04  1.20
    pages  4000   1200                31  0.05     0.05  1.00
    =====  ====  =====  ================  ====  =======  ====
    """
    won = rows if converting is None else converting
    overall = _share(int(rows.converted.sum()), len(rows.converted))
    table = pd.DataFrame(
        [_term_support(rows, rows.units[:, place] != 0, _winners(won, place)) for place in range(len(names))],
        index=pd.Index(names, name="term"),
    )
    table = table.reindex(columns=["rows", "leads", "converting_leads", "with", "without"])
    return table.assign(lift=table["with"] / overall if overall else np.nan).reset_index()


def _winners(rows: FitRows, place: int) -> npt.NDArray[np.int64]:
    """The different leads with a converting row in which the term counts."""
    return np.unique(rows.lead[rows.converted & (rows.units[:, place] != 0)])


def _term_support(rows: FitRows, counts: Flags, winners: npt.NDArray[np.int64]) -> dict[str, float]:
    won, total = int((rows.converted & counts).sum()), int(counts.sum())
    return {
        "rows": total,
        "leads": _different(rows.lead[counts], winners),
        "converting_leads": len(winners),
        "with": _share(won, total),
        "without": _share(int(rows.converted.sum()) - won, len(counts) - total),
    }


def _different(leads: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> int:
    """How many different leads there are among both: a flag a lead takes less time than sorting them."""
    seen = np.zeros(1 + max(int(leads.max(initial=0)), int(others.max(initial=0))), dtype=bool)
    seen[leads] = seen[others] = True
    return int(seen.sum())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
