"""One sentence per rule: what it looks for, what it gives, and its options as clauses."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore_analysis.rulebook.explaining.clauses import common_clauses, event_clauses, points_at_a_glance
from leadscore_analysis.rulebook.explaining.explanation import Line
from leadscore_analysis.rulebook.explaining.phrases import Phrases, readable, sentence, title_of
from leadscore_analysis.rulebook.rules import AbsenceRule, AttributeRule, EventRule, FrequencyRule, RecencyRule, Tier
from leadscore_analysis.rulebook.walk import PlacedRule


def rule_line(placed: PlacedRule, say: Phrases) -> Line:
    """The rule where it stands, in one sentence."""
    rule = placed.rule
    return Line(
        placed.path,
        "rule",
        rule_sentence(placed, say),
        name=rule.rule,
        title=title_of(rule.rule, rule.label),
        points=points_at_a_glance(rule, say),
        note=rule.note or "",
        enabled=rule.enabled,
    )


def rule_sentence(placed: PlacedRule, say: Phrases) -> str:
    """The rule in one sentence: what it gives for what, then its options; one that is switched off is told as such."""
    text = sentence("; ".join([*_parts(placed, say), *common_clauses(placed.rule, say)]))
    return text if placed.rule.enabled else say.say("off", sentence=text)


def _parts(placed: PlacedRule, say: Phrases) -> Iterator[str]:
    rule = placed.rule
    if isinstance(rule, AttributeRule):
        yield from _attribute(rule, say)
    elif isinstance(rule, EventRule):
        yield say.say("rule.event", points=say.signed(rule.points), matches=say.matches(rule.event, rule.where))
        yield from event_clauses(rule, placed, say)
    elif isinstance(rule, RecencyRule):
        yield from _recency(rule, say)
    elif isinstance(rule, FrequencyRule):
        yield from _frequency(rule, say)
    else:
        yield from _absence(rule, say)


def _attribute(rule: AttributeRule, say: Phrases) -> Iterator[str]:
    if rule.where is not None and rule.points is not None:
        key = "rule.attribute_permanent" if rule.permanent else "rule.attribute"
        yield say.say(key, points=say.signed(rule.points), condition=say.condition(rule.where))
        return
    items = [
        say.say("rule.value", points=say.signed(points), value=value_in_words(key, say)) for key, points in (rule.values or {}).items()
    ]
    items += [f"{say.signed(span.points)} {say.span(span.from_, span.below)}" for span in rule.ranges or ()]
    yield say.say("rule.values", attribute=readable(rule.attribute or ""), list=say.listed(items))
    if rule.permanent:
        yield say.say("clause.permanent")


def value_in_words(key: str | float, say: Phrases) -> str:
    """A value of an attribute as it stands in a sentence."""
    if key in ("true", "false"):
        return say.words.name(str(key).title())
    return say.value(key) if isinstance(key, str) else say.words.points(key)


def _recency(rule: RecencyRule, say: Phrases) -> Iterator[str]:
    matches = say.matches(rule.event, rule.where)
    if len(rule.steps) == 1:
        step = rule.steps[0]
        yield say.say("rule.recency_one", points=say.signed(step.adds), length=say.words.length(step.within), matches=matches)
        return
    steps = [
        say.say("rule.recency_step", points=say.signed(worth), length=say.words.length(step.within))
        for step, worth in zip(rule.steps, rule.worths, strict=True)
    ]
    yield say.say("rule.recency", matches=matches, list=say.listed(steps))
    yield say.say("rule.recency_new")


def _frequency(rule: FrequencyRule, say: Phrases) -> Iterator[str]:
    matches = say.matches(rule.event, rule.where)
    if not rule.rising or any(tier.within is not None and tier.within != rule.within for tier in rule.tiers):
        tiers = [_own_tier(tier, rule, say) for tier in rule.tiers]
        yield say.say("rule.frequency_mixed", matches=matches, list=say.listed(tiers))
        yield say.say("rule.frequency_last")
        return
    tiers = [_tier(tier, after, say) for tier, after in zip(rule.tiers, [*rule.tiers[1:], None], strict=True)]
    if rule.within is None:
        yield say.say("rule.frequency_ever", matches=matches, list=say.listed(tiers))
    else:
        yield say.say("rule.frequency", length=say.words.length(rule.within), matches=matches, list=say.listed(tiers))


def _tier(tier: Tier, after: Tier | None, say: Phrases) -> str:
    points, low = say.signed(tier.points), say.words.count(tier.at_least)
    if after is None:
        return say.say("tier.up", points=points, low=low)
    high = after.at_least - 1
    if high == tier.at_least:
        return say.say("tier.exact", points=points, low=low)
    return say.say("tier.between", points=points, low=low, high=say.words.count(high))


def _own_tier(tier: Tier, rule: FrequencyRule, say: Phrases) -> str:
    points, low = say.signed(tier.points), say.words.count(tier.at_least)
    within = rule.window_of(tier)
    if within is None:
        return say.say("tier.ever", points=points, low=low)
    return say.say("tier.within", points=points, low=low, length=say.words.length(within))


def _absence(rule: AbsenceRule, say: Phrases) -> Iterator[str]:
    matches = say.matches(rule.event, rule.where, any_key="none")
    yield say.say("rule.absence", points=say.signed(rule.points), length=say.words.length(rule.after), matches=matches)
    if rule.repeat_every is not None:
        total = say.signed(rule.points * rule.times)
        yield say.say("rule.absence_again", every=say.words.every(rule.repeat_every), count=rule.times, total=total)
