"""What a rule says, as facts: its events, its condition, its options and its point values."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from leadscore_analysis.clock import instant_us
from leadscore_analysis.rulebook.conditions import Condition
from leadscore_analysis.rulebook.difference.part import Fact, Part, TermFact
from leadscore_analysis.rulebook.explaining.clauses import active_clause, decay_clause, limit_clause
from leadscore_analysis.rulebook.explaining.logic import canonical, meaning
from leadscore_analysis.rulebook.explaining.phrases import Phrases, readable
from leadscore_analysis.rulebook.explaining.rules import rule_line, value_in_words
from leadscore_analysis.rulebook.limit import Limit
from leadscore_analysis.rulebook.rules import AbsenceRule, AttributeRule, Decay, EventRule, FrequencyRule, Happening, RecencyRule, Rule
from leadscore_analysis.rulebook.walk import FilePath, PlacedRule


def rule_part(placed: PlacedRule, say: Phrases) -> Part:
    """The rule with its facts and its point values."""
    rule, group = placed.rule, placed.group
    line = rule_line(placed, say)
    group_title = f", {say.say('group.title', group=say.named(group.group, group.label))}" if group else ""
    place = Fact((placed.score.score, group.group if group else None), f"{say.score(placed.score.score)}{group_title}")
    facts = {key: fact for key, fact in (*_options(placed, say), *_common(rule, say)) if fact is not None}
    terms = {key: TermFact(points, what, path) for key, points, what, path in _terms(rule, placed.path, say)}
    return Part("rule", rule.rule, say.quoted(line.title), placed.path, line.text, place, _shape(rule), facts, terms)


def where_fact(where: str | None, say: Phrases) -> Fact | None:
    """What a ``where`` means, whatever its layout."""
    return None if where is None else Fact(canonical(meaning(Condition.parse(where).tree)), say.value(say.condition(where)))


def decay_fact(decay: Decay | None, say: Phrases, *, own: bool = True) -> Fact | None:
    """How points fade."""
    if decay is None or decay.off:
        return None
    return Fact((decay.keep, decay.lose, decay.every), say.value(decay_clause(decay, say)), own)


def happening_fact(happening: Happening | None, say: Phrases) -> Fact | None:
    """An event from outside that withdraws points."""
    if happening is None or happening.off:
        return None
    where = where_fact(happening.where, say)
    return Fact((frozenset(happening.event), where and where.value), say.matches(happening.event, happening.where))


def length_fact(us: int | None, say: Phrases) -> Fact | None:
    """A length of time."""
    return None if us is None else Fact(us, say.words.length(us))


def yes_no(value: object, say: Phrases) -> Fact:
    """An answer: yes or no."""
    return Fact(bool(value), say.words.name(str(bool(value))))


def points_fact(points: Decimal | None, say: Phrases) -> Fact | None:
    """A value in points."""
    return None if points is None else Fact(points, say.words.points(points))


def _shape(rule: Rule) -> object:
    if isinstance(rule, AttributeRule):
        return ("attribute", rule.values is not None, rule.ranges is not None)
    return (rule.kind,)


def _common(rule: Rule, say: Phrases) -> Iterator[tuple[str, Fact | None]]:
    yield "enabled", yes_no(rule.enabled, say)
    yield "locked", yes_no(rule.locked, say)
    yield "cap", points_fact(rule.cap, say)
    if rule.active is not None and (rule.active.from_ or rule.active.until):
        ends = tuple(None if end is None else instant_us(end, say.timezone) for end in (rule.active.from_, rule.active.until))
        yield "active", Fact(ends, say.value(active_clause(rule.active, say)))
    if rule.direction is not None:
        yield "direction", Fact(rule.direction, say.value(say.words.say(f"difference.direction.{rule.direction}")))


def _options(placed: PlacedRule, say: Phrases) -> Iterator[tuple[str, Fact | None]]:
    rule = placed.rule
    yield "condition", where_fact(rule.where, say)
    if isinstance(rule, AttributeRule):
        yield "attribute", Fact((rule.attribute or "").lower(), say.value(readable(rule.attribute or "")))
        yield "permanent", yes_no(rule.permanent, say)
        return
    yield "events", Fact(frozenset(rule.event), say.events(rule.event))
    if isinstance(rule, EventRule):
        yield from _event_options(rule, placed, say)
    elif isinstance(rule, FrequencyRule):
        yield "window", length_fact(_one_window(rule), say)
        keys = tuple(str(_tier_key(rule, i)) for i in range(len(rule.tiers)))
        yield "order", Fact(keys, say.value(say.listed([say.words.count(tier.at_least) for tier in rule.tiers])), own=not rule.rising)
    elif isinstance(rule, AbsenceRule):
        yield "after", length_fact(rule.after, say)
        yield "repeat_every", length_fact(rule.repeat_every, say)
        yield "times", Fact(rule.times, say.words.count(rule.times))


def _event_options(rule: EventRule, placed: PlacedRule, say: Phrases) -> Iterator[tuple[str, Fact | None]]:
    limit: Limit = rule.limit
    column = limit.once_per.lower() if limit.once_per else None
    yield "limit", Fact((limit.count, limit.calendar, limit.block, column), say.value(limit_clause(limit, say)))
    yield "fading", decay_fact(placed.decay, say, own=rule.decay is not None)
    yield "expires", length_fact(rule.expires, say)
    yield "starts_after", length_fact(rule.starts_after, say)
    yield "stopped_by", happening_fact(rule.stopped_by, say)


def _terms(rule: Rule, path: FilePath, say: Phrases) -> Iterator[tuple[object, Decimal, str, FilePath]]:
    what = say.words.say
    if isinstance(rule, RecencyRule):
        for i, step in enumerate(rule.steps):
            where = (*path, "points") if rule.ladder is None else (*path, "ladder", i, "adds")
            yield step.within, step.adds, what("difference.what.points_step", term=say.words.length(step.within)), where
    elif isinstance(rule, FrequencyRule):
        for i, tier in enumerate(rule.tiers):
            low = say.say("tier.up", points="", low=say.words.count(tier.at_least)).strip()
            yield _tier_key(rule, i), tier.points, what("difference.what.points_span", term=low), (*path, "tiers", i, "points")
    elif isinstance(rule, AttributeRule) and rule.points is None:
        for key, points in (rule.values or {}).items():
            term = what("difference.what.points_for", term=value_in_words(key, say))
            yield key, points, term, (*path, "values", key)
        for i, span in enumerate(rule.ranges or ()):
            term = what("difference.what.points_span", term=say.span(span.from_, span.below))
            yield (span.from_, span.below), span.points, term, (*path, "ranges", i, "points")
    elif rule.points is not None:
        yield "", rule.points, what("difference.what.points"), (*path, "points")


def _one_window(rule: FrequencyRule) -> int | None:
    """The window of all tiers, or None where they differ or look at everything so far."""
    windows = {rule.window_of(tier) for tier in rule.tiers}
    return windows.pop() if len(windows) == 1 else None


def _tier_key(rule: FrequencyRule, place: int) -> tuple[int, int | None]:
    tier = rule.tiers[place]
    within = rule.window_of(tier)
    return tier.at_least, None if within == _one_window(rule) else within
