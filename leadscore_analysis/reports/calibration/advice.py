"""Sections on what is suggested: current against suggested points with a card a term, the change path, and the cards compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pandas import DataFrame

from leadscore_analysis import charts
from leadscore_analysis.charts import cards, change_path, points
from leadscore_analysis.reports.drawn import drawn
from leadscore_analysis.reports.page import CardForPeople, CardsForPeople, Chart, Section
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.suggestion.ceilings import ON_RAW, ON_UNITS
from leadscore_analysis.suggestion.suggestion import Suggestion
from leadscore_analysis.words import Words


def points_section(suggestion: Suggestion, words: Words) -> Section:
    """Current against suggested points, and a card a term: the changed ones first, those that stay folded away."""
    table = suggestion.shown_points(words)
    columns = (
        Column("term", "text"),
        Column("verdict", "word"),
        Column("current", "points"),
        Column("suggested", "points"),
        Column("points_worth", "points"),
        Column("converting_with_it", "count", spare=True),
        Column("with", "share", spare=True),
        Column("without", "share", spare=True),
    )
    alt = points.alt_text(table, words)
    title = words.say("calibration.points.title")
    shown = _changed_first(table).rename(columns={"converting_leads": "converting_with_it"})
    worth = [words.interval(float(low), float(high), 1) for low, high in zip(shown["low"], shown["high"], strict=True)]
    height = 1.0 + 0.36 * min(len(points.changed_terms(table)), points.LARGEST)
    caption = words.say("calibration.points.caption")
    return Section(
        "points",
        title,
        sentences=(words.say("calibration.points.lead"), alt),
        charts=(drawn(partial(charts.draw_points, table, words=words), name="points", title=title, alt=alt, height=height),),
        tables=(table_for_people(shown.assign(points_worth=worth), columns, caption=caption, file="suggestions.csv", words=words),),
        cards=tuple(_term_cards(suggestion, words)),
    )


def _term_cards(suggestion: Suggestion, words: Words) -> Iterator[CardsForPeople]:
    cards = suggestion.term_cards(words)
    for changes, name in ((True, "changed"), (False, "kept")):
        shown = tuple(
            CardForPeople(card.term, words.name(card.verdict), card.points, card.reason, card.facts)
            for card in cards
            if card.changes == changes
        )
        yield CardsForPeople(words.say(f"calibration.points.{name}", count=len(shown)), shown, ("suggestions.csv",), folded=not changes)


def path_section(table: DataFrame, cards: DataFrame, words: Words) -> Section:
    """How much few changes bring and how much many, and which step is recommended; baselines and ceilings stand below."""
    title = words.say("calibration.path.title")
    if table["log_loss"].isna().all():
        return Section("path", title, sentences=(words.say("calibration.cards.none"),))
    columns = (
        Column("changes", "count"),
        Column("terms", "sentence", spare=True),
        Column("log_loss", "loss", "log_loss_low", "log_loss_high"),
        Column("above_best", "loss", spare=True),
        Column("standard_error", "loss", spare=True),
        Column("auc", "merit"),
        Column("share_of_winners", "share", "share_low", "share_high"),
        Column("recommended", "word"),
    )
    beside = (
        Column("card", "word"),
        Column("log_loss", "loss"),
        Column("auc", "merit"),
        Column("share_of_winners", "share", "share_low", "share_high"),
    )
    alt = change_path.alt_text(table, words)
    draw = partial(charts.draw_change_path, table, words=words)
    others = cards[~cards["card"].isin(["current", "suggested"])]
    caption, held = words.say("calibration.path.caption"), words.say("calibration.path.beside")
    return Section(
        "path",
        title,
        sentences=(words.say("calibration.path.lead"), alt),
        charts=(drawn(draw, name="path", title=title, alt=alt, height=0.9 + 0.36 * len(table)),),
        tables=(
            table_for_people(table, columns, caption=caption, file="change_path.csv", words=words),
            table_for_people(others, beside, caption=held, file="cards.csv", words=words),
        ),
    )


def cards_section(table: DataFrame, differences: DataFrame, words: Words) -> Section:
    """The current and the suggested card beside the baselines, in share of winners and in AUC, and their paired difference."""
    if table["auc"].isna().all():
        return Section("cards", words.say("calibration.cards.title"), sentences=(words.say("calibration.cards.none"),))
    columns = (
        Column("card", "word"),
        Column("share_of_winners", "share", "share_low", "share_high"),
        Column("auc", "merit", "auc_low", "auc_high"),
        Column("average_precision", "merit", "average_precision_low", "average_precision_high", spare=True),
        Column("log_loss", "merit"),
    )
    paired = (Column("figure", "word"), Column("difference", "difference", "low", "high"))
    figures: tuple[cards.Figure, ...] = ("share_of_winners", "auc") if table["share_of_winners"].notna().any() else ("auc",)
    return Section(
        "cards",
        words.say("calibration.cards.title"),
        sentences=(words.say("calibration.cards.lead"), *_ceilings(table, words), *_auc_falls(table, differences, words)),
        charts=tuple(_cards_chart(table, figure, words) for figure in figures),
        tables=(
            table_for_people(table, columns, caption=words.say("calibration.cards.caption"), file="cards.csv", words=words),
            table_for_people(differences, paired, caption=words.say("calibration.cards.paired"), file="differences.csv", words=words),
        ),
    )


def _ceilings(table: DataFrame, words: Words) -> tuple[str, ...]:
    """What the ceilings are, and whether the rows tell more than the suggested card knows."""
    cards = table.set_index("card")[["share_of_winners", "auc"]].dropna(axis="columns", how="all")
    if ON_RAW not in cards.index:
        return ()
    higher = cards.loc[[ON_UNITS, ON_RAW]].max() > cards.loc["suggested"]
    key = "below_ceiling" if higher.all() else "partly_above" if higher.any() else "above_ceiling"
    above, below = (words.listed([words.name(str(figure)) for figure in cards.columns[chosen]]) for chosen in (higher, ~higher))
    return (f"{words.say('calibration.cards.ceilings')} {words.say(f'calibration.cards.{key}', above=above, below=below)}",)


def _auc_falls(table: DataFrame, differences: DataFrame, words: Words) -> tuple[str, ...]:
    """That the AUC falls, where it does although the share of winners does not."""
    now, suggested = (table.set_index("card")["auc"][card] for card in ("current", "suggested"))
    row = differences[differences["figure"] == "auc"]
    if not suggested < now or row.empty:
        return ()
    span = words.interval(float(row["low"].iloc[0]), float(row["high"].iloc[0]), 3)
    return (words.say("calibration.cards.auc_falls", now=words.number(now, 3), auc=words.number(suggested, 3), span=span),)


def _cards_chart(table: DataFrame, figure: cards.Figure, words: Words) -> Chart:
    return drawn(
        partial(charts.draw_cards, table, figure=figure, words=words),
        name=f"cards-{figure}",
        title=words.say(f"charts.cards.{figure}"),
        alt=cards.alt_text(table, figure=figure, words=words),
        height=0.9 + 0.36 * len(table),
    )


def _changed_first(table: DataFrame) -> DataFrame:
    return table.assign(kept=table["verdict"] == "keep").sort_values("kept", kind="stable").drop(columns="kept")
