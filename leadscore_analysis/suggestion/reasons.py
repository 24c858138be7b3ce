"""What is suggested, in sentences."""

from __future__ import annotations

import pandas as pd

from leadscore_analysis.suggestion.card import LEAST_CONVERTING_LEADS, LEAST_WITH_TERM, Card, CardTerm
from leadscore_analysis.thresholds import Threshold
from leadscore_analysis.words import ENGLISH, Words

_NEEDED = {"too_few_conversions": LEAST_CONVERTING_LEADS, "too_little_data": LEAST_WITH_TERM}


def points_table(card: Card, *, converting_leads: int, words: Words = ENGLISH) -> pd.DataFrame:
    """A row per term: where it stands, its points now and suggested, the verdict with its reason in a sentence, and its support.

    ========  ======  ======  =======  =========  =======  ====================================  ====  ================
    score     rule    term    current  suggested  verdict  reason                                rows  converting_leads
    ========  ======  ======  =======  =========  =======  ====================================  ====  ================
    interest  demo    demo         15         20  raise    beside the other terms it is worth …   412                61
    interest  mail    mail          5          0  drop     beside the other terms it is worth …  9120               204
    interest  chat    chat         10         10  keep     too little data: 4 converting leads …   31                 4
    ========  ======  ======  =======  =========  =======  ====================================  ====  ================
    """
    told = pd.DataFrame([_told(entry) for entry in card.terms], columns=["score", "rule", "term", "current", "suggested", "verdict"])
    reasons = [
        reason_sentence(entry, row, step=float(card.step), converting_leads=converting_leads, words=words)
        for entry, (_, row) in zip(card.terms, card.support.iterrows(), strict=True)
    ]
    return pd.concat([told.assign(reason=reasons), card.support.drop(columns="term")], axis=1)


def reason_sentence(entry: CardTerm, support: pd.Series[float], *, step: float, converting_leads: int, words: Words = ENGLISH) -> str:
    """Why the term gets the points that are suggested; ``support`` is its row of the support table."""
    needed = _NEEDED.get(entry.reason)
    count = converting_leads if entry.reason == "too_few_conversions" else int(support["converting_leads"])
    return words.say(
        f"suggestion.reasons.{entry.reason}",
        count=None if needed is None else count,
        needed=needed or 0,
        what=entry.term.leak or entry.term.made_by_sales,
        step=words.points(step),
        suggested=words.points(float(entry.suggested)),
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
        new_per_week=words.number(threshold.new_per_week, 1),
        leads_per_week=words.number(threshold.leads_per_week, 1),
    )


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
