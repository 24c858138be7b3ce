"""A rulebook read as a flat list: every rule with its score, its group and its path in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leadscore_analysis.rulebook.models import Condition, Group, RulebookModel, Score
from leadscore_analysis.rulebook.rules import AttributeRule, Decay, EventRule, Happening, Rule
from leadscore_analysis.yaml_tree import FilePath

__all__ = [
    "FilePath",
    "PlacedColumn",
    "PlacedRule",
    "PlacedWhere",
    "placed_columns",
    "placed_conditions",
    "placed_rules",
    "placed_wheres",
    "score_depth",
]


@dataclass(frozen=True)
class PlacedRule:
    """A rule where it stands: its score, its group (or None) and its path in the file."""

    rule: Rule
    score: Score
    group: Group | None
    path: FilePath

    @property
    def reset(self) -> Happening | None:
        """What resets the rule: the group's own word, else the score's; attribute and absence rules are left alone."""
        for holder in (self.group, self.score):
            if holder is not None and holder.reset is not None:
                return None if holder.reset.off else holder.reset
        return None

    @property
    def decay(self) -> Decay | None:
        """How the rule's points fade: its own word, else its group's, else its score's; for event rules only."""
        if not isinstance(self.rule, EventRule):
            return None
        for holder in (self.rule, self.group, self.score):
            if holder is not None and holder.decay is not None:
                return None if holder.decay.off else holder.decay
        return None


def placed_rules(model: RulebookModel) -> Iterator[PlacedRule]:
    """Every rule of the rulebook, in the order of the file, the switched-off ones too."""
    for s, score in enumerate(model.scores):
        for g, group in enumerate(score.groups):
            for r, rule in enumerate(group.rules):
                yield PlacedRule(rule, score, group, ("scores", s, "groups", g, "rules", r))
        for r, rule in enumerate(score.rules):
            yield PlacedRule(rule, score, None, ("scores", s, "rules", r))


def placed_conditions(model: RulebookModel) -> Iterator[tuple[Condition, FilePath]]:
    """Every condition of every path and alert, with its path in the file."""
    for p, path in enumerate(model.qualification):
        for c, condition in enumerate(path.all):
            yield condition, ("qualification", p, "all", c)
    for a, alert in enumerate(model.alerts):
        for c, condition in enumerate(alert.all):
            yield condition, ("alerts", a, "all", c)


def score_depth(model: RulebookModel, name: str) -> int:
    """0 for a score with rules; for one made from others, one more than the deepest of them."""
    parts = next(score for score in model.scores if score.score == name).parts
    return 1 + max(score_depth(model, part) for part in parts) if parts else 0


@dataclass(frozen=True)
class PlacedWhere:
    """A ``where`` where it stands: the table whose rows it reads, and its path in the file."""

    text: str
    table: str
    path: FilePath


def placed_wheres(model: RulebookModel) -> Iterator[PlacedWhere]:
    """Every ``where`` of the rulebook."""
    for placed in placed_rules(model):
        yield from _wheres_of_rule(placed)
    for s, score in enumerate(model.scores):
        if score.reset is not None and score.reset.where is not None:
            yield PlacedWhere(score.reset.where, "events", ("scores", s, "reset", "where"))
        for g, group in enumerate(score.groups):
            if group.reset is not None and group.reset.where is not None:
                yield PlacedWhere(group.reset.where, "events", ("scores", s, "groups", g, "reset", "where"))
    for condition, path in placed_conditions(model):
        if condition.where is not None:
            yield PlacedWhere(condition.where, "events" if condition.event else "leads", (*path, "where"))
    if model.population is not None:
        yield PlacedWhere(model.population.where, "leads", ("population", "where"))


def _wheres_of_rule(placed: PlacedRule) -> Iterator[PlacedWhere]:
    rule = placed.rule
    if rule.where is not None:
        table = f"{placed.score.entity}s" if isinstance(rule, AttributeRule) else "events"
        yield PlacedWhere(rule.where, table, (*placed.path, "where"))
    if isinstance(rule, EventRule) and rule.stopped_by is not None and rule.stopped_by.where is not None:
        yield PlacedWhere(rule.stopped_by.where, "events", (*placed.path, "stopped_by", "where"))


@dataclass(frozen=True)
class PlacedColumn:
    """A column that a rulebook names outside a ``where``: the table it must stand in, and its path in the file."""

    name: str
    table: str
    path: FilePath


def placed_columns(model: RulebookModel) -> Iterator[PlacedColumn]:
    """Every column named by ``attribute``, ``once_per`` and ``to``."""
    for placed in placed_rules(model):
        rule = placed.rule
        if isinstance(rule, AttributeRule) and rule.attribute is not None:
            yield PlacedColumn(rule.attribute, f"{placed.score.entity}s", (*placed.path, "attribute"))
        if isinstance(rule, EventRule) and rule.limit.once_per is not None:
            yield PlacedColumn(rule.limit.once_per, "events", (*placed.path, "limit", "once_per"))
    for a, alert in enumerate(model.alerts):
        if alert.to is not None and alert.to.attribute is not None:
            yield PlacedColumn(alert.to.attribute, "leads", ("alerts", a, "to", "attribute"))
