"""Sections on where the line may stand: the choices side by side, and what happens around the line."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import around_the_line, waiting_by_week
from leadscore_analysis.reports.calibration.chances import chances_section
from leadscore_analysis.reports.calibration.groups import matrix_section, segments_section
from leadscore_analysis.reports.calibration.inputs import CalibrationInputs
from leadscore_analysis.reports.drawn import drawn
from leadscore_analysis.reports.page import Chart, Section, TableForPeople
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.thresholds import ThresholdChoices, shown_tables
from leadscore_analysis.thresholds.summary import asked_text
from leadscore_analysis.thresholds.targets import LEAST_CONVERTING_LEADS
from leadscore_analysis.words import Words

FEW_SCORES = 20  # so many can be read in a sentence
MUCH_MORE = 1.1  # arrivals between two moments that a reader of the table must know of
PREFIX = "suggested_"

CHOICES = (
    Column("basis", "word"),
    Column("asked", "text"),
    Column("threshold", "points"),
    Column("new_per_week", "number"),
    Column("precision", "share", "precision_low", "precision_high"),
    Column("share_of_winners", "share"),
    Column("forward_precision", "share", "forward_precision_low", "forward_precision_high"),
    Column("forward_share_of_winners", "share"),
    Column("net_per_week", "count", "net_per_week_low", "net_per_week_high"),
    Column("forward_net_per_week", "count", "forward_net_per_week_low", "forward_net_per_week_high"),
    Column("remark", "word"),
)
AROUND = (
    Column("threshold", "points"),
    Column("offset", "points"),
    Column("new_per_week", "number"),
    Column("expected_conversions_per_week", "number", "expected_conversions_per_week_low", "expected_conversions_per_week_high"),
    Column("share_of_winners", "share"),
    Column("net_per_week", "count"),
    Column("largest_backlog", "count"),
    Column("late_share", "share"),
)
GAPS = (
    Column("leave", "points"),
    Column("crossings_per_week", "number"),
    Column("repeats_per_week", "number"),
    Column("flaps_per_week", "number"),
    Column("saved_per_week", "number"),
    Column("mean_leads_above", "count"),
)
FORWARD = (
    Column("window", "text"),
    Column("threshold", "points"),
    Column("new_per_week", "number"),
    Column("leads", "count"),
    Column("precision", "share", "precision_low", "precision_high"),
)


def threshold_sections(inputs: CalibrationInputs, words: Words) -> Iterator[Section]:
    """What the suggestion knows of lines: the choices, the line's surroundings, chances by score, segments, the matrix."""
    found = inputs.suggestion.thresholds
    if found is None:
        return
    tables = shown_tables(found, smallest=inputs.study.privacy.smallest_group)
    yield choices_section(found, tables, card="suggested" if inputs.changes else "current", words=words)
    yield around_section(found, tables, inputs, words)
    yield chances_section(found, tables, inputs.study.privacy.smallest_group, words)
    if "lines_by_segment" in tables:
        yield segments_section(tables, words)
    if "matrix_cuts" in tables:
        yield matrix_section(tables, words)


def choices_section(found: ThresholdChoices, tables: Mapping[str, DataFrame], *, card: str, words: Words) -> Section:
    """The lines that there are reasons to choose, beside each other; ``card`` says whose score they are lines of."""
    shown = tables["threshold_choices"]
    shown = _without_fitted_net(shown).assign(asked=[asked_text(row, words) for _, row in shown.iterrows()])
    caption, file = words.say("calibration.lines.caption"), f"{PREFIX}threshold_choices.csv"
    return Section(
        "lines",
        words.say("calibration.lines.title"),
        sentences=(
            f"{words.say('calibration.lines.lead')} {words.say(f'calibration.lines.of_{card}{_later(shown)}')}",
            _reachable(found, words),
            *_costs(found, words),
        ),
        tables=(table_for_people(shown, CHOICES, caption=caption, file=file, words=words),),
    )


def around_section(found: ThresholdChoices, tables: Mapping[str, DataFrame], inputs: CalibrationInputs, words: Words) -> Section:
    """Lines up to 15 points away, the queue before the line, gaps below it, and how such a line did forward in time."""
    title = words.say("calibration.around.title")
    if found.line is None or "around_the_line" not in tables:
        return Section("around", title, sentences=(words.say("calibration.around.none"),))
    near = _on_later_moments(tables["around_the_line"])
    return Section(
        "around",
        title,
        sentences=(
            words.say("calibration.around.lead", line=words.points(found.line)),
            *([words.say("calibration.around.later")] if _later(near) else []),
            *_queue(found, tables, inputs, words),
            *_flaps(found, tables, words),
            *_forward_lead(found, tables, words),
        ),
        charts=tuple(_charts(near, tables, inputs.leads_per_week, words)),
        tables=tuple(_around_tables(near, tables, words)),
    )


def _reachable(found: ThresholdChoices, words: Words) -> str:
    count = len(found.reachable)
    if count > FEW_SCORES:
        return words.say("calibration.lines.reachable", count=count)
    scores = words.listed([words.points(score) for score in found.reachable])
    return words.say("calibration.lines.reachable_few", count=count, scores=scores)


def _costs(found: ThresholdChoices, words: Words) -> Iterator[str]:
    if found.converting_leads < LEAST_CONVERTING_LEADS:
        yield words.say("calibration.lines.few", needed=LEAST_CONVERTING_LEADS)
    elif found.costs is not None:
        costs = found.costs
        cost, value, share = words.points(costs.cost), words.count(costs.value), words.share(costs.break_even)
        yield words.say("calibration.lines.cost", cost=cost, value=value, share=share)


