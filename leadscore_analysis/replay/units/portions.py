"""The portions of terms: what one award counts for a term at one age, for any points that the term may have.

A term that does not fade has one portion. One that fades has a portion for each step, because each step is rounded by itself:
counting awards by portion is what keeps scores exact whatever the points become.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from leadscore_analysis.replay.points import ten_thousandths
from leadscore_analysis.replay.terms import Shape, Term, shapes_and_terms
from leadscore_analysis.rulebook.fading import possible_steps, share_left, worth
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.rules import Decay, EventRule
from leadscore_analysis.rulebook.walk import PlacedRule, placed_rules


@dataclass(frozen=True)
class Portion:
    """One step of a term's fading, counted from 0 (a term that does not fade has the first one only)."""

    portion_key: int
    term: Term
    step_no: int = 0
    decay: Decay | None = None

    def value(self, points: Decimal) -> int:
        """What one award is worth at this step when its term has so many points, in ten-thousandths."""
        return ten_thousandths(worth(points, self.decay, self.step_no))

    @property
    def units(self) -> float:
        """How many points one award is worth at this step for one point of its term, unrounded."""
        if self.decay is None or worth(Decimal(1), self.decay, self.step_no) == 0:
            return float(self.decay is None)
        return float(share_left(self.decay, self.step_no))


@dataclass(frozen=True)
class PortionStep:
    """From ``age_us`` to ``until_age_us`` (None: for ever) an award of the shape counts ``times`` for the portion."""

    shape_key: int
    portion_key: int
    age_us: int
    until_age_us: int | None
    times: int


@dataclass(frozen=True)
class Portions:
    """The portions of a rulebook in the order of the file, and the ages of awards at which they count."""

    terms: tuple[Term, ...]
    portions: tuple[Portion, ...]
    steps: tuple[PortionStep, ...]

    @property
    def rule_at(self) -> dict[int, str]:
        """The rule that begins at each place where one does."""
        return {place: portion.term.rule for place, portion in reversed(list(enumerate(self.portions)))}

    def of_rule(self, rule: str) -> slice:
        """The places of the rule's portions: they stand together, and the rules of a group or score do too."""
        places = [place for place, portion in enumerate(self.portions) if portion.term.rule == rule]
        return slice(places[0], places[-1] + 1) if places else slice(0, 0)

    def values(self, points: Sequence[Decimal]) -> list[int]:
        """What each portion is worth in ten-thousandths, when the terms have these points."""
        return [portion.value(points[portion.term.term_key - 1]) for portion in self.portions]


def portions_of(model: RulebookModel) -> Portions:
    """The portions of the rulebook's enabled rules."""
    shapes, terms = shapes_and_terms(model)
    placed = {rule.rule.rule: rule for rule in placed_rules(model)}
    portions: list[Portion] = []
    steps: list[PortionStep] = []
    for shape in shapes:
        own = [term for term in terms if any(step.term_key == term.term_key for step in shape.term_steps)]
        for made, ages in _of_shape(shape, own, placed, first_key=len(portions)):
            portions.append(made)
            steps += ages
    return Portions(tuple(terms), tuple(portions), tuple(steps))


def _of_shape(
    shape: Shape, terms: list[Term], placed: dict[str, PlacedRule], *, first_key: int
) -> Iterator[tuple[Portion, list[PortionStep]]]:
    if not terms:  # Everything is lost before the award begins.
        return
    fading = placed[terms[0].rule]
    if isinstance(fading.rule, EventRule):
        for key, step in enumerate(possible_steps(fading.rule, fading.decay), start=first_key):
            made = Portion(key, terms[0], step.step_no, fading.decay)
            yield made, [PortionStep(shape.shape_key, key, step.age_us, step.until_age_us, 1)]
        return
    for key, term in enumerate(terms, start=first_key):
        own = [step for step in shape.term_steps if step.term_key == term.term_key]
        yield Portion(key, term), [PortionStep(shape.shape_key, key, step.age_us, step.until_age_us, round(step.units)) for step in own]
