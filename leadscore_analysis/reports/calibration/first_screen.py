"""The first screen: what to change, what that is expected to bring, and how sure that is, a sentence each."""

from __future__ import annotations

import math
from typing import Any

from pandas import DataFrame

from leadscore_analysis.charts.missed_winners import count_shown
from leadscore_analysis.reports.calibration.inputs import CalibrationInputs
from leadscore_analysis.reports.page import Finding
from leadscore_analysis.suggestion.ceilings import ON_RAW, ON_UNITS
from leadscore_analysis.suggestion.verdict import backwards_sentence, card_row, difference_row, judged_figure, verdict
from leadscore_analysis.words import Words

MOST_CHANGES = 3
_MERIT = 3


def findings(inputs: CalibrationInputs, words: Words) -> tuple[Finding, ...]:
    """The first screen of a calibration report: a question and its answer in one sentence, three times.

    That a card ranks leads backwards is told before them.
    """
    backwards = backwards_sentence(inputs.suggestion, words)
    answers = {"change": f"{backwards} {_change(inputs, words)}".lstrip(), "bring": _bring(inputs, words), "sure": _sure(inputs, words)}
    return tuple(Finding(words.say(f"calibration.first.{name}.question"), answer) for name, answer in answers.items())


def _change(inputs: CalibrationInputs, words: Words) -> str:
    found, line = verdict(inputs.suggestion), _line(inputs, words)
    key = f"calibration.first.change.{_advice(found)}"
    if found == "unchanged":
        return words.say(key, terms=len(inputs.suggestion.points), line=line)
    return words.say(key, count=inputs.changes, terms=len(inputs.suggestion.points), changes=_changes(inputs, words), line=line)


def _advice(found: str) -> str:
    """What a verdict comes to: change, keep, or only as a trial."""
    return {"better": "better", "leak": "better", "unchanged": "unchanged", "worse": "worse", "no_better": "worse"}.get(found, "trial")


def _changes(inputs: CalibrationInputs, words: Words) -> str:
    """The largest changes by name, and how many more there are."""
    table = inputs.suggestion.points
    table = table.assign(size=(table["suggested"] - table["current"]).abs())
    changed = table[table["verdict"] != "keep"].sort_values("size", ascending=False, kind="stable")
    told = [
        words.say(
            "calibration.first.change.term", term=str(row["term"]), now=words.points(row["current"]), new=words.points(row["suggested"])
        )
        for row in changed.head(MOST_CHANGES).to_dict("records")
    ]
    more = inputs.changes - len(told)
    return words.listed([*told, *([words.say("calibration.first.change.more", count=more)] if more else [])])


def _line(inputs: CalibrationInputs, words: Words) -> str:
    """What happens to the line, as the end of a sentence."""
    chosen, line = inputs.suggestion.threshold, inputs.suggestion.line
    if chosen is None:
        return words.say("calibration.first.line.none")
    values: dict[str, Any] = {"threshold": words.points(chosen.points)} | ({} if line is None else {"line": words.points(line)})
    name = "new" if line is None else "same" if float(line) == chosen.points else "moved"
    return words.say(f"calibration.first.line.{name}{'' if chosen.fits else '_full'}", **values)


def _bring(inputs: CalibrationInputs, words: Words) -> str:
    """What the suggested card reaches on rows that its fit never saw, beside the current one, a baseline and the ceiling."""
    cards, found = inputs.suggestion.cards, verdict(inputs.suggestion)
    if found == "not_judged" or not math.isfinite(card_row(inputs.suggestion, "current")["auc"]):
        return words.say("calibration.first.bring.not_judged")
    figure = judged_figure(inputs.suggestion)
    values: dict[str, Any] = {name: _told(card_row(inputs.suggestion, card)[figure], figure, words) for name, card in _BESIDE.items()}
    ceiling = _ceiling(cards, figure)
    key = f"calibration.first.bring.{'same_' if found == 'unchanged' else ''}{figure}"
    if ceiling is not None:
        key, values["ceiling"] = f"{key}_ceiling", _told(ceiling, figure, words)
    if inputs.leads_per_week is not None and figure != "auc":
        values["capacity"] = words.points(inputs.leads_per_week)
    return words.say(key, **values)


_BESIDE = {"suggested": "suggested", "now": "current", "recent": "most recent first"}


def _told(value: float, figure: str, words: Words) -> str:
    return words.number(value, _MERIT) if figure == "auc" else words.share(value)


def _ceiling(cards: DataFrame, figure: str) -> float | None:
    """The higher one of the boosted models."""
    found = cards.loc[cards["card"].isin([ON_UNITS, ON_RAW]), figure]
    return float(found.max()) if found.notna().any() else None


def _sure(inputs: CalibrationInputs, words: Words) -> str:
    found, suggestion = verdict(inputs.suggestion), inputs.suggestion
    counts, smallest = suggestion.counts, inputs.study.privacy.smallest_group
    kept = int((suggestion.points["verdict"] == "keep").sum())
    values: dict[str, Any] = {
        "converting": count_shown(counts.converting_leads, smallest, words),
        "kept": kept,
        "terms": len(suggestion.points),
        "windows": counts.judged_windows,
        "names": words.listed(list(suggestion.leaking)),
    }
    if found in {"unchanged", "not_judged", "leak"}:
        return words.say(f"calibration.first.sure.{found}", **values)
    figure = judged_figure(suggestion)
    row = difference_row(suggestion, figure)
    scale, digits = (1, _MERIT) if figure == "auc" else (100, 1)
    difference = words.number(scale * row["difference"], digits)
    unit = "" if figure == "auc" else words.sentences["calibration.first.sure.percentage_points"]
    values |= {
        "difference": unit.format(number=difference) if unit else difference,
        "interval": words.interval(scale * row["low"], scale * row["high"], digits),
        "judged": count_shown(int(card_row(suggestion, "suggested").get("n_converting_leads", 0)), smallest, words),
    }
    if found == "chance" and figure != "auc" and (auc := difference_row(suggestion, "auc"))["low"] > 0:
        values |= {"auc": words.number(auc["difference"], _MERIT), "auc_interval": words.interval(auc["low"], auc["high"], _MERIT)}
        return words.say("calibration.first.sure.chance_auc", **values)
    return words.say(f"calibration.first.sure.{found}", **values)
