"""What points are fitted on: thinned rows of the fit period with their units, and the cards that any part of them suggests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.labels import Examples, Fold
from leadscore_analysis.labels.unit_rows import UnitRows
from leadscore_analysis.scorecard import Cap, Flags, Floats, capped
from leadscore_analysis.scorecard.free_worth import free_worth
from leadscore_analysis.scorecard.together import beside_the_others, of_the_sum
from leadscore_analysis.suggestion.card import JudgedTerm, Reason
from leadscore_analysis.suggestion.fit import AT_ONCE, LEAST_CONVERTING_LEADS, LEAST_WITH_TERM, CardFit, card_fit
from leadscore_analysis.suggestion.orders import Order
from leadscore_analysis.suggestion.support import FitRows, Units, support
from leadscore_analysis.suggestion.thinning import thinned
from leadscore_analysis.suggestion.worked import differing, worked_points

Places = NDArray[np.int64]

_NO_ROWS = np.array([], dtype=np.int64)


@dataclass(frozen=True)
class Material:
    """The examples, the places of their thinned rows (rising), and the units of those rows, a column a term.

    ``won_places`` and ``won_units`` are those of all converting rows: terms are fitted on thinned rows, but their support is counted in
    leads, and a lead with few rows may lose all that convert. ``caps`` hold the judged score, over places in ``terms``; in each of
    ``orders`` points must not fall. ``worked`` are the places of the leads that sales first worked, each at its last moment before that
    (None: the study does not say what work is), with ``worked_units``, those at that moment or just before the work. ``folds`` are those of
    the examples; ``read`` holds the units of all these rows and of the folds' tests (None: those of the examples are asked for).
    """

    examples: Examples
    terms: tuple[JudgedTerm, ...]
    places: Places
    units: Units
    won_places: Places
    won_units: Units
    caps: tuple[Cap, ...] = ()
    worked: Places | None = None
    worked_units: Units | None = None
    orders: tuple[Order, ...] = ()
    folds: tuple[Fold, ...] = ()
    read: UnitRows | None = None

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
        """The material of a fit period; units are read for the thinned, converting and worked rows and those of the folds' tests."""
        places, won, chosen = thinned(examples, seed), np.flatnonzero(examples.converted), worked if worked is not None else _NO_ROWS
        folds = tuple(examples.folds())
        read = examples.units_of(_any_of(len(examples.rows), (places, won, chosen, *(fold.test for fold in folds))))
        fit, converting, begun = (read.of(part, np.float32) for part in (places, won, chosen))
        units = begun if worked is not None else None
        return cls(examples, terms, places, fit, won, converting, caps, worked, units, orders, folds, read)

    @property
    def leaking(self) -> tuple[str, ...]:
        """Of the terms that earn points, those that the leak check names, by what it names."""
        return tuple(sorted({term.leak for term in self.terms if term.leak and term.points}))

    def some_accounts(self, chosen: Flags) -> Material:
        """The material of some accounts alone (a flag for each number of an account)."""
        examples, rows = self.examples.some_accounts(chosen)
        number = np.full(len(self.examples.rows), -1, dtype=np.int64)
        number[rows] = np.arange(len(rows))

        def kept(places: Places, units: Units) -> tuple[Places, Units]:
            found = number[places]
            return found[found >= 0], units[found >= 0]

        (thin, units), (won, won_units) = kept(self.places, self.units), kept(self.won_places, self.won_units)
        worked, worked_units = self.worked, self.worked_units
        if worked is not None and worked_units is not None:
            worked, worked_units = kept(worked, worked_units)
        return replace(
            self,
            examples=examples,
            places=thin,
            units=units,
            won_places=won,
            won_units=won_units,
            worked=worked,
            worked_units=worked_units,
            folds=tuple(Fold(_known(number[fold.train]), _known(number[fold.test]), fold.window) for fold in self.folds),
            read=None if self.read is None else self.read.taken(rows),
        )

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

    def support_of(self, units: Units, names: Sequence[str]) -> pd.DataFrame:
        """The support of terms with these units at all rows, a column a term."""
        fit, won = (self._fit_rows(places, units[places], None) for places in (self.places, self.won_places))
        return support(fit, names, converting=won)

    @property
    def weights(self) -> Floats:
        """What the judged score counts a point of each term for."""
        return np.array([term.weight for term in self.terms])

    def units_of(self, rows: Places) -> Floats:
        """The units of rows, each times the weight of its term in the judged score; rows that were not read yet are read for this."""
        read = self.read if self.read is not None and self.read.has(rows) else self.examples.units_of(rows)
        return np.asarray(read.of(rows) * self.weights)

    def scores(self, units: Floats, points: Floats) -> Floats:
        """The judged score of rows with such units when terms have these points: as an exact replay gives it, but for rounding."""
        return capped(units, points, self.caps)[0]

    def scores_of(self, rows: Places, points: Sequence[Floats]) -> list[Floats]:
        """The judged score of rows when terms have the first of these points, the second and so on."""
        found = [[self.scores(units, each) for each in points] for units in map(self.units_of, at_once(rows))]
        return [np.concatenate(parts) for parts in zip(*found, strict=True)]

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

    def _fit_rows(self, places: Places, units: Units, rows: Places | None) -> FitRows:
        """Those of the places, with their units, that are among ``rows``."""
        if rows is not None:
            chosen = _chosen(places, rows)
            places, units = places[chosen], units[chosen]
        lead, account = (self.examples.rows[name].to_numpy()[places] for name in ("lead", "cluster"))
        return FitRows(units, self.examples.converted[places], lead, account)


def at_once(rows: Places) -> Iterator[Places]:
    """The rows, as many at a time as are made whole at once: until then units are held as they were read."""
    for start in range(0, max(len(rows), 1), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _any_of(length: int, parts: Sequence[Places]) -> Places:
    """The places below ``length`` that are in any of the parts, rising."""
    found = np.zeros(length, dtype=bool)
    for part in parts:
        found[part] = True
    return np.flatnonzero(found)


def _known(numbers: Places) -> Places:
    return numbers[numbers >= 0]


def _chosen(places: Places, rows: Places) -> Flags:
    return np.isin(places, rows, assume_unique=True)
