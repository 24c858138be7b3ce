"""The fit of a scorecard: merged rows, a relaxed fit around the card in use, then whole points, and intervals beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from leadscore_analysis.scorecard.board import Board, Stand
from leadscore_analysis.scorecard.intervals import Clusters, log_odds_intervals
from leadscore_analysis.scorecard.limits import capped, effective
from leadscore_analysis.scorecard.relaxation import Relaxed, Ridge, relaxed_fit
from leadscore_analysis.scorecard.rows import FitRows, Flags, Floats, Integers, merged_rows, sampled
from leadscore_analysis.scorecard.search import best_start, changed, fewest_changes, polished
from leadscore_analysis.scorecard.settings import Settings
from leadscore_analysis.scorecard.strength import best_strength, group_folds, row_folds

PATH_SIZES = (0, 1, 2, 3, 5, 10)
_SEARCH_ROWS = 50_000
"""Few changes are searched on about so many different rows at most, and the cards found judged on all."""
_STRENGTH_ROWS = 10_000
_BEAM = 3
_TARGETS = 12


@dataclass(frozen=True)
class FitInput:
    """The rows as they came: units (rows x terms), 1 where converted, weight, and the number of each row's group."""

    units: Floats
    converted: Floats
    weight: Floats
    groups: Integers | None


@dataclass(frozen=True)
class PathStep:
    """The best card found with at most so many changes: its points, and its mean log loss on the rows fitted."""

    changes: int
    points: Floats
    log_loss: float


@dataclass(frozen=True)
class FittedCard:
    """Points, what a score means, the strength of the prior that was used, the path of changes, and intervals in points."""

    points: Floats
    intercept: float
    scale: float
    strength: float
    path: tuple[PathStep, ...]
    intervals: Floats


def fitted_card(given: FitInput, settings: Settings, *, strength: float | Literal["cv"], level: float, seed: int) -> FittedCard:
    """The card that the rows speak for; ValueError where only one class has weight."""
    rows = merged_rows(given.units, given.converted > 0, given.weight)
    if not (rows.positive.sum() > 0 and rows.negative.sum() > 0):
        raise ValueError("the rows must hold weight in both classes; one class has none. Hint: look at sample_weight")
    worth = _worth_of_a_point(rows, settings)
    seen = _around_the_present(rows, settings, worth)
    ridge = Ridge(worth * settings.present, _variances(seen))
    used = _strength(seen, given, ridge, settings, seed) if strength == "cv" else float(strength)
    ridge = ridge.times(used)
    stands = _searched(rows, ridge, settings, _relaxed(seen, ridge, settings, None), worth)
    best = stands[-1]
    path = tuple(_path_step(stand, rows, settings.present) for stand in stands)
    return FittedCard(best.points, best.intercept, best.scale, used, path, _intervals(seen, given, level, best.scale))


def _worth_of_a_point(rows: FitRows, settings: Settings) -> float:
    """Log odds per point of the card in use; 0 where there is none, or it speaks against conversion."""
    if not settings.present.any():
        return 0.0
    nothing = np.zeros(len(settings.present))
    return _board(rows, Ridge(nothing, nothing), settings).stand(settings.present).scale


def _around_the_present(rows: FitRows, settings: Settings, worth: float) -> FitRows:
    """Units that still move the score of the card in use, beside what its caps leave of the rest as an offset."""
    units = effective(rows.units, settings.present, settings.limits)
    score, _ = capped(rows.units, settings.present, settings.limits.caps)
    return rows.with_units(units, offset=worth * (score - units @ settings.present))


def _variances(rows: FitRows) -> Floats:
    total = rows.total
    mean = total @ rows.units / total.sum()
    return np.asarray(total @ (rows.units * rows.units) / total.sum() - mean * mean)


def _strength(rows: FitRows, given: FitInput, ridge: Ridge, settings: Settings, seed: int) -> float:
    folds = row_folds(sampled(rows, _STRENGTH_ROWS))
    if given.groups is not None:
        taken = _some_groups(given.groups, _STRENGTH_ROWS)
        folds = group_folds(_unmerged(rows, given, taken), given.groups[taken], seed)
    return best_strength(folds, ridge, lambda part, prior, start: _relaxed(part, prior, settings, start))


