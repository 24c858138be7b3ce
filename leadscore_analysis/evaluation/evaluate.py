"""Scores against conversions: every figure and table of one study's fit period, and the holdout when it is opened."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from leadscore_analysis.evaluation.bands import bands_of, conversion_by_band, line_in_force, score_distribution
from leadscore_analysis.evaluation.figures import account_bootstrap, card_figures, figures_table, most_recent_first, places_at_a_moment
from leadscore_analysis.evaluation.groups import hand_raises, tenure_correlation, worked_leads
from leadscore_analysis.evaluation.holdout import OpenedHoldout, opened_holdout
from leadscore_analysis.evaluation.leaks import leaks
from leadscore_analysis.evaluation.lift import lift_by_decile
from leadscore_analysis.evaluation.missed import conversions_of_period, highest_before_conversion, make_conversion_facts
from leadscore_analysis.evaluation.score_table import ScoreTable
from leadscore_analysis.evaluation.threshold_table import threshold_table
from leadscore_analysis.labels import Examples
from leadscore_analysis.labels.counts import LabelCounts
from leadscore_analysis.replay import Replay
from leadscore_analysis.study import Study

CURRENT = "current"
MOST_RECENT_FIRST = "most recent first"


@dataclass(frozen=True)
class Evaluation:
    """What a score was worth in the fit period. Tables hold full counts; :func:`leadscore_analysis.evaluation.written.write` masks them.

    ``worked_leads`` and ``hand_raises`` are empty when the study or the rulebook names none. ``line`` is the line in force (None: none).
    """

    study: Study
    rulebook: str
    rulebook_version: int
    rulebook_hash: str
    score: str
    line: float | None
    counts: LabelCounts
    moments: tuple[pd.Timestamp, pd.Timestamp]
    figures: pd.DataFrame
    lift_by_decile: pd.DataFrame
    conversion_by_band: pd.DataFrame
    score_distribution: pd.DataFrame
    threshold_table: pd.DataFrame
    conversions: int
    missed_winners: pd.DataFrame
    fast_converters: pd.DataFrame
    hand_raises: pd.DataFrame
    worked_leads: pd.DataFrame
    leaks: pd.DataFrame
    tenure_correlation: float
    holdout: OpenedHoldout | None = None
    converted_before_first_seen: int = 0


def evaluate(examples: Examples, study: Study, replay: Replay, *, open_holdout: str | None = None) -> Evaluation:
    """The evaluation of the replayed rulebook on the examples of the fit period.

    The holdout stays shut unless ``open_holdout`` says why it is opened; then the opening is added to ``reports/<study>/holdout.jsonl``.
    """
    engine, model = replay.engine, replay.rulebook.model
    score = study.judged_score([known.score for known in model.scores])
    line = line_in_force(study, replay.rulebook, score)
    bands = bands_of(replay.rulebook, score, line)
    bootstrap, places = account_bootstrap(examples), places_at_a_moment(study)
    cards = {CURRENT: examples.score, MOST_RECENT_FIRST: most_recent_first(examples)}
    table = ScoreTable.of(examples.score, examples.converted, examples.rows["cluster"].to_numpy(), clusters=bootstrap.clusters)
    make_conversion_facts(engine, line)
    conversions = conversions_of_period(engine, examples, line=line, study=study.name)
    always = (*bands.cuts, *(() if line is None else (line,)))
    moments = examples.rows["moment"]
    return Evaluation(
        study=study,
        rulebook=replay.rulebook.name,
        rulebook_version=replay.rulebook.version,
        rulebook_hash=replay.rulebook.fingerprint(),
        score=score,
        line=line,
        counts=examples.counts,
        moments=(moments.iloc[0], moments.iloc[-1]),
        figures=figures_table(
            [card_figures(examples, scores, card=card, places=places, bootstrap=bootstrap) for card, scores in cards.items()]
        ),
        lift_by_decile=lift_by_decile(table, bootstrap),
        conversion_by_band=conversion_by_band(examples, bands, bootstrap),
        score_distribution=score_distribution(examples),
        threshold_table=threshold_table(examples, highest_before_conversion(engine, examples), bootstrap, always=always),
        conversions=len(conversions.table),
        missed_winners=conversions.missed_winners,
        fast_converters=conversions.fast_converters,
        hand_raises=hand_raises(engine, examples, line),
        worked_leads=worked_leads(engine, examples, bootstrap) if study.worked is not None else pd.DataFrame(),
        leaks=leaks(engine, examples.looking, study, replay.rulebook),
        tenure_correlation=tenure_correlation(examples),
        holdout=None if open_holdout is None else opened_holdout(replay, study, reason=open_holdout),
        converted_before_first_seen=conversions.before_first_seen,
    )
