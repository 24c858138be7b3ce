"""Sections on the leads that move: who they are, how they converted, when, by which rules, paths and segments."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from pandas import DataFrame, isna, to_numeric

from leadscore_analysis import charts
from leadscore_analysis.charts import conversion_by_group, groups_by_segment, groups_by_week, leads_by_path, points_by_rule, qualified_flow
from leadscore_analysis.charts.comparison_parts import count_text
from leadscore_analysis.clock import DAY_US, utc_datetime
from leadscore_analysis.comparison.conversion import NEITHER
from leadscore_analysis.comparison.instants import EARLIER, GROUPS, LATER, NEWLY, NO_LONGER
from leadscore_analysis.evaluation.masks import shown_count
from leadscore_analysis.reports.compare.inputs import CompareInputs
from leadscore_analysis.reports.drawn import drawn
from leadscore_analysis.reports.page import Chart, Section
from leadscore_analysis.reports.tables import LEADS, RATE, Column, table_for_people, with_empty_named
from leadscore_analysis.words import Words

MOST_RULES = 5


def groups_section(inputs: CompareInputs, words: Words) -> Section:
    """The flow from A to B, and who was left out."""
    everyone = inputs.tables["groups"]
    table = everyone[everyone["group"].isin(GROUPS)]
    shown = _named(everyone[everyone["group"] != NEITHER])
    shown = shown.assign(median_days=to_numeric(shown["median_days"]).abs())  # the group says which way
    seen = words.day(utc_datetime(inputs.comparison.period.seen_us).date())
    alt, title = qualified_flow.alt_text(table, words), words.say("comparison.groups.title")
    columns = (Column("moved", "word"), Column("leads", "count"), Column("median_days", "days"))
    return Section(
        "groups",
        title,
        sentences=(words.say("comparison.groups.lead", seen=seen), _left_out(inputs, words)),
        charts=(drawn(partial(charts.draw_qualified_flow, table, words=words), name="flow", title=title, alt=alt, height=3.4),),
        tables=(table_for_people(shown, columns, caption=words.say("comparison.groups.caption"), file="groups.csv", words=words),),
    )


def conversion_section(inputs: CompareInputs, words: Words) -> Section:
    """The conversion of each group with its interval, beside those that neither rulebook qualifies."""
    table = inputs.tables["groups"]
    alt, title = conversion_by_group.alt_text(table, words), words.say("comparison.conversion.title")
    columns = (Column("moved", "word"), *LEADS, RATE)
    horizon = words.points(inputs.comparison.study.horizon / DAY_US)
    draw = partial(charts.draw_conversion_by_group, table, words=words)
    caption, note = words.say("comparison.conversion.caption"), _share_of_moments(inputs, words)
    return Section(
        "conversion",
        title,
        sentences=(words.say("comparison.conversion.lead", horizon=horizon), *_between(inputs, words)),
        charts=(drawn(draw, name="conversion", title=title, alt=alt, height=0.9 + 0.4 * len(table)),),
        tables=(table_for_people(_named(table), columns, caption=caption, file="groups.csv", note=note, words=words),),
    )


def weeks_section(inputs: CompareInputs, words: Words) -> Section:
    """The moving groups by week."""
    table = inputs.tables["by_week"]
    alt, title = groups_by_week.alt_text(table, words), words.say("comparison.weeks.title")
    draw = partial(charts.draw_groups_by_week, table, words=words)
    chart = replace(drawn(draw, name="weeks", title=title, alt=alt, file="by_week.csv"), note=_gap(inputs, words))
    return Section("weeks", title, sentences=(words.say("comparison.weeks.lead"), alt), charts=(chart,))


def points_section(inputs: CompareInputs, words: Words) -> Section:
    """What each rule had given the moving groups, under A and under B."""
    table = inputs.tables["by_rule"]
    groups = [group for group in (NEWLY, NO_LONGER) if (table["group"] == group).any()]
    columns = (
        Column("moved", "word"),
        Column("rule", "text"),
        Column("leads_given", "count"),
        Column("points_a", "number"),
        Column("points_b", "number"),
        Column("b_minus_a", "number"),
    )
    most = table.groupby("group", sort=False).head(MOST_RULES)
    shown = _named(most).rename(columns={"leads": "leads_given", "difference": "b_minus_a"})
    caption = words.say("comparison.points.caption")
    return Section(
        "points",
        words.say("comparison.points.title"),
        sentences=(words.say("comparison.points.lead"),),
        charts=tuple(_points_chart(table[table["group"] == group], group, words) for group in groups),
        tables=(table_for_people(shown, columns, caption=caption, file="by_rule.csv", words=words),),
    )


def paths_section(inputs: CompareInputs, words: Words) -> Section:
    """The paths that qualified the leads of each group."""
    table = inputs.tables["by_path"]
    alt, title = leads_by_path.alt_text(table, words), words.say("comparison.paths.title")
    columns = (
        Column("moved", "word"), Column("path_a", "text"), Column("path_b", "text"),
        *LEADS, RATE,
    )  # fmt: skip
    not_qualified = words.say("charts.leads_by_path.not_qualified")
    shown = _named(table).replace({"path_a": {"": not_qualified}, "path_b": {"": not_qualified}})
    height = 0.5 + 0.38 * max(len(leads_by_path.most(table)), 1)
    draw = partial(charts.draw_leads_by_path, table, words=words)
    caption = words.say("comparison.paths.caption")
    return Section(
        "paths",
        title,
        sentences=(words.say("comparison.paths.lead"),),
        charts=(drawn(draw, name="paths", title=title, alt=alt, height=height),),
        tables=(table_for_people(shown, columns, caption=caption, file="by_path.csv", words=words),),
    )


def segments_section(inputs: CompareInputs, words: Words) -> Section:
    """The groups by the values of each of the study's segments, those with the most leads."""
    table = with_empty_named(inputs.tables["by_segment"], words)
    parts = [(str(name), table[table["segment"] == name]) for name in dict.fromkeys(table["segment"])]
    columns = (Column("segment", "text"), Column("segment_value", "text"), Column("moved", "word"), Column("leads", "count"), RATE)
    most = table[[value in _values(table, segment) for segment, value in zip(table["segment"], table["value"], strict=True)]]
    return Section(
        "segments",
        words.say("comparison.segments.title"),
        sentences=(words.say("comparison.segments.lead"),),
        charts=tuple(_segment_chart(name, part, number, words) for number, (name, part) in enumerate(parts)),
        tables=(
            table_for_people(
                _named(most).rename(columns={"value": "segment_value"}),
                columns,
                caption=words.say("comparison.segments.caption"),
                file="by_segment.csv",
                note=words.say("comparison.segments.note"),
                words=words,
            ),
        ),
    )


