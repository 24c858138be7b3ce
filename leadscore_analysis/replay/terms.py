"""The terms of a rulebook (its single point values) and the shapes of its awards, as rows.

A *shape* is what one award is worth by age. Each shape is made of steps; a term is one point value that the author wrote,
with the path at which it stands in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from leadscore_analysis.clock import duration_text
from leadscore_analysis.replay.points import ten_thousandths
from leadscore_analysis.rulebook.fading import event_steps
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.rules import AbsenceRule, AttributeRule, EventRule, FrequencyRule, RecencyRule
from leadscore_analysis.rulebook.walk import FilePath, PlacedRule, placed_rules

Direction = Literal["positive", "negative", "any"]


@dataclass(frozen=True)
class Term:
    """One point value of a rule. ``path`` leads to it in the rulebook file; ``name`` is unique in the rulebook."""

    term_key: int
    name: str
    score: str
    rule: str
    points: Decimal
    path: FilePath
    direction: Direction
    locked: bool


@dataclass(frozen=True)
class ShapeStep:
    """From ``age_us`` to ``next_age_us`` (None: for ever) an award of the shape is worth ``value`` ten-thousandths."""

    shape_key: int
    age_us: int
    next_age_us: int | None
    value: int
    change: int
    entry_no: int


@dataclass(frozen=True)
class TermStep:
    """From ``age_us`` to ``until_age_us`` an award of the shape counts ``units`` for the term."""

    shape_key: int
    term_key: int
    age_us: int
    until_age_us: int | None
    units: float


@dataclass(frozen=True)
class Shape:
    """One shape: whose rule it is, its steps, and the terms behind them."""

    shape_key: int
    rule_key: int
    steps: tuple[ShapeStep, ...]
    term_steps: tuple[TermStep, ...]


@dataclass(frozen=True)
class _Part:
    """A share of an award's worth: ``points`` of one term, by stretches of age."""

    suffix: str
    path: FilePath
    points: Decimal
    stretches: tuple[tuple[int, int | None, Decimal, Decimal], ...]
    """(age, until age or None, value, share of one point)"""


def shapes_and_terms(model: RulebookModel) -> tuple[list[Shape], list[Term]]:
    """Every shape and every term of the rulebook's enabled rules, in the order of the file."""
    shapes: list[Shape] = []
    terms: list[Term] = []
    for rule_key, placed in enumerate(placed_rules(model), start=1):
        if placed.rule.enabled:
            for parts in _shapes_of(placed):
                shape_key = len(shapes) + 1
                made = [_term(len(terms) + i + 1, part, placed) for i, part in enumerate(parts)]
                shapes.append(_shape(shape_key, rule_key, parts, made))
                terms.extend(made)
    return shapes, _told_apart(terms)


def _told_apart(terms: list[Term]) -> list[Term]:
    """The terms under names of their own: of those with one name, such as tiers of two windows, the later ones are numbered."""
    seen: Counter[str] = Counter()
    told = []
    for term in terms:
        seen[term.name] += 1
        told.append(term if seen[term.name] == 1 else replace(term, name=f"{term.name} ({seen[term.name]})"))
    return told


def _shapes_of(placed: PlacedRule) -> Iterator[list[_Part]]:
    """The parts of each shape of the rule: one shape, or one for each value, range or tier."""
    rule, path = placed.rule, placed.path
    if isinstance(rule, EventRule):
        yield [_event_part(placed, rule)]
    elif isinstance(rule, RecencyRule):
        yield _ladder_parts(rule, path)
    elif isinstance(rule, AbsenceRule):
        every = rule.repeat_every or 0
        growing = [(rule.after + n * every, rule.after + (n + 1) * every if n + 1 < rule.times else None, n + 1) for n in range(rule.times)]
        yield [_Part("", (*path, "points"), rule.points, tuple((age, until, rule.points * n, Decimal(n)) for age, until, n in growing))]
    elif isinstance(rule, FrequencyRule):
        for i, tier in enumerate(rule.tiers):
            yield [_constant(f"at least {tier.at_least}", (*path, "tiers", i, "points"), tier.points)]
    else:
        yield from ([part] for part in _attribute_parts(rule, path))


def _constant(suffix: str, path: FilePath, points: Decimal) -> _Part:
    return _Part(suffix, path, points, ((0, None, points, Decimal(1)),))


def _event_part(placed: PlacedRule, rule: EventRule) -> _Part:
    steps = event_steps(rule, placed.decay)
    ends = [step.age_us for step in steps[1:]] + [None]
    stretches = tuple((step.age_us, end, step.value, step.share) for step, end in zip(steps, ends, strict=True))
    return _Part("", (*placed.path, "points"), rule.points, stretches)


def _ladder_parts(rule: RecencyRule, path: FilePath) -> list[_Part]:
    if rule.ladder is None:
        step = rule.steps[0]
        return [_Part("", (*path, "points"), step.adds, ((0, step.within, step.adds, Decimal(1)),))]
    return [
        _Part(f"within {duration_text(step.within)}", (*path, "ladder", i, "adds"), step.adds, ((0, step.within, step.adds, Decimal(1)),))
        for i, step in enumerate(rule.ladder)
    ]


def _attribute_parts(rule: AttributeRule, path: FilePath) -> Iterator[_Part]:
    if rule.values is not None:
        for key, points in rule.values.items():
            yield _constant(str(key), (*path, "values", key), points)
    elif rule.ranges is not None:
        for i, span in enumerate(rule.ranges):
            yield _constant(span.ends, (*path, "ranges", i, "points"), span.points)
    elif rule.points is not None:
        yield _constant("", (*path, "points"), rule.points)


def _term(term_key: int, part: _Part, placed: PlacedRule) -> Term:
    rule = placed.rule
    name = f"{rule.rule}: {part.suffix}" if part.suffix else rule.rule
    direction: Direction = rule.direction or ("positive" if part.points > 0 else "negative" if part.points < 0 else "any")
    return Term(term_key, name, placed.score.score, rule.rule, part.points, part.path, direction, rule.locked)


def _shape(shape_key: int, rule_key: int, parts: list[_Part], terms: list[Term]) -> Shape:
    term_steps = [
        TermStep(shape_key, term.term_key, age, until, float(share))
        for term, part in zip(terms, parts, strict=True)
        for age, until, _, share in part.stretches
        if share != 0
    ]
    return Shape(shape_key, rule_key, tuple(_steps(shape_key, parts)), tuple(term_steps))


def _steps(shape_key: int, parts: list[_Part]) -> Iterator[ShapeStep]:
    """The sum of the parts as steps; the first step that is worth something is the award, the others are steps."""
    ages = sorted({age for part in parts for stretch in part.stretches for age in stretch[:2] if age is not None})
    before, entry_no = 0, 1
    for age, next_age in zip(ages, [*ages[1:], None], strict=True):
        value = ten_thousandths(sum((_worth(part, age) for part in parts), Decimal(0)))
        yield ShapeStep(shape_key, age, next_age, value, value - before, entry_no)
        entry_no = 2 if value != before or entry_no == 2 else 1
        before = value


def _worth(part: _Part, age: int) -> Decimal:
    return next((value for start, until, value, _ in part.stretches if start <= age and (until is None or age < until)), Decimal(0))
