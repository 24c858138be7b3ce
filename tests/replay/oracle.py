"""A slow replay in plain Python, written from the language's definition and not from the relations.

Instants are whole microseconds. A history is a list of events and a list of versions; a score is computed by asking, for
one instant, what every award is worth then. Only the exact answers matter here, not the speed.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from leadscore_analysis.rulebook.models import RulebookModel, Score
from leadscore_analysis.rulebook.rules import AbsenceRule, AttributeRule, EventRule, FrequencyRule, RecencyRule, Rule
from leadscore_analysis.rulebook.walk import PlacedRule, placed_rules

FOREVER = 10**20


@dataclass(frozen=True)
class Event:
    lead: str
    us: int
    event_id: str
    type: str
    page: str | None = None


@dataclass(frozen=True)
class Version:
    lead: str
    us: int | None
    values: dict[str, Any] = field(hash=False)


@dataclass(frozen=True)
class Lead:
    """One lead's events in order, its versions with their starts and ends, and its first appearance."""

    events: list[Event]
    versions: list[tuple[int, int, dict[str, Any]]]
    appeared: int


def lead_of(name: str, events: list[Event], versions: list[Version]) -> Lead:
    own = sorted((event for event in events if event.lead == name), key=lambda event: (event.us, event.event_id.encode()))
    dated = [version.us for version in versions if version.lead == name and version.us is not None]
    signs = [event.us for event in own] + dated
    appeared = min(signs) if signs else min(event.us for event in events)
    starts = sorted(
        ((appeared if v.us is None else v.us, v.us is not None, v.values) for v in versions if v.lead == name), key=lambda start: start[:2]
    )
    ends = [*(start[0] for start in starts[1:]), FOREVER][: len(starts)]
    spans = [(start, end, values) for (start, _, values), end in zip(starts, ends, strict=True) if start < end]
    return Lead(own, spans, appeared)


def matches(lead: Lead, types: tuple[str, ...], where: str | None, rule: Rule | None = None) -> list[Event]:
    """Events accepted by types and by ``where``, which in these tests is always ``page = '…'``; outside active they do not exist."""
    wanted = None if where is None else where.split("'")[1]
    start, end = active(rule)
    return [
        event
        for event in lead.events
        if ("any" in types or event.type in types) and (wanted is None or event.page == wanted) and start <= event.us < end
    ]


def active(rule: Rule | None) -> tuple[int, int]:
    if rule is None or rule.active is None:
        return -FOREVER, FOREVER
    ends = (rule.active.from_, rule.active.until)
    start, end = (None if instant is None else int(instant.timestamp()) * 10**6 for instant in ends)
    return (-FOREVER if start is None else start), (FOREVER if end is None else end)


def resets(lead: Lead, placed: PlacedRule) -> list[int]:
    return [] if placed.reset is None else [event.us for event in matches(lead, placed.reset.event, placed.reset.where)]


def kept(lead: Lead, placed: PlacedRule, rule: EventRule) -> list[Event]:
    limit = rule.limit
    found = matches(lead, rule.event, rule.where, rule)
    if limit.count is None:
        return found
    cuts = resets(lead, placed)
    seen: dict[Any, int] = {}
    first: dict[int, int] = {}
    keep = []
    for event in found:
        epoch = sum(cut <= event.us for cut in cuts)
        start = first.setdefault(epoch, event.us)
        if limit.once_per is not None and not getattr(event, limit.once_per):
            continue
        value = getattr(event, limit.once_per) if limit.once_per is not None else None
        block = (event.us - start) // limit.block if limit.block is not None else None
        key = (epoch, block, value)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= limit.count:
            keep.append(event)
    return keep


def worth(lead: Lead, placed: PlacedRule, now: int) -> Decimal:
    """What the rule's awards are worth at an instant, before its cap."""
    rule = placed.rule
    if isinstance(rule, AttributeRule):
        return attribute_worth(lead, rule, now)
    if isinstance(rule, EventRule):
        return event_worth(lead, placed, rule, now)
    if isinstance(rule, RecencyRule):
        return recency_worth(lead, placed, rule, now)
    if isinstance(rule, FrequencyRule):
        return frequency_worth(lead, placed, rule, now)
    return absence_worth(lead, rule, now)


