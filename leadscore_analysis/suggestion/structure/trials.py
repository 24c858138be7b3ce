"""Trying a rule under other structures and points beside a card that stays as it is otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.special import expit

from leadscore_analysis.evaluation.bootstrap import Floats
from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.scorecard import Cap, Flags, Integers, capped
from leadscore_analysis.scorecard.lines import Lines, Penalty, fitted_lines
from leadscore_analysis.suggestion.card import exact
from leadscore_analysis.suggestion.cards import log_losses
from leadscore_analysis.suggestion.path import standard_error
from leadscore_analysis.suggestion.structure.variants import Variant

FACTORS = (1.0, 0.5, 2.0, 4.0)
"""A rule is tried with its points times these, in whole steps: under another structure the same points come to more or less."""
SURE = 2.0
"""Another structure is chosen where it fits better by so many standard errors on the rows that it is chosen on."""
_PROMISING = 2
"""Other points are tried under so many variants, those that fit best with the same points."""
_BINS = 512


@dataclass(frozen=True)
class Trial:
    """A rule under a variant (None: as it is), with these points of its terms."""

    variant: Variant | None
    points: tuple[float, ...]

    def values(self, paths: Sequence[FilePath]) -> dict[FilePath, Any]:
        """What the trial changes in the rulebook's file, points as Decimal; ``paths`` are those of the terms."""
        points = {path: exact(each) for path, each in zip(paths, self.points, strict=True)}
        return {} if self.variant is None else {**points, **self.variant.values}


@dataclass(frozen=True)
class CardRows:
    """Rows under a card: the score of each, what each cap's terms come to before it holds them, outcome, and account."""

    score: Floats
    before: tuple[Floats, ...]
    converted: Flags
    account: Integers
    caps: tuple[Cap, ...]
    terms: int

    @classmethod
    def of(cls, units: Floats, points: Floats, caps: tuple[Cap, ...], converted: Flags, account: Integers) -> CardRows:
        """The rows with these units (each times its term's weight) when terms have these points."""
        score, before = capped(units, points, caps)
        return cls(score, tuple(before), converted, account, caps, len(points))

    def moved(self, term: int, change: Floats) -> Floats:
        """The scores when what a rule comes to changes by so much; ``term`` is the place of one of its terms.

        All terms of a rule lie within the same caps, so that the change goes outwards through them.
        """
        for cap, before in zip(self.caps, self.before, strict=True):
            if term in cap.terms:
                change = np.clip(before + change, cap.low, cap.high) - np.clip(before, cap.low, cap.high)
        return np.asarray(self.score + change)

    def moved_outside(self, change: Floats) -> Floats:
        """The scores when a new rule outside all groups comes to so much: only the caps that hold all terms hold it too."""
        for cap, before in zip(self.caps, self.before, strict=True):
            if len(cap.terms) == self.terms:
                change = np.clip(before + change, cap.low, cap.high) - np.clip(before, cap.low, cap.high)
        return np.asarray(self.score + change)

    @cached_property
    def line(self) -> tuple[float, float]:
        """Intercept and slope of the log odds on the score."""
        return best_line(self.score, self.converted)

    @cached_property
    def losses(self) -> Floats:
        """The log loss of each row under that line."""
        return line_losses(self.score, self.line, self.converted)


def best_line(score: Floats, converted: Flags) -> tuple[float, float]:
    """Intercept and slope of the log odds on one score; slope never below 0."""
    lines = _lines(score[None], converted)
    return float(lines.intercept[0]), float(lines.scale[0])


def line_losses(score: Floats, line: tuple[float, float], converted: Flags) -> Floats:
    """The log loss of each row under a line."""
    return log_losses(np.asarray(expit(line[0] + line[1] * score)), converted)


def point_choices(
    points: Sequence[float], present: Sequence[float], step: float, largest: float, *, held: Sequence[bool] | None = None
) -> list[tuple[float, ...]]:
    """The points of a rule's terms in a card, and those times each factor in whole steps within the largest; no term loses all its points.

    A rule that the card has no points for is tried with its present ones: under another structure they may be worth something. Terms that
    are ``held`` (None: none), for too little data or another reason, keep the points that the card has for them.

    >>> point_choices([5, 10], [5, 5], 5, 20)
    [(5.0, 10.0), (5.0, 5.0), (10.0, 20.0)]
    >>> point_choices([0], [10], 5, 20)
    [(0.0,), (10.0,), (5.0,), (20.0,)]
    >>> point_choices([5, 10], [5, 5], 5, 20, held=[True, False])
    [(5.0, 10.0), (5.0, 5.0), (5.0, 20.0)]
    """
    card = np.asarray(points, dtype=np.float64)
    now = card if card.any() else np.asarray(present, dtype=np.float64)
    stays = np.zeros(len(card), dtype=bool) if held is None else np.asarray(held)
    found = [tuple(card.tolist())]
    for factor in FACTORS:
        times = now if factor == 1.0 else np.sign(now) * np.floor(np.abs(now) * factor / step + 0.5) * step
        tried = np.where(stays, card, times)
        if (np.abs(tried[~stays]) <= largest).all() and ((tried != 0) == (now != 0))[~stays].all():
            found.append(tuple((tried + 0.0).tolist()))
    return list(dict.fromkeys(found))