def _unmerged(rows: FitRows, given: FitInput, taken: Integers) -> FitRows:
    """Some of the rows as they came."""
    place, weight, converted = rows.place[taken], given.weight[taken], given.converted[taken]
    return FitRows(rows.units[place], weight * converted, weight * (1 - converted), taken, rows.offset[place])


def _some_groups(groups: Integers, most: int) -> Integers:
    """The places of the rows of every n-th group, at most about ``most`` rows."""
    every = max(1, -(-len(groups) // most))
    return np.flatnonzero(groups % every == 0)


def _relaxed(rows: FitRows, ridge: Ridge, settings: Settings, start: Relaxed | None) -> Relaxed:
    return relaxed_fit(rows, ridge, signs=settings.signs, chains=settings.limits.chains, free=_varies(rows), start=start)


def _varies(rows: FitRows) -> Flags:
    return np.asarray(np.ptp(rows.units, axis=0) > 0)


def _board(rows: FitRows, ridge: Ridge, settings: Settings) -> Board:
    return Board(rows, settings.limits, ridge, settings.present, settings.step, settings.grain)


def _searched(rows: FitRows, ridge: Ridge, settings: Settings, relaxed: Relaxed, worth: float) -> list[Stand]:
    """The stands of the path, the card itself last."""
    board = _board(rows, ridge, settings)
    grown = _grown(board, settings)
    best = min(grown, key=lambda stand: stand.loss)
    if settings.most is not None:
        final = polished(board, best, changed(best.points, settings.base))
    else:  # One move at a time can end in a hollow: start from both sides.
        relaxed_start = best_start(board, relaxed.log_odds, factors=_factors(relaxed, settings, worth))
        final = min((polished(board, start, board.free) for start in (relaxed_start, best)), key=lambda stand: stand.loss)
    sizes = sorted({size for size in PATH_SIZES if size < len(grown)} | {len(grown) - 1})
    return [*[grown[size] for size in sizes if grown[size].loss > final.loss], final]


def _grown(board: Board, settings: Settings) -> list[Stand]:
    """The best stands with 0, 1, 2 … changes: searched on some of the rows where they are many, judged on all."""
    few = sampled(board.rows, _SEARCH_ROWS)
    quick = board if few is board.rows else _board(few, board.ridge, settings)
    most, beam, scratch = (max(PATH_SIZES), 1, False) if settings.most is None else (settings.most, _BEAM, not settings.present.any())
    grown = fewest_changes(quick, most, base=settings.base, beam=beam, multipliers=scratch)
    return grown if quick is board else [board.stand(stand.points, start=(stand.intercept, stand.scale)) for stand in grown]


def _factors(relaxed: Relaxed, settings: Settings, worth: float) -> list[float]:
    """By what log odds are multiplied to become points: what a point of the card in use is worth, else several."""
    if worth > 0:
        return [1 / worth]
    largest = float(np.abs(relaxed.log_odds).max())
    bound = float(np.max(np.maximum(np.abs(settings.limits.low), np.abs(settings.limits.high)), initial=settings.step))
    targets = np.unique(np.linspace(settings.step, bound + 0.49 * settings.step, _TARGETS))
    return [float(target) / largest for target in targets] if largest > 0 else []


def _path_step(stand: Stand, rows: FitRows, present: Floats) -> PathStep:
    odds = stand.intercept + stand.scale * stand.score
    loss = rows.total @ np.logaddexp(0.0, odds) - rows.positive @ odds
    return PathStep(len(changed(stand.points, present)), stand.points, float(loss / rows.total.sum()))


def _intervals(rows: FitRows, given: FitInput, level: float, scale: float) -> Floats:
    clusters = None
    if given.groups is not None:
        clusters = Clusters(rows.units[rows.place], given.converted, given.weight, given.groups)
    found = log_odds_intervals(rows, level=level, clusters=clusters)
    return found / scale if scale > 0 else np.full_like(found, np.nan)
