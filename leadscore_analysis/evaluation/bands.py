"""Conversion by band of the score, and the score's distribution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats
from leadscore_analysis.evaluation.groups import conversion_by_group, distinct
from leadscore_analysis.labels import Examples
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

MOST_BINS = 40


@dataclass(frozen=True)
class Bands:
    """The bands of a score from low to high; ``cuts`` are where each but the first begins."""

    score: str
    names: tuple[str, ...]
    cuts: tuple[float, ...]

    def places(self, scores: Floats) -> NDArray[np.int64]:
        """The band of each score; a score equal to a cut lies in the higher band."""
        return np.searchsorted(np.array(self.cuts), scores, side="right").astype(np.int64)


def line_in_force(study: Study, rulebook: Rulebook, score: str) -> float | None:
    """The line that leads are worked from: ``judge.line``, else where the score's highest band begins, else None."""
    if study.judge.line is not None:
        return float(study.judge.line)
    cuts = [float(band.from_) for band in rulebook.model.bands.get(score, ()) if band.from_ is not None]
    return max(cuts, default=None)


def bands_of(rulebook: Rulebook, score: str, line: float | None) -> Bands:
    """The rulebook's bands of the score; without any, below and from the line; without a line, one band of all."""
    named = sorted(rulebook.model.bands.get(score, ()), key=lambda band: float("-inf") if band.from_ is None else float(band.from_))
    if named:
        cuts = tuple(float(band.from_) for band in named if band.from_ is not None)
        names = tuple(band.band for band in named)
        return Bands(score, names if len(names) > len(cuts) else ("below", *names), cuts)
    return Bands(score, ("all",), ()) if line is None else Bands(score, ("below the line", "from the line"), (line,))


def conversion_by_band(examples: Examples, bands: Bands, bootstrap: AccountBootstrap) -> pd.DataFrame:
    """One row a band, lowest first: ``score``, ``band``, ``from`` (NaN: no lower end), ``rows``, ``conversions``, ``leads``,
    ``converting_leads``, ``rate`` (of rows), ``low``, ``high``.

    A lead counts in every band in which it has a row; a converting lead in every band in which it has a row that converts.

    >>> conversion_by_band(examples, bands, bootstrap).head(2)  # doctest: +SKIP
          score  band  from  rows  conversions  leads  converting_leads   rate    low   high
    0  interest  cold   NaN   800           16    300                 9  0.020  0.009  0.034
    1  interest  warm  40.0   120           12     60                 7  0.100  0.048  0.161
    """
    groups = conversion_by_group(examples, bands.places(examples.score), bands.names, bootstrap)
    named = {"score": bands.score, "band": bands.names, "from": [np.nan, *bands.cuts]}
    return pd.DataFrame(named).join(groups.drop(columns="group"))


def score_distribution(examples: Examples) -> pd.DataFrame:
    """Rows by score: ``bin_from``, ``bin_below``, ``rows``, ``converting_rows``, ``leads``; at most 40 bins of one width.

    Few distinct scores (at most 40) have a bin each, up to the next.
    """
    edges = score_bins(np.unique(examples.score))
    place = np.clip(np.searchsorted(edges, examples.score, side="right") - 1, 0, len(edges) - 2)
    count = len(edges) - 1
    return pd.DataFrame(
        {
            "bin_from": edges[:-1],
            "bin_below": edges[1:],
            "rows": np.bincount(place, minlength=count),
            "converting_rows": np.bincount(place[examples.converted], minlength=count),
            "leads": distinct(examples.rows["lead"].to_numpy(), place, count),
        }
    )


def score_bins(scores: Floats) -> Floats:
    """The edges of at most 40 bins that hold the distinct ``scores`` (rising): one a score where there are few, else of one width."""
    if len(scores) <= MOST_BINS:
        step = float(np.min(np.diff(scores))) if len(scores) > 1 else 1.0
        return np.append(scores, scores[-1] + step)
    widths = np.array([1, 2, 2.5, 5, 10]) * 10.0 ** np.floor(np.log10((scores[-1] - scores[0]) / MOST_BINS))
    width = float(widths[np.searchsorted(widths, (scores[-1] - scores[0]) / (MOST_BINS - 2))])
    first = np.floor(scores[0] / width)
    return width * np.arange(first, np.floor(scores[-1] / width) + 2)
