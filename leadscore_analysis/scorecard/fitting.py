"""The fit of a scorecard: merged rows, a relaxed fit around the card in use, then whole points, and intervals beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from leadscore_analysis.scorecard.board import Board, Stand
from leadscore_analysis.scorecard.limits import capped, effective
from leadscore_analysis.scorecard.merging import merged_rows
from leadscore_analysis.scorecard.relaxation import Relaxed, relaxed_fit
from leadscore_analysis.scorecard.ridge import Ridge
from leadscore_analysis.scorecard.rows import FitInput, FitRows, Floats, Integers, sampled, times
from leadscore_analysis.scorecard.search import best_start, changed, fewest_changes, polished
from leadscore_analysis.scorecard.settings import Settings
from leadscore_analysis.scorecard.strength import best_strength, group_folds, row_folds
from leadscore_analysis.scorecard.together import CountTogether
from leadscore_analysis.scorecard.worths import worths_of

PATH_SIZES = (0, 1, 2, 3, 5, 10)
_SEARCH_ROWS = 30_000
"""Few changes are searched on about so many different rows at most, and the cards found judged on all."""
_STRENGTH_ROWS = 10_000
_NEAR, _LAST_MOVES = 2, 20
"""On all rows points are moved by so many steps at once, and so many times."""
_BEAM = 3
_TARGETS = 12


@dataclass(frozen=True)
class PathStep:
    """The best card found with at most so many changes: its points, what its score means, and its mean log loss on the rows fitted."""

    changes: int
    points: Floats
    log_loss: float
    intercept: float
    scale: float


@dataclass(frozen=True)
class FittedCard:
    """Points, what a score means, the strength of the prior that was used, the path of changes, and intervals in points.

    ``together``: terms that cannot be told apart. ``backwards``: the scores of the points in use do not rise with conversion.
    """

    points: Floats
    intercept: float
    scale: float
    strength: float
    path: tuple[PathStep, ...]
    intervals: Floats
    together: tuple[CountTogether, ...] = ()
    backwards: bool = False


def fitted_card(given: FitInput, settings: Settings, *, strength: float | Literal["cv"], level: float, seed: int) -> FittedCard:
    """The card that the rows speak for; ValueError where only one class has weight."""
    rows = merged_rows(given.units, given.converted > 0, given.weight)
    if not (rows.positive.sum() > 0 and rows.negative.sum() > 0):
        raise ValueError("the rows must hold weight in both classes; one class has none. Hint: look at sample_weight")
    terms, worth = len(settings.present), _worth_of_a_point(rows, settings)
    seen = _around_the_present(rows, settings)
    ridge = Ridge(worth * np.append(settings.present, 1.0)[: seen.terms], seen.variances, along=worth > 0)
    used = _strength(seen, given, ridge, settings, seed) if strength == "cv" else float(strength)
    ridge = ridge.times(used)
    relaxed = _relaxed(seen, ridge, settings, None)
    worths = worths_of(seen, given, settings, level=level, start=relaxed)
    # A point is worth what it is in the best card near the present one. Left to the search, a card and its double would be as good, and
    # points would wander off from those that people know.
    scale = worth * ridge.multiple(relaxed.log_odds) if worth > 0 else None
    ridge = Ridge((scale or 0.0) * settings.present, ridge.precision[:terms])
    backwards = worth == 0 and bool(settings.present.any())
    if settings.sure_changes:
        if backwards:  # What a point is worth, such a card does not say: the best one does.
            scale = _path(rows, ridge, settings, relaxed.log_odds[:terms], None)[-1].scale
        settings = settings.towards(worths.in_points(1.0 if scale is None else scale), still=worths.followers)
    path = _path(rows, ridge, settings, relaxed.log_odds[:terms], scale)
    best = path[-1]
    shown = worths.in_points(scale or (best.scale if best.points.any() else 0.0))
    return FittedCard(best.points, best.intercept, best.scale, used, path, shown, worths.together, backwards)


def _worth_of_a_point(rows: FitRows, settings: Settings) -> float:
    """Log odds per point of the card in use; 0 where there is none, or it speaks against conversion."""
    if not settings.present.any():
        return 0.0
    nothing = np.zeros(len(settings.present))
    return _board(rows, Ridge(nothing, nothing), settings).stand(settings.present).scale


def _around_the_present(rows: FitRows, settings: Settings) -> FitRows:
    """Units that still move the score of the card in use, and, where it has caps, as a last column the points that they leave."""
    if not settings.limits.caps:
        return rows
    units = effective(rows.units, settings.present, settings.limits)
    score, _ = capped(rows.units, settings.present, settings.limits.caps)
    return rows.with_units(np.column_stack([units, score - times(units, settings.present)]))


def _strength(rows: FitRows, given: FitInput, ridge: Ridge, settings: Settings, seed: int) -> float:
    folds = row_folds(sampled(rows, _STRENGTH_ROWS))
    if given.groups is not None:
        taken, times = _some_groups(given, given.groups, _STRENGTH_ROWS)
        folds = group_folds(_unmerged(rows, given, taken, times), given.groups[taken], seed)
    return best_strength(folds, ridge, lambda part, prior, start: _relaxed(part, prior, settings, start))


def _unmerged(rows: FitRows, given: FitInput, taken: Integers, times: Floats) -> FitRows:
    """Some of the rows as they came, each counting so many times."""
    place, weight, converted = rows.place[taken], given.weight[taken] * times, given.converted[taken]
    return FitRows(rows.units[place], weight * converted, weight * (1 - converted), taken, rows.offset[place])


def _some_groups(given: FitInput, groups: Integers, most: int) -> tuple[Integers, Floats]:
    """The places of the rows of some groups, at most about ``most`` rows, and how many rows each stands for.

    Every n-th group in which nothing converts is taken, and as many as possible of the few in which something does.
    """
    counted = given.weight > 0
    won = np.bincount(groups, given.converted * given.weight) > 0
    times = np.zeros(len(won))
    for side in (won, ~won):
        rows = int((side[groups] & counted).sum())
        every = max(1, -(-2 * rows // most))
        times[np.flatnonzero(side)[::every]] = every
    taken = np.flatnonzero((times[groups] > 0) & counted)
    return taken, times[groups[taken]]


def _relaxed(rows: FitRows, ridge: Ridge, settings: Settings, start: Relaxed | None) -> Relaxed:
    signs = np.append(settings.signs, 0.0)[: rows.terms]
    return relaxed_fit(rows, ridge, signs=signs, chains=settings.limits.chains, free=rows.varies, start=start)


def _board(rows: FitRows, ridge: Ridge, settings: Settings, scale: float | None = None) -> Board:
    return Board(rows, settings.limits, ridge, settings.present, settings.step, settings.grain, scale)


def _path(rows: FitRows, ridge: Ridge, settings: Settings, log_odds: Floats, scale: float | None) -> tuple[PathStep, ...]:
    """The cards of the path, the whole fit last. Where a ``scale`` is given cards are compared at that one; in the end each has its own
    best line, free of the ridge, and those stay that fit the rows better than all before them.
    """
    board = _board(rows, ridge, settings, scale)
    stands = _searched(board, settings, log_odds)
    if scale is None:
        return tuple(_path_step(stand, board) for stand in stands)
    nothing = np.zeros(len(settings.present))
    free = replace(board, ridge=Ridge(nothing, nothing), scale=None)
    found: list[PathStep] = []
    for stand in stands:
        step = _path_step(free.stand(stand.points, start=(stand.intercept, scale)), free)
        if not found or step.log_loss < found[-1].log_loss:
            found.append(step)
    return tuple(found)


def _searched(board: Board, settings: Settings, log_odds: Floats) -> list[Stand]:
    """The stands of the path, the card itself last: searched on some of the rows where they are many, judged on all."""
    few = sampled(board.rows, _SEARCH_ROWS)
    quick = board if few is board.rows else replace(board, rows=few)
    grown = _grown(quick, settings)
    best = min(grown, key=lambda stand: stand.loss)
    if settings.most is not None:
        finals = [polished(quick, best, changed(best.points, settings.base))]
    else:  # One move at a time can end in a hollow: start from both sides.
        relaxed_start = best_start(quick, log_odds, factors=_factors(log_odds, settings, board.scale))
        finals = [polished(quick, start, quick.free) for start in (relaxed_start, best)]
    sizes = sorted({size for size in PATH_SIZES if size < len(grown)} | {len(grown) - 1})
    steps = [grown[size] for size in sizes]
    if quick is not board:
        steps, finals = ([board.stand(stand.points, start=stand.line) for stand in each] for each in (steps, finals))
    final = min(finals, key=lambda stand: stand.loss)
    if quick is not board:  # What some of the rows could not tell, all of them do.
        moving = board.free if settings.most is None else changed(final.points, settings.base)
        final = polished(board, final, moving, near=_NEAR, moves=_LAST_MOVES)
    return [*[stand for stand in steps if stand.loss > final.loss], final]


def _grown(board: Board, settings: Settings) -> list[Stand]:
    """The best stands with 0, 1, 2 … changes."""
    most, beam, scratch = (max(PATH_SIZES), 1, False) if settings.most is None else (settings.most, _BEAM, not settings.present.any())
    return fewest_changes(board, most, base=settings.base, beam=beam, multipliers=scratch)


def _factors(log_odds: Floats, settings: Settings, scale: float | None) -> list[float]:
    """By what log odds are multiplied to become points: one where the scale is held, else several."""
    if scale:
        return [1 / scale]
    largest = float(np.abs(log_odds).max())
    bound = float(np.max(np.maximum(np.abs(settings.limits.low), np.abs(settings.limits.high)), initial=settings.step))
    targets = np.unique(np.linspace(settings.step, bound + 0.49 * settings.step, _TARGETS))
    return [float(target) / largest for target in targets] if largest > 0 else []


def _path_step(stand: Stand, board: Board) -> PathStep:
    return PathStep(len(changed(stand.points, board.present)), stand.points, board.log_loss(stand), stand.intercept, stand.scale)
