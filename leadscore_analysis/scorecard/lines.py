"""Many candidate cards at once: for each, the best intercept and scale (log odds per point), from the weights at each score alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from leadscore_analysis.scorecard.rows import Floats, Integers

_ROUNDS = 40
_ENOUGH = 1e-10
_HALVINGS = 12


@dataclass(frozen=True)
class Penalty:
    """What a ridge says about the scale of each candidate: ``square x scale² / 2 - pull x scale + fixed``."""

    square: Floats
    pull: Floats
    fixed: float

    @classmethod
    def of(cls, points: Floats, centre: Floats, precision: Floats) -> Penalty:
        """The ridge on ``scale x points`` (candidates x terms) around a centre."""
        return cls((points * points) @ precision, points @ (precision * centre), float((precision * centre**2).sum()) / 2)

    def at(self, scale: Floats | float) -> Floats:
        """What is added to the loss of each candidate at such a scale."""
        return np.asarray(self.square * scale**2 / 2 - self.pull * scale + self.fixed)


@dataclass(frozen=True)
class Lines:
    """A candidate each: its loss with the penalty, its intercept and its scale (never below 0)."""

    loss: Floats
    intercept: Floats
    scale: Floats


def fitted_lines(
    positive: Floats, negative: Floats, scores: Floats, penalty: Penalty, *, start: tuple[float, float], held: float | None = None
) -> Lines:
    """The logistic line of each candidate (candidates x scores of weights), by Newton steps on all unfinished ones at once.

    Where the scale is ``held``, all have that one.
    """
    centred = float(scores.mean())  # Around their mean the two unknowns hardly depend on each other.
    found = _Candidates.of(positive, negative, scores - centred, penalty, held=held is not None)
    begin = max(start[1], 1e-6) if held is None else held
    scale = np.full(len(positive), begin)
    intercept = np.full(len(positive), start[0] + begin * centred)
    loss = found.loss(intercept, scale)
    open_ones = np.arange(len(positive))
    for _ in range(_ROUNDS):
        part = found.only(open_ones)
        step, step_scale, gain = part.newton(intercept[open_ones], scale[open_ones])
        worth_it = gain > _ENOUGH * (1.0 + np.abs(loss[open_ones]))
        open_ones, step, step_scale = open_ones[worth_it], step[worth_it], step_scale[worth_it]
        if not len(open_ones):
            break
        part = found.only(open_ones)
        size, new = part.shortened(intercept[open_ones], scale[open_ones], step, step_scale, loss[open_ones])
        intercept[open_ones] += size * step
        scale[open_ones] += size * step_scale
        loss[open_ones] = new
        open_ones = open_ones[size > 0]
    return Lines(loss, intercept - scale * centred, scale)


@dataclass(frozen=True)
class _Candidates:
    """Weights of candidates x scores, and what their ridges say."""

    total: Floats
    won: Floats
    won_score: Floats
    scores: Floats
    square: Floats
    pull: Floats
    fixed: float
    held: bool

    @classmethod
    def of(cls, positive: Floats, negative: Floats, scores: Floats, penalty: Penalty, *, held: bool) -> _Candidates:
        won, won_score = positive.sum(axis=1), positive @ scores
        return cls(positive + negative, won, won_score, scores, penalty.square, penalty.pull, penalty.fixed, held)

    def only(self, which: Integers) -> _Candidates:
        if len(which) == len(self.total):
            return self
        parts = (self.total[which], self.won[which], self.won_score[which])
        return _Candidates(*parts, self.scores, self.square[which], self.pull[which], self.fixed, self.held)

    def loss(self, intercept: Floats, scale: Floats) -> Floats:
        odds = intercept[:, None] + scale[:, None] * self.scores
        likely = np.maximum(odds, 0.0) + np.log1p(np.exp(-np.abs(odds)))
        loss = np.einsum("ks,ks->k", self.total, likely) - intercept * self.won - scale * self.won_score
        return np.asarray(loss + Penalty(self.square, self.pull, self.fixed).at(scale))

    def newton(self, intercept: Floats, scale: Floats) -> tuple[Floats, Floats, Floats]:
        """The steps, and about how much the loss falls by them; a scale stops at 0: a score never speaks against conversion."""
        chance = expit(intercept[:, None] + scale[:, None] * self.scores)
        seen = self.total * chance
        down = seen.sum(axis=1) - self.won
        down_scale = seen @ self.scores - self.won_score + self.square * scale - self.pull
        seen *= 1 - chance
        if self.held:
            step = -down / (seen.sum(axis=1) + 1e-12)
            return step, np.zeros_like(step), np.abs(down * step) / 2
        first, both = seen.sum(axis=1) + 1e-12, seen @ self.scores
        second = seen @ (self.scores * self.scores) + self.square + 1e-12
        room = np.maximum(first * second - both * both, 1e-10 * first * second)
        step = -(second * down - both * down_scale) / room
        step_scale = -(first * down_scale - both * down) / room
        floor = scale + step_scale < 0
        step_scale = np.where(floor, -scale, step_scale)
        step = np.where(floor, -(down + both * step_scale) / first, step)
        return step, step_scale, np.abs(down * step + down_scale * step_scale) / 2

    def shortened(self, intercept: Floats, scale: Floats, step: Floats, step_scale: Floats, loss: Floats) -> tuple[Floats, Floats]:
        """How much of each step to take so that the loss does not rise (0: none of it), and the loss then."""
        size, new = np.ones(len(loss)), self.loss(intercept + step, scale + step_scale)
        for _ in range(_HALVINGS):
            worse = np.flatnonzero(~(new <= loss))
            if not len(worse):
                return size, new
            size[worse] /= 2
            at = size[worse]
            new[worse] = self.only(worse).loss(intercept[worse] + at * step[worse], scale[worse] + at * step_scale[worse])
        failed = ~(new <= loss)
        return np.where(failed, 0.0, size), np.where(failed, loss, new)
