"""The page of a what-if comparison, as plain data and as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib import metadata
from pathlib import Path

from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import alerts_a_week, cards, volume_by_week
from leadscore_analysis.charts.comparison_parts import SIDES
from leadscore_analysis.clock import utc_datetime
from leadscore_analysis.comparison.qualifying import Qualifying
from leadscore_analysis.files import write_csv, write_text
from leadscore_analysis.reports.compare.first_screen import findings
from leadscore_analysis.reports.compare.groups import (
    conversion_section,
    groups_section,
    paths_section,
    points_section,
    segments_section,
    weeks_section,
)
from leadscore_analysis.reports.compare.inputs import CompareInputs
from leadscore_analysis.reports.drawn import drawn
from leadscore_analysis.reports.page import Chart, Page, Section, page_text
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.words import ENGLISH, Words

INGREDIENTS = "ingredients.csv"


def compare_page(inputs: CompareInputs, words: Words = ENGLISH) -> str:
    """The comparison as one HTML file that needs nothing but itself. Groups of few leads are masked, names from data escaped."""
    return page_text(compare_report(inputs, words))


def write_compare(inputs: CompareInputs, path: Path, words: Words = ENGLISH) -> Path:
    """Writes the page to ``path``, and beside it what it was made from, each whole or not at all; returns the path of the latter."""
    made_from = path.parent / INGREDIENTS
    write_csv(made_from, _ingredients(inputs))
    write_text(path, compare_page(inputs, words))
    return made_from


def compare_report(inputs: CompareInputs, words: Words = ENGLISH) -> Page:
    """The comparison as plain data: the findings of its first screen, and its sections in order."""
    a, b = (inputs.rulebook(side, words) for side in (inputs.comparison.a, inputs.comparison.b))
    return Page(
        kind=words.say("comparison.kind"),
        title=words.say("comparison.title", study=inputs.comparison.study.name, a=a, b=b),
        findings=findings(inputs, words),
        sections=tuple(_sections(inputs, words)),
        words=words,
    )


def _sections(inputs: CompareInputs, words: Words) -> Iterator[Section]:
    yield groups_section(inputs, words)
    yield conversion_section(inputs, words)
    yield _figures_section(inputs, words)
    if inputs.comparison.moving:
        yield weeks_section(inputs, words)
    if len(inputs.tables["by_rule"]):
        yield points_section(inputs, words)
    yield paths_section(inputs, words)
    if len(inputs.tables["by_segment"]):
        yield segments_section(inputs, words)
    yield _volume_section(inputs, words)
    if "alerts" in inputs.tables:
        yield _alerts_section(inputs, words)
    yield _rules_section(inputs, words)
    yield _limits_section(inputs, words)
    yield _repeat_section(inputs, words)


def _rules_section(inputs: CompareInputs, words: Words) -> Section:
    title = words.say("comparison.rules.title")
    if not inputs.differences:
        return Section("rules", title, sentences=(words.say("comparison.rules.none"),))
    a, b = (inputs.rulebook(side, words) for side in (inputs.comparison.a, inputs.comparison.b))
    return Section("rules", title, sentences=(words.say("comparison.rules.lead", a=a, b=b),), notes=tuple(inputs.differences))


def _figures_section(inputs: CompareInputs, words: Words) -> Section:
    table = inputs.tables["figures"]
    columns = (
        Column("figure", "word"),
        Column("a", "figure", "a_low", "a_high"),
        Column("b", "figure", "b_low", "b_high"),
        Column("b_minus_a", "difference", "low", "high"),
    )
    shown = table.rename(columns={"difference": "b_minus_a"})
    figures: list[cards.Figure] = ["share_of_winners", "auc"]
    return Section(
        "figures",
        words.say("comparison.figures.title"),
        sentences=(words.say("comparison.figures.lead"),),
        charts=tuple(_cards_chart(table, figure, words) for figure in figures if (table["figure"] == figure).any()),
        tables=(table_for_people(shown, columns, caption=words.say("comparison.figures.caption"), file="figures.csv", words=words),),
    )


def _cards_chart(table: DataFrame, figure: cards.Figure, words: Words) -> Chart:
    """One figure under A and under B, drawn as cards are."""
    row = table[table["figure"] == figure].iloc[0]
    low, high = cards.ENDS[figure]
    sides = {side: words.say(f"charts.sides.{side}") for side in SIDES}
    rows = [{"card": name, figure: row[side], low: row[f"{side}_low"], high: row[f"{side}_high"]} for side, name in sides.items()]
    both = DataFrame(rows)
    colours = {name: SIDES[side] for side, name in sides.items()}
    return drawn(
        partial(charts.draw_cards, both, figure=figure, colours=colours, words=words),
        name=f"figures-{figure}",
        title=words.say(f"charts.cards.{figure}"),
        alt=cards.alt_text(both, figure=figure, words=words),
        height=1.5,
    )


def _volume_section(inputs: CompareInputs, words: Words) -> Section:
    table, capacity = inputs.tables["volume"], inputs.comparison.study.capacity
    per_week = None if capacity is None else capacity.leads_per_week
    alt, title = volume_by_week.alt_text(table, words), words.say("comparison.volume.title")
    draw = partial(charts.draw_volume_by_week, table, capacity=per_week, words=words)
    note = words.say("comparison.volume.gap", smallest=inputs.comparison.study.privacy.smallest_group) if volume_by_week.gaps(table) else ""
    chart = replace(drawn(draw, name="volume", title=title, alt=alt, file="volume.csv"), note=note)
    return Section("volume", title, sentences=(words.say("comparison.volume.lead"), alt), charts=(chart,))


def _alerts_section(inputs: CompareInputs, words: Words) -> Section:
    table = inputs.tables["alerts"]
    columns = (
        Column("alert", "text"), Column("per_week_a", "number"), Column("per_week_b", "number"),
        Column("leads_a", "count"), Column("leads_b", "count"),
    )  # fmt: skip
    alt, title = alerts_a_week.alt_text(table, words), words.say("comparison.alerts.title")
    draw = partial(charts.draw_alerts_a_week, table, words=words)
    return Section(
        "alerts",
        title,
        sentences=(alt,),
        charts=(drawn(draw, name="alerts", title=title, alt=alt, height=1.1 + 0.55 * len(table)),),
        tables=(table_for_people(table, columns, caption=words.say("comparison.alerts.caption"), file="alerts.csv", words=words),),
    )


def _limits_section(inputs: CompareInputs, words: Words) -> Section:
    comparison = inputs.comparison
    seen = words.day(utc_datetime(comparison.period.seen_us).date())
    notes = (
        _definition("A", comparison.a, words),
        _definition("B", comparison.b, words),
        words.say("comparison.limits.replayed", seen=seen),
        words.say("comparison.limits.hidden", smallest=comparison.study.privacy.smallest_group),
        words.say("comparison.limits.many"),
    )
    return Section("limits", words.say("comparison.limits.title"), notes=notes)


def _definition(name: str, side: Qualifying, words: Words) -> str:
    if side.line is None:
        return words.say("comparison.limits.paths", side=name)
    return words.say("comparison.limits.line", side=name, line=words.points(side.line))


def _repeat_section(inputs: CompareInputs, words: Words) -> Section:
    columns, caption = (Column("ingredient", "word"), Column("value", "text")), words.say("comparison.repeat.caption")
    sides = {f"rulebook {name}": f"{words.name('rulebook')} {name}" for name in ("A", "B")}
    table = _ingredients(inputs).replace({"ingredient": sides})
    return Section(
        "repeat",
        words.say("comparison.repeat.title"),
        sentences=(words.say("comparison.repeat.lead"),),
        tables=(table_for_people(table, columns, caption=caption, file=INGREDIENTS, words=words),),
        commands=(inputs.command,),
    )


def _ingredients(inputs: CompareInputs) -> DataFrame:
    """What the page was made from: ingredient, value (a version, a hash or a number)."""
    comparison = inputs.comparison
    rows = [
        ("leadscore_analysis", metadata.version("leadscore-analysis")),
        *((f"rulebook {name}", side.own.fingerprint()) for name, side in (("A", comparison.a), ("B", comparison.b))),
        ("seed", str(comparison.study.seed)),
    ]
    return DataFrame(rows, columns=["ingredient", "value"])
