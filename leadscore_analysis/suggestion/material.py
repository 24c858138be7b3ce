"""What points are fitted on: thinned rows of the fit period with their units, and the card that any part of them suggests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore_analysis.labels import Examples
from leadscore_analysis.scorecard import Flags, Floats
from leadscore_analysis.suggestion.card import Card, JudgedTerm, suggested_card
from leadscore_analysis.suggestion.support import FitRows
from leadscore_analysis.suggestion.thinning import thinned

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Material:
    """The examples, the places of their thinned rows (rising), and the units of those rows, a column a term."""

    examples: Examples
    terms: tuple[JudgedTerm, ...]
    places: Places
    units: Floats

    @classmethod
    def of(cls, examples: Examples, terms: tuple[JudgedTerm, ...], *, seed: int) -> Material:
        """The material of a fit period; units are read for the thinned rows only."""
        places = thinned(examples, seed)
        units = examples.taken_rows(places).units
        return cls(examples, terms, places, units[[term.name for term in terms]].to_numpy(dtype=np.float64))

    def thinned_of(self, rows: Places) -> Places:
        """Those of the given places of rows that are thinned rows."""
        return self.places[self._chosen(rows)]

    def card(self, rows: Places | None = None) -> Card:
        """The card suggested by the thinned rows among ``rows`` (places in the examples; None: all of them).

        Whether there are enough converting leads to fit at all is asked of the whole period, also where only some rows are fitted: a fold
        judges the fit that the period gets, and what a fit on fewer rows lacks counts against it.
        """
        chosen = np.ones(len(self.places), dtype=bool) if rows is None else self._chosen(rows)
        places = self.places[chosen]
        fit = FitRows(self.units[chosen], self.examples.converted[places], self.examples.rows["lead"].to_numpy()[places])
        return suggested_card(fit, self.terms, converting_leads=self.converting_leads)

    @property
    def converting_leads(self) -> int:
        """How many different leads convert within the horizon of a moment of the fit period."""
        return int(self.examples.rows.loc[self.examples.converted, "lead"].nunique())

    def _chosen(self, rows: Places) -> Flags:
        wanted = np.zeros(len(self.examples.rows), dtype=bool)
        wanted[rows] = True
        return wanted[self.places]
