"""How far a score can go whatever happens, and the thresholds that lie beyond: no band, path or alert can ever reach them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from leadscore_analysis.errors import Fault
from leadscore_analysis.rulebook.fading import rounded
from leadscore_analysis.rulebook.models import Group, RulebookModel, Score
from leadscore_analysis.rulebook.rules import AbsenceRule, EventRule, FrequencyRule, RecencyRule, Rule
from leadscore_analysis.rulebook.walk import FilePath, placed_conditions
from leadscore_analysis.settings_file import path_text
from leadscore_analysis.settings_remains import NO_GAPS, Gaps

Reach = tuple[Decimal, Decimal]
"""The least and the most that something can be worth."""

ENDLESS = Decimal("Infinity")
LARGEST_SCORE = Decimal(10) ** 14
"""Scores are told in 18 digits, four of them behind the point."""


def reach_faults(model: RulebookModel, gaps: Gaps = NO_GAPS) -> Iterator[Fault]:
    """A warning for each threshold above the most that its score can be worth; of scores with ``gaps`` only their bounds are known."""
    unknown = frozenset(score.score for s, score in enumerate(model.scores) if gaps.below("scores", s))
    for path, score, threshold in _thresholds(model):
        _, most = score_reach(score, model, within=unknown)
        if threshold > most:
            problem = f"should be within reach; {score} is worth {_plain(most)} at most, and this is {_plain(threshold)}"
            yield Fault(path_text(path), problem, "lower it, or give more points", warning=True)


def size_faults(model: RulebookModel) -> Iterator[Fault]:
    """A fault for each formula that bounded scores can take beyond the largest number that a score may be."""
    for s, score in enumerate(model.scores):
        ends = [abs(end) for end in _formula_reach(score, model) if end.is_finite()]
        if max(ends, default=Decimal(0)) >= LARGEST_SCORE:
            problem = f"a formula must stay below {_plain(LARGEST_SCORE)} points; '{score.score}' can come to {_plain(max(ends))}"
            yield Fault(path_text(("scores", s, "formula")), problem, "lower its weights")


def score_reach(name: str, model: RulebookModel, *, within: frozenset[str] = frozenset()) -> Reach:
    """The least and the most that a score can be worth; endless where nothing bounds it."""
    score = next((score for score in model.scores if score.score == name), None)
    if score is None:
        return -ENDLESS, ENDLESS
    if score.rollup is not None or name in within:
        return _held((-ENDLESS, ENDLESS), score)
    if score.formula is None:
        return _held(_sum([*map(_rule_reach, score.rules), *map(_group_reach, score.groups)]), score)
    return _held(_formula_reach(score, model, within), score)


def _formula_reach(score: Score, model: RulebookModel, within: frozenset[str] = frozenset()) -> Reach:
    """What a formula can be worth before it is held within its score's bounds."""
    parts = ((weight, score_reach(part, model, within=within | {score.score})) for part, weight in (score.formula or {}).items())
    low, high = _sum(_times(weight, reach) for weight, reach in parts)
    return _rounded(low), _rounded(high)


def _thresholds(model: RulebookModel) -> Iterator[tuple[FilePath, str, Decimal]]:
    for name, bands in model.bands.items():
        yield from ((("bands", name, i, "from"), name, band.from_) for i, band in enumerate(bands) if band.from_ is not None)
    for condition, path in placed_conditions(model):
        if condition.score is not None and condition.at_least is not None:
            yield (*path, "at_least"), condition.score, condition.at_least
    for side in ("rows", "columns") if model.matrix is not None else ():
        axis = getattr(model.matrix, side)
        yield from ((("matrix", side, "cuts", i), axis.score, cut) for i, cut in enumerate(axis.cuts))


def _group_reach(group: Group) -> Reach:
    return _held(_sum(map(_rule_reach, group.rules)), group)


def _rule_reach(rule: Rule) -> Reach:
    if not rule.enabled:
        return Decimal(0), Decimal(0)
    worths = [Decimal(0), *_worths(rule)]
    low, high = min(worths), max(worths)
    return (low, high) if rule.cap is None else (max(low, -rule.cap), min(high, rule.cap))


def _worths(rule: Rule) -> Iterable[Decimal]:
    """What the rule's awards can be worth together, at their least and most."""
    if isinstance(rule, EventRule):
        few = rule.limit.count is not None and not (rule.limit.calendar or rule.limit.block or rule.limit.once_per)
        return [_times(rule.points, (Decimal(0), Decimal(rule.limit.count or 1) if few else ENDLESS))[rule.points > 0]]
    if isinstance(rule, RecencyRule):
        return rule.worths
    if isinstance(rule, FrequencyRule):
        return [tier.points for tier in rule.tiers]
    if isinstance(rule, AbsenceRule):
        return [rule.points * rule.times]
    if rule.values is not None:
        return rule.values.values()
    return [span.points for span in rule.ranges or ()] if rule.points is None else [rule.points]


def _times(factor: Decimal, reach: Reach) -> Reach:
    if factor == 0:
        return Decimal(0), Decimal(0)
    low, high = sorted(factor * end for end in reach)
    return low, high


def _sum(reaches: Iterable[Reach]) -> Reach:
    found = list(reaches)
    return sum((low for low, _ in found), Decimal(0)), sum((high for _, high in found), Decimal(0))


def _held(reach: Reach, bounds: Score | Group) -> Reach:
    low, high = (end if bounds.min is None else max(end, bounds.min) for end in reach)
    return (low, high) if bounds.max is None else (min(low, bounds.max), min(high, bounds.max))


def _rounded(value: Decimal) -> Decimal:
    return rounded(value) if abs(value) < LARGEST_SCORE else value


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
