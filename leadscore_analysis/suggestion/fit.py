"""What rows say about a card: the best cards with few changes and with many, and where the rows have no say."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

import numpy as np
import pandas as pd

from leadscore_analysis.scorecard import (
    Cap,
    CountTogether,
    Floats,
    PathStep,
    PointScorecard,
    RanksBackwards,
    capped,
    default_largest,
    default_step,
    logistic_line,
)
from leadscore_analysis.suggestion.card import Card, CardTerm, Companions, JudgedTerm, Reason, exact
from leadscore_analysis.suggestion.orders import Order
from leadscore_analysis.suggestion.sampling import sampled_rows
from leadscore_analysis.suggestion.support import FitRows, support

LEAST_CONVERTING_LEADS = 50
"""Below this many converting leads in the fit period all points are kept."""
LEAST_WITH_TERM = 10
"""A term that fewer converting leads have keeps its points."""

AT_ONCE = 200_000
"""Rows are made whole, in double precision, so many at a time."""


@dataclass(frozen=True)
class CardFit:
    """Cards by their number of changes (``path``, rising), an interval in points for each term, and why ``fixed`` terms keep theirs.

    Leaking terms have 0 points in every card, which is not counted as a change. ``worked`` are the intervals of the same fit on leads that
    sales first worked within the horizon (None: not asked); ``together`` are terms that cannot be told apart.
    """

    terms: tuple[JudgedTerm, ...]
    path: tuple[PathStep, ...]
    intervals: Floats
    fixed: Mapping[int, Reason]
    support: pd.DataFrame
    step: Decimal
    largest: Decimal
    worked: Floats | None = None
    sampled: int | None = None
    together: tuple[CountTogether, ...] = ()

    def at(self, changes: int | None) -> PathStep:
        """The best card with at most so many changes; None: with as many as there is reason for."""
        return self.path[-1] if changes is None else [step for step in self.path if step.changes <= changes][-1]

    def card(self, changes: int | None = None) -> Card:
        """That card, with verdicts and reasons."""
        step = self.at(changes)
        return Card(
            terms=tuple(self._card_term(place, step) for place in range(len(self.terms))),
            support=self.support,
            step=self.step,
            largest=self.largest,
            intercept=step.intercept,
            log_odds_per_point=step.scale,
        )

    def _card_term(self, place: int, step: PathStep) -> CardTerm:
        term, points = self.terms[place], float(step.points[place])
        suggested = term.points if points == float(term.points) else exact(points)
        low, high = (float(end) for end in self.intervals[place])
        reason = self.fixed.get(place) or self._reason(place, suggested, step)
        worked = np.full(2, np.nan) if self.worked is None else self.worked[place]
        return CardTerm(term, suggested, reason, low, high, float(worked[0]), float(worked[1]), self._companions(place, step))

    def _reason(self, place: int, suggested: Decimal, step: PathStep) -> Reason:
        (low, high), now, half = self.intervals[place], float(self.terms[place].points), float(self.step) / 2
        if suggested == self.terms[place].points:
            if low <= now <= high:
                return "confirmed" if now - 2 * half <= low and high <= now + 2 * half else "within_interval"
            return "another_changes" if self._another_changes(place, step) else "not_needed"
        if suggested == 0:
            return "wrong_sign" if (high < 0 < now or now < 0 < low) else "too_small"
        if abs(suggested) + self.step > self.largest and abs(low + high) / 2 > float(self.largest):
            return "limited"
        return "fitted" if low - half <= suggested <= high + half else "fits_the_card"

    def _group(self, place: int) -> CountTogether | None:
        """The terms that the term cannot be told from, itself among them."""
        return next((group for group in self.together if place in group.terms), None)

    def _another_changes(self, place: int, step: PathStep) -> bool:
        group = self._group(place)
        return group is not None and step.points[group.terms[0]] != self.path[0].points[group.terms[0]]

    def _companions(self, place: int, step: PathStep) -> Companions | None:
        group = self._group(place)
        if group is None:
            return None
        at, others = group.terms.index(place), [self.terms[other].name for other in group.terms if other != place]
        now, suggested = (float(group.sums(points)[at]) for points in (self.path[0].points, step.points))
        low, high = self.intervals[place] + now - self.path[0].points[place]
        return Companions(tuple(others), now, suggested, float(low), float(high), group.correlation)


def card_fit(
    rows: FitRows,
    terms: Sequence[JudgedTerm],
    *,
    converting_leads: int,
    converting: FitRows | None = None,
    caps: Sequence[Cap] = (),
    orders: Sequence[Order] = (),
    kept: Mapping[int, Reason] = MappingProxyType({}),
    seed: int = 0,
) -> CardFit:
    """The cards that the rows suggest. ``converting_leads`` counts the whole period that the rows were drawn from; ``converting`` are the
    converting rows before the thinning (None: the rows are not thinned). ``caps`` are over the terms' units times their weights.
    In each of ``orders`` (places in ``terms``) points must not fall. ``kept`` terms, by their place, keep their points for a reason that
    these rows do not tell.
    """
    found = support(rows, [term.name for term in terms], converting=converting)
    fixed: dict[int, Reason] = dict.fromkeys(range(len(terms)), "too_few_conversions")
    if converting_leads >= LEAST_CONVERTING_LEADS:
        fixed = {**kept, **_fixed(rows, terms, found)}
    now = [term.points for term in terms]
    left_out = np.array([fixed.get(place) == "leak" for place in range(len(terms))])
    # Points of leaks, which go to 0, are no measure of what the others may have.
    weighed = [points for points, leaks in zip(now, left_out, strict=True) if not leaks] or now
    step, largest = default_step(weighed), default_largest(weighed, default_step(weighed))
    present = np.where(left_out, 0.0, [float(points) for points in now])
    path: tuple[PathStep, ...] = (PathStep(0, present, np.nan, np.nan, np.nan),)
    intervals, together, sampled = np.full((len(terms), 2), np.nan), list[CountTogether](), None
    if 0 < int(rows.converted.sum()) < len(rows.converted):
        # The judged score counts a part's points times its weight, so a unit of the part is worth that much.
        worth = np.where(left_out, 0.0, [term.weight for term in terms])
        taken, weight = sampled_rows(rows)
        sampled = len(taken) if len(taken) < len(rows.converted) else None
        card = PointScorecard(
            largest=float(largest),
            step=float(step),
            direction=[term.direction for term in terms],
            monotone=orders,
            locked=sorted(fixed),
            prior_points=present.tolist(),
            caps=[(cap.terms, cap.low, cap.high) for cap in caps],
            sure_changes=True,
            random_state=seed,
        )
        with warnings.catch_warnings():  # That a card ranks backwards, the suggestion says.
            warnings.simplefilter("ignore", RanksBackwards)
            fitted = card.fit(rows.units[taken] * worth, rows.converted[taken], sample_weight=weight, groups=rows.groups[taken])
        path = tuple(_on_its_line(each, worth, rows, caps) for each in fitted.path_)
        intervals, together = fitted.intervals_, fitted.together_
    return CardFit(tuple(terms), path, intervals, fixed, found, step, largest, together=tuple(together), sampled=sampled)


def _on_its_line(step: PathStep, worth: Floats, rows: FitRows, caps: Sequence[Cap]) -> PathStep:
    """The step with the line that every card's probabilities are judged by; a unit of each term is ``worth`` so much of its points."""
    parts = (rows.units[start : start + AT_ONCE] * worth for start in range(0, len(rows.units), AT_ONCE))
    intercept, scale = logistic_line(np.concatenate([capped(part, step.points, caps)[0] for part in parts]), rows.converted)
    return replace(step, intercept=intercept, scale=scale)


def _fixed(rows: FitRows, terms: Sequence[JudgedTerm], found: pd.DataFrame) -> dict[int, Reason]:
    """Why a term's points are no matter of the fit, by its place; other terms are missing here."""
    varies = np.ptp(rows.units, axis=0) > 0 if len(rows.units) else np.zeros(len(terms), dtype=bool)
    reasons: dict[int, Reason] = {}
    for place, (term, counted, converting) in enumerate(zip(terms, found["rows"], found["converting_leads"], strict=True)):
        tests: dict[Reason, bool] = {
            "locked": term.locked,
            "leak": bool(term.leak),
            "made_by_sales": bool(term.made_by_sales),
            "never_counts": counted == 0,
            "same_for_all": not varies[place],
            "too_little_data": converting < LEAST_WITH_TERM,
        }
        first = next((reason for reason, holds in tests.items() if holds), None)
        if first is not None:
            reasons[place] = first
    return reasons
