"""A corner of the board: a few terms of 0 and 1 are all that has points, so that very few different rows are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from leadscore_analysis.scorecard.board import Board, Stand
from leadscore_analysis.scorecard.merging import bit_codes, units_of_codes
from leadscore_analysis.scorecard.ridge import Ridge
from leadscore_analysis.scorecard.rows import FitRows, Floats, Integers, weight_at

_MOST_TERMS = 12


@dataclass(frozen=True)
class Corner:
    """The board with these terms only, and the points that it leaves to the others: none."""

    board: Board
    terms: tuple[int, ...]
    rest: Floats

    @classmethod
    def of(cls, board: Board, points: Floats, terms: Sequence[int]) -> Corner | None:
        """The corner in which the terms move; None where other terms have points, or the board has caps or other units."""
        some, rest = sorted(terms), points.copy()
        rest[some] = 0.0
        if rest.any() or board.limits.caps or not 0 < len(some) <= _MOST_TERMS:
            return None
        codes = bit_codes(board.rows.units[:, some])
        if codes is None:
            return None
        return cls(_narrowed(board, codes, some, points), tuple(some), rest)

    def entered(self, stand: Stand) -> Stand:
        """The stand as the corner has it."""
        return replace(stand, points=stand.points[list(self.terms)])

    def left(self, stand: Stand) -> Stand:
        """The corner's stand as the whole board has it."""
        points = self.rest.copy()
        points[list(self.terms)] = stand.points
        return replace(stand, points=points)


def _narrowed(board: Board, codes: Integers, some: list[int], points: Floats) -> Board:
    count = 2 ** len(some)
    positive, negative = (weight_at(codes, weight, count) for weight in (board.rows.positive, board.rows.negative))
    seen = np.flatnonzero(positive + negative)
    units = units_of_codes(seen, len(some))
    rows = FitRows(units, positive[seen], negative[seen], np.arange(len(seen)), np.zeros(len(seen)))
    ridge = Ridge(board.ridge.centre[some], board.ridge.precision[some])
    limits = board.limits.only(some, points)
    return replace(board, rows=rows, limits=limits, ridge=ridge, present=board.present[some])
