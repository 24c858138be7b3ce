"""Whole points for terms, from which leads converted: the one place where points are fitted.

Everything else asks :func:`fitted_points` and reads :class:`FittedPoints`; a better fit replaces this one function.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from leadscore_analysis.errors import InputError

Direction = Literal["positive", "negative", "any"]
PRIOR_SD = 0.1
"""How far, in log odds per standard deviation of its units, a term is expected to depart from the present card before any row is seen."""

_UNBOUND = 100.0
"""Scales a column up so far that the ridge leaves it alone."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class TermSetting:
    """What holds for a term before the fit: its points now, the sign it may have, and whether its points stay as they are."""

    name: str
    points: Decimal
    direction: Direction = "any"
    locked: bool = False


@dataclass(frozen=True)
class FittedPoints:
    """Points for every term, and what a point means: ``log odds = intercept + log_odds_per_point x score`` before clamps.

    ``coefficients`` are log odds per unit of the fitted terms. ``unmoved`` are terms whose units never vary in the rows fitted,
    ``wrong_sign`` those that the data would give the other sign (they have 0 points), ``limited`` those worth more than the largest points.
    """

    points: Mapping[str, Decimal]
    intercept: float
    log_odds_per_point: float
    coefficients: Mapping[str, float]
    unmoved: tuple[str, ...] = ()
    wrong_sign: tuple[str, ...] = ()
    limited: tuple[str, ...] = ()


def fitted_points(
    units: Floats,
    converted: Flags,
    *,
    terms: Sequence[TermSetting],
    largest: Decimal | None = None,
    step: Decimal | None = None,
    sample_weight: Floats | None = None,
) -> FittedPoints:
    """Points fitted to which rows converted: multiples of ``step`` within ±``largest``, starting from the points in use.

    ``units`` has one row a moment of a lead and one column a term, in the order of ``terms``. A logistic regression finds what a
    point of the present card is worth in log odds, and how far each term departs from that. A ridge (``PRIOR_SD``, on units divided
    by their standard deviation) draws departures towards none, so that a term of which the rows say little stays near its points;
    where the present card speaks against conversion it draws towards 0. Terms with the wrong sign are set to 0 and the rest is fitted
    again, until none is wrong. Locked terms, and terms whose units never vary, do not depart. The log odds become points by one
    factor, which gives them the standard deviation over the rows that the present score has before its clamps.

    InputError when the rows hold converting rows only, or none.

    >>> units = np.array([[1.0, 0], [1, 1], [0, 1], [0, 0]] * 500)
    >>> converted = np.arange(2000) % 8 < 1 + 4 * units[:, 0]
    >>> terms = [TermSetting("demo", Decimal(5), "positive"), TermSetting("mail", Decimal(5), "positive")]
    >>> dict(fitted_points(units, converted, terms=terms, largest=Decimal(20), step=Decimal(1)).points)
    {'demo': Decimal('7'), 'mail': Decimal('0')}
    """
    units = np.asarray(units, dtype=np.float64)
    converted = np.asarray(converted, dtype=bool)
    _check(units, converted, terms)
    step = default_step(terms) if step is None else step
    largest = default_largest(terms, step) if largest is None else largest
    present = np.array([float(term.points) for term in terms])
    varies = np.ptp(units, axis=0) > 0 if len(units) else np.zeros(len(terms), dtype=bool)
    free = varies & ~np.array([term.locked for term in terms], dtype=bool)
    rows = _Rows(units, converted, present, sample_weight)
    log_odds, wrong = _signed_log_odds(rows, terms, free)
    worth = log_odds * _points_per_log_odds(rows, log_odds)
    points = {
        term.name: rounded(worth[place], step=step, largest=largest) if free[place] else term.points for place, term in enumerate(terms)
    }
    score = units @ np.array([float(points[term.name]) for term in terms])
    intercept, slope = logistic_line(score, converted, sample_weight)
    return FittedPoints(
        points=points,
        intercept=intercept,
        log_odds_per_point=slope,
        coefficients={term.name: float(log_odds[place]) for place, term in enumerate(terms) if free[place]},
        unmoved=tuple(term.name for place, term in enumerate(terms) if not varies[place]),
        wrong_sign=tuple(terms[place].name for place in wrong),
        limited=tuple(term.name for place, term in enumerate(terms) if abs(worth[place]) >= float(largest + step / 2)),
    )


def default_step(terms: Sequence[TermSetting]) -> Decimal:
    """5 when every term's points are a multiple of 5, else 1: suggestions are as coarse as the card in use."""
    return Decimal(5) if all(term.points % 5 == 0 for term in terms) else Decimal(1)