def _queue(found: ThresholdChoices, tables: Mapping[str, DataFrame], inputs: CalibrationInputs, words: Words) -> Iterator[str]:
    if inputs.leads_per_week is None or found.line is None or "queue" not in tables:
        return
    at = found.around[found.around["offset"] == 0].iloc[0]
    yield words.say(
        "calibration.around.queue",
        line=words.points(found.line),
        capacity=words.points(inputs.leads_per_week),
        most=words.count(at["largest_backlog"]),
        last=words.count(at["backlog_at_end"]),
    )
    if at["arrived_per_week"] > MUCH_MORE * at["new_per_week"]:
        arrived, new = (words.number(at[name], 1) for name in ("arrived_per_week", "new_per_week"))
        yield words.say("calibration.around.between", arrived=arrived, new=new)
    if found.service_us is None:
        yield words.say("calibration.around.no_service")
    elif math.isfinite(at["share_late"]):
        name, share = ("late" if at["share_late"] else "on_time"), words.share(at["share_late"])
        yield words.say(f"calibration.around.{name}", service=words.length(found.service_us), share=share)


def _flaps(found: ThresholdChoices, tables: Mapping[str, DataFrame], words: Words) -> Iterator[str]:
    if "hysteresis" not in tables or found.line is None:
        return
    now, widest = found.hysteresis.iloc[0], found.hysteresis.iloc[-1]
    crossings, repeats = (words.number(now[name], 1) for name in ("crossings_per_week", "repeats_per_week"))
    yield words.say("calibration.around.flaps", crossings=crossings, repeats=repeats)
    if len(found.hysteresis) > 1:
        yield words.say(
            "calibration.around.gap",
            line=words.points(found.line),
            leave=words.points(widest["leave"]),
            saved=words.number(widest["saved_per_week"], 1),
            above=words.count(widest["mean_leads_above"]),
            now=words.count(now["mean_leads_above"]),
        )


def _forward_lead(found: ThresholdChoices, tables: Mapping[str, DataFrame], words: Words) -> Iterator[str]:
    if "lines_forward" in tables and found.leads_per_week is not None:
        asked = words.number(found.leads_per_week, 0 if found.leads_per_week.is_integer() else 1)
        later = _later(tables["threshold_choices"]) if "threshold_choices" in tables else ""
        yield words.say(f"calibration.around.forward_lead{later}", asked=asked)


def _later(choices: DataFrame) -> str:
    """The end of a sentence's key where the points were fitted here, so that lines are judged on later moments than theirs."""
    return "_later" if "forward_precision" in choices else ""


def _on_later_moments(near: DataFrame) -> DataFrame:
    """The lines with what they did on later moments than the points were fitted on, where that is known; the file has both."""
    if not _later(near):
        return near
    expected = [f"conversions_per_week{end}" for end in ("", "_low", "_high")]
    named = {f"expected_{each}": near[f"forward_{each}"] for each in expected}
    others = [each for each in ("share_of_winners", "net_per_week") if f"forward_{each}" in near]
    return near.assign(**named, **{each: near[f"forward_{each}"] for each in others})


def _without_fitted_net(choices: DataFrame) -> DataFrame:
    """What lines bring is told of later moments alone where it is known of them."""
    return choices.drop(columns="net_per_week") if "forward_net_per_week" in choices else choices


def _charts(near: DataFrame, tables: Mapping[str, DataFrame], capacity: float | None, words: Words) -> Iterator[Chart]:
    height = 1.0 + 0.36 * len(around_the_line.shown_lines(near))
    title, alt = words.say("calibration.around.caption"), around_the_line.alt_text(near, words)
    draw = partial(charts.draw_around_the_line, near, capacity=capacity, words=words)
    yield drawn(draw, name="around", title=title, alt=alt, height=height)
    if "queue" in tables:
        queue = tables["queue"]
        yield drawn(
            partial(charts.draw_waiting_by_week, queue, words=words),
            name="queue",
            title=words.say("charts.waiting_by_week.backlog"),
            alt=waiting_by_week.alt_text(queue, words),
            file=f"{PREFIX}queue.csv",
        )


def _around_tables(near: DataFrame, tables: Mapping[str, DataFrame], words: Words) -> Iterator[TableForPeople]:
    if "share_late" in near and near["share_late"].notna().any():
        near = near.assign(late_share=near["share_late"])
    yield table_for_people(
        near.iloc[::-1], AROUND, caption=words.say("calibration.around.caption"), file=f"{PREFIX}around_the_line.csv", words=words
    )
    if "hysteresis" in tables:
        caption = words.say("calibration.around.gaps")
        yield table_for_people(tables["hysteresis"], GAPS, caption=caption, file=f"{PREFIX}hysteresis.csv", words=words)
    if "lines_forward" in tables:
        forward = tables["lines_forward"]
        days = zip(forward["from"], forward["until"], strict=True)
        forward = forward.assign(window=[_window(start, end, words) for start, end in days])
        caption = words.say("calibration.around.forward")
        yield table_for_people(forward, FORWARD, caption=caption, file=f"{PREFIX}lines_forward.csv", words=words)


def _window(start: str, end: str, words: Words) -> str:
    """Two days as the ends of a stretch of time."""
    low, high = (words.day(date.fromisoformat(day)) for day in (start, end))
    return words.say("numbers.interval", low=low, high=high)
