"""What a rulebook is checked for before anything runs: all faults together, each with its path in the file and a hint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from leadscore_analysis.clock import duration_text, instant_us, zone
from leadscore_analysis.errors import Fault, InputError, fault_of
from leadscore_analysis.rulebook.conditions import Condition
from leadscore_analysis.rulebook.fading import shape_fault
from leadscore_analysis.rulebook.models import Group, RulebookModel, Score
from leadscore_analysis.rulebook.reach import reach_faults, size_faults
from leadscore_analysis.rulebook.rules import AbsenceRule, AttributeRule, EventRule, RecencyRule
from leadscore_analysis.rulebook.score_checking import score_faults
from leadscore_analysis.rulebook.walk import FilePath, PlacedRule, placed_rules, placed_wheres
from leadscore_analysis.settings_file import path_text
from leadscore_analysis.settings_remains import NO_GAPS, Gaps

_LOWEST = Decimal("-Infinity")


def rulebook_faults(model: RulebookModel, gaps: Gaps = NO_GAPS) -> list[Fault]:
    """Every fault and warning that the rulebook has by itself, without a history; ``gaps`` are what was taken out of it before."""
    return [
        *_name_faults(model),
        *_timezone_faults(model),
        *_rule_faults(model),
        *_bound_faults(model),
        *score_faults(model, gaps),
        *_where_faults(model),
        *reach_faults(model, gaps),
        *size_faults(model),
    ]


def _fault(path: FilePath, problem: str, hint: str = "", *, warning: bool = False) -> Fault:
    return Fault(path_text(path), problem, hint, warning)


def _named(model: RulebookModel) -> Iterator[tuple[str, FilePath]]:
    for s, score in enumerate(model.scores):
        yield score.score, ("scores", s, "score")
        for g, group in enumerate(score.groups):
            yield group.group, ("scores", s, "groups", g, "group")
    for placed in placed_rules(model):
        yield placed.rule.rule, (*placed.path, "rule")


def _name_faults(model: RulebookModel) -> Iterator[Fault]:
    yield from _repeated("rules, groups and scores must each have a name of their own", _named(model))
    for score, bands in model.bands.items():
        placed: list[tuple[str, FilePath]] = [(band.band, ("bands", score, i, "band")) for i, band in enumerate(bands)]
        yield from _repeated("each band must have a name of its own", placed)
    paths: list[tuple[str, FilePath]] = [(path.path, ("qualification", i, "path")) for i, path in enumerate(model.qualification)]
    yield from _repeated("each path must have a name of its own", paths)
    alerts: list[tuple[str, FilePath]] = [(alert.alert, ("alerts", i, "alert")) for i, alert in enumerate(model.alerts)]
    yield from _repeated("each alert must have a name of its own", alerts)


def _repeated(must: str, named: Iterable[tuple[str, FilePath]]) -> Iterator[Fault]:
    first: dict[str, FilePath] = {}
    for name, path in named:
        if name in first:
            yield _fault(path, f"{must}; got '{name}' again", f"it stands at {path_text(first[name])} too")
        first.setdefault(name, path)


def _timezone_faults(model: RulebookModel) -> Iterator[Fault]:
    try:
        zone(model.timezone)
    except InputError as error:
        yield fault_of(error, "timezone")


def _rule_faults(model: RulebookModel) -> Iterator[Fault]:
    for placed in placed_rules(model):
        yield from _active_faults(placed, model.timezone)
        yield from _shape_faults(placed)


def _active_faults(placed: PlacedRule, timezone: str) -> Iterator[Fault]:
    active = placed.rule.active
    if active is None or active.from_ is None or active.until is None:
        return
    try:
        empty = instant_us(active.from_, timezone) >= instant_us(active.until, timezone)
    except InputError:
        return
    if empty:
        yield _fault(
            (*placed.path, "active"),
            f"from must be before until; got {active.from_} and {active.until}",
            "until itself is no longer active",
        )


def _shape_faults(placed: PlacedRule) -> Iterator[Fault]:
    rule, path = placed.rule, placed.path
    if isinstance(rule, EventRule):
        fault = shape_fault(rule, placed.decay)
        if fault is not None:
            yield _fault((*path, fault.key), fault.problem, fault.hint)
    if isinstance(rule, RecencyRule):
        yield from _ladder_faults(rule, path)
    if isinstance(rule, AbsenceRule) and rule.repeat_every is not None and "times" not in rule.model_fields_set:
        yield _fault(
            (*path, "repeat_every"), "repeat_every must come with times; times is missing", "say how often at most, such as times: 6"
        )
    if isinstance(rule, AbsenceRule) and rule.repeat_every is None and rule.times > 1:
        yield _fault(
            (*path, "times"),
            "times must come with repeat_every; repeat_every is missing",
            "say how long between, such as repeat_every: 30d",
        )
    if isinstance(rule, AttributeRule):
        yield from _range_faults(rule, path)
        if rule.values is not None and not rule.values:
            yield _fault((*path, "values"), "values must have at least one entry; got none", "write values: {Intern: 2, Director: 15}")


def _ladder_faults(rule: RecencyRule, path: FilePath) -> Iterator[Fault]:
    for i, (before, step) in enumerate(pairwise(rule.steps), start=1):
        if step.within <= before.within:
            yield _fault(
                (*path, "ladder", i, "within"),
                f"within must be longer than in the step before; got {duration_text(step.within)} after {duration_text(before.within)}",
                "put the shortest first",
            )
    for i, step in enumerate(rule.steps):
        if step.adds < 0 and rule.ladder is not None:
            yield _fault(
                (*path, "ladder", i, "adds"),
                f"this step adds negative points; got {step.adds}",
                "points then rise as time passes",
                warning=True,
            )


def _range_faults(rule: AttributeRule, path: FilePath) -> Iterator[Fault]:
    """A fault for each range that begins before one that begins no later has ended."""
    ranges = rule.ranges or ()
    placed = sorted(range(len(ranges)), key=lambda i: (_LOWEST if (start := ranges[i].from_) is None else start, i))
    for n, i in enumerate(placed):
        start = ranges[i].from_
        for other in placed[:n]:
            below = ranges[other].below
            if below is None or start is None or start < below:
                problem = f"ranges must not overlap; got {ranges[i].ends} and {ranges[other].ends}"
                hint = f"the other is {path_text((*path, 'ranges', other))}; below is not part of a range"
                yield _fault((*path, "ranges", i), problem, hint)
                break


def _bound_faults(model: RulebookModel) -> Iterator[Fault]:
    holders: list[tuple[Score | Group, FilePath]] = []
    for s, score in enumerate(model.scores):
        holders.append((score, ("scores", s)))
        holders.extend((group, ("scores", s, "groups", g)) for g, group in enumerate(score.groups))
    for holder, path in holders:
        if holder.min is not None and holder.max is not None and holder.min > holder.max:
            yield _fault((*path, "min"), f"min must be at most max; got {holder.min} and {holder.max}", "swap them")


def _where_faults(model: RulebookModel) -> Iterator[Fault]:
    for where in placed_wheres(model):
        try:
            Condition.parse(where.text)
        except InputError as error:
            yield fault_of(error, path_text(where.path))
