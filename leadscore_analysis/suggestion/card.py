"""A suggested card: every term with its points, the verdict, the reason for it, and the interval beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pandas as pd

from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.scorecard import Direction

Verdict = Literal["raise", "lower", "drop", "add", "keep"]
Reason = Literal[
    "too_few_conversions",  # all points are kept
    "locked",
    "leak",
    "made_by_sales",
    "depends_on_work",
    "never_counts",
    "same_for_all",
    "too_little_data",
    "within_interval",
    "confirmed",
    "not_needed",
    "wrong_sign",
    "too_small",
    "limited",
    "fitted",
    "fits_the_card",
    "another_changes",
    "goes_with_structure",
]


def exact(points: float) -> Decimal:
    """Points as a rulebook writes them, with at most four decimals."""
    return round(Decimal(points), 4).normalize() + Decimal(0)


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
class Companions:
    """The other terms that one cannot be told from, and what all of them bring together, in points of that one: now, as suggested, and as
    the 90 % interval of what they are worth. ``correlation`` is that of their units.
    """

    names: tuple[str, ...]
    current: float
    suggested: float
    low: float
    high: float
    correlation: float


@dataclass(frozen=True)
class CardTerm:
    """A term with its suggested points, the reason for them, and the 90 % interval of what it is worth in points (NaN: not known).

    ``worked_low`` and ``worked_high`` are that interval among leads that sales first worked within the horizon. Where there are
    ``companions`` it is what the term is worth while those keep their points.
    """

    term: JudgedTerm
    suggested: Decimal
    reason: Reason
    low: float = float("nan")
    high: float = float("nan")
    worked_low: float = float("nan")
    worked_high: float = float("nan")
    companions: Companions | None = None

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

    ``intercept`` and ``log_odds_per_point`` say what the score means; they are missing when no row or every row converts.
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

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the terms whose points change."""
        return tuple(entry.term.name for entry in self.terms if entry.verdict != "keep")

    @property
    def fitted_changes(self) -> tuple[str, ...]:
        """The names of the terms that the fit changes; leaking ones lose their points in every card."""
        return tuple(entry.term.name for entry in self.terms if entry.verdict != "keep" and entry.reason != "leak")