def chosen_trial(rows: CardRows, term: int, now: Floats, units: Mapping[Variant, Floats], choices: Sequence[tuple[float, ...]]) -> Trial:
    """The variant and points that fit the rows best, or the rule as it is (``choices[0]``) where none is surely better.

    ``now`` and ``units`` are the rule's units on the rows, as it is and under each variant, times its weight. A variant is held against the
    rule as it is with whatever points fit it best, none among them: what other points would bring by themselves is no merit of the
    structure, and one that hardly ever counts only drops the rule.
    """
    stay = Trial(None, choices[0])
    if not units or not rows.converted.any() or rows.converted.all():
        return stay
    bench = _Bench.of(rows, term, now, units, choices)
    first = next((points for points in choices if any(points)), choices[0])
    firsts = bench.lines([Trial(variant, first) for variant in units])
    promising = sorted(firsts, key=lambda each: each.loss)[:_PROMISING]
    control = bench.best(None, choices)
    others = bench.lines([Trial(each.trial.variant, points) for each in promising for points in choices if any(points) and points != first])
    best = min([*promising, *others], key=lambda each: each.loss)
    if not _surely_better(bench.losses(best), bench.losses(control), rows.account, SURE):
        return stay
    same = next(each for each in promising if each.trial.variant is best.trial.variant)
    return (best if _surely_better(bench.losses(best), bench.losses(same), rows.account, 1.0) else same).trial


def best_trial(rows: CardRows, term: int, now: Floats, units: Mapping[Variant, Floats], choices: Sequence[tuple[float, ...]]) -> Trial:
    """The points that fit the rows best under the one variant of ``units``; without any the rule as it is, no points among them."""
    return _Bench.of(rows, term, now, units, choices).best(next(iter(units), None), choices).trial


@dataclass(frozen=True)
class _Lined:
    """A trial with its line, and the loss of the rows under it."""

    trial: Trial
    line: tuple[float, float]
    loss: float


@dataclass(frozen=True)
class _Bench:
    """Where trials of one rule are held against each other: ``worth`` is what the rule comes to in the card as it is."""

    rows: CardRows
    term: int
    now: Floats
    units: Mapping[Variant, Floats]
    worth: Floats

    @classmethod
    def of(cls, rows: CardRows, term: int, now: Floats, units: Mapping[Variant, Floats], choices: Sequence[tuple[float, ...]]) -> _Bench:
        return cls(rows, term, now, units, now @ np.array(choices[0]))

    def best(self, variant: Variant | None, choices: Sequence[tuple[float, ...]]) -> _Lined:
        without = tuple(0.0 for _ in choices[0])
        points = list(dict.fromkeys((*choices, without))) if variant is None else [each for each in choices if any(each)] or [without]
        return min(self.lines([Trial(variant, each) for each in points]), key=lambda each: each.loss)

    def score(self, trial: Trial) -> Floats:
        units = self.now if trial.variant is None else self.units[trial.variant]
        return self.rows.moved(self.term, units @ np.array(trial.points) - self.worth)

    def lines(self, trials: Sequence[Trial]) -> list[_Lined]:
        if not trials:
            return []
        found = _lines(np.array([self.score(each) for each in trials]), self.rows.converted)
        ends = zip(trials, found.intercept, found.scale, found.loss, strict=True)
        return [_Lined(trial, (float(intercept), float(scale)), float(loss)) for trial, intercept, scale, loss in ends]

    def losses(self, lined: _Lined) -> Floats:
        return line_losses(self.score(lined.trial), lined.line, self.rows.converted)


def _surely_better(losses: Floats, others: Floats, account: Integers, errors: float) -> bool:
    gain = others - losses
    return float(gain.mean()) > errors * standard_error(gain, account)


def _lines(scores: Floats, converted: Flags) -> Lines:
    """The line of each candidate (candidates x rows), rows being counted at a grid of scores."""
    low, high = float(scores.min()), float(scores.max())
    width = max((high - low) / _BINS, 1e-9)
    place = (scores - low) / width
    below = np.minimum(np.floor(place).astype(np.int64), _BINS - 1)
    above = place - below
    positive, negative = (_counted(below[:, side], above[:, side]) for side in (converted, ~converted))
    nothing = np.zeros(len(scores))
    rate = float(np.log((positive[0].sum() + 0.5) / (negative[0].sum() + 0.5)))
    scores_at = np.asarray(low + width * np.arange(_BINS + 1), dtype=np.float64)
    return fitted_lines(positive, negative, scores_at, Penalty(nothing, nothing, 0.0), start=(rate, 1e-3))


def _counted(below: Integers, above: Floats) -> Floats:
    """Rows at each place of the grid, shared by nearness between two: candidates x places."""
    return np.array(
        [
            np.bincount(places, 1 - parts, _BINS + 1) + np.bincount(places + 1, parts, _BINS + 1)
            for places, parts in zip(below, above, strict=True)
        ]
    )
