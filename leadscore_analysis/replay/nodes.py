"""Rules, groups and scores as nodes of one numbering, with the bounds that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from leadscore_analysis.replay.points import MILLIONTHS, ten_thousandths
from leadscore_analysis.replay.row_tables import Key, Name, rows_of
from leadscore_analysis.rulebook.models import RulebookModel, Score
from leadscore_analysis.rulebook.walk import placed_rules, score_depth

SCORE_LEVEL = 3
"""Bounds are applied to rules (1), groups (2), scores (3), and then to scores made from scores, by their depth (4 and on)."""


@dataclass(frozen=True)
class Derived:
    """The scores of one depth that are made from other scores: which part counts how many millionths in a formula, or is rolled up."""

    formulas: pa.Table
    rollups: pa.Table


class Nodes:
    """Rules, groups and scores as nodes of one numbering, and the levels at which their bounds are applied: rules, groups, scores."""

    def __init__(self, model: RulebookModel, *, first_key: int) -> None:
        self.model = model
        self.score_keys: dict[str, int] = {}
        self.group_keys: dict[str, int] = {}
        self.depths = {score.score: score_depth(model, score.score) for score in model.scores}
        self.next_key = first_key
        for score in model.scores:
            for group in score.groups:
                self.group_keys[group.group] = self._take()
            self.score_keys[score.score] = self._take()

    def _take(self) -> int:
        self.next_key += 1
        return self.next_key - 1

    def tables(self) -> dict[str, pa.Table]:
        """``nodes``, ``score_names``, ``bounds`` and ``members`` (which node's postings count for which bounded node)."""
        names = [
            (key, placed.rule.rule, self.score_keys[placed.score.score]) for key, placed in enumerate(placed_rules(self.model), start=1)
        ]
        names += [
            (self.group_keys[group.group], group.group, self.score_keys[score.score])
            for score in self.model.scores
            for group in score.groups
        ]
        names += [(key, name, key) for name, key in self.score_keys.items()]
        scores = [(self.score_keys[score.score], score.score, score.entity) for score in self.model.scores]
        bound_kinds = {"node_key": Key, "entity": str, "level": int, "lower": int, "upper": int}
        return {
            "nodes": rows_of({"node_key": Key, "node": Name, "score_key": Key}, names),
            "score_names": rows_of({"score_key": Key, "score": Name, "entity": Name}, scores),
            "bounds": rows_of(bound_kinds, self._bounds()),
            "score_bounds": rows_of(
                {"score_key": Key, "lower": int, "upper": int},
                [(self.score_keys[s.score], _bound(s.min), _bound(s.max)) for s in self.model.scores],
            ),
            "members": rows_of({"node_key": Key, "member_key": Key}, self._members()),
        }

    def derived(self) -> dict[int, Derived]:
        """The scores made from others, by their depth, lowest first."""
        made = [score for score in self.model.scores if score.derived]
        depths = sorted({self.depths[score.score] for score in made})
        return {depth: self._derived([score for score in made if self.depths[score.score] == depth]) for depth in depths}

    def _derived(self, scores: list[Score]) -> Derived:
        key = self.score_keys
        formulas = [(key[s.score], key[part], int(weight * MILLIONTHS)) for s in scores for part, weight in (s.formula or {}).items()]
        rollups = [(key[s.score], key[s.rollup.score], int(s.rollup.how == "max")) for s in scores if s.rollup is not None]
        return Derived(
            rows_of({"score_key": Key, "part_key": Key, "weight": int}, formulas),
            rows_of({"score_key": Key, "part_key": Key, "is_max": int}, rollups),
        )

    def summed(self) -> dict[int, pa.Table]:
        """The scores of each depth that are summed up together, lowest first."""
        return {
            depth: rows_of(
                {"score_key": Key, "entity": str},
                [(self.score_keys[s.score], s.entity) for s in self.model.scores if self.depths[s.score] == depth],
            )
            for depth in sorted(set(self.depths.values()))
        }

    def levels(self) -> tuple[int, ...]:
        """The levels that have a bound, lowest first."""
        return tuple(sorted({level for _, _, level, _, _ in self._bounds()}))

    def _bounds(self) -> list[tuple[int, str, int, int | None, int | None]]:
        rules = [
            (key, placed.score.entity, 1, -ten_thousandths(placed.rule.cap), ten_thousandths(placed.rule.cap))
            for key, placed in enumerate(placed_rules(self.model), start=1)
            if placed.rule.cap is not None and placed.rule.enabled
        ]
        groups = [(self.group_keys[g.group], s.entity, 2, _bound(g.min), _bound(g.max)) for s in self.model.scores for g in s.groups]
        scores = [
            (self.score_keys[s.score], s.entity, self.depths[s.score] + SCORE_LEVEL, _bound(s.min), _bound(s.max))
            for s in self.model.scores
        ]
        return [*rules, *(row for row in groups + scores if row[3:] != (None, None))]

    def _members(self) -> list[tuple[int, int]]:
        """A rule counts for itself, its group and its score; a group for its score."""
        members: list[tuple[int, int]] = []
        for key, placed in enumerate(placed_rules(self.model), start=1):
            groups = [self.group_keys[placed.group.group]] if placed.group is not None else []
            members += [(node, key) for node in (key, *groups, self.score_keys[placed.score.score])]
        members += [(self.score_keys[s.score], self.score_keys[s.score]) for s in self.model.scores if s.derived]
        members += [(self.score_keys[s.score], self.group_keys[g.group]) for s in self.model.scores for g in s.groups]
        return members


def _bound(points: Decimal | None) -> int | None:
    return None if points is None else ten_thousandths(points)
