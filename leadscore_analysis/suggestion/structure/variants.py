"""Variants of a rule: one thing about its structure changed to another value of a named grid, its points left as they are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from leadscore_analysis.clock import DAY_US, duration_text
from leadscore_analysis.rulebook.fading import shape_fault
from leadscore_analysis.rulebook.rules import AttributeRule, Decay, EventRule, LadderStep, Range, RecencyRule, Rule
from leadscore_analysis.rulebook.walk import FilePath, PlacedRule
from leadscore_analysis.scorecard import Floats

Kind = Literal["expiry", "half-life", "window", "cut"]

EXPIRIES = tuple(days * DAY_US for days in (7, 14, 30, 60, 90, 180, 360))
HALF_LIVES = tuple(days * DAY_US for days in (7, 14, 30, 60, 90, 180))
WINDOWS = tuple(days * DAY_US for days in (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 180))
ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""Cut points are these numbers times powers of ten."""


@dataclass(frozen=True, eq=False)
class Variant:
    """A rule with another structure: what changes (``now``, ``then``), the values that change in the rulebook's file, and the rule as it
    then is.
    """

    kind: Kind
    now: str
    then: str
    values: Mapping[FilePath, Any]
    rule: Rule


def variants(placed: PlacedRule, numbers: Sequence[float] | Floats = ()) -> tuple[Variant, ...]:
    """The rule's variants; ``numbers`` are those of its attribute, from which the grid of cut points is drawn.

    Event rules expire or fade otherwise, one step of a ladder has another window between its neighbours, one cut between two ranges lies
    elsewhere. Attribute rules that hold for a time only, or for ever, have none.
    """
    rule = placed.rule
    if isinstance(rule, EventRule):
        return (*_expiries(placed, rule), *_half_lives(placed, rule))
    if isinstance(rule, RecencyRule):
        return tuple(_windows(placed, rule))
    if isinstance(rule, AttributeRule) and rule.ranges is not None and rule.active is None and not rule.permanent:
        return tuple(_cuts(placed, rule, round_numbers(numbers)))
    return ()


def round_numbers(numbers: Sequence[float] | Floats) -> tuple[Decimal, ...]:
    """The round numbers above the least and up to the largest of these, with at most four decimals; none below zero.

    >>> [str(number) for number in round_numbers([7, 26])]
    ['8', '10', '15', '20', '25']
    """
    known = np.asarray(numbers, dtype=np.float64)
    known = known[np.isfinite(known)]
    positive = known[known > 0]
    if not len(positive):
        return ()
    low, high = float(known.min()), float(positive.max())
    powers = range(max(math.floor(math.log10(positive.min())), -4), math.ceil(math.log10(high)) + 1)
    grid = (Decimal(str(each)).scaleb(power) for power in powers for each in ROUND)
    return tuple(_plain(number) for number in grid if low < number <= high and number == round(number, 4))


def _plain(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _expiries(placed: PlacedRule, rule: EventRule) -> Iterator[Variant]:
    now = "never" if rule.expires is None else duration_text(rule.expires)
    for expires in EXPIRIES:
        changed = rule.model_copy(update={"expires": expires})
        if expires != rule.expires and shape_fault(changed, placed.decay) is None:
            yield Variant("expiry", now, duration_text(expires), {(*placed.path, "expires"): duration_text(expires)}, changed)


def _half_lives(placed: PlacedRule, rule: EventRule) -> Iterator[Variant]:
    half = Decimal("0.5")
    for every in HALF_LIVES:
        decay = Decay.model_validate({"keep": "50%", "every": duration_text(every)})
        changed = rule.model_copy(update={"decay": decay})
        same = placed.decay is not None and (placed.decay.keep, placed.decay.every) == (half, every)
        if not same and (rule.expires is None or every < rule.expires) and shape_fault(changed, decay) is None:
            value = {"keep": "50%", "every": duration_text(every)}
            yield Variant("half-life", fading_text(placed.decay), duration_text(every), {(*placed.path, "decay"): value}, changed)


def fading_text(decay: Decay | None) -> str:
    """How points fade now: ``never``, the half-life, or what is kept or lost each time."""
    if decay is None:
        return "never"
    every = duration_text(decay.every)
    if decay.keep == Decimal("0.5"):
        return every
    verb, share = ("keep", decay.keep) if decay.keep is not None else ("lose", decay.lose)
    return f"{verb} {((share or Decimal(0)) * 100).normalize():f}% each {every}"


def _windows(placed: PlacedRule, rule: RecencyRule) -> Iterator[Variant]:
    steps = rule.steps
    for place, step in enumerate(steps):
        before = steps[place - 1].within if place else 0
        after = steps[place + 1].within if place + 1 < len(steps) else math.inf
        for within in WINDOWS:
            if before < within < after and within != step.within:
                yield _window(placed, rule, place, within)


def _window(placed: PlacedRule, rule: RecencyRule, place: int, within: int) -> Variant:
    now, then = duration_text(rule.steps[place].within), duration_text(within)
    if rule.ladder is None:
        return Variant("window", now, then, {(*placed.path, "within"): then}, rule.model_copy(update={"within": within}))
    steps = list(rule.ladder)
    steps[place] = LadderStep.model_construct(within=within, adds=steps[place].adds)
    path = (*placed.path, "ladder", place, "within")
    return Variant("window", now, then, {path: then}, rule.model_copy(update={"ladder": tuple(steps)}))


def _cuts(placed: PlacedRule, rule: AttributeRule, grid: Sequence[Decimal]) -> Iterator[Variant]:
    ranges = rule.ranges or ()
    ends = sorted({end for span in ranges for end in (span.from_, span.below) if end is not None})
    for place, now in enumerate(ends):
        low = ends[place - 1] if place else Decimal("-Infinity")
        high = ends[place + 1] if place + 1 < len(ends) else Decimal("Infinity")
        for then in grid:
            if low < then < high and then != now:
                yield _cut(placed, rule, now, then)


def _cut(placed: PlacedRule, rule: AttributeRule, now: Decimal, then: Decimal) -> Variant:
    number = int(then) if then == then.to_integral_value() else float(then)
    spans, values = [], {}
    for place, span in enumerate(rule.ranges or ()):
        low, high = (then if end == now else end for end in (span.from_, span.below))
        spans.append(Range.model_construct(from_=low, below=high, points=span.points))
        for key, end in (("from", span.from_), ("below", span.below)):
            if end == now:
                values[*placed.path, "ranges", place, key] = number
    return Variant("cut", f"{now.normalize():f}", f"{then:f}", values, rule.model_copy(update={"ranges": tuple(spans)}))
