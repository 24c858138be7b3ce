"""What points are fitted on: thinned rows of the fit period with their units, and the cards that any part of them suggests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore_analysis.labels import Examples
from leadscore_analysis.scorecard import Cap, Flags, Floats, capped
from leadscore_analysis.suggestion.card import JudgedTerm
from leadscore_analysis.suggestion.fit import CardFit, card_fit
from leadscore_analysis.suggestion.support import FitRows
from leadscore_analysis.suggestion.thinning import thinned

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Material:
    """The examples, the places of their thinned rows (rising), and the units of those rows, a column a term.

    ``won_places`` and ``won_units`` are those of all converting rows: terms are fitted on thinned rows, but their support is counted in
    leads, and a lead with few rows may lose all that convert. ``caps`` hold the judged score, over places in ``terms``.
    """

    examples: Examples
    terms: tuple[JudgedTerm, ...]
    places: Places
    units: Floats
    won_places: Places
    won_units: Floats
    caps: tuple[Cap, ...] = ()

    @classmethod
    def of(cls, examples: Examples, terms: tuple[JudgedTerm, ...], *, seed: int, caps: tuple[Cap, ...] = ()) -> Material:
        """The material of a fit period; units are read for the thinned and the converting rows only."""
        places, won = thinned(examples, seed), np.flatnonzero(examples.converted)
        read = np.union1d(places, won)
        units = examples.taken_rows(read).units[[term.name for term in terms]].to_numpy(dtype=np.float64)
        return cls(examples, terms, places, units[np.searchsorted(read, places)], won, units[np.searchsorted(read, won)], caps)

    def thinned_of(self, rows: Places) -> Places:
        """Those of the given places of rows that are thinned rows."""
        return self.places[_chosen(self.places, rows)]

    def fit(self, rows: Places | None = None) -> CardFit:
        """The cards suggested by the thinned rows among ``rows`` (places in the examples; None: all of them).

        Whether there are enough converting leads to fit at all is asked of the whole period, also where only some rows are fitted: a fold
        judges the fit that the period gets, and what a fit on fewer rows lacks counts against it.
        """
        fit, won = (self._fit_rows(*each, rows) for each in ((self.places, self.units), (self.won_places, self.won_units)))
        return card_fit(fit, self.terms, converting_leads=self.converting_leads, converting=won, caps=self.caps, seed=self.examples.seed)

    def units_of(self, rows: Places) -> Floats:
        """The units of rows, each times the weight of its term in the judged score."""
        units = self.examples.taken_rows(rows).units[[term.name for term in self.terms]].to_numpy(dtype=np.float64)
        return np.asarray(units * np.array([term.weight for term in self.terms]))

    def scores(self, units: Floats, points: Floats) -> Floats:
        """The judged score of rows with such units when terms have these points: as an exact replay gives it, but for rounding."""
        return capped(units, points, self.caps)[0]

    @property
    def converting_leads(self) -> int:
        """How many different leads convert within the horizon of a moment of the fit period."""
        return int(self.examples.rows.loc[self.examples.converted, "lead"].nunique())

    def _fit_rows(self, places: Places, units: Floats, rows: Places | None) -> FitRows:
        """Those of the places, with their units, that are among ``rows``."""
        chosen = np.ones(len(places), dtype=bool) if rows is None else _chosen(places, rows)
        found = places[chosen]
        lead, account = (self.examples.rows[name].to_numpy()[found] for name in ("lead", "cluster"))
        return FitRows(units[chosen], self.examples.converted[found], lead, account)


def _chosen(places: Places, rows: Places) -> Flags:
    return np.isin(places, rows, assume_unique=True)
