"""The first screen: what changes, whom it hits, how those converted and how sure that is."""

from __future__ import annotations

import math
from typing import Any

from pandas import Series, isna

from leadscore_analysis.charts.comparison_parts import count_text
from leadscore_analysis.clock import DAY_US, utc_datetime
from leadscore_analysis.comparison.conversion import ALL_A, ALL_B
from leadscore_analysis.comparison.figures import CONVERSION, SHARE
from leadscore_analysis.comparison.instants import EARLIER, LATER, NEWLY, NO_LONGER, UNCHANGED
from leadscore_analysis.reports.compare.inputs import LEAST_LEADS, CompareInputs
from leadscore_analysis.reports.page import Finding
from leadscore_analysis.words import Words


def findings(inputs: CompareInputs, words: Words) -> tuple[Finding, ...]:
    """Three questions and their answers."""
    return (
        Finding(words.say("comparison.first.changes.question"), _changes(inputs, words)),
        Finding(words.say("comparison.first.hits.question"), _hits(inputs, words)),
        Finding(words.say("comparison.first.converted.question"), _converted(inputs, words)),
    )


def _changes(inputs: CompareInputs, words: Words) -> str:
    comparison, period = inputs.comparison, inputs.comparison.period
    first, last = (words.day(utc_datetime(us).date()) for us in (period.from_us, period.last_us))
    weeks, a, b = words.points(round(period.weeks, 1)), inputs.leads(ALL_A, words), inputs.leads(ALL_B, words)
    count = len(inputs.differences)
    rules = words.say("comparison.first.changes.rules", count=count) if count else words.say("comparison.first.changes.same")
    if not comparison.moving:
        return f"{rules} {words.say('comparison.first.changes.nobody', weeks=weeks, first=first, last=last, leads=a)}"
    per_week_a, per_week_b = (_per_week(inputs, name, words) for name in (ALL_A, ALL_B))
    told = words.say(
        "comparison.first.changes.answer",
        weeks=weeks,
        first=first,
        last=last,
        a=a,
        b=b,
        per_week_a=per_week_a,
        per_week_b=per_week_b,
    )
    return f"{rules} {told}"


def _per_week(inputs: CompareInputs, group: str, words: Words) -> str:
    leads = inputs.group(group)["leads"]
    if isna(leads):
        return words.say("comparison.some")
    return leads if isinstance(leads, str) else words.number(float(leads) / inputs.comparison.period.weeks, 1)


def _hits(inputs: CompareInputs, words: Words) -> str:
    if not inputs.comparison.moving:
        return words.say("comparison.first.hits.nobody")
    moved = words.say(
        "comparison.first.hits.answer",
        newly=inputs.leads(NEWLY, words),
        no_longer=inputs.leads(NO_LONGER, words),
        earlier=inputs.leads(EARLIER, words),
        later=inputs.leads(LATER, words),
        unchanged=inputs.leads(UNCHANGED, words),
        earlier_by=_by(inputs, EARLIER, words),
        later_by=_by(inputs, LATER, words),
    )
    brings, keeps = _rule(inputs, NEWLY, 1), _rule(inputs, NO_LONGER, -1)
    parts = [moved]
    if brings is not None:
        parts.append(words.say("comparison.first.hits.brings", rule=str(brings["rule"]), difference=_points(brings, words)))
    if keeps is not None:
        parts.append(words.say("comparison.first.hits.keeps", rule=str(keeps["rule"]), difference=_points(keeps, words)))
    return " ".join(parts)


def _by(inputs: CompareInputs, group: str, words: Words) -> str:
    days = float(str(inputs.group(group)["median_days"]))
    return words.say("comparison.first.hits.by", days=words.days(abs(days))) if math.isfinite(days) else ""


def _rule(inputs: CompareInputs, group: str, sign: int) -> Series[Any] | None:
    """The rule that moves a group the most in one direction, where it can be told."""
    table = inputs.tables["by_rule"]
    rows = table[table["group"] == group].dropna(subset=["difference"])
    rows = rows[sign * rows["difference"].astype(float) > 0]
    return rows.iloc[0] if len(rows) else None


