"""The suggested points of a whole card: what the fit says, and where it has no say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
import pandas as pd

from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.scorecard import (
    Direction,
    FittedPoints,
    TermSetting,
    default_largest,
    default_step,
    fitted_points,
)
from leadscore_analysis.suggestion.support import FitRows, support

LEAST_CONVERTING_LEADS = 50
"""Below this many converting leads in the fit period all points are kept."""
LEAST_WITH_TERM = 10
"""A term that fewer converting leads have keeps its points."""

Verdict = Literal["raise", "lower", "drop", "add", "keep"]
Reason = Literal[
    "too_few_conversions",  # all points are kept
    "locked",
    "leak",
    "made_by_sales",
    "never_counts",
    "same_for_all",
    "too_little_data",
    "wrong_sign",
    "too_small",
    "limited",
    "fitted",
    "confirmed",
]


@dataclass(frozen=True)
class JudgedTerm:
    """A term of the judged score: its points now, where they stand in the rulebook, and what a study knows against fitting it.

    ``weight`` is what the judged score counts its points for (other than 1 in a part of a formula); ``leak`` and ``made_by_sales`` name the
    event type or attribute concerned.
    """

    name: str
    score: str
    rule: str
    points: Decimal
    path: FilePath
    direction: Direction = "any"
    locked: bool = False
    weight: float = 1.0
    leak: str = ""
    made_by_sales: str = ""


@dataclass(frozen=True)
class CardTerm:
    """A term with its suggested points, the verdict and the reason for it."""

    term: JudgedTerm
    suggested: Decimal
    reason: Reason

    @property
    def verdict(self) -> Verdict:
        """What happens to the term's points; ``lower`` is towards minus."""
        if self.suggested == self.term.points:
            return "keep"
        if self.suggested == 0:
            return "drop"
        if self.term.points == 0:
            return "add"
        return "raise" if self.suggested > self.term.points else "lower"


@dataclass(frozen=True)
class Card:
    """Suggested points for every term, the support of each (a row a term, in the same order), and the step and bound they were rounded to.

    ``intercept`` and ``log_odds_per_point`` say what the score before its clamps means; they are missing when no row or every row converts.
    """

    terms: tuple[CardTerm, ...]
    support: pd.DataFrame
    step: Decimal
    largest: Decimal
    intercept: float
    log_odds_per_point: float

    @property
    def points(self) -> dict[FilePath, Decimal]:
        """The suggested points by their place in the rulebook."""
        return {entry.term.path: entry.suggested for entry in self.terms}


def suggested_card(rows: FitRows, terms: Sequence[JudgedTerm], *, converting_leads: int, converting: FitRows | None = None) -> Card:
    """The card that the rows suggest. ``converting_leads`` counts the whole period that the rows were drawn from; ``converting`` are the
    converting rows before the thinning (None: the rows are not thinned).
    """
    found = support(rows, [term.name for term in terms], converting=converting)
    fixed: dict[int, Reason] = dict.fromkeys(range(len(terms)), "too_few_conversions")
    if converting_leads >= LEAST_CONVERTING_LEADS:
        fixed = _fixed(rows, terms, found)
    now = [TermSetting(term.name, term.points, term.direction) for term in terms]
    step, largest = default_step(now), default_largest(now, default_step(now))
    fitted = _fitted(rows, terms, fixed, step=step, largest=largest)
    return Card(
        terms=tuple(_card_term(term, fitted, fixed.get(place)) for place, term in enumerate(terms)),
        support=found,
        step=step,
        largest=largest,
        intercept=fitted.intercept,
        log_odds_per_point=fitted.log_odds_per_point,
    )


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


def _fitted(rows: FitRows, terms: Sequence[JudgedTerm], fixed: Mapping[int, Reason], *, step: Decimal, largest: Decimal) -> FittedPoints:
    settings = [
        TermSetting(term.name, Decimal(0) if fixed.get(place) == "leak" else term.points, term.direction, place in fixed)
        for place, term in enumerate(terms)
    ]
    if 0 < int(rows.converted.sum()) < len(rows.converted):
        # The judged score counts a part's points times its weight, so a unit of the part is worth that much.
        units = rows.units * np.array([term.weight for term in terms])
        return fitted_points(units, rows.converted, terms=settings, step=step, largest=largest)
    return FittedPoints({setting.name: setting.points for setting in settings}, float("nan"), float("nan"), {})


def _card_term(term: JudgedTerm, fitted: FittedPoints, fixed: Reason | None) -> CardTerm:
    suggested = fitted.points[term.name]
    if fixed is not None:
        return CardTerm(term, suggested, fixed)
    if term.name in fitted.wrong_sign:
        return CardTerm(term, suggested, "wrong_sign")
    if suggested == 0:
        return CardTerm(term, suggested, "too_small")
    if term.name in fitted.limited:
        return CardTerm(term, suggested, "limited")
    return CardTerm(term, suggested, "confirmed" if suggested == term.points else "fitted")