def _left_out(inputs: CompareInputs, words: Words) -> str:
    smallest = inputs.comparison.study.privacy.smallest_group
    reasons = [
        words.say("comparison.groups.reason", leads=count_text(shown_count(count, smallest=smallest), words), reason=words.name(reason))
        for reason, count in inputs.comparison.left_out.items()
        if count
    ]
    return words.say("comparison.groups.left_out", reasons="; ".join(reasons)) if reasons else words.say("comparison.groups.none_left_out")


def _share_of_moments(inputs: CompareInputs, words: Words) -> str:
    """What the share of those that never qualify is of; empty where it is hidden."""
    row = inputs.group(NEITHER)
    if isna(row["rows"]):
        return ""
    return words.say("comparison.conversion.note", rows=count_text(row["rows"], words), leads=count_text(row["leads"], words))


def _gap(inputs: CompareInputs, words: Words) -> str:
    """What no bar may stand for; empty where nothing is hidden."""
    most = inputs.comparison.study.privacy.smallest_group - 1
    return words.say("comparison.weeks.gap", most=most) if most > 0 else ""


def _between(inputs: CompareInputs, words: Words) -> tuple[str, ...]:
    earlier, later = (inputs.group(name)["converting_between"] for name in (EARLIER, LATER))
    if isna(earlier) or isna(later):
        return ()
    told = words.say("comparison.conversion.between", earlier=count_text(earlier, words), later=count_text(later, words))
    return (told,)


def _points_chart(table: DataFrame, group: str, words: Words) -> Chart:
    title = words.say("comparison.points.group", group=words.name(group))
    alt = points_by_rule.alt_text(table, words)
    height = 1.1 + 0.36 * max(len(points_by_rule.largest(table)), 1)
    draw = partial(charts.draw_points_by_rule, table, words=words)
    return drawn(draw, name=f"points-{group.replace(' ', '-')}", title=title, alt=alt, height=height)


def _segment_chart(name: str, table: DataFrame, number: int, words: Words) -> Chart:
    title = words.say("comparison.segments.chart", segment=name)
    alt = groups_by_segment.alt_text(table, words)
    height = 1.1 + 0.38 * max(len(groups_by_segment.counts_by_value(table)), 1)
    return drawn(partial(charts.draw_groups_by_segment, table, words=words), name=f"segment-{number}", title=title, alt=alt, height=height)


def _values(table: DataFrame, segment: str) -> list[str]:
    return list(dict.fromkeys(table.loc[table["segment"] == segment, "value"]))[: groups_by_segment.MOST_VALUES]


def _named(table: DataFrame) -> DataFrame:
    """The table with its group under the name that is written for people."""
    return table.rename(columns={"group": "moved"})
