"""What holds for points before any row is seen: bounds, signs, orders and locks, and the caps that a score is held within."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from leadscore_analysis.scorecard.rows import Flags, Floats


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

    def span(self, points: Floats, term: int) -> tuple[float, float]:
        """Between which points the term may move while the others stay."""
        low, high = float(self.low[term]), float(self.high[term])
        for chain in self.chains:
            if term in chain:
                at = chain.index(term)
                low = max([low, *(points[before] for before in chain[:at])])
                high = min([high, *(points[after] for after in chain[at + 1 :])])
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

    def paths(self) -> list[list[int]]:
        """For each term the caps that hold it, inner ones first."""
        return [[at for at, cap in enumerate(self.caps) if term in cap.terms] for term in range(len(self.low))]


def multiples(low: float, high: float, step: float) -> Floats:
    """The multiples of ``step`` from ``low`` to ``high``.

    >>> multiples(-5.0, 12.0, 5.0).tolist()
    [-5.0, 0.0, 5.0, 10.0]
    """
    return np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step + 0.0  # + 0.0 makes -0.0 the same as 0.0


def capped(units: Floats, points: Floats, caps: Sequence[Cap]) -> tuple[Floats, list[Floats]]:
    """The scores of rows under caps, and what each cap's terms come to before it holds them."""
    score = units @ points
    before: list[Floats] = []
    excess: list[Floats] = []
    for at, cap in enumerate(caps):
        inner = [e for e, other in zip(excess, caps[:at], strict=True) if set(other.terms) <= set(cap.terms)]
        value = units[:, list(cap.terms)] @ points[list(cap.terms)] + sum(inner, np.zeros(len(units)))
        before.append(value)
        excess.append(np.clip(value, cap.low, cap.high) - value)
    return score + sum(excess, np.zeros(len(units))), before


def effective(units: Floats, points: Floats, limits: Limits) -> Floats:
    """The units that still move the score at these points: 0 where a cap of theirs holds the score."""
    if not limits.caps:
        return units
    _, before = capped(units, points, limits.caps)
    found = units.copy()
    for term, path in enumerate(limits.paths()):
        for at in path:
            cap = limits.caps[at]
            found[(before[at] < cap.low) | (before[at] > cap.high), term] = 0
    return found
