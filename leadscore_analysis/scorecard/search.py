"""Whole points: from a start, terms are moved one at a time until no move helps; few changes are found one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from leadscore_analysis.scorecard.board import Board, Stand
from leadscore_analysis.scorecard.corner import Corner
from leadscore_analysis.scorecard.relaxation import relaxed_fit
from leadscore_analysis.scorecard.ridge import Ridge
from leadscore_analysis.scorecard.rows import Flags, Floats

_MOVES = 400
"""No search makes more moves than this."""
_ENOUGH = 1e-6
_TARGETS = 12
_NEARLY = 1e-3
"""A change that leaves a card this little worse, in parts of its loss, may lead to a better one."""


def polished(board: Board, stand: Stand, terms: Iterable[int], *, near: float = np.inf, moves: int = _MOVES) -> Stand:
    """The stand after moving the terms, one at a time and at most ``near`` steps at once, as long as the loss falls."""
    listed = list(terms)
    corner = Corner.of(board, stand.points, listed)
    if corner is not None:
        inside = _moved(corner.board, corner.entered(stand), range(len(corner.terms)), near, moves)
        return corner.left(inside)
    return _moved(board, stand, listed, near, moves)


def _moved(board: Board, stand: Stand, terms: Sequence[int], near: float, moves: int) -> Stand:
    for _ in range(moves):
        found = board.best_moves(stand, terms, 1, near=near)
        if not found or found[0].gain < _ENOUGH:
            break
        stand = found[0].stand
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
    moves = board.best_moves(stand, others, beam)
    return [polished(board, move.stand, changed(move.stand.points, base)) for move in moves]


def _swapped(board: Board, stand: Stand, base: Floats) -> Stand:
    """The stand after taking one change back and making another, as long as that helps."""
    while True:
        best = stand
        for term in changed(stand.points, base):
            points = stand.points.copy()
            points[term] = base[term]
            if not board.limits.kept(points):
                continue
            without = board.stand(points, start=stand.line)
            others = [other for other in board.free if points[other] == base[other] and other != term]
            for move in board.best_moves(without, others, 1):
                if move.stand.loss < stand.loss * (1 + _NEARLY):
                    best = _better(best, polished(board, move.stand, changed(move.stand.points, base)))
        if best.loss >= stand.loss - _ENOUGH:
            return stand
        stand = best


def _rescaled(board: Board, stand: Stand, base: Floats) -> Stand:
    """The same terms with points on another scale, where that is better: whole points lie closer to the log odds on some scales."""
    terms = changed(stand.points, base)
    if not terms:
        return stand
    corner = Corner.of(board, stand.points, terms)
    if corner is not None:
        inside = _on_scales(corner.board, corner.entered(stand), list(range(len(terms))), base[terms])
        return corner.left(inside)
    return _on_scales(board, stand, terms, base)


def _on_scales(board: Board, stand: Stand, terms: list[int], base: Floats) -> Stand:
    rows = board.rows.with_units(board.rows.units[:, terms])
    ridge = Ridge(board.ridge.centre[terms], board.ridge.precision[terms])
    log_odds = np.zeros(len(base))
    log_odds[terms] = relaxed_fit(rows, ridge, signs=np.zeros(len(terms))).log_odds
    largest = float(np.abs(log_odds).max())
    bound = float(np.max(np.maximum(np.abs(board.limits.low), np.abs(board.limits.high))[terms]))
    if largest == 0:
        return stand
    best: Stand | None = None
    for target in np.unique(np.linspace(board.step, bound + 0.49 * board.step, _TARGETS))[::-1]:  # On a large scale the next term has room.
        points = base.copy()
        points[terms] = _rounded(board, log_odds * (target / largest))[terms]
        if board.limits.kept(points):
            found = _moved(board, board.stand(points), terms, np.inf, _MOVES)
            best = found if best is None else _better(best, found)
    return stand if best is None else _better(best, stand)


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
