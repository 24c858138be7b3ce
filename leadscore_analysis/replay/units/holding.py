"""Scores from units: what the awards are worth together, held within every bound in the order of the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from leadscore_analysis.replay.points import MILLIONTHS, ten_thousandths
from leadscore_analysis.replay.units.blocks import Block
from leadscore_analysis.replay.units.members import rolled_up
from leadscore_analysis.rulebook.models import RulebookModel, Score
from leadscore_analysis.rulebook.rules import Rule

Values = NDArray[np.int64]
Blocks = Mapping[str, Sequence[Block]]
"""The folded units of each group and of each score's loose rules, by the name of the group or score."""


@dataclass
class Scoring:
    """The scores of every combination of units, for a rulebook's bounds and what each portion is worth (ten-thousandths).

    ``length`` says how many combinations there are; ``rule_at`` which rule's portions begin at a place; ``members`` (a row and a column a
    combination) how many of an account's leads have which.
    """

    model: RulebookModel
    blocks: Blocks
    worths: Values
    length: int
    rule_at: Mapping[int, str]
    members: csr_array
    _made: dict[str, Values] = field(default_factory=dict)

    def values(self, name: str) -> Values:
        """The score of each combination of units, in ten-thousandths of a point."""
        if name not in self._made:
            self._made[name] = self._of_score(next(score for score in self.model.scores if score.score == name))
        return self._made[name]

    def _of_score(self, score: Score) -> Values:
        if score.rollup is not None:
            return _held(rolled_up(self.values(score.rollup.score), self.members, score.rollup.how), score.min, score.max)
        if score.formula is not None:
            return _held(self._of_formula(score.formula), score.min, score.max)
        total = self._of_rules(score.score, score.rules)
        for group in score.groups:
            total += _held(self._of_rules(group.group, group.rules), group.min, group.max)
        return _held(total, score.min, score.max)

    def _of_formula(self, formula: Mapping[str, Decimal]) -> Values:
        """The weighted sum, rounded half away from zero to ten-thousandths."""
        total = np.zeros(self.length, dtype=np.int64)
        for part, weight in formula.items():
            total += self.values(part) * int(weight * MILLIONTHS)
        whole = (np.abs(total) + MILLIONTHS // 2) // MILLIONTHS
        return np.where(total < 0, -whole, whole)

    def _of_rules(self, name: str, rules: Sequence[Rule]) -> Values:
        """The sum of the rules of a group, or of a score's loose ones, each within its cap."""
        caps = {rule.rule: rule.cap for rule in rules}
        total: Values | None = None
        for block in self.blocks[name]:
            part = self._of_block(block, caps)[block.places]
            total = part if total is None else np.add(total, part, out=total)
        return np.zeros(self.length, dtype=np.int64) if total is None else total

    def _of_block(self, block: Block, caps: Mapping[str, Decimal | None]) -> Values:
        """The block's sum for each of its few combinations."""
        total = np.zeros(block.counts.shape[0], dtype=np.int64)
        start = 0
        for places in block.rules:
            cap = caps[self.rule_at[places.start]]
            stop = start + places.stop - places.start
            summed: Values = block.counts[:, start:stop] @ self.worths[places]
            total += _held(summed, None if cap is None else -cap, cap)
            start = stop
        return total


def _held(values: Values, lower: Decimal | None, upper: Decimal | None) -> Values:
    if lower is None and upper is None:
        return values
    low, high = (None if bound is None else ten_thousandths(bound) for bound in (lower, upper))
    return np.clip(values, low, high, out=values)
