"""The shape of an event rule: its points as a step function of the time since the event, in exact ten-thousandths."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from leadscore_analysis.rulebook.rules import MOST_STEPS, Decay, EventRule

UNIT = Decimal("0.0001")


@dataclass(frozen=True)
class Step:
    """From ``age_us`` on, an award is worth ``value`` points; ``share`` is that value for one point, unrounded."""

    age_us: int
    value: Decimal
    share: Decimal


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
        return ShapeFault("expires", "expires must come after starts_after; both are counted from the event", "make expires longer")
    if decay is not None and len(_steps(rule, decay, most=MOST_STEPS + 2)) > MOST_STEPS + 1:
        return ShapeFault(
            "decay", f"a decay must reach its end within {MOST_STEPS} steps; it takes more", "lose or keep more at once, or say expires"
        )
    return None


def event_steps(rule: EventRule, decay: Decay | None) -> list[Step]:
    """The steps of one award of the rule, by age; the last one is 0 when the award ends by itself."""
    return _steps(rule, decay, most=MOST_STEPS + 2)


def _steps(rule: EventRule, decay: Decay | None, *, most: int) -> list[Step]:
    start = rule.starts_after or 0
    steps: list[Step] = []
    for n in range(most):
        age = n * decay.every if decay is not None else 0
        share = _share(decay, n) if _lasts(rule.points, decay, n) else Decimal(0)
        if rule.expires is not None and age >= rule.expires:
            break
        if decay is not None and age + decay.every <= start:
            continue
        steps.append(Step(max(age, start), rounded(rule.points * share), share))
        if decay is None or share == 0:
            break
    if rule.expires is not None and (not steps or steps[-1].share != 0):
        steps.append(Step(rule.expires, Decimal(0), Decimal(0)))
    return steps


def _share(decay: Decay | None, n: int) -> Decimal:
    """What is left of one point after ``n`` steps."""
    if decay is None:
        return Decimal(1)
    if decay.keep is not None:
        return decay.keep**n
    return max(Decimal(0), 1 - (decay.lose or Decimal(0)) * n)


def _lasts(points: Decimal, decay: Decay | None, n: int) -> bool:
    """Whether the award still counts at step ``n``: one that keeps a share ends at the first rounded step below 1 % of its points.

    Points of 0 fade as 1 point does, so that a rule keeps its shape when its points are switched off.
    """
    if decay is None or decay.keep is None or n == 0:
        return True
    whole = points if points != 0 else Decimal(1)
    return abs(rounded(whole * _share(decay, n))) >= abs(whole) / 100
