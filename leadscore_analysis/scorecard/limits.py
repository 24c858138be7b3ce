"""What holds for points before any row is seen: bounds, signs, orders and locks, and the caps that a score is held within."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from leadscore_analysis.scorecard.rows import Flags, Floats, Units, times


@dataclass(frozen=True)
class Cap:
    """The sum of these terms' points, inner caps applied, is held between ``low`` and ``high``."""

    terms: tuple[int, ...]
    low: float
    high: float


@dataclass(frozen=True)
class Limits:
    """Bounds of each term's points, which terms are locked, chains of terms whose points must not fall, and caps, inner ones first."""

    low: Floats
    high: Floats
    locked: Flags
    chains: tuple[tuple[int, ...], ...] = ()
    caps: tuple[Cap, ...] = ()

    def spans(self, points: Floats) -> tuple[Floats, Floats]:
        """Between which points each term may move while the others stay."""
        low, high = self.low.copy(), self.high.copy()
        for chain in self.chains:
            at = list(chain)
            low[at[1:]] = np.maximum(low[at[1:]], np.maximum.accumulate(points[at])[:-1])
            high[at[:-1]] = np.minimum(high[at[:-1]], np.minimum.accumulate(points[at][::-1])[::-1][1:])
        return low, high

    def kept(self, points: Floats) -> bool:
        """Whether the points keep to bounds and orders; locked terms may stand anywhere."""
        free = ~self.locked
        inside = (points >= self.low)[free].all() and (points <= self.high)[free].all()
        return bool(inside) and all((np.diff(points[list(chain)]) >= 0).all() for chain in self.chains)

    def beside(self, still: Flags, points: Floats) -> Limits:
        """The limits with terms that stand ``still`` held at their points, and the others of their chains bounded by them."""
        low, high = np.where(still, points, self.low), np.where(still, points, self.high)
        for chain in self.chains:
            at = list(chain)
            low[at], high[at] = np.maximum.accumulate(low[at]), np.minimum.accumulate(high[at][::-1])[::-1]
        return replace(self, low=low, high=high)

    def only(self, terms: Sequence[int], points: Floats) -> Limits:
        """The limits of some terms that are free to move while all others keep these points; caps are left out."""
        chosen = np.isin(np.arange(len(self.low)), terms)
        beside, at = self.beside(~chosen, points), {term: place for place, term in enumerate(terms)}
        chains = tuple(tuple(at[term] for term in chain if term in at) for chain in self.chains)
        some = list(terms)
        return Limits(beside.low[some], beside.high[some], np.zeros(len(some), dtype=bool), tuple(chain for chain in chains if chain))

    def paths(self) -> list[list[int]]:
        """For each term the caps that hold it, inner ones first."""
        return [[at for at, cap in enumerate(self.caps) if term in cap.terms] for term in range(len(self.low))]


def capped(units: Units, points: Floats, caps: Sequence[Cap]) -> tuple[Floats, list[Floats]]:
    """The scores of rows under caps, and what each cap's terms come to before it holds them."""
    if not caps:
        return times(units, points), []
    shares = np.stack([np.isin(np.arange(len(points)), cap.terms) * points for cap in caps])
    sums = times(units, np.column_stack([points, *shares]))
    score = sums[:, 0].copy()
    before: list[Floats] = []
    excess: list[Floats] = []
    for at, cap in enumerate(caps):
        inner = [e for e, other in zip(excess, caps[:at], strict=True) if set(other.terms) <= set(cap.terms)]
        value = sums[:, at + 1] + sum(inner, np.zeros(len(units)))
        before.append(value)
        excess.append(np.clip(value, cap.low, cap.high) - value)
    return score + sum(excess, np.zeros(len(units))), before


def moving_rows(before: Sequence[Floats], caps: Sequence[Cap], path: Sequence[int]) -> Flags | None:
    """The rows whose score none of the caps of the path holds, given what their terms come to; None: all rows."""
    held = [(before[at] < caps[at].low) | (before[at] > caps[at].high) for at in path]
    return ~np.any(held, axis=0) if np.any(held) else None


def effective(units: Units, points: Floats, limits: Limits) -> Units:
    """The units that still move the score at these points: 0 where a cap of theirs holds the score."""
    if not limits.caps:
        return units
    _, before = capped(units, points, limits.caps)
    found = units.copy()
    for term, path in enumerate(limits.paths()):
        moving = moving_rows(before, limits.caps, path)
        if moving is not None:
            found[~moving, term] = 0
    return found
