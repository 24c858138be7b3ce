"""From a replay, a study and its examples to a suggestion. The holdout is never read here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

import pandas as pd

from leadscore_analysis.engine import Progress, tell
from leadscore_analysis.evaluation.figures import places_at_a_moment
from leadscore_analysis.labels import Examples
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.backwards import backward_cards
from leadscore_analysis.suggestion.candidates import candidates_table
from leadscore_analysis.suggestion.card import Card
from leadscore_analysis.suggestion.cards import card_tables
from leadscore_analysis.suggestion.ceilings import with_ceilings
from leadscore_analysis.suggestion.effects import term_effects
from leadscore_analysis.suggestion.fit import CardFit
from leadscore_analysis.suggestion.lines import with_thresholds
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.path import ChangePath, change_path
from leadscore_analysis.suggestion.raw_history import RawHistory, not_to_read
from leadscore_analysis.suggestion.reasons import points_table, reason_sentences
from leadscore_analysis.suggestion.replaying import Replaying, changed_rulebook
from leadscore_analysis.suggestion.rolling import FittedFold, JudgedRows, fitted_folds, judged_rows, tested
from leadscore_analysis.suggestion.searched import SearchedPart, searched_part
from leadscore_analysis.suggestion.structure import (
    SearchedRule,
    StructureSearch,
    TakenStructures,
    on_all_rows,
    structure_search,
    structure_table,
    taken_structures,
)
from leadscore_analysis.suggestion.study_material import study_material
from leadscore_analysis.suggestion.suggestion import Scale, Suggestion, SuggestionCounts
from leadscore_analysis.suggestion.threshold_choice import threshold_choice
from leadscore_analysis.thresholds import (
    DEFAULT_TARGETS,
    Targets,
)
from leadscore_analysis.words import languages, read_words


def suggest(
    replay: Replay,
    study: Study,
    examples: Examples,
    leaks: pd.DataFrame,
    *,
    targets: Targets = DEFAULT_TARGETS,
    ceilings: bool = True,
    progress: Progress | None = None,
) -> Suggestion:
    """What to change in the replayed rulebook, fitted on the study's fit period and judged on its folds forward in time.

    ``leaks`` is the leak check's table: ``kind``, ``name``, ``named``, ``allowed``; ``targets`` are shares that lines are chosen for;
    ``ceilings`` says whether boosted models are judged beside the cards. The same study, history and rulebook give the same suggestion.
    InputError when the judged score cannot be fitted.
    """
    score, places = study.judged_score([each.score for each in replay.rulebook.model.scores]), places_at_a_moment(study)
    fitted = _fitted(replay, score, study_material(replay, study, examples, leaks, score, progress=progress), places, progress=progress)
    judged = _judged(replay, study, examples, leaks, fitted, ceilings=ceilings, progress=progress)
    material, path, card = fitted.material, fitted.path, fitted.card
    effects = term_effects(fitted.part.material, fitted.part.folds, card, changes=path.recommended)
    told = partial(reason_sentences, card, converting_leads=material.converting_leads, smallest=study.privacy.smallest_group)
    pointed = changed_rulebook(replay.rulebook, {**changed_points(card), **fitted.further.values(path.beyond)})
    choice = threshold_choice(replay, pointed, study, examples, card, judged=judged, score=score, targets=targets, progress=progress)
    tables = card_tables(judged, examples, places)
    return Suggestion(
        study=study.name,
        score=score,
        seed=study.seed,
        points=points_table(card, told(), effects.terms),
        reasons={language: told(read_words(language)) for language in languages()},
        effects=effects.windows,
        cards=tables.cards,
        differences=tables.differences,
        change_path=path.table,
        structure=structure_table(fitted.search, fitted.taken),
        candidates=_candidates(replay, study, leaks, fitted, progress),
        threshold=choice.threshold,
        threshold_table=choice.table,
        moved=choice.moved,
        line=choice.line,
        current=replay.rulebook,
        rulebook=with_thresholds(pointed, choice.moved).with_version(replay.rulebook.version + 1),
        scale=Scale(card.step, card.largest, card.intercept, card.log_odds_per_point),
        counts=_counts(fitted, judged),
        smallest_group=study.privacy.smallest_group,
        leaking=material.leaking,
        backwards=backward_cards(material, card, tables.cards),
        thresholds=choice.thresholds,
    )


def _candidates(replay: Replay, study: Study, leaks: pd.DataFrame, fitted: _Fitted, progress: Progress | None) -> pd.DataFrame:
    taken, share = fitted.taken, fitted.part.share
    return candidates_table(replay, study, leaks, fitted.search, fitted.fit, taken=taken, share=share, progress=progress)


@dataclass(frozen=True)
class _Fitted:
    """The fit of the whole period and of the folds, the path of changes, and the structures that go beyond changes of points."""

    score: str
    material: Material
    fit: CardFit
    path: ChangePath
    part: SearchedPart
    search: StructureSearch
    further: TakenStructures
    folds: Sequence[FittedFold]

    @property
    def taken(self) -> tuple[SearchedRule, ...]:
        """The rules whose structure changes in the recommended step."""
        return self.search.helping[: self.path.beyond]

    @property
    def card(self) -> Card:
        """The card of the recommended step."""
        return self.further.card(self.fit.card(self.path.recommended), self.path.beyond)


def _fitted(replay: Replay, score: str, material: Material, places: Fraction | None, *, progress: Progress | None) -> _Fitted:
    folds = fitted_folds(material, progress=progress)
    tell(progress, "fitting the whole period")
    fit = material.fit()
    tell(progress, "judging the change path")
    path = change_path(material, folds, fit, places)
    engine, model, changes = replay.engine, replay.rulebook.model, path.recommended
    part = searched_part(material, folds)
    search = structure_search(engine, model, part.material, part.folds, fit, changes=changes, progress=progress)
    further = taken_structures(on_all_rows(search, engine, model, material, folds, changes=changes), fit.card(changes))
    path = change_path(material, folds, fit, places, beyond=further.steps) if further.steps else path
    return _Fitted(score, material, fit, path, part, search, further, further.folds(folds, path.beyond))


def _judged(
    replay: Replay,
    study: Study,
    examples: Examples,
    leaks: pd.DataFrame,
    fitted: _Fitted,
    *,
    ceilings: bool,
    progress: Progress | None,
) -> JudgedRows:
    replaying = Replaying(replay, fitted.score, fitted.material, tested(fitted.folds))
    judged = judged_rows(fitted.material, fitted.folds, replaying.scores_under, changes=fitted.path.recommended, progress=progress)
    if not ceilings:
        return judged
    raw = RawHistory.of(replay.engine, examples, not_to_read(leaks, study))
    return with_ceilings(judged, fitted.material, fitted.folds, raw, progress=progress)


def changed_points(card: Card) -> Mapping[FilePath, Decimal]:
    """The suggested points that differ from the present ones, by their place in the rulebook."""
    return {entry.term.path: entry.suggested for entry in card.terms if entry.verdict != "keep"}


def _counts(fitted: _Fitted, judged: JudgedRows) -> SuggestionCounts:
    material, rows = fitted.material, fitted.material.examples.rows
    return SuggestionCounts(
        rows=len(rows),
        fitted_rows=len(material.places),
        leads=int(rows["lead"].nunique()),
        converting_leads=material.converting_leads,
        judged_rows=len(judged.places),
        judged_windows=judged.windows,
        worked_converting_leads=material.worked_converting_leads,
        sampled_rows=fitted.fit.sampled,
        searched_leads=fitted.part.leads if fitted.part.share < 1 else None,
    )
