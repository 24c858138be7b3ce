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
    if inputs.leads_per_week is None:
        parts = [words.say("calibration.first.works.no_capacity")]
    else:
        capacity = words.points(inputs.leads_per_week)
        parts = [
            words.say("calibration.first.works.share", capacity=capacity, share=_share(current, words)),
            words.say("calibration.first.works.recent", share=words.share(recent["share_of_winners"])),
        ]
    parts.append(words.say("calibration.first.works.auc", auc=_auc(current, words)))
    if inputs.suggestion.leaking:
        parts.append(words.say("calibration.first.works.leaking", names=", ".join(inputs.suggestion.leaking)))
    return " ".join(parts)


def _suggested(inputs: CalibrationInputs, words: Words) -> str:
    terms = len(inputs.suggestion.points)
    if inputs.changes:
        points = words.say("calibration.first.suggested.points", count=inputs.changes, terms=terms)
    else:
        points = words.say("calibration.first.suggested.no_points", terms=terms)
    return " ".join(part for part in (points, _line(inputs, words), _expected(inputs, words)) if part)


def _line(inputs: CalibrationInputs, words: Words) -> str:
    chosen = inputs.suggestion.threshold
    if chosen is None:
        return words.say("calibration.first.suggested.no_line")
    threshold = words.points(chosen.points)
    line = None if inputs.suggestion.line is None else float(inputs.suggestion.line)
    if line is None:
        return words.say(f"calibration.first.suggested.{'new_line' if chosen.fits else 'does_not_fit'}", threshold=threshold)
    name = "same_line" if line == chosen.points else "line"
    moved = words.say(f"calibration.first.suggested.{name}", line=words.points(line), threshold=threshold)
    return moved if chosen.fits else f"{moved} {words.say('calibration.first.suggested.does_not_fit', threshold=threshold)}"


def _expected(inputs: CalibrationInputs, words: Words) -> str:
    """What the suggested points bring on rows that their fit never saw, against the current ones; nothing where none changes."""
    suggested, current = (_card(inputs.suggestion.cards, card) for card in ("suggested", "current"))
    if not inputs.changes:
        return ""
    if not math.isfinite(suggested["auc"]):
        return words.say("calibration.first.suggested.not_judged")
    now = words.number(current["auc"], 3)
    if not math.isfinite(suggested["share_of_winners"]):
        expected = words.say("calibration.first.suggested.expected_auc", auc=_auc(suggested, words), now=now)
        return f"{expected} {_compared(inputs, 'auc', words)}"
    expected = words.say(
        "calibration.first.suggested.expected_share", share=_share(suggested, words), now=words.share(current["share_of_winners"])
    )
    parts = [expected, _compared(inputs, "share_of_winners", words)]
    if suggested["auc"] < current["auc"] and not inputs.suggestion.leaking:
        told = _difference(inputs.suggestion.differences, "auc", words)
        auc = words.number(suggested["auc"], 3)
        parts.append(words.say("calibration.first.suggested.auc_falls", now=now, auc=auc, span=told["span"]))
    return " ".join(parts)


def _compared(inputs: CalibrationInputs, figure: str, words: Words) -> str:
    """Whether the suggested card's figure is better than the current one's, worse, or not told apart from it; a leak makes that idle."""
    differences, leaking = inputs.suggestion.differences, inputs.suggestion.leaking
    if leaking:
        return words.say("calibration.first.suggested.leak_removed", names=", ".join(leaking))
    row = differences[differences["figure"] == figure].iloc[0]
    told = "better" if row["low"] > 0 else "worse" if row["high"] < 0 else "chance" if row["difference"] > 0 else "no_better"
    said = _difference(differences, figure, words)
    return words.say(f"calibration.first.suggested.{told}", difference=said["difference"], interval=said["interval"], span=said["span"])


def _difference(differences: DataFrame, figure: str, words: Words) -> dict[str, str]:
    """How far the cards are apart (without its sign), its ``interval``, and that with its unit (``span``): percentage points for shares."""
    row = differences[differences["figure"] == figure].iloc[0]
    scale, digits = (100, 1) if figure == "share_of_winners" else (1, 3)
    difference = words.number(abs(scale * row["difference"]), digits)
    interval = words.interval(scale * row["low"], scale * row["high"], digits)
    unit = "{number}" if scale == 1 else words.sentences["calibration.first.suggested.percentage_points"]
    return {"difference": unit.format(number=difference), "interval": interval, "span": unit.format(number=interval)}


def _card(cards: DataFrame, name: str) -> Series[float]:
    return cards[cards["card"] == name].iloc[0]


def _share(card: Series[float], words: Words) -> str:
    return f"{words.share(card['share_of_winners'])} ({words.share_interval(card['share_low'], card['share_high'])})"


def _auc(card: Series[float], words: Words) -> str:
    return f"{words.number(card['auc'], 3)} ({words.interval(card['auc_low'], card['auc_high'], 3)})"
