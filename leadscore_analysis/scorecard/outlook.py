"""What moves of one term promise: about what the loss would be, from the units of each term at each score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array
from scipy.special import expit

from leadscore_analysis.scorecard.lines import Penalty
from leadscore_analysis.scorecard.rows import FitRows, Flags, Floats, Integers, weight_at

_SCORES = 64
"""More scores than twice this are told apart only so finely."""
_FARTHEST = 1.0
"""In log odds: over a longer step the bend of the loss is another."""
_SUMMED_ROWS = 16_384


@dataclass(frozen=True)
class Places:
    """The scores that rows stand at, and which of them each row has; ``exact``: rows of one place have the same score."""

    scores: Floats
    of: Integers
    exact: bool

    @classmethod
    def among(cls, score: Floats, weight: Floats, grain: float | None) -> Places:
        """The places of rows with such scores: multiples of the ``grain`` where there is one and these are few, else coarser ones."""
        low, high = float(score.min()), float(score.max())
        if grain is not None and (high - low) / grain <= 2 * _SCORES:
            first = round(low / grain)
            scores = grain * (first + np.arange(round(high / grain) - first + 1.0))
            return cls(scores, np.rint(score / grain).astype(np.int64) - first, exact=True)
        width = max((high - low) / (_SCORES - 1), 1e-12)
        of = np.rint((score - low) / width).astype(np.int64)
        counted = weight_at(of, weight, _SCORES)
        mean = weight_at(of, weight * score, _SCORES) / np.maximum(counted, 1e-300)
        return cls(np.where(counted > 0, mean, low + width * np.arange(_SCORES)).astype(np.float64), of, exact=False)


@dataclass(frozen=True)
class UnitsAt:
    """At each place (terms x places) the sum of weight times units, of that of converting rows, and of weight times squared units."""

    seen: Floats
    won: Floats
    squared: Floats

    @classmethod
    def of(cls, rows: FitRows, places: Places, terms: Sequence[int], binary: Flags, counted: Flags | None = None) -> UnitsAt:
        """The sums of those terms' units over the rows that are ``counted``; ``binary`` says which terms have units of 0 or 1."""
        some, count = np.asarray(terms, dtype=np.int64), len(places.scores)
        all_of_them, counts = np.array_equal(some, np.arange(rows.terms)), np.flatnonzero(~binary[some])
        found = np.zeros((3, count, len(some)))
        for first in range(0, len(rows.units), _SUMMED_ROWS):
            part = slice(first, first + _SUMMED_ROWS)
            units = rows.units[part] if all_of_them else np.take(rows.units[part], some, axis=1)
            units, whole = units.astype(np.float64, copy=False), 1.0 if counted is None else counted[part]
            seen, won = (_shares(places.of[part], weight[part] * whole, count) for weight in (rows.total, rows.positive))
            found[0] += seen @ units
            found[1] += won @ units
            if len(counts):
                found[2][:, counts] += seen @ np.square(np.take(units, counts, axis=1))
        found[2] = np.where(binary[some], found[0], found[2])
        return cls(*found.transpose(0, 2, 1))

    @classmethod
    def together(cls, parts: Mapping[tuple[int, ...], UnitsAt]) -> UnitsAt:
        """The parts as one: which lines of it each of them makes up."""
        order = np.argsort(np.concatenate([np.array(lines) for lines in parts]))
        return cls(*(np.concatenate([getattr(part, name) for part in parts.values()])[order] for name in ("seen", "won", "squared")))

    def above(self, lows: Floats, total: Floats, positive: Floats) -> UnitsAt:
        """The same for units counted from each term's lowest one: what all rows have more of makes no other card."""
        low = np.minimum(lows, 0.0)[:, None]
        squared = self.squared - 2 * low * self.seen + low**2 * total
        return UnitsAt(self.seen - low * total, self.won - low * positive, squared)


def _shares(place: Integers, weight: Floats, count: int) -> csc_array:
    """The weight of each row (a column) at its place."""
    return csc_array((weight, place, np.arange(len(place) + 1)), shape=(count, len(place)))


@dataclass(frozen=True)
class Outlook:
    """The rows of a stand by their scores, and the units of some terms there."""

    places: Places
    total: Floats
    positive: Floats
    units: UnitsAt

    def losses(self, rises: Floats, line: tuple[float, float], penalty: Penalty, *, held: bool) -> Floats:
        """About the loss after each rise of a term's points (terms x rises), each at its own best line near this one.

        At each score rows are taken to have the same units, of the right mean and mean square; one Newton step is made for the line.
        ``penalty`` is that of each rise; a ``held`` scale stays.
        """
        mean = self.units.squared / np.where(self.units.seen > 0, self.units.seen, 1.0)
        weight = np.where(mean > 0, self.units.seen / np.where(mean > 0, mean, 1.0), 0.0)[:, None, :]
        intercept, scale = line[0], line[1] if held else max(line[1], 1e-6)
        middle = float(self.places.scores.mean())
        now, shift = self.places.scores - middle, rises[:, :, None] * mean[:, None, :]
        there, odds = now + shift, intercept + scale * self.places.scores
        new = odds + scale * shift
        likely, chance = _likely(odds), expit(odds)
        seen = expit(new)
        bend, bend_now = seen * (1 - seen), self.total * chance * (1 - chance)
        won = rises * self.units.won.sum(axis=1)[:, None]
        loss = float(self.total @ likely - self.positive @ odds) + _over(weight, _likely(new) - likely) - scale * won
        loss += penalty.at(scale)
        left = self.total * chance - self.positive
        down = left.sum() + _over(weight, seen - chance)
        first = bend_now.sum() + _over(weight, bend - chance * (1 - chance)) + 1e-12
        if held:
            return np.asarray(loss - down**2 / first / 2)
        flat = chance * (1 - chance)
        down_scale = left @ now + _over(weight, seen * there - chance * now) - won + penalty.square * scale - penalty.pull
        both = bend_now @ now + _over(weight, bend * there - flat * now)
        second = bend_now @ now**2 + _over(weight, bend * there**2 - flat * now**2) + penalty.square + 1e-12
        room = np.maximum(first * second - both * both, 1e-10 * first * second)
        step, step_scale = -(second * down - both * down_scale) / room, -(first * down_scale - both * down) / room
        part = _trusted(step, step_scale, scale if np.ptp(self.places.scores) > 0 else None)
        return np.asarray(loss + (down * step + down_scale * step_scale) * (part - part**2 / 2))


def _trusted(step: Floats, step_scale: Floats, scale: float | None) -> Floats:
    """The part of a Newton step that is believed: not so much that chances would be quite others, nor that a scale would end at 0.

    Where all rows have one score (no ``scale``) any scale above 0 is believed.
    """
    if scale is None:
        return np.where(step_scale > 0, 1.0, 0.0)
    most = np.minimum(_FARTHEST / np.maximum(np.abs(step), 1e-12), scale / 2 / np.maximum(np.abs(step_scale), 1e-12))
    return np.asarray(np.minimum(most, 1.0))


def _over(weight: Floats, change: Floats) -> Floats:
    """The sum of weight times change over places, for each term and rise."""
    return np.asarray(np.einsum("tks,ts->tk", change, weight[:, 0, :]))


def _likely(odds: Floats) -> Floats:
    return np.asarray(np.maximum(odds, 0.0) + np.log1p(np.exp(-np.abs(odds))))
