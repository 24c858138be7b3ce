"""The three sentences of the first screen: what was looked at, how well the current score works, what is suggested and what it brings."""

from __future__ import annotations

from dataclasses import dataclass

from pandas import DataFrame, Series

from leadscore_analysis.clock import DAY_US, utc_datetime
from leadscore_analysis.labels import LabelCounts
from leadscore_analysis.labels.looking import Looking
from leadscore_analysis.reports.page import Finding
from leadscore_analysis.words import Words


@dataclass(frozen=True)
class Advice:
    """The suggestion in a few numbers: how many of the terms change, and the line in force and the one suggested (points)."""

    changes: int
    terms: int
    line: float | None
    threshold: float | None
    leads_per_week: float


def findings(looking: Looking, counts: LabelCounts, cards: DataFrame, advice: Advice, words: Words) -> tuple[Finding, ...]:
    """The first screen of a calibration report. ``cards``: a row a card with its figures, the current one among them."""
    answers = {
        "looked_at": _looked_at(looking, counts, words),
        "works": _works(cards, advice.leads_per_week, words),
        "suggested": _suggested(cards, advice, words),
    }
    return tuple(Finding(words.say(f"calibration.first.{name}.question"), answer) for name, answer in answers.items())


def _looked_at(looking: Looking, counts: LabelCounts, words: Words) -> str:
    return words.say(
        "calibration.first.looked_at.answer",
        leads=counts.leads_at_risk,
        first=words.day(utc_datetime(looking.from_us).date()),
        last=words.day(utc_datetime(looking.last_us("fit")).date()),
        moments=looking.length("fit"),
        converting=counts.converting_leads,
        horizon=words.points(looking.horizon_us / DAY_US),
    )


def _works(cards: DataFrame, leads_per_week: float, words: Words) -> str:
    current = _card(cards, "current")
    if current is None:
        return words.say("calibration.first.works.unknown")
    recent = _card(cards, "most recent first")
    parts = [
        words.say("calibration.first.works.share", capacity=words.points(leads_per_week), share=_share(current, words)),
        words.say("calibration.first.works.recent", share=words.share(recent["share_of_winners"])) if recent is not None else "",
        words.say("calibration.first.works.auc", auc=_auc(current, words)),
    ]
    return " ".join(part for part in parts if part)


def _suggested(cards: DataFrame, advice: Advice, words: Words) -> str:
    suggested, current = _card(cards, "suggested"), _card(cards, "current")
    parts = [words.say("calibration.first.suggested.points", count=advice.changes, terms=advice.terms) if advice.changes else ""]
    if not advice.changes:
        parts.append(words.say("calibration.first.suggested.no_points", terms=advice.terms))
    parts.append(_line(advice, words))
    if advice.changes and suggested is not None and current is not None:
        expected = words.say(
            "calibration.first.suggested.expected", share=_share(suggested, words), now=words.share(current["share_of_winners"])
        )
        parts.append(expected)
    return " ".join(part for part in parts if part)


def _line(advice: Advice, words: Words) -> str:
    if advice.threshold is None:
        return ""
    threshold = words.points(advice.threshold)
    if advice.line is None:
        return words.say("calibration.first.suggested.new_line", threshold=threshold)
    if advice.line == advice.threshold:
        return words.say("calibration.first.suggested.same_line", threshold=threshold)
    return words.say("calibration.first.suggested.line", line=words.points(advice.line), threshold=threshold)


def _card(cards: DataFrame, name: str) -> Series[float] | None:
    found = cards[cards["card"] == name]
    return found.iloc[0] if len(found) else None


def _share(card: Series[float], words: Words) -> str:
    return f"{words.share(card['share_of_winners'])} ({words.share_interval(card['share_low'], card['share_high'])})"


def _auc(card: Series[float], words: Words) -> str:
    return f"{words.number(card['auc'], 3)} ({words.interval(card['auc_low'], card['auc_high'], 3)})"
