"""The board on which whole points are searched: rows, limits and prior; every move of one term is judged by what it does to the loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from leadscore_analysis.scorecard.grid import Grid
from leadscore_analysis.scorecard.limits import Limits, capped, moving_rows
from leadscore_analysis.scorecard.lines import Penalty, fitted_lines
from leadscore_analysis.scorecard.outlook import Outlook, Places, UnitsAt
from leadscore_analysis.scorecard.ridge import Ridge
from leadscore_analysis.scorecard.rows import FitRows, Flags, Floats, blocks, log_odds_of_all, weight_at
from leadscore_analysis.scorecard.values import allowed_values

_TRIED = 4
"""Beside twice the moves asked for so many are judged exactly, those that promise most."""


@dataclass(frozen=True)
class Stand:
    """Points for all terms, the best line with them, and their loss, the penalty included."""

    points: Floats
    loss: float
    intercept: float
    scale: float

    @property
    def line(self) -> tuple[float, float]:
        """The intercept and the scale."""
        return self.intercept, self.scale


@dataclass(frozen=True)
class Move:
    """Another value for one term: the stand that the card has then, and by how much its loss is less."""

    term: int
    stand: Stand
    gain: float


@dataclass(frozen=True)
class Board:
    """What does not change during a search. ``grain`` divides all points; ``step`` those that a term may move to.

    Where the ``scale`` (log odds per point) is held, cards are compared at that one, else each at its own best.
    """

    rows: FitRows
    limits: Limits
    ridge: Ridge
    present: Floats
    step: float
    grain: float
    scale: float | None = None

    @cached_property
    def whole(self) -> bool:
        """Whether all scores are whole multiples of the grain."""
        return bool(self.binary.all()) or all((block == np.floor(block)).all() for block in blocks(self.rows.units))

    @cached_property
    def binary(self) -> Flags:
        """Which terms have units of 0 and 1 only."""
        if self.rows.units.dtype == np.uint8:
            return np.ones(self.rows.terms, dtype=bool)
        return np.asarray(np.all([(block * block == block).all(axis=0) for block in blocks(self.rows.units)], axis=0))

    @cached_property
    def free(self) -> list[int]:
        """The terms that may move: not locked, and not the same in all rows."""
        return [int(term) for term in np.flatnonzero(self.rows.varies & ~self.limits.locked)]

    @cached_property
    def _lows(self) -> Floats:
        return np.asarray(self.rows.units.min(axis=0))

    @cached_property
    def _paths(self) -> list[list[int]]:
        return self.limits.paths()

    def stand(self, points: Floats, *, start: tuple[float, float] | None = None) -> Stand:
        """The stand at these points; its line is sought from ``start`` on, an intercept and a scale near it where they are known."""
        score, _ = capped(self.rows.units, points, self.limits.caps)
        start = self._flat_line(score) if start is None else start
        grid = Grid.between(float(score.min()), float(score.max()), self.grain, whole=self.whole)
        positive, negative = (grid.weights(score, each)[None] for each in (self.rows.positive, self.rows.negative))
        line = fitted_lines(positive, negative, grid.scores, self._penalty(points[None]), start=start, held=self.scale)
        return Stand(points, float(line.loss[0]), float(line.intercept[0]), float(line.scale[0]))

    def log_loss(self, stand: Stand) -> float:
        """The mean log loss of the rows, without the penalty."""
        if self.whole:
            lost = stand.loss - float(self._penalty(stand.points[None]).at(stand.scale)[0])
        else:
            odds = stand.intercept + stand.scale * capped(self.rows.units, stand.points, self.limits.caps)[0]
            lost = float(self.rows.total @ np.logaddexp(0.0, odds) - self.rows.positive @ odds)
        return lost / float(self.rows.total.sum())

    def best_moves(self, stand: Stand, terms: Sequence[int], most: int, *, near: float = np.inf) -> list[Move]:
        """The best move of each of the ``most`` terms whose moves gain most, the best first: at most so many steps off.

        All moves are looked at from afar, and those that promise most are judged exactly.
        """
        if not terms:
            return []
        values, allowed = allowed_values(self.limits, self.present, stand.points, terms, step=self.step, near=near)
        if not allowed.any():
            return []
        now = _Now.of(self, stand)
        rises = np.where(allowed, values - stand.points[list(terms)][:, None], 0.0)
        outlook = now.outlook(terms)
        told = outlook.losses(rises, stand.line, self._penalties(stand.points, terms, rises), held=self.scale is not None)
        pairs = _promising(np.where(allowed, told, np.inf), 2 * most + _TRIED)
        changes = [(at, terms[at], float(rises[at, place])) for at, place in pairs]
        return _best_of_each(self._judged(now, outlook, changes))[:most]

    def _judged(self, now: _Now, outlook: Outlook, changes: Sequence[tuple[int, int, float]]) -> list[Move]:
        """The moves (place in the outlook, term, rise), judged on one grid together with the stand as it is."""
        told = [now.after(outlook, *change) for change in changes]
        told.insert(0, (now.score, self.rows.positive, self.rows.negative))
        low, high = min(float(score.min()) for score, *_ in told), max(float(score.max()) for score, *_ in told)
        grid = Grid.between(low, high, self.grain, whole=self.whole)
        positive, negative = (np.stack([grid.weights(each[0], each[side]) for each in told]) for side in (1, 2))
        points = np.repeat(now.stand.points[None], len(told), axis=0)
        for place, (_, term, rise) in enumerate(changes, start=1):
            points[place, term] += rise
        used = (positive + negative).any(axis=0)
        penalty = self._penalty(points)
        lines = fitted_lines(positive[:, used], negative[:, used], grid.scores[used], penalty, start=now.stand.line, held=self.scale)
        stands = [Stand(*each) for each in zip(points, lines.loss.tolist(), lines.intercept.tolist(), lines.scale.tolist(), strict=True)]
        return [Move(term, each, stands[0].loss - each.loss) for (_, term, _), each in zip(changes, stands[1:], strict=True)]

    def _flat_line(self, score: Floats) -> tuple[float, float]:
        """The line that gives rows of the mean score the rate of all rows: no chance on it is so near 0 or 1 that a search gets lost."""
        scale = self.scale or 0.0
        return log_odds_of_all(self.rows) - scale * float(self.rows.total @ score / self.rows.total.sum()), scale

    def _penalty(self, points: Floats) -> Penalty:
        return Penalty.of(points, self.ridge.centre, self.ridge.precision)

    def _penalties(self, points: Floats, terms: Sequence[int], rises: Floats) -> Penalty:
        """What the ridge says after each rise of each term (terms x rises)."""
        some, now = list(terms), self._penalty(points[None])
        precision, centre = self.ridge.precision[some][:, None], self.ridge.centre[some][:, None]
        square = now.square + (rises * rises + 2 * rises * points[some][:, None]) * precision
        return Penalty(square, now.pull + rises * precision * centre, now.fixed)


@dataclass(frozen=True)
class _Now:
    """A stand with the score of each row, and what the terms of each cap come to."""

    board: Board
    stand: Stand
    score: Floats
    before: Sequence[Floats]

    @classmethod
    def of(cls, board: Board, stand: Stand) -> _Now:
        return cls(board, stand, *capped(board.rows.units, stand.points, board.limits.caps))

    def outlook(self, terms: Sequence[int]) -> Outlook:
        """The units of the terms by score; a term's units do not count in rows in which a cap of it holds the score."""
        rows, grain = self.board.rows, self.board.grain if self.board.whole else None
        places = Places.among(self.score, rows.total, grain)
        count = len(places.scores)
        total, positive = (weight_at(places.of, weight, count) for weight in (rows.total, rows.positive))
        parts = {
            lines: UnitsAt.of(rows, places, [terms[at] for at in lines], self.board.binary, moving) for lines, moving in self._moving(terms)
        }
        units = UnitsAt.together(parts).above(self.board._lows[list(terms)], total, positive)
        return Outlook(places, total, positive, units)

    def _moving(self, terms: Sequence[int]) -> Iterator[tuple[tuple[int, ...], Flags | None]]:
        """The terms (by their place) whose scores move in the same rows, with those rows; None: in all."""
        found: dict[tuple[int, ...], list[int]] = {}
        for at, term in enumerate(terms):
            found.setdefault(tuple(self.board._paths[term]), []).append(at)
        moving = {path: moving_rows(self.before, self.board.limits.caps, path) for path in found}
        free = sorted(at for path, lines in found.items() if moving[path] is None for at in lines)
        if free:
            yield tuple(free), None
        yield from ((tuple(lines), moving[path]) for path, lines in found.items() if moving[path] is not None)

    def after(self, outlook: Outlook, at: int, term: int, rise: float) -> tuple[Floats, Floats, Floats]:
        """Scores after a rise of a term, and the weights of converting and of other rows that have them."""
        rows, path = self.board.rows, self.board._paths[term]
        if outlook.places.exact and self.board.binary[term] and not path:
            scores, seen, won = outlook.places.scores, outlook.units.seen[at], outlook.units.won[at]
            positive, total = np.concatenate([outlook.positive - won, won]), np.concatenate([outlook.total - seen, seen])
            return np.concatenate([scores, scores + rise]), positive, total - positive
        change = rise * rows.units[:, term]
        for place in path:  # A change goes outwards through the caps that hold the term.
            cap, before = self.board.limits.caps[place], self.before[place]
            change = np.clip(before + change, cap.low, cap.high) - np.clip(before, cap.low, cap.high)
        return self.score + change, rows.positive, rows.negative


def _promising(losses: Floats, most: int) -> list[tuple[int, int]]:
    """The places of the lowest losses, at most two in a line and so many in all."""
    lowest = np.argsort(losses, axis=1, kind="stable")[:, :2]
    told = np.take_along_axis(losses, lowest, axis=1)
    order = np.argsort(told, axis=None, kind="stable")[:most]
    lines, columns = np.unravel_index(order, told.shape)
    return [(int(line), int(lowest[line, at])) for line, at in zip(lines, columns, strict=True) if np.isfinite(told[line, at])]


def _best_of_each(moves: Sequence[Move]) -> list[Move]:
    """The best move of each term, the best first."""
    found: dict[int, Move] = {}
    for move in sorted(moves, key=lambda move: move.stand.loss):
        found.setdefault(move.term, move)
    return list(found.values())
