"""Candidates for new rules, ranked by what they would add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from io import StringIO
from typing import Any, Literal

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from leadscore_analysis.clock import duration_text
from leadscore_analysis.engine import Progress
from leadscore_analysis.evaluation.bootstrap import Floats, Interval
from leadscore_analysis.evaluation.figures import NOT_ASKED, account_bootstrap, places_at_a_moment
from leadscore_analysis.evaluation.leaks import LEAST_LEADS
from leadscore_analysis.evaluation.masks import shown_count
from leadscore_analysis.evaluation.winners import share_difference
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.walk import placed_rules
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.candidates.judging import Bench, JudgedCandidate, concatenated_places, support_counts
from leadscore_analysis.suggestion.candidates.listing import LATELY_US, Candidate, candidates, unused
from leadscore_analysis.suggestion.fit import LEAST_WITH_TERM, CardFit
from leadscore_analysis.suggestion.material import Places
from leadscore_analysis.suggestion.structure import SearchedRule, StructureSearch
from leadscore_analysis.suggestion.structure.moment_cells import MomentCells
from leadscore_analysis.suggestion.structure.steps import restructured
from leadscore_analysis.suggestion.structure.trials import CardRows, Trial
from leadscore_analysis.words import ENGLISH, Words

Because = Literal["helps", "fewer_winners", "within_error", "not_sure", "too_little_data"]

WALKED = 12
"""The share of winners is worked out for so many candidates, those that gain most."""
COLUMNS = [
    "kind", "name", "form", "value", "points", "low", "high", "verdict", "gain", "gain_low", "gain_high", "standard_error", "auc_gain",
    "share_gain", "share_gain_low", "share_gain_high", "leads", "converting_leads", "with", "without", "tried", "because", "rule",
]  # fmt: skip
_TELLING = ["with", "without", "low", "high", "gain", "gain_low", "gain_high", "standard_error", "auc_gain", "share_gain", "points", "rule"]


def candidates_table(
    replay: Replay,
    study: Study,
    leaks: pd.DataFrame,
    search: StructureSearch,
    fit: CardFit,
    *,
    taken: Sequence[SearchedRule] = (),
    share: Fraction = Fraction(1),
    progress: Progress | None = None,
) -> pd.DataFrame:
    """A row per event type, value of an attribute, cut or count that no rule uses, those that add most on later moments first.

    They are held beside the card that the search was made beside, with the structures that are ``taken``, on the same rows: a ``share`` of
    all, for which there is the same share of the places.

    ``form`` and ``value`` say what of it counts (:data:`leadscore_analysis.suggestion.candidates.listing.Form`); ``points`` in whole steps,
    with the 90 % interval (``low``, ``high``) of what it is worth; ``gain``, how much the log loss of the folds' tests falls with the
    points that their training rows give, with its interval (95 %) and ``standard_error``; ``auc_gain`` and ``share_gain`` (share of
    winners, with its interval, for the first twelve); its support; ``rule``, ready for the rulebook. The verdict is ``add`` where the
    gain is more than a standard error, the share of winners does not surely fall, at least 10 converting leads have it, and its interval
    leaves out 0 even when drawn for all candidates ``tried``.
    """
    if not search.folds or "too_few_conversions" in fit.fixed.values():
        return pd.DataFrame(columns=COLUMNS)
    bench, cells = _bench(search, fit, taken), MomentCells(search.material.examples)
    lead = search.material.examples.rows["lead"].to_numpy()
    # What fewer leads have than the leak check looks at could be a leak that nobody saw.
    least = max(float(np.sqrt(len(np.unique(lead)))), float(study.privacy.smallest_group), float(LEAST_LEADS))
    score = search.material.terms[0].score
    own = [key for key, each in enumerate(placed_rules(replay.rulebook.model), start=1) if each.score.score == score and each.group is None]
    found = unused(replay.engine, replay.rulebook.model, study, leaks)
    listed = list(candidates(replay.engine, cells, found, reset_with=own, least_leads=least))
    judged = []
    for done, each in enumerate(listed):
        if progress is not None:
            progress(f"trying {each.name} as a rule", done / len(listed))
        judged.append(bench.judged(each))
    judged.sort(key=lambda each: -each.gain.value)
    places = places_at_a_moment(study)
    places = None if places is None else places * share
    shares = [_share_gain(bench, each, places) if at < WALKED else NOT_ASKED for at, each in enumerate(judged)]
    rows = [_told(bench, each, share, tried=len(judged)) for each, share in zip(judged, shares, strict=True)]
    return pd.DataFrame(rows, columns=COLUMNS)


def shown_candidates(table: pd.DataFrame, *, smallest: int, words: Words = ENGLISH) -> pd.DataFrame:
    """The table as it may leave the program, with what each candidate is and the ``reason`` of its verdict in words; figures that tell
    of few converting leads are empty.
    """
    if table.empty:
        return table
    few = table["converting_leads"].between(1, smallest - 1)
    shown = table.assign(
        candidate=[candidate_text(row, words) for row in table.to_dict("records")],
        reason=[candidate_reason(row, words) for row in table.to_dict("records")],
        converting_leads=[shown_count(int(count), smallest=smallest) for count in table["converting_leads"]],
    )
    shown[_TELLING] = shown[_TELLING].astype(object).mask(few, None)
    return shown[["candidate", *[name for name in COLUMNS if name != "because"], "reason"]]


def candidate_text(row: dict[Any, Any], words: Words = ENGLISH) -> str:
    """What the candidate is about."""
    return words.say(
        f"suggestion.candidates.{row['form']}", name=str(row["name"]), value=str(row["value"]), within=duration_text(LATELY_US)
    )


def candidate_reason(row: dict[Any, Any], words: Words = ENGLISH) -> str:
    """Why the candidate is worth a rule, or not."""
    return words.say(
        f"suggestion.candidates.{row['because']}",
        gain=words.number(float(row["gain"]), 5),
        error=words.number(float(row["standard_error"]), 5),
        tried=int(row["tried"]),
        needed=LEAST_WITH_TERM,
    )


def rule_text(candidate: Candidate, points: float) -> str:
    """The candidate as a rule of a rulebook, on one line."""
    slug = "-".join(part for part in (candidate.name, candidate.form, candidate.value) if part)
    named = {"rule": "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in slug).strip("-_.")[:80]}
    out = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.width, yaml.sort_base_mapping_type_on_output = True, 10_000, False  # type: ignore[assignment]
    yaml.dump({**named, **candidate.with_points(points)}, out)
    return out.getvalue().strip()


def _bench(search: StructureSearch, fit: CardFit, taken: Sequence[SearchedRule]) -> Bench:
    material = search.material
    by_fold = [(fold, {rule: rule.by_fold[number] for rule in taken}) for number, fold in enumerate(search.folds)]

    def card_rows(rows: Places, points: Floats, trials: Mapping[SearchedRule, Trial]) -> CardRows:
        account, converted = material.examples.rows["cluster"].to_numpy()[rows], material.examples.converted[rows]
        return CardRows.of(*restructured(search, trials, points, rows), material.caps, converted, account)

    return Bench(
        search,
        card_rows(material.places, search.points, {rule: rule.chosen for rule in taken}),
        tuple(card_rows(fold.train, fold.points, trials) for fold, trials in by_fold),
        tuple(card_rows(fold.test, fold.points, trials) for fold, trials in by_fold),
        material.terms[0].weight,
        float(fit.step),
        float(fit.largest),
        account_bootstrap(material.examples),
    )


def _share_gain(bench: Bench, judged: JudgedCandidate, places: Fraction | None) -> Interval:
    """How much the share of winners rises with the candidate, on the folds' tests."""
    if places is None:
        return NOT_ASKED
    at = concatenated_places(bench.search)
    order = np.argsort(at, kind="stable")
    rows = bench.search.material.examples.taken_rows(at[order])
    return share_difference(rows, judged.scores[order], bench.score[order], places, bench.bootstrap)