def _points(rule: Series[Any], words: Words) -> str:
    return words.signed(round(float(str(rule["difference"])), 1))


def _converted(inputs: CompareInputs, words: Words) -> str:
    comparison = inputs.comparison
    if not comparison.moving:
        return words.say("comparison.first.converted.equal") if _no_difference(inputs) else _figures(inputs, words)
    if comparison.moving < LEAST_LEADS:
        smallest = comparison.study.privacy.smallest_group
        moving = count_text(comparison.moving if comparison.moving >= smallest else words.say("numbers.below", number=smallest), words)
        return words.say("comparison.first.converted.too_few", moving=moving, needed=LEAST_LEADS)
    beware = [words.say("comparison.first.converted.fitted_here", side=side) for side in comparison.fitted_here]
    return " ".join(part for part in (_groups(inputs, words), _figures(inputs, words), *beware) if part)


def _no_difference(inputs: CompareInputs) -> bool:
    differences = inputs.tables["figures"]["difference"].astype(float)
    return bool((differences.fillna(0) == 0).all())


def _groups(inputs: CompareInputs, words: Words) -> str:
    """How the newly and the no longer qualified converted; empty where there are neither."""
    rates = {key: _rate(inputs, group, words) for key, group in (("newly", NEWLY), ("no_longer", NO_LONGER)) if _has_leads(inputs, group)}
    if not rates:
        return ""
    told = "answer" if len(rates) > 1 else next(iter(rates))
    horizon = words.points(inputs.comparison.study.horizon / DAY_US)
    return words.say(f"comparison.first.converted.{told}", count=None, horizon=horizon, **rates)


def _has_leads(inputs: CompareInputs, group: str) -> bool:
    return bool(inputs.group(group)["leads"] != 0)


def _rate(inputs: CompareInputs, group: str, words: Words) -> str:
    """A group's conversion with its interval; what can be said of it where it is masked."""
    row = inputs.group(group)
    rate = float(str(row["rate"]))
    if math.isfinite(rate):
        interval = words.share_interval(float(str(row["low"])), float(str(row["high"])))
        return words.say("comparison.first.converted.rate", rate=words.share(rate), interval=interval)
    if isinstance(row["converting_leads"], str):
        few, leads = inputs.comparison.study.privacy.smallest_group, words.count(float(str(row["leads"])))
        return words.say("comparison.first.converted.few", few=few, leads=leads)
    return words.say("comparison.first.converted.hidden")


def _figures(inputs: CompareInputs, words: Words) -> str:
    """How all who qualify convert under either rulebook, and whom sales would reach, each with how sure the difference is."""
    parts = []
    qualified, winners = inputs.figure(CONVERSION), inputs.figure(SHARE)
    if qualified is not None and math.isfinite(qualified["low"]):
        difference, interval = _difference(qualified, words)
        a, b = words.share(qualified["a"]), words.share(qualified["b"])
        parts.append(words.say(f"comparison.first.converted.{_verdict(qualified)}", a=a, b=b, difference=difference, interval=interval))
    capacity = inputs.comparison.study.capacity
    if winners is not None and capacity is not None and math.isfinite(winners["low"]):
        difference, interval = _difference(winners, words)
        a, b, room = words.share(winners["a"]), words.share(winners["b"]), words.points(capacity.leads_per_week)
        parts.append(words.say("comparison.first.converted.share", capacity=room, a=a, b=b, difference=difference, interval=interval))
    return " ".join(parts)


def _verdict(figure: Series[float]) -> str:
    """``sure`` where the whole interval of the difference lies on one side of 0, else ``chance``."""
    return "sure" if figure["low"] > 0 or figure["high"] < 0 else "chance"


def _difference(figure: Series[float], words: Words) -> tuple[str, str]:
    """B minus A in percentage points, and the ends of its interval."""
    return words.percentage_points(figure["difference"]), words.interval(100 * figure["low"], 100 * figure["high"], 1)
