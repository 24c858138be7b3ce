"""The threshold of a suggested rulebook, chosen on the history replayed under it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from leadscore_analysis.engine import Progress, tell
from leadscore_analysis.evaluation.bands import line_in_force
from leadscore_analysis.evaluation.figures import account_bootstrap
from leadscore_analysis.evaluation.missed import highest_before_conversion, make_conversion_facts
from leadscore_analysis.evaluation.threshold_table import threshold_table
from leadscore_analysis.labels import Examples, label
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.card import Card, exact
from leadscore_analysis.suggestion.forward import forward_scores
from leadscore_analysis.suggestion.lines import MovedThreshold, moved_thresholds
from leadscore_analysis.suggestion.rolling import JudgedRows
from leadscore_analysis.thresholds import (
    Targets,
    Threshold,
    ThresholdChoices,
    in_whole_points,
    reachable_of,
    threshold_by_capacity,
    threshold_choices,
    volume_at,
    with_forward,
)


@dataclass(frozen=True)
class Choice:
    """The threshold chosen for a rulebook (None: nothing to choose it by), the table that it was chosen from, and the other choices.

    ``line`` is the one in force (None: neither study nor rulebook draws one), ``moved`` what of the rulebook follows the threshold away
    from it.
    """

    line: Decimal | None
    threshold: Threshold | None
    moved: tuple[MovedThreshold, ...]
    table: pd.DataFrame
    thresholds: ThresholdChoices


def threshold_choice(
    replay: Replay,
    rulebook: Rulebook,
    study: Study,
    examples: Examples,
    card: Card,
    *,
    judged: JudgedRows,
    score: str,
    targets: Targets,
    progress: Progress | None,
) -> Choice:
    """The threshold of the suggested rulebook, which is replayed for it; ``judged`` are the rows of later moments under its ``card``."""
    with replay.under(rulebook, progress=progress) as other:
        scored = label(other, study)
        tell(progress, "choosing the threshold")
        make_conversion_facts(other.engine, None)
        line = _line(study, replay.rulebook, score)
        threshold = _threshold(study, examples, scored, line)
        always = () if threshold is None else (threshold.points,)
        highest, bootstrap = highest_before_conversion(other.engine, scored), account_bootstrap(scored)
        # Points that stay as they are were fitted on nothing here, and the line in force was drawn for them.
        fitted = rulebook.fingerprint() != replay.rulebook.fingerprint()
        forward = forward_scores(judged, card) if fitted else None
        table = threshold_table(scored, highest, bootstrap, always=always)
        table = with_forward(table, None if forward is None else forward.judged(scored), bootstrap)
        choices = threshold_choices(
            scored,
            study,
            other,
            line=None if threshold is None else threshold.points,
            threshold=threshold if fitted else None,
            targets=targets,
            fitted_on=int(examples.rows["lead"].nunique()) if fitted else 0,
            forward=forward,
            table=table,
        )
        return Choice(line, threshold, _moved(rulebook, score, line, threshold), table, choices)


def _threshold(study: Study, examples: Examples, scored: Examples, line: Decimal | None) -> Threshold | None:
    """By capacity; without one, as many new leads a week as reach the line in force now."""
    reachable = reachable_of(scored)
    if study.capacity is not None:
        return in_whole_points(threshold_by_capacity(reachable, study.capacity.leads_per_week), reachable)
    if line is None:
        return None
    present = volume_at(reachable_of(examples), float(line))
    return in_whole_points(threshold_by_capacity(reachable, present, basis="present volume"), reachable)


def _line(study: Study, rulebook: Rulebook, score: str) -> Decimal | None:
    in_force = line_in_force(study, rulebook, score)
    return None if in_force is None else exact(in_force)


def _moved(rulebook: Rulebook, score: str, line: Decimal | None, threshold: Threshold | None) -> tuple[MovedThreshold, ...]:
    if line is None or threshold is None:
        return ()
    return moved_thresholds(rulebook, score=score, line=line, threshold=exact(threshold.points))
