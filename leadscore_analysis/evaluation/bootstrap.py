"""Intervals for figures over lead-moments: a bootstrap that draws accounts, as rows of one account are not independent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DRAWS = 200
LEVEL = 0.95
_CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Interval:
    """A figure with the ends of its 95 % interval (NaN where the draws do not give one)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class AccountBootstrap:
    """Draws of accounts: each account counts Poisson(1) times in a draw, so that one draw's weights serve every figure and every card.

    Poisson weights stand for drawing with replacement when there are many accounts (Chamandy et al., "Estimating uncertainty for massive
    data streams", 2012), and can be drawn account by account.
    """

    clusters: int
    seed: int
    draws: int = DRAWS

    def weights(self, cells: int) -> Iterator[Floats]:
        """Blocks of weights, accounts by draws; ``cells`` is the size of what is multiplied with a draw, and bounds the block."""
        at_once = max(1, min(self.draws, _CELLS_AT_ONCE // max(cells, self.clusters, 1)))
        for first in range(0, self.draws, at_once):
            yield self._counts[first : first + at_once].T.astype(np.float64)

    @cached_property
    def _counts(self) -> NDArray[np.uint8]:
        """How often each account counts in each draw, draws by accounts: one byte each, kept for all figures."""
        random = np.random.default_rng([self.seed, 1])
        return np.stack([random.poisson(1.0, size=self.clusters).astype(np.uint8) for _ in range(self.draws)])

    def interval(self, value: float, drawn: Floats) -> Interval:
        """The figure with the middle 95 % of its draws; draws in which it is not defined are left out."""
        defined = drawn[np.isfinite(drawn)]
        if len(defined) < self.draws / 2 or not np.isfinite(value):
            return Interval(value, np.nan, np.nan)
        low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return Interval(value, float(low), float(high))

    def intervals(self, values: Floats, drawn: Floats) -> list[Interval]:
        """One interval a value; ``drawn`` is values by draws."""
        return [self.interval(float(value), row) for value, row in zip(values, drawn, strict=True)]

    def ratio(self, won: Floats, all_: Floats) -> Interval:
        """``sum(won) / sum(all_)``, both counted an account, with its interval."""
        return self.ratios(won[:, None], all_[:, None])[0]

    def ratios(self, won: Floats, all_: Floats) -> list[Interval]:
        """One interval for each column: ``sum(won) / sum(all_)`` over accounts (rows)."""
        drawn = self.drawn(lambda weights: divided(won.T @ weights, all_.T @ weights), cells=won.shape[1])
        whole = divided(won.sum(axis=0), all_.sum(axis=0))
        return self.intervals(whole, drawn)

    def drawn(self, figure: Callable[[Floats], Floats], *, cells: int) -> Floats:
        """``figure`` of every block of weights (accounts by draws), its draws side by side in the last axis."""
        return np.concatenate([figure(weights) for weights in self.weights(cells)], axis=-1)


def divided(over: Floats, under: Floats) -> Floats:
    """``over / under``, NaN where ``under`` is 0."""
    quotient: Floats = np.divide(over, under, out=np.full(np.shape(over), np.nan), where=np.asarray(under) > 0)
    return quotient
