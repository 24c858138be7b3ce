"""The first screen: what was looked at, how well the current score works, what is suggested and what it should bring."""

from __future__ import annotations

import math

from pandas import DataFrame, Series

from leadscore_analysis.charts.missed_winners import count_shown
from leadscore_analysis.clock import DAY_US
from leadscore_analysis.reports.calibration.inputs import CalibrationInputs
from leadscore_analysis.reports.page import Finding
from leadscore_analysis.words import Words


def findings(inputs: CalibrationInputs, words: Words) -> tuple[Finding, ...]:
    """The first screen of a calibration report: a question and its answer, three times."""
    answers = {"looked_at": _looked_at(inputs, words), "works": _works(inputs, words), "suggested": _suggested(inputs, words)}
    return tuple(Finding(words.say(f"calibration.first.{name}.question"), answer) for name, answer in answers.items())


def _looked_at(inputs: CalibrationInputs, words: Words) -> str:
    counts, (first, last) = inputs.evaluation.counts, inputs.evaluation.moments
    smallest = inputs.study.privacy.smallest_group
    return words.say(
        "calibration.first.looked_at.answer",
        leads=count_shown(counts.leads_at_risk, smallest, words),
        first=words.day(first.date()),
        last=words.day(last.date()),
        moments=counts.moments,
        converting=count_shown(counts.converting_leads, smallest, words),
        horizon=words.points(inputs.study.horizon / DAY_US),
    )


def _works(inputs: CalibrationInputs, words: Words) -> str:
    current, recent = (_card(inputs.evaluation.figures, card) for card in ("current", "most recent first"))
    parts = [words.say("calibration.first.works.auc", auc=_auc(current, words))]
    if inputs.leads_per_week is not None:
        capacity = words.points(inputs.leads_per_week)
        parts = [
            words.say("calibration.first.works.share", capacity=capacity, share=_share(current, words)),
            words.say("calibration.first.works.recent", share=words.share(recent["share_of_winners"])),
            *parts,
        ]
    return " ".join(parts)


def _suggested(inputs: CalibrationInputs, words: Words) -> str:
    terms = len(inputs.suggestion.points)
    if inputs.changes:
        points = words.say("calibration.first.suggested.points", count=inputs.changes, terms=terms)
    else:
        points = words.say("calibration.first.suggested.no_points", terms=terms)
    return " ".join(part for part in (points, _line(inputs, words), _expected(inputs, words)) if part)


def _line(inputs: CalibrationInputs, words: Words) -> str:
    if inputs.threshold is None:
        return ""
    threshold = words.points(inputs.threshold)
    line = None if inputs.suggestion.line is None else float(inputs.suggestion.line)
    if line is None:
        return words.say("calibration.first.suggested.new_line", threshold=threshold)
    if line == inputs.threshold:
        return words.say("calibration.first.suggested.same_line", threshold=threshold)
    return words.say("calibration.first.suggested.line", line=words.points(line), threshold=threshold)


def _expected(inputs: CalibrationInputs, words: Words) -> str:
    """What the suggested points bring on rows that their fit never saw, against the current ones; nothing where none changes."""
    cards = inputs.suggestion.cards
    suggested, current = _card(cards, "suggested"), _card(cards, "current")
    if not inputs.changes:
        return ""
    if math.isfinite(suggested["share_of_winners"]):
        now = words.share(current["share_of_winners"])
        expected = words.say("calibration.first.suggested.expected_share", share=_share(suggested, words), now=now)
        return f"{expected} {_difference(inputs.suggestion.differences, words)}"
    if math.isfinite(suggested["auc"]):
        return words.say("calibration.first.suggested.expected_auc", auc=_auc(suggested, words), now=words.number(current["auc"], 3))
    return words.say("calibration.first.suggested.not_judged")


def _difference(differences: DataFrame, words: Words) -> str:
    """Whether the suggested card's share of winners is told apart from the current one's, in percentage points."""
    row = differences[differences["figure"] == "share_of_winners"].iloc[0]
    low, high = 100 * row["low"], 100 * row["high"]
    interval = words.interval(low, high, 1)
    if not (low > 0 or high < 0):
        return words.say("calibration.first.suggested.chance", interval=interval)
    return words.say("calibration.first.suggested.difference", difference=words.number(100 * row["difference"], 1), interval=interval)


def _card(cards: DataFrame, name: str) -> Series[float]:
    return cards[cards["card"] == name].iloc[0]


def _share(card: Series[float], words: Words) -> str:
    return f"{words.share(card['share_of_winners'])} ({words.share_interval(card['share_low'], card['share_high'])})"


def _auc(card: Series[float], words: Words) -> str:
    return f"{words.number(card['auc'], 3)} ({words.interval(card['auc_low'], card['auc_high'], 3)})"