def _told(bench: Bench, judged: JudgedCandidate, share: Interval, *, tried: int) -> dict[str, Any]:
    candidate, examples = judged.candidate, bench.search.material.examples
    leads, converting = support_counts(candidate, examples.rows["lead"].to_numpy(), examples.converted)
    low, high = judged.worth.interval()
    because = _because(judged, share, converting, tried)
    return {
        "kind": candidate.kind,
        "name": candidate.name,
        "form": candidate.form,
        "value": candidate.value,
        "points": judged.points,
        "low": low,
        "high": high,
        "verdict": "add" if because == "helps" else "keep",
        "gain": judged.gain.value,
        "gain_low": judged.gain.low,
        "gain_high": judged.gain.high,
        "standard_error": judged.error,
        "auc_gain": judged.auc_gain,
        "share_gain": share.value,
        "share_gain_low": share.low,
        "share_gain_high": share.high,
        "leads": leads,
        "converting_leads": converting,
        "with": _rate(examples.converted[candidate.counts]),
        "without": _rate(examples.converted[~candidate.counts]),
        "tried": tried,
        "because": because,
        "rule": rule_text(candidate, judged.points),
    }


def _because(judged: JudgedCandidate, share: Interval, converting: int, tried: int) -> Because:
    if converting < LEAST_WITH_TERM:
        return "too_little_data"
    if not judged.gain.value > judged.error:
        return "within_error"
    if share.high < 0:
        return "fewer_winners"
    low, high = judged.worth.interval(among=tried)
    return "helps" if (low > 0 or high < 0) and judged.points != 0 else "not_sure"


def _rate(converted: Sequence[bool] | Any) -> float:
    return float(np.mean(converted)) if len(converted) else float("nan")
