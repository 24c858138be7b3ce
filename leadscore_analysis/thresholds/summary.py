"""Threshold choices in a few lines, for a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pandas import Series

from leadscore_analysis.thresholds.results import ThresholdChoices
from leadscore_analysis.thresholds.written import shown_tables
from leadscore_analysis.words import ENGLISH, Words


def summary(found: ThresholdChoices, *, smallest: int, words: Words = ENGLISH) -> list[str]:
    """A line for each choice: what it is chosen by, where it stands and what it brings, or why there is none."""
    return list(_lines(found, smallest, words))


def asked_text(row: Series[float], words: Words) -> str:
    """What a line was asked for: leads a week, or a share; a dash for the line in force."""
    asked = float(row["asked"])
    if not math.isfinite(asked):
        return words.say("numbers.missing")
    if str(row["basis"]) in {"capacity", "present volume"}:
        return words.say("thresholds.a_week", number=words.number(asked, 0 if asked.is_integer() else 1))
    return words.share(asked)


def _lines(found: ThresholdChoices, smallest: int, words: Words) -> Iterator[str]:
    for _, row in shown_tables(found, smallest=smallest)["threshold_choices"].iterrows():
        basis = words.name(str(row["basis"]))
        if math.isfinite(row["asked"]):
            basis = f"{basis} ({asked_text(row, words)})"
        yield words.say("thresholds.line", basis=basis, told=_told(row, words))


def _told(row: Series[float], words: Words) -> str:
    remark = words.name(str(row["remark"])) if row["remark"] else ""
    if not math.isfinite(row["threshold"]) or not math.isfinite(float(row["new_per_week"])):
        return remark or words.say("charts.none_shown")
    later = "forward_precision" in row.index
    precision, share = (float(row[f"forward_{name}" if later else name]) for name in ("precision", "share_of_winners"))
    brings = words.say(
        "thresholds.brings_later" if later else "thresholds.brings",
        threshold=words.points(row["threshold"]),
        new=words.number(row["new_per_week"], 1),
        precision=words.share(precision),
        share=words.share(share),
    )
    return f"{brings} ({remark})" if remark else brings