def attribute_points(rule: AttributeRule, values: dict[str, Any]) -> Decimal | None:
    if rule.where is not None:
        return rule.points if values.get("country") == rule.where.split("'")[1] else None
    value = values.get(rule.attribute or "")
    if rule.values is not None:
        return rule.values.get(value) if value is not None else None
    for span in rule.ranges or ():
        inside = value is not None and (span.from_ is None or value >= span.from_) and (span.below is None or value < span.below)
        if inside:
            return span.points
    return None


def attribute_worth(lead: Lead, rule: AttributeRule, now: int) -> Decimal:
    start, end = active(rule)
    spans = [(max(a, start), min(b, end), attribute_points(rule, values)) for a, b, values in lead.versions if max(a, start) < min(b, end)]
    holding = [span for span in spans if span[2] is not None]
    if rule.permanent:
        holding = [(a, end, points) for a, _, points in holding[:1]]
    return sum((points for a, b, points in holding if points is not None and a <= now < b), Decimal(0))


def event_worth(lead: Lead, placed: PlacedRule, rule: EventRule, now: int) -> Decimal:
    stops = [] if rule.stopped_by is None else [event.us for event in matches(lead, rule.stopped_by.event, rule.stopped_by.where)]
    cuts = stops + resets(lead, placed)
    total = Decimal(0)
    for event in kept(lead, placed, rule):
        stopped = min((cut for cut in cuts if cut > event.us), default=FOREVER)
        age = now - event.us
        expired = rule.expires is not None and age >= rule.expires
        if (rule.starts_after or 0) <= age and now < stopped and not expired:
            total += faded(rule.points, placed, age)
    return total


def faded(points: Decimal, placed: PlacedRule, age: int) -> Decimal:
    decay = placed.decay
    if decay is None:
        return points
    n = age // decay.every
    if decay.lose is not None:
        return round4(points * max(Decimal(0), 1 - decay.lose * n))
    steps = [round4(points * (decay.keep or 0) ** i) for i in range(n + 1)]
    return Decimal(0) if any(abs(step) < abs(points) / 100 for step in steps) else steps[-1]


def round4(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def recency_worth(lead: Lead, placed: PlacedRule, rule: RecencyRule, now: int) -> Decimal:
    past = [event.us for event in matches(lead, rule.event, rule.where, rule) if event.us <= now]
    if not past or any(past[-1] < cut <= now for cut in resets(lead, placed)):
        return Decimal(0)
    return sum((step.adds for step in rule.steps if now - past[-1] < step.within), Decimal(0))


def frequency_worth(lead: Lead, placed: PlacedRule, rule: FrequencyRule, now: int) -> Decimal:
    last_reset = max((cut for cut in resets(lead, placed) if cut <= now), default=-FOREVER)
    past = [event.us for event in matches(lead, rule.event, rule.where, rule) if last_reset <= event.us <= now]
    points = Decimal(0)
    for tier in rule.tiers:
        within = tier.within or rule.within or FOREVER
        if sum(us > now - within for us in past) >= tier.at_least:
            points = tier.points
    return points


def absence_worth(lead: Lead, rule: AbsenceRule, now: int) -> Decimal:
    start, end = active(rule)
    begins = max(lead.appeared, start)
    past = [event.us for event in matches(lead, rule.event, rule.where, rule) if event.us <= now]
    if now >= end or (not past and now < begins):
        return Decimal(0)
    silent = now - (past[-1] if past else begins)
    times = 0 if silent < rule.after else 1 + ((silent - rule.after) // rule.repeat_every if rule.repeat_every else 0)
    return rule.points * min(times, rule.times)


def clamp(value: Decimal, low: Decimal | None, high: Decimal | None) -> Decimal:
    value = value if low is None else max(low, value)
    return value if high is None else min(high, value)


def score_at(lead: Lead, model: RulebookModel, score: Score, now: int) -> Decimal | None:
    """The lead's score at an instant; None before first appearance."""
    if now < lead.appeared:
        return None
    loose, groups = Decimal(0), {group.group: Decimal(0) for group in score.groups}
    for placed in placed_rules(model):
        if placed.score.score == score.score and placed.rule.enabled:
            cap = placed.rule.cap
            value = clamp(worth(lead, placed, now), None if cap is None else -cap, cap)
            if placed.group is None:
                loose += value
            else:
                groups[placed.group.group] += value
    held = sum((clamp(groups[group.group], group.min, group.max) for group in score.groups), Decimal(0))
    return clamp(loose + held, score.min, score.max)
