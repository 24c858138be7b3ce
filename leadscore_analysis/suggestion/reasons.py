"""What is suggested, in sentences and as a table; how it may be shown, with counts of few leads hidden."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from leadscore_analysis.evaluation.masks import shown_count
from leadscore_analysis.suggestion.card import Card, CardTerm, Companions
from leadscore_analysis.suggestion.fit import LEAST_CONVERTING_LEADS, LEAST_WITH_TERM
from leadscore_analysis.thresholds import Threshold
from leadscore_analysis.words import ENGLISH, Words

_NEEDED = {"too_few_conversions": LEAST_CONVERTING_LEADS, "too_little_data": LEAST_WITH_TERM}
_ENDS = ["low", "high", "worked_low", "worked_high"]
_TOGETHER = ["with", "current", "suggested", "low", "high", "correlation"]
_SHARES = ["with", "without", "lift", *_ENDS, "together_low", "together_high"]
_EFFECTS = ["effect", "effect_low", "effect_high"]


def points_table(card: Card, reasons: Sequence[str], effects: pd.DataFrame | None = None) -> pd.DataFrame:
    """A row per term: where it stands, its points now and suggested, the verdict with its reason in a sentence, its support, and the 90 %
    interval (``low``, ``high``) of what it is worth in points, free of the sign of its points and of the card in use; ``worked_low`` and
    ``worked_high`` are that interval among leads that sales first worked within the horizon. ``together_with`` names the terms that it
    cannot be told from; what it and they have (``together_current``), would have (``together_suggested``) and are worth (``together_low``,
    ``together_high``) in sum, and the ``together_correlation`` of their units. ``effects`` is the table of
    :func:`leadscore_analysis.suggestion.effects.term_effects` (None: not asked), whose columns stand at the end.

    Counts are full (:func:`shown_points` hides small ones); in the sentences those below ``smallest`` read "fewer than 5".

    ========  ======  ======  =======  =========  =======  ====================================  ====  =====  ================
    score     rule    term    current  suggested  verdict  reason                                rows  leads  converting_leads
    ========  ======  ======  =======  =========  =======  ====================================  ====  =====  ================
    interest  demo    demo         15         20  raise    beside the other terms it is worth …   412    230                61
    interest  mail    mail          5          0  drop     beside the other terms it is worth …  9120   4000               204
    interest  chat    chat         10         10  keep     too little data: fewer than 5 conv …    31     20                 4
    ========  ======  ======  =======  =========  =======  ====================================  ====  =====  ================
    """
    told = pd.DataFrame([_told(entry) for entry in card.terms], columns=["score", "rule", "term", "current", "suggested", "verdict"])
    ends = pd.DataFrame([(entry.low, entry.high, entry.worked_low, entry.worked_high) for entry in card.terms], columns=_ENDS)
    sums = pd.DataFrame([_together(entry) for entry in card.terms], columns=[f"together_{name}" for name in _TOGETHER])
    known = [told.assign(reason=list(reasons)), card.support.drop(columns="term"), ends, sums]
    return pd.concat(known if effects is None else [*known, effects.drop(columns="term")], axis=1)


def reason_sentences(card: Card, words: Words = ENGLISH, *, converting_leads: int, smallest: int) -> tuple[str, ...]:
    """Why each term gets the points that are suggested; ``converting_leads`` counts those of the fit period."""
    return tuple(
        reason_sentence(entry, row, step=float(card.step), converting_leads=converting_leads, smallest=smallest, words=words)
        for entry, (_, row) in zip(card.terms, card.support.iterrows(), strict=True)
    )


def shown_points(points: pd.DataFrame, *, smallest: int) -> pd.DataFrame:
    """The points table as it may leave the program: counts of fewer than ``smallest`` leads read "< 5", shares that tell them are missing.

    Terms are no parts of a whole, so that one hidden count cannot be told from the others.
    """
    few = {name: points[name].between(1, smallest - 1) for name in ("leads", "converting_leads")}
    counts = {name: [shown_count(int(count), smallest=smallest) for count in points[name]] for name in few}
    shown = points.assign(**counts, rows=points["rows"].where(~few["leads"]))
    shown.loc[few["leads"] | few["converting_leads"], [name for name in (*_SHARES, *_EFFECTS) if name in points]] = np.nan
    return shown


def reason_sentence(
    entry: CardTerm, support: pd.Series[float], *, step: float, converting_leads: int, smallest: int, words: Words = ENGLISH
) -> str:
    """Why the term gets the points that are suggested, and what it cannot be told from; ``support`` is its row of the support table."""
    because = _because(entry, support, step=step, converting_leads=converting_leads, smallest=smallest, words=words)
    if entry.companions is None:
        return because
    return f"{because}; {_companions(entry.companions, words)}"


def _companions(them: Companions, words: Words) -> str:
    return words.say(
        "suggestion.reasons.together",
        names=", ".join(them.names),
        correlation=words.number(math.floor(them.correlation * 1000) / 1000, 3),  # Never told as 1 where it is less.
        current=words.points(round(them.current, 1)),
        suggested=words.points(round(them.suggested, 1)),
        low=words.number(them.low, 1),
        high=words.number(them.high, 1),
    )


def _because(entry: CardTerm, support: pd.Series[float], *, step: float, converting_leads: int, smallest: int, words: Words) -> str:
    if entry.reason in _NEEDED:
        found = converting_leads if entry.reason == "too_few_conversions" else int(support["converting_leads"])
        return _too_little(entry.reason, found, smallest=smallest, words=words)
    return words.say(
        f"suggestion.reasons.{entry.reason}",
        what=entry.term.leak or entry.term.made_by_sales,
        step=words.points(step),
        current=words.points(float(entry.term.points)),
        suggested=words.points(float(entry.suggested)),
        low=words.number(entry.low, 1),
        high=words.number(entry.high, 1),
        worked_low=words.number(entry.worked_low, 1),
        worked_high=words.number(entry.worked_high, 1),
        with_it=words.share(float(support["with"])),
        without_it=words.share(float(support["without"])),
    )


def threshold_sentence(threshold: Threshold | None, words: Words = ENGLISH) -> str:
    """What the suggested threshold lets through, and what it was chosen for."""
    if threshold is None:
        return words.say("suggestion.threshold.none")
    key = threshold.basis.replace(" ", "_") if threshold.fits else "does_not_fit"
    return words.say(
        f"suggestion.threshold.{key}",
        threshold=words.points(threshold.points),
        new_per_week=_a_week(threshold.new_per_week, words),
        leads_per_week=_a_week(threshold.leads_per_week, words),
    )


def _together(entry: CardTerm) -> tuple[str | float, ...]:
    them = entry.companions
    if them is None:
        return ("", *[float("nan")] * (len(_TOGETHER) - 1))
    return (", ".join(them.names), them.current, them.suggested, them.low, them.high, them.correlation)


def _a_week(leads: float, words: Words) -> str:
    return words.points(round(leads, 1 if leads >= 1 else 3))


def _too_little(reason: str, found: int, *, smallest: int, words: Words) -> str:
    key = f"suggestion.reasons.{reason}"
    if 0 < found < smallest:
        return words.say(f"{key}.few", smallest=smallest, needed=_NEEDED[reason])
    return words.say(key, count=found, needed=_NEEDED[reason])


def _told(entry: CardTerm) -> dict[str, object]:
    term = entry.term
    return {
        "score": term.score,
        "rule": term.rule,
        "term": term.name,
        "current": float(term.points),
        "suggested": float(entry.suggested),
        "verdict": entry.verdict,
    }
