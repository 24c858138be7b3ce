"""What points are fitted on: thinned rows of the fit period with their units, and the cards that any part of them suggests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.labels import Examples
from leadscore_analysis.scorecard import Cap, Flags, Floats, capped
from leadscore_analysis.scorecard.free_worth import free_worth
from leadscore_analysis.scorecard.together import beside_the_others, of_the_sum
from leadscore_analysis.suggestion.card import JudgedTerm, Reason
from leadscore_analysis.suggestion.fit import LEAST_CONVERTING_LEADS, LEAST_WITH_TERM, CardFit, card_fit
from leadscore_analysis.suggestion.orders import Order
from leadscore_analysis.suggestion.support import FitRows, support
from leadscore_analysis.suggestion.thinning import thinned
from leadscore_analysis.suggestion.worked import differing, worked_points

Places = NDArray[np.int64]

_NO_ROWS = np.array([], dtype=np.int64)
_MOST_KEPT = 100_000_000
"""So many units are kept in memory for all rows at once, four bytes each."""


@dataclass(frozen=True)
class Material:
    """The examples, the places of their thinned rows (rising), and the units of those rows, a column a term.

    ``won_places`` and ``won_units`` are those of all converting rows: terms are fitted on thinned rows, but their support is counted in
    leads, and a lead with few rows may lose all that convert. ``caps`` hold the judged score, over places in ``terms``; in each of
    ``orders`` points must not fall. ``worked`` are the places of the leads that sales first worked within the horizon, each at its last
    moment before that (None: the study does not say what work is), with ``worked_units``.
    """

    examples: Examples
    terms: tuple[JudgedTerm, ...]
    places: Places
    units: Floats
    won_places: Places
    won_units: Floats
    caps: tuple[Cap, ...] = ()
    worked: Places | None = None
    worked_units: Floats | None = None
    orders: tuple[Order, ...] = ()

    @classmethod
    def of(
        cls,
        examples: Examples,
        terms: tuple[JudgedTerm, ...],
        *,
        seed: int,
        caps: tuple[Cap, ...] = (),
        worked: Places | None = None,
        orders: tuple[Order, ...] = (),
    ) -> Material:
        """The material of a fit period; units are read for the thinned, the converting and the worked rows only."""
        places, won, chosen = thinned(examples, seed), np.flatnonzero(examples.converted), worked if worked is not None else _NO_ROWS
        read = np.union1d(np.union1d(places, won), chosen)
        units = _units(examples, terms, read)
        fit, converting, begun = (units[np.searchsorted(read, part)] for part in (places, won, chosen))
        return cls(examples, terms, places, fit, won, converting, caps, worked, begun if worked is not None else None, orders)

    @property
    def leaking(self) -> tuple[str, ...]:
        """Of the terms that earn points, those that the leak check names, by what it names."""
        return tuple(sorted({term.leak for term in self.terms if term.leak and term.points}))

    def thinned_of(self, rows: Places) -> Places:
        """Those of the given places of rows that are thinned rows."""
        return self.places[_chosen(self.places, rows)]

    def fit(self, rows: Places | None = None) -> CardFit:
        """The cards suggested by the thinned rows among ``rows`` (places in the examples; None: all of them).

        Whether there are enough converting leads to fit at all is asked of the whole period, also where only some rows are fitted: a fold
        judges the fit that the period gets, and what a fit on fewer rows lacks counts against it. The fit is made again on the leads that
        sales first worked within the horizon; terms on which the two differ keep their points.
        """
        fit = self._fit(rows)
        if self.worked is None or self.worked_units is None:
            return fit
        worked, places = self._worked(fit, self._fit_rows(self.worked, self.worked_units, rows))
        depending: dict[int, Reason] = dict.fromkeys(places, "depends_on_work")
        moves = any(step.points[place] != fit.path[0].points[place] for step in fit.path for place in depending)
        found = self._fit(rows, kept=depending) if moves else replace(fit, fixed={**fit.fixed, **depending})
        return replace(found, worked=worked)

    def _worked(self, fit: CardFit, part: FitRows) -> tuple[Floats, list[int]]:
        """The intervals of the terms among leads that sales began to work, and which of them differ from the fit's.

        Of the converting ones enough must have a term, and enough must not: what nearly all of them have tells them apart by a few.
        """
        with_it = (part.units[part.converted] != 0).sum(axis=0)
        told = np.minimum(with_it, int(part.converted.sum()) - with_it) >= LEAST_WITH_TERM
        told &= ~np.isin(np.arange(len(self.terms)), list(fit.fixed))
        if (self.worked_converting_leads or 0) < LEAST_CONVERTING_LEADS:
            told[:] = False
        present, units = fit.path[0].points, part.units * self.weights
        log_odds = free_worth(units, part.converted, part.groups, present=present, caps=self.caps, together=fit.together)
        # Of terms that cannot be told apart what they are worth in sum is compared, once.
        once = told & ~np.isin(np.arange(len(told)), [term for group in fit.together for term in group.terms[1:]])
        worked = worked_points(log_odds, of_the_sum(fit.intervals, present, fit.together), once)
        worked = beside_the_others(worked, present, fit.together)
        differs = differing(present, float(fit.step), fit.intervals, worked, told)
        return np.where(told[:, None], worked, np.nan), differs

    def support_of(self, units: Floats, names: Sequence[str]) -> pd.DataFrame:
        """The support of terms with these units at all rows, a column a term."""
        fit, won = (self._fit_rows(places, units[places], None) for places in (self.places, self.won_places))
        return support(fit, names, converting=won)

    @property
    def weights(self) -> Floats:
        """What the judged score counts a point of each term for."""
        return np.array([term.weight for term in self.terms])

    def units_of(self, rows: Places) -> Floats:
        """The units of rows, each times the weight of its term in the judged score."""
        return np.asarray(_units(self.examples, self.terms, rows) * self.weights)

    def scores(self, units: Floats, points: Floats) -> Floats:
        """The judged score of rows with such units when terms have these points: as an exact replay gives it, but for rounding."""
        return capped(units, points, self.caps)[0]

    @property
    def converting_leads(self) -> int:
        """How many different leads convert within the horizon of a moment of the fit period."""
        return self._converting_leads(None)

    @property
    def worked_converting_leads(self) -> int | None:
        """How many of those were first worked by sales within that horizon; None where the study does not say what work is."""
        return None if self.worked is None else self._converting_leads(self.worked)

    def _converting_leads(self, rows: Places | None) -> int:
        won = self.won_places if rows is None else np.intersect1d(self.won_places, rows, assume_unique=True)
        return len(np.unique(self.examples.rows["lead"].to_numpy()[won]))

    def _fit(self, rows: Places | None, *, kept: Mapping[int, Reason] = MappingProxyType({})) -> CardFit:
        fit, won = (self._fit_rows(*each, rows) for each in ((self.places, self.units), (self.won_places, self.won_units)))
        return card_fit(
            fit,
            self.terms,
            converting_leads=self.converting_leads,
            converting=won,
            caps=self.caps,
            orders=self.orders,
            kept=kept,
            seed=self.examples.seed,
        )

    def _fit_rows(self, places: Places, units: Floats, rows: Places | None) -> FitRows:
        """Those of the places, with their units, that are among ``rows``."""
        chosen = np.ones(len(places), dtype=bool) if rows is None else _chosen(places, rows)
        found = places[chosen]
        lead, account = (self.examples.rows[name].to_numpy()[found] for name in ("lead", "cluster"))
        return FitRows(units[chosen], self.examples.converted[found], lead, account)


def _units(examples: Examples, terms: Sequence[JudgedTerm], rows: Places) -> Floats:
    """The units of rows: read once for all rows where those fit into memory, else for these alone."""
    names = [term.name for term in terms]
    if len(examples.rows) * len(names) <= _MOST_KEPT:
        return np.asarray(examples.units[names].to_numpy()[rows], dtype=np.float64)
    return np.asarray(examples.taken_rows(rows).units[names].to_numpy(), dtype=np.float64)


def _chosen(places: Places, rows: Places) -> Flags:
    return np.isin(places, rows, assume_unique=True)
