"""The section on the current score over all moments: what calling by it would have reached, and how well it orders."""

from __future__ import annotations

from collections.abc import Iterator

from pandas import DataFrame, Series

from leadscore_analysis.reports.calibration.inputs import CalibrationInputs
from leadscore_analysis.reports.page import Section
from leadscore_analysis.reports.tables import Column, table_for_people
from leadscore_analysis.words import Words

FIGURES = (
    Column("card", "word"),
    Column("share_of_winners", "share", "share_low", "share_high"),
    Column("auc", "merit", "auc_low", "auc_high"),
    Column("average_precision", "merit", "average_precision_low", "average_precision_high"),
    Column("top_decile_lift", "number", "top_decile_lift_low", "top_decile_lift_high"),
)


def works_section(inputs: CalibrationInputs, figures: DataFrame, words: Words) -> Section:
    """The figures of the current score over the whole fit period (``figures``, masked), beside calling whoever was active last."""
    caption = words.say("calibration.works.caption")
    return Section(
        "works",
        words.say("calibration.works.title"),
        sentences=(" ".join(_sentences(inputs, words)),),
        tables=(table_for_people(figures, FIGURES, caption=caption, file="figures.csv", words=words),),
    )


def _sentences(inputs: CalibrationInputs, words: Words) -> Iterator[str]:
    current, recent = (_card(inputs.evaluation.figures, card) for card in ("current", "most recent first"))
    if inputs.leads_per_week is None:
        yield words.say("calibration.works.no_capacity")
    else:
        share = f"{words.share(current['share_of_winners'])} ({words.share_interval(current['share_low'], current['share_high'])})"
        yield words.say("calibration.works.share", capacity=words.points(inputs.leads_per_week), share=share)
        yield words.say("calibration.works.recent", share=words.share(recent["share_of_winners"]))
    auc = f"{words.number(current['auc'], 3)} ({words.interval(current['auc_low'], current['auc_high'], 3)})"
    yield words.say("calibration.works.auc", auc=auc)
    if inputs.suggestion.leaking:
        yield words.say("calibration.works.leaking", names=", ".join(inputs.suggestion.leaking))


def _card(cards: DataFrame, name: str) -> Series[float]:
    return cards[cards["card"] == name].iloc[0]
