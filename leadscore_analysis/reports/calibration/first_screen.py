"""The first screen: what was looked at, how well the current score works, what is suggested and what it should bring."""

from __future__ import annotations

from pandas import DataFrame, Series

from leadscore_analysis.charts.missed_winners import count_shown
from leadscore_analysis.clock import DAY_US
from leadscore_analysis.reports.calibration.inputs import CalibrationInputs
from leadscore_analysis.reports.page import Finding
from leadscore_analysis.suggestion.verdict import card_row, difference_row, judged_figure, verdict, verdict_sentence
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
    parts = [verdict_sentence(inputs.suggestion, words)]
    if inputs.changes:
        parts.append(words.say("calibration.first.suggested.points", count=inputs.changes, terms=len(inputs.suggestion.points)))
    return " ".join(part for part in (*parts, _line(inputs, words), _expected(inputs, words)) if part)


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
    """What the suggested points bring on rows that their fit never saw, against the current ones; nothing where there is no telling."""
    if verdict(inputs.suggestion) in {"unchanged", "not_judged"}:
        return ""
    suggested, current = (card_row(inputs.suggestion, card) for card in ("suggested", "current"))
    figure, now = judged_figure(inputs.suggestion), words.number(current["auc"], 3)
    if figure == "auc":
        parts = [words.say("calibration.first.suggested.expected_auc", auc=_auc(suggested, words), now=now)]
    else:
        share, share_now = _share(suggested, words), words.share(current["share_of_winners"])
        parts = [words.say("calibration.first.suggested.expected_share", share=share, now=share_now)]
    if inputs.suggestion.leaking:
        return parts[0]
    difference, interval = _difference(inputs, figure, words)
    parts.append(words.say("calibration.first.suggested.difference", difference=difference, interval=interval))
    if figure != "auc" and suggested["auc"] < current["auc"]:
        _, span = _difference(inputs, "auc", words)
        auc = words.number(suggested["auc"], 3)
        parts.append(words.say("calibration.first.suggested.auc_falls", now=now, auc=auc, span=span))
    return " ".join(parts)


def _difference(inputs: CalibrationInputs, figure: str, words: Words) -> tuple[str, str]:
    """How far the suggested card is above the current one, with its unit (percentage points for shares), and the interval."""
    row = difference_row(inputs.suggestion, figure)
    scale, digits = (100, 1) if figure == "share_of_winners" else (1, 3)
    unit = "{number}" if scale == 1 else words.sentences["calibration.first.suggested.percentage_points"]
    difference = unit.format(number=words.number(scale * row["difference"], digits))
    return difference, words.interval(scale * row["low"], scale * row["high"], digits)


def _card(cards: DataFrame, name: str) -> Series[float]:
    return cards[cards["card"] == name].iloc[0]


def _share(card: Series[float], words: Words) -> str:
    return f"{words.share(card['share_of_winners'])} ({words.share_interval(card['share_low'], card['share_high'])})"


def _auc(card: Series[float], words: Words) -> str:
    return f"{words.number(card['auc'], 3)} ({words.interval(card['auc_low'], card['auc_high'], 3)})"
