"""The options of a rule as clauses: limits, delays, fading, ends, caps, times, and what a suggestion may do."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from leadscore_analysis.rulebook.explaining.phrases import Phrases
from leadscore_analysis.rulebook.limit import Limit
from leadscore_analysis.rulebook.rules import Active, AttributeRule, Decay, EventRule, FrequencyRule, RecencyRule, Rule, RuleFields
from leadscore_analysis.rulebook.walk import PlacedRule


def event_clauses(rule: EventRule, placed: PlacedRule, say: Phrases) -> Iterator[str]:
    """When the points of an event rule come, how they fade and when they end."""
    if rule.limit != Limit():
        yield limit_clause(rule.limit, say)
    if rule.starts_after is not None:
        yield say.say("clause.starts_after", length=say.words.length(rule.starts_after))
    if placed.decay is not None:
        yield decay_clause(placed.decay, say)
    elif rule.decay is not None:
        yield say.say("clause.no_fading")
    if rule.expires is not None:
        yield say.say("clause.expires", length=say.words.length(rule.expires))
    if rule.stopped_by is not None:
        key = "stopped_by" if rule.starts_after is None else "stopped_before"
        yield say.say(f"clause.{key}", matches=say.matches(rule.stopped_by.event, rule.stopped_by.where))


def common_clauses(rule: RuleFields, say: Phrases) -> Iterator[str]:
    """What every kind of rule may say besides."""
    if rule.cap is not None:
        yield cap_clause(rule.cap, rule, say)
    if rule.active is not None and (rule.active.from_ or rule.active.until):
        yield active_clause(rule.active, say)
    if rule.locked:
        yield say.say("clause.locked")
    elif rule.direction is not None:
        yield say.say(f"clause.{rule.direction}")


def limit_clause(limit: Limit, say: Phrases) -> str:
    """Which matches earn."""
    count = limit.count
    if limit.once_per is not None:
        return say.say("limit.once_per", column=say.quoted(limit.once_per.replace("_", " ")))
    if count is None:
        return say.say("limit.every")
    if limit.calendar is not None:
        return say.say(f"limit.{limit.calendar}", count=count)
    if limit.block is not None:
        return say.say("limit.block", count=count, length=say.words.length(limit.block))
    return say.say("limit.first", count=count)


def decay_clause(decay: Decay, say: Phrases) -> str:
    """How points fade."""
    every = say.words.every(decay.every)
    if decay.keep is not None:
        halves = decay.keep == Decimal("0.5")
        return say.say("clause.halves", every=every) if halves else say.say("clause.keeps", every=every, share=_share(decay.keep, say))
    if decay.lose == 1:
        return say.say("clause.loses_all", length=say.words.length(decay.every))
    return say.say("clause.loses", every=every, share=_share(decay.lose or Decimal(0), say))


def cap_clause(cap: Decimal, rule: RuleFields, say: Phrases) -> str:
    """How much the rule is worth at most, on the side or sides that its points lie on."""
    points = points_of(rule)
    side = "up" if all(value >= 0 for value in points) else "down" if all(value <= 0 for value in points) else "both"
    return say.say(f"clause.cap_{side}", points=say.plain(cap))


def active_clause(active: Active, say: Phrases) -> str:
    """The time in which a rule counts."""
    start = say.instant(active.from_) if active.from_ else ""
    end = say.instant(active.until) if active.until else ""
    return say.say(f"clause.active_{'both' if start and end else 'from' if start else 'until'}", start=start, end=end)


def points_of(rule: Rule | RuleFields) -> list[Decimal]:
    """What a rule may give at a time, one value per term; a ladder's steps are added up as they hold."""
    if isinstance(rule, RecencyRule):
        return list(rule.worths)
    if isinstance(rule, FrequencyRule):
        return [tier.points for tier in rule.tiers]
    if isinstance(rule, AttributeRule) and rule.points is None:
        return list((rule.values or {}).values()) + [span.points for span in rule.ranges or ()]
    points = getattr(rule, "points", None)
    return [] if points is None else [points]


def points_at_a_glance(rule: Rule, say: Phrases) -> str:
    """The rule's points as they stand in a column: ``+15``, or ``+2 to +15``."""
    points = points_of(rule)
    if not points:
        return ""
    low, high = say.words.signed(min(points)), say.words.signed(max(points))
    return low if low == high else say.words.say("numbers.interval", low=low, high=high)


def _share(share: Decimal, say: Phrases) -> str:
    return say.words.round_share(share)
