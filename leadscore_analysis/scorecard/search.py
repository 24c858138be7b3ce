"""Whole points: from a start, terms are moved one at a time until no move helps; few changes are found one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.special import expit

from leadscore_analysis.scorecard.board import Board, Move, Stand
from leadscore_analysis.scorecard.limits import effective
from leadscore_analysis.scorecard.relaxation import Ridge, relaxed_fit
from leadscore_analysis.scorecard.rows import Flags, Floats

_SWEEPS = 30
_ENOUGH = 1e-6
_SCREENED = 24
_SWAP_SCREENED = 6
"""How many terms are tried exactly, those whose change promises most."""


def polished(board: Board, stand: Stand, terms: Iterable[int], *, near: float = np.inf, sweeps: int = _SWEEPS) -> Stand:
    """The stand after moving the terms, one at a time and at most ``near`` steps at once, as long as the loss falls."""
    listed = list(terms)
    for _ in range(sweeps):
        before = stand.loss
        for term in listed:
            move = board.best_move(stand, term, near=near)
            if move is not None and move.loss < stand.loss - _ENOUGH:
                stand = _better(stand, board.moved(stand, move))
        if stand.loss >= before - _ENOUGH:
            break
    return stand


def best_start(board: Board, log_odds: Floats, *, factors: Sequence[float]) -> Stand:
    """Log odds made points by each factor and rounded; the stand with the least loss."""
    found = [board.stand(_rounded(board, log_odds * factor)) for factor in factors if np.isfinite(factor)]
    return min([*found, board.stand(_within(board, board.present))], key=lambda stand: stand.loss)


def fewest_changes(board: Board, most: int, *, base: Floats, beam: int, multipliers: bool) -> list[Stand]:
    """The best stands found with 0, 1, … ``most`` terms other than in ``base``: each grows from the few best of the size before.

    With a beam above 1 changes are also swapped for others, and tried on other scales where ``multipliers`` says so.
    """
    states = [board.stand(base)]
    found = [states[0]]
    for _ in range(min(most, len(board.free))):
        grown = {stand.points.tobytes(): stand for state in states for stand in _grown(board, state, base, beam)}
        if not grown:
            break
        states = sorted(grown.values(), key=lambda stand: stand.loss)[:beam]
        if beam > 1:
            states[0] = _swapped(board, _rescaled(board, states[0], base) if multipliers else states[0], base)
            states.sort(key=lambda stand: stand.loss)
        found.append(states[0])
    return found


def changed(points: Floats, base: Floats) -> list[int]:
    """The terms whose points differ."""
    return [int(term) for term in np.flatnonzero(points != base)]


def _better(stand: Stand, other: Stand) -> Stand:
    return other if other.loss < stand.loss - _ENOUGH / 10 else stand


def _grown(board: Board, stand: Stand, base: Floats, beam: int) -> list[Stand]:
    others = [term for term in board.free if stand.points[term] == base[term]]
    found = []
    for move in _best_moves(board, stand, others, beam):
        moved = board.moved(stand, move)
        found.append(polished(board, moved, changed(moved.points, base)))
    return found


def _best_moves(board: Board, stand: Stand, terms: Sequence[int], most: int, *, screened: int = _SCREENED) -> list[Move]:
    tried = [board.best_move(stand, term) for term in _promising(board, stand, terms, screened)]
    return sorted((move for move in tried if move is not None), key=lambda move: move.loss)[:most]


def _promising(board: Board, stand: Stand, terms: Sequence[int], most: int) -> list[int]:
    """The terms whose change promises most, by slope and bend of the loss."""
    if len(terms) <= most:
        return list(terms)
    units = effective(board.rows.units, stand.points, board.limits)[:, list(terms)]
    chance = expit(stand.intercept + stand.scale * stand.score)
    slope = units.T @ (board.rows.total * chance - board.rows.positive)
    bend = (units * units).T @ (board.rows.total * chance * (1 - chance)) + 1e-9
    gain = slope**2 / bend
    return [terms[at] for at in np.argsort(-gain, kind="stable")[:most]]


def _swapped(board: Board, stand: Stand, base: Floats) -> Stand:
    """The stand after taking one change back and making another, as long as that helps."""
    while True:
        best = stand
        for term in changed(stand.points, base):
            points = stand.points.copy()
            points[term] = base[term]
            if not board.limits.kept(points):
                continue
            without = board.stand(points, start=(stand.intercept, stand.scale))
            others = [other for other in board.free if points[other] == base[other] and other != term]
            for move in _best_moves(board, without, others, 1, screened=_SWAP_SCREENED):
                if move.loss < stand.loss - _ENOUGH or move.loss < stand.loss * (1 + 1e-3):
                    moved = board.moved(without, move)
                    best = _better(best, polished(board, moved, changed(moved.points, base)))
        if best.loss >= stand.loss - _ENOUGH:
            return stand
        stand = best


def _rescaled(board: Board, stand: Stand, base: Floats) -> Stand:
    """The same terms with points on another scale, where that is better: whole points lie closer to the log odds on some scales."""
    terms = changed(stand.points, base)
    if not terms:
        return stand
    rows = board.rows.with_units(board.rows.units[:, terms])
    ridge = Ridge(board.ridge.centre[terms], board.ridge.precision[terms])
    log_odds = np.zeros(len(base))
    log_odds[terms] = relaxed_fit(rows, ridge, signs=np.zeros(len(terms))).log_odds
    largest = float(np.abs(log_odds).max())
    bound = float(np.max(np.maximum(np.abs(board.limits.low), np.abs(board.limits.high))[terms]))
    if largest == 0:
        return stand
    best = stand
    for target in np.unique(np.linspace(board.step, bound + 0.49 * board.step, 12)):
        points = base.copy()
        points[terms] = _rounded(board, log_odds * (target / largest))[terms]
        if board.limits.kept(points):
            best = _better(best, polished(board, board.stand(points), terms))
    return best


def _rounded(board: Board, worth: Floats) -> Floats:
    """Points nearest to what terms are worth: multiples of the step, or the present points where those are as near."""
    nearest = np.sign(worth) * np.floor(np.abs(worth) / board.step + 0.5) * board.step
    as_near = np.abs(worth - board.present) <= board.step / 2
    return _within(board, np.where(as_near, board.present, nearest))


def _within(board: Board, points: Floats) -> Floats:
    """The points within bounds and orders; locked terms, and those that never vary, keep their present points."""
    still: Flags = np.ones(len(points), dtype=bool)
    still[board.free] = False
    limits = board.limits.beside(still, board.present)
    lowest = np.ceil(limits.low / board.step - 1e-9) * board.step
    highest = np.floor(limits.high / board.step + 1e-9) * board.step
    inside = np.where(lowest <= highest, np.clip(points, lowest, highest), board.present)
    held = np.where(points == board.present, np.clip(points, limits.low, limits.high), inside)
    for chain in limits.chains:
        held[list(chain)] = np.maximum.accumulate(held[list(chain)])
    return np.where(still, board.present, held) + 0.0  # + 0.0 makes -0.0 the same as 0.0
