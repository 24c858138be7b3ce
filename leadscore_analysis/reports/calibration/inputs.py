"""What the calibration report is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame

from leadscore_analysis.evaluation import Evaluation
from leadscore_analysis.sources.loading import LoadReport
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.suggestion import Suggestion


@dataclass(frozen=True)
class CalibrationInputs:
    """A finished study.

    ``history_counts`` is ``History.counts()`` and ``history_hash`` its fingerprint; ``funnel`` the table that
    :func:`leadscore_analysis.funnel.funnel` gives. ``load`` is None when the history was opened as it stood. ``command`` makes
    the report again; ``openings`` are the lines of ``holdout.jsonl``, oldest first.
    """

    study: Study
    history_counts: DataFrame
    history_hash: str
    funnel: DataFrame
    evaluation: Evaluation
    suggestion: Suggestion
    command: str
    load: LoadReport | None = None
    openings: Sequence[Mapping[str, Any]] = ()

    @property
    def threshold(self) -> float | None:
        """The suggested threshold, in points of the suggested card; None where there is none."""
        return None if self.suggestion.threshold is None else self.suggestion.threshold.points

    @property
    def changes(self) -> int:
        """How many changes are suggested, of points and of structures."""
        return self.suggestion.changes

    @property
    def leads_per_week(self) -> float | None:
        """The capacity of the study; None where it names none."""
        return None if self.study.capacity is None else self.study.capacity.leads_per_week
