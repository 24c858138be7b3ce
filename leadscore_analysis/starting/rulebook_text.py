"""The first rulebook as YAML: importance classes 15, 10 and 5, each with the numbers behind it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from leadscore_analysis.clock import DAY_US, duration_text
from leadscore_analysis.starting.findings import FEWEST_LEADS, Effect, Findings, ValueEffect
from leadscore_analysis.starting.names import BAD_WORDS, words
from leadscore_analysis.starting.yaml_lines import scalar, slug

LARGE, MIDDLE, SMALL = 15, 10, 5
LINE = 30
_MOST_RULES = 20
_OFTEN = 5


def rulebook_text(found: Findings, *, horizon_us: int) -> str:
    """The rulebook's text: a rule for each event type that comes before conversions, and for attributes with values that convert well."""
    taken = {"interest"}
    rules = [*_event_rules(found, horizon_us, taken), *_attribute_rules(found, taken)]
    return "\n".join([*_head(found), *rules, *_tail()])


def class_points(rate: float, overall: float) -> int:
    """15 where leads convert at least twice as often as all leads, 10 from 1.2 times on, else 5."""
    lift = rate / overall if overall else 0.0
    return LARGE if lift >= 2 else MIDDLE if lift >= 1.2 else SMALL


def _head(found: Findings) -> Iterator[str]:
    yield "# A first rulebook, proposed by `leadscore start`. It is a beginning for a discussion: read every line."
    yield f"# Of {found.leads:,} leads, {found.converting:,} converted ({found.rate:.1%}). Points by importance:"
    yield f"# {LARGE} where leads with it converted at least twice as often afterwards as all, {MIDDLE} at least 1.2 times, else {SMALL}."
    yield "# Many who convert do so whatever we do: this is no proof that a behaviour matters."
    late = [
        effect.name for effect in found.effects if effect.kind == "event" and effect.part_of_outcome and effect.name != found.outcome.name
    ]
    if late:
        yield f"# Left out, because they come with the conversion or decide it: {', '.join(map(scalar, late))}."
    yield from ("rulebook: first-rulebook", "version: 1", "scores:", "  - score: interest")
    yield "    purpose: how likely the lead is to convert soon    # check: say what the score is for"
    yield from ("    min: 0", "    rules:")


def _tail() -> Iterator[str]:
    bands = f"{{band: cold}}, {{band: warm, from: {LINE // 2}}}, {{band: hot, from: {LINE}}}"
    yield f"bands: {{interest: [{bands}]}}    # check: `leadscore run` suggests a line"
    yield "qualification:"
    yield f"  - {{path: engaged, all: [{{score: interest, at_least: {LINE}}}]}}"
    yield ""


def _event_rules(found: Findings, horizon_us: int, taken: set[str]) -> Iterator[str]:
    ends = {found.outcome.name, *(closing.name for closing in found.closings)}
    events = [effect for effect in found.effects if effect.kind == "event" and effect.name not in ends]
    usable = [effect for effect in events if not effect.part_of_outcome and effect.leads_before] or events
    for effect in usable[:_MOST_RULES]:
        yield _event_rule(effect, found.rate, horizon_us, scalar(slug(effect.name, taken)))
    rarer = [scalar(effect.name) for effect in usable[_MOST_RULES:]]
    if rarer:
        yield f"      # {len(rarer)} rarer event types have no rule, such as {', '.join(rarer[:10])}"


def _event_rule(effect: Effect, overall: float, horizon_us: int, rule: str) -> str:
    often = ", limit: {per: day, count: 1}" if effect.happened > _OFTEN * effect.leads else ""
    points, why = _points(effect, overall)
    fields = f"rule: {rule}, kind: event, event: {scalar(effect.name)}, points: {points}, expires: {duration_text(horizon_us)}{often}"
    many = f"; {effect.happened / effect.leads:.0f} times a lead, so once a day" if often else ""
    return f"      - {{{fields}}}    # {why}{many}"


def _points(effect: Effect, overall: float) -> tuple[int, str]:
    """The points of an event type, and why."""
    if words(effect.name) & {*BAD_WORDS}:
        return -MIDDLE, "its name says that it is no good sign"
    told = f"{effect.rate:.1%} of {effect.leads_before:,} leads converted after it"
    if effect.leads_before < FEWEST_LEADS:
        return SMALL, f"{told}; too few leads to tell"
    return class_points(effect.rate, overall), told


def _attribute_rules(found: Findings, taken: set[str]) -> Iterator[str]:
    for attribute, values in groupby(found.values, key=lambda value: value.attribute):
        good = [value for value in values if value.leads >= FEWEST_LEADS and _tells(value, found.rate)]
        if good:
            points = ", ".join(f"{scalar(value.value)}: {class_points(value.rate, found.rate)}" for value in good)
            fields = f"rule: {scalar(slug(attribute, taken))}, kind: attribute, attribute: {scalar(attribute)}, values: {{{points}}}"
            rates = ", ".join(f"{scalar(value.value)} {value.rate:.1%} of {value.leads:,}" for value in good)
            yield f"      - {{{fields}}}    # converted: {rates}"


def _tells(value: ValueEffect, overall: float) -> bool:
    """Whether leads with the value convert clearly more often than all, and not nearly always (then it is part of the outcome)."""
    return 1.2 * overall <= value.rate < 0.95


def horizon_days(taken_us: int, span_us: int) -> int:
    """The first of 1, 2, 7, 14, 30, 60 and 90 days that covers ``taken_us``, of those up to a quarter of the span; else the longest."""
    fitting = [days for days in (1, 2, 7, 14, 30, 60, 90) if 4 * days * DAY_US <= span_us] or [1]
    return next((days for days in fitting if days * DAY_US >= taken_us), fitting[-1])
