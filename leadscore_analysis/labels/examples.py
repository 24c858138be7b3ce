"""Examples: leads at risk at moments, each with its score then and whether it converts within the horizon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.clock import WEEK_US
from leadscore_analysis.engine import Engine
from leadscore_analysis.errors import InputError
from leadscore_analysis.labels.counts import LabelCounts
from leadscore_analysis.labels.folds import CUTS, Fold, rolling_folds
from leadscore_analysis.labels.hashing import stable_hashes
from leadscore_analysis.labels.looking import Looking
from leadscore_analysis.labels.unit_rows import UnitRows, unit_rows
from leadscore_analysis.replay import Term


@dataclass(frozen=True)
class Examples:
    """Rows (lead, moment) of one part of a study's moments, and the leads behind them.

    ``rows``, ordered by moment and lead: ``lead_id``, ``account`` (else the lead's id), ``moment`` (UTC), ``moment_no``, ``score``,
    ``converted``, ``converted_at`` (NaT: not within the horizon), ``latest_event``, ``tenure_days`` since first appearance, and the places
    ``lead`` (in ``leads``) and ``cluster`` (one number an account).

    ``spans`` makes the relation ``unit_spans`` when the units are first asked for.

    ``leads``, ordered by id: ``lead_key``, ``lead_id``, ``account``, ``cluster``, ``appeared_us``, ``converted_us`` (NaN: none until the
    part's last horizon ends), ``value``, ``tie`` (a hash of the id that orders ties), ``rows`` (how many it has here).
    """

    rows: pd.DataFrame
    leads: pd.DataFrame
    counts: LabelCounts
    looking: Looking
    part: str
    terms: tuple[Term, ...]
    seed: int
    spans: Callable[[], Engine]

    @property
    def converted(self) -> NDArray[np.bool_]:
        """Whether each row converts within the horizon."""
        return self.rows["converted"].to_numpy()

    @property
    def score(self) -> NDArray[np.float64]:
        """Each row's score at its moment."""
        return self.rows["score"].to_numpy()

    @property
    def latest_event_us(self) -> NDArray[np.int64]:
        """Each row's latest event, in microseconds."""
        return np.asarray(self.rows["latest_event"].dt.tz_localize(None), dtype="datetime64[us]").astype(np.int64)

    @property
    def weeks(self) -> float:
        """The length of the part in weeks: its moments times the time between two."""
        return self.looking.length(self.part) * self.looking.every_us / WEEK_US

    @property
    def stock(self) -> NDArray[np.bool_]:
        """The rows at the part's first moment: what they reach may have been reached long before. None where it has one moment only."""
        if self.looking.length(self.part) == 1:
            return np.zeros(len(self.rows), dtype=np.bool_)
        return np.asarray(self.rows["moment_no"] == self.looking.first_number(self.part), dtype=np.bool_)

    @property
    def weeks_of_flow(self) -> float:
        """The weeks in which leads newly reach a score: from the part's first moment to its last."""
        return max(1, self.looking.length(self.part) - 1) * self.looking.every_us / WEEK_US

    @property
    def moments(self) -> pd.DataFrame:
        """Each row's lead and moment, as ``Replay.units_at`` and ``Replay.scores_at`` take them: entity_id, moment."""
        return self.rows[["lead_id", "moment"]].rename(columns={"lead_id": "entity_id"})

    @cached_property
    def units(self) -> pd.DataFrame:
        """How many times each term counts at each row: float32, a column a term, rows as in ``rows``."""
        found = self.units_of(np.arange(len(self.rows)))
        return pd.DataFrame(found.of(np.arange(len(self.rows)), np.float32), columns=[term.name for term in self.terms], copy=False)

    def units_of(self, wanted: NDArray[np.int64]) -> UnitRows:
        """The units of the rows at these places, read some leads at a time."""
        return unit_rows(self.spans(), self.looking, self.rows, wanted, lead_keys=self.leads["lead_key"].to_numpy(), terms=self.terms)

    def fit_period(self) -> Examples:
        """These examples, when they are the fit period; the holdout's are not."""
        if self.part != "fit":
            raise InputError("the fit period must be taken from all examples; these are the holdout's")
        return self

    def folds(self, cuts: int = CUTS) -> list[Fold]:
        """Folds forward in time, each account on one side (:func:`rolling_folds`)."""
        half = (stable_hashes(self.clusters, salt=f"half {self.seed}") % np.uint64(2)).astype(np.int64)
        horizon_moments = -(-self.looking.horizon_us // self.looking.every_us)
        numbers = self.rows["moment_no"].to_numpy()
        return rolling_folds(numbers, self.rows["cluster"].to_numpy(), half, horizon_moments=horizon_moments, cuts=cuts)

    @cached_property
    def clusters(self) -> list[str]:
        """The accounts (else lead ids) in the order of their numbers."""
        named = self.leads.drop_duplicates("cluster").sort_values("cluster")
        return [str(account) for account in named["account"]]

    def taken_rows(self, places: NDArray[np.int64] | NDArray[np.bool_]) -> Examples:
        """The examples with only these rows; all leads stay."""
        return replace(self, rows=self.rows.iloc[places].reset_index(drop=True))

    def some_accounts(self, chosen: NDArray[np.bool_]) -> tuple[Examples, NDArray[np.int64]]:
        """The examples of some accounts alone (a flag for each number of an account), with leads and accounts numbered anew, and the places
        that their rows have here.
        """
        places, kept = np.flatnonzero(chosen[self.rows["cluster"].to_numpy()]), chosen[self.leads["cluster"].to_numpy()]
        lead, cluster = np.cumsum(kept) - 1, np.cumsum(chosen) - 1
        rows, leads = self.rows.iloc[places].reset_index(drop=True), self.leads[kept].reset_index(drop=True)
        numbered = {"lead": lead[rows["lead"].to_numpy()], "cluster": cluster[rows["cluster"].to_numpy()]}
        leads = leads.assign(cluster=cluster[leads["cluster"].to_numpy()])
        return replace(self, rows=rows.assign(**numbered), leads=leads), places
