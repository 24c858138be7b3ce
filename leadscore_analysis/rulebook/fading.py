"""The shape of an event rule: its points as a step function of the time since the event, in exact ten-thousandths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from leadscore_analysis.clock import duration_text
from leadscore_analysis.rulebook.rules import MOST_STEPS, Decay, EventRule

UNIT = Decimal("0.0001")
_MOST_COUNTED = 1000
_LEAST_KEPT = Decimal("0.005")
"""No points keep an award alive below this share: it ends below 1 %, and rounding lifts a step to twice its worth at most."""


@dataclass(frozen=True)
class Step:
    """From ``age_us`` on, an award is worth ``value`` points; ``share`` is that value for one point, unrounded."""

    age_us: int
    value: Decimal
    share: Decimal


@dataclass(frozen=True)
class PossibleStep:
    """From ``age_us`` to ``until_age_us`` (None: for ever) an award may stand at step ``step_no`` of its decay."""

    step_no: int
    age_us: int
    until_age_us: int | None


@dataclass(frozen=True)
class ShapeFault:
    """What is wrong with a shape, at the key of the rule that says it."""

    key: str
    problem: str
    hint: str


def rounded(value: Decimal) -> Decimal:
    """The value with four decimals, halves away from zero.

    >>> rounded(Decimal("0.00005")), rounded(Decimal("-0.00005"))
    (Decimal('0.0001'), Decimal('-0.0001'))
    """
    return value.quantize(UNIT, rounding=ROUND_HALF_UP)


def shape_fault(rule: EventRule, decay: Decay | None) -> ShapeFault | None:
    """What is wrong with the rule's shape, or None."""
    if rule.expires is not None and rule.starts_after is not None and rule.expires <= rule.starts_after:
        got = f"{duration_text(rule.expires)} and {duration_text(rule.starts_after)}"
        return ShapeFault("expires", f"expires must come after starts_after; got {got}", "both are counted from the event")
    steps = 0 if decay is None else _steps(rule, decay)
    if decay is not None and steps > MOST_STEPS:
        shares = f"keep: {_percent(decay.keep)}" if decay.keep is not None else f"lose: {_percent(decay.lose or Decimal(0))}"
        many = str(steps) if steps <= _MOST_COUNTED else f"more than {_MOST_COUNTED}"
        problem = f"decay must reach its end within {MOST_STEPS} steps; got {many} with {{{shares}, every: {duration_text(decay.every)}}}"
        return ShapeFault("decay", problem, f"{'keep less' if decay.keep is not None else 'lose more'} at once, or say expires")
    return None


def event_steps(rule: EventRule, decay: Decay | None) -> list[Step]:
    """The steps of one award of the rule, by age; the last one is 0 when the award ends by itself."""
    start = rule.starts_after or 0
    steps: list[Step] = []
    for age, share in _fading(rule, decay):
        if age <= start:
            steps.clear()
        steps.append(Step(max(age, start), rounded(rule.points * share), share))
    if rule.expires is not None and steps[-1].share != 0:
        steps.append(Step(rule.expires, Decimal(0), Decimal(0)))
    return steps


def possible_steps(rule: EventRule, decay: Decay | None) -> Iterator[PossibleStep]:
    """The steps, by age, that an award of the rule may go through whatever its points are; :func:`worth` says which of them count."""
    start, end = rule.starts_after or 0, rule.expires
    if decay is None:
        yield PossibleStep(0, start, end)
        return
    n = 0
    while _may_last(decay, n) and (end is None or n * decay.every < end):
        until = (n + 1) * decay.every if end is None else min((n + 1) * decay.every, end)
        if until > start:
            yield PossibleStep(n, max(n * decay.every, start), until)
        n += 1


def worth(points: Decimal, decay: Decay | None, step_no: int) -> Decimal:
    """What is left of the points at a step of their decay, rounded; 0 once the award has ended."""
    if decay is None or step_no == 0:
        return points
    return rounded(points * share_left(decay, step_no)) if _lasts(points, decay, step_no) else Decimal(0)


def share_left(decay: Decay, n: int) -> Decimal:
    """What is left of one point after ``n`` steps."""
    if decay.keep is not None:
        return decay.keep**n
    return max(Decimal(0), 1 - (decay.lose or Decimal(0)) * n)


def _fading(rule: EventRule, decay: Decay | None) -> Iterator[tuple[int, Decimal]]:
    """What is left of one point, by age counted from the event, until nothing is left or the rule's points expire."""
    yield 0, Decimal(1)
    if decay is None:
        return
    for n in range(1, MOST_STEPS + 2):
        if rule.expires is not None and n * decay.every >= rule.expires:
            return
        share = share_left(decay, n) if _lasts(rule.points, decay, n) else Decimal(0)
        yield n * decay.every, share
        if share == 0:
            return


def _steps(rule: EventRule, decay: Decay) -> int:
    """After how many steps the points have ended; one more than are ever counted where they last longer."""
    for n in range(1, _MOST_COUNTED + 1):
        if rule.expires is not None and n * decay.every >= rule.expires:
            return n - 1
        if share_left(decay, n) == 0 or not _lasts(rule.points, decay, n):
            return n
    return _MOST_COUNTED + 1


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"


def _may_last(decay: Decay, n: int) -> bool:
    """Whether some points still count at step ``n``."""
    return share_left(decay, n) > 0 if decay.keep is None else share_left(decay, n) >= _LEAST_KEPT


def _lasts(points: Decimal, decay: Decay, n: int) -> bool:
    """Whether the award still counts at step ``n``: one that keeps a share ends at the first rounded step below 1 % of its points.

    Points of 0 fade as 1 point does, so that a rule keeps its shape when its points are switched off.
    """
    if decay.keep is None:
        return True
    whole = points if points != 0 else Decimal(1)
    return abs(rounded(whole * share_left(decay, n))) >= abs(whole) / 100