def default_largest(terms: Sequence[TermSetting], step: Decimal) -> Decimal:
    """Twice the largest points of any term now, whatever the sign, and at least one step."""
    return max([step, *(2 * abs(term.points) for term in terms)])


def rounded(points: float, *, step: Decimal, largest: Decimal) -> Decimal:
    """The nearest multiple of ``step`` (half away from zero) that lies within ±``largest``."""
    most = int(largest // step)
    steps = int((Decimal(points) / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)) if np.isfinite(points) else 0
    return step * max(-most, min(most, steps))


def logistic_line(score: Floats, converted: Flags, sample_weight: Floats | None = None) -> tuple[float, float]:
    """Intercept and slope of the log odds of conversion on one score; slope 0 where the score never varies."""
    spread = float(np.std(score))
    if spread == 0:
        rate = float(np.average(converted, weights=sample_weight))
        return float(np.log(rate / (1 - rate))), 0.0
    found = _fitted((score / spread)[:, None], converted, sample_weight)
    return float(found.intercept_[0]), float(found.coef_[0, 0]) / spread


@dataclass(frozen=True)
class _Rows:
    units: Floats
    converted: Flags
    present: Floats
    weight: Floats | None


def _signed_log_odds(rows: _Rows, terms: Sequence[TermSetting], free: Flags) -> tuple[Floats, list[int]]:
    """Log odds with every sign as its term allows, and the places of the terms that had to be set to 0 for it."""
    signs = np.array([_sign(term.direction) for term in terms])
    wrong = np.zeros(len(terms), dtype=bool)
    while True:
        found = _centred_fit(rows, free & ~wrong, present=np.where(wrong, 0.0, rows.present))
        now_wrong = (found * signs < 0) & free
        if not now_wrong.any():
            return found, [int(place) for place in np.flatnonzero(wrong)]
        wrong |= now_wrong


def _centred_fit(rows: _Rows, free: Flags, *, present: Floats) -> Floats:
    """Log odds per unit of each term: what its present points are worth, and how far a free term departs from that."""
    card = rows.units @ present
    spread, spreads = float(np.std(card)), rows.units[:, free].std(axis=0)
    departures = rows.units[:, free] / spreads * PRIOR_SD
    columns = np.column_stack([departures, card * (_UNBOUND / spread)]) if spread > 0 else departures
    log_odds = np.zeros(len(present))
    if not columns.shape[1]:
        return log_odds
    found = _fitted(columns, rows.converted, rows.weight).coef_[0]
    if spread > 0:
        if found[-1] <= 0:  # The card speaks against conversion: start from no card.
            return _centred_fit(rows, free, present=np.zeros(len(present)))
        log_odds += found[-1] * _UNBOUND / spread * present
    log_odds[free] += found[: int(free.sum())] * PRIOR_SD / spreads
    return log_odds


def _fitted(columns: Floats, converted: Flags, weight: Floats | None) -> Any:
    # newton-cholesky: few, exact steps, also where terms go together (ladder steps); there are far more rows than terms.
    # One thread: on tables this narrow the threads of a matrix library wait for each other (0.1 s against 1 to 4 s on two cores).
    with threadpool_limits(limits=1, user_api="blas"):
        return LogisticRegression(solver="newton-cholesky", C=1.0, max_iter=200).fit(columns, converted, sample_weight=weight)


def _points_per_log_odds(rows: _Rows, log_odds: Floats) -> float:
    """The factor that gives the fitted log odds the spread of the present score; a point is a log odds while nobody has a score."""
    spread, kept = float(np.std(rows.units @ log_odds)), float(np.std(rows.units @ rows.present))
    return kept / spread if spread > 0 and kept > 0 else 1.0


def _sign(direction: Direction) -> int:
    return {"positive": 1, "negative": -1, "any": 0}[direction]


def _check(units: Floats, converted: Flags, terms: Sequence[TermSetting]) -> None:
    if units.ndim != 2 or units.shape != (len(converted), len(terms)):
        raise InputError(f"units must be a table of {len(converted)} rows and {len(terms)} terms; got the shape {units.shape}")
    if not np.isfinite(units).all():
        raise InputError("units must be numbers; got missing or infinite ones", hint="a term that does not count has 0 units")
    if not 0 < int(converted.sum()) < len(converted):
        raise InputError(
            f"the rows to fit must hold converting and other rows; got {int(converted.sum())} converting rows of {len(converted)}",
            hint="look at the outcome, the horizon and the moments of the study",
        )
