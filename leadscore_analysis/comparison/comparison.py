"""Two rulebooks on the same history: who qualifies earlier, later, newly, no longer, and how they converted."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from leadscore_analysis.checked import seen_history
from leadscore_analysis.comparison.breakdowns import (
    SIDES,
    alerts_a_week,
    conversion_by_path,
    conversion_by_segment,
    groups_by_week,
    volume_by_week,
)
from leadscore_analysis.comparison.conversion import conversion_by_group
from leadscore_analysis.comparison.figures import paired_figures, same_rows
from leadscore_analysis.comparison.fitted_here import fitted_here
from leadscore_analysis.comparison.instants import MOVERS, counted, left_out, movers, qualified_instants, qualified_leads
from leadscore_analysis.comparison.loading import Given, checked_rulebooks
from leadscore_analysis.comparison.period import Period, seen_until
from leadscore_analysis.comparison.qualifying import Qualifying, qualifying
from leadscore_analysis.comparison.rule_points import points_by_rule
from leadscore_analysis.comparison.seen_part import seen_part
from leadscore_analysis.engine import Progress
from leadscore_analysis.evaluation.figures import account_bootstrap
from leadscore_analysis.history import History
from leadscore_analysis.labels import label
from leadscore_analysis.replay import Replay
from leadscore_analysis.study import Study


@dataclass(frozen=True)
class Comparison:
    """Rulebooks ``a`` and ``b`` on what a study's history knows before its holdout. Tables hold full counts; ``write`` masks them.

    ``left_out`` counts qualified leads by the reason why their first instant is not looked at. ``groups``, ``by_week``, ``by_path``,
    ``by_rule``, ``by_segment``, ``volume``, ``alerts`` and ``figures`` are the tables that the functions of these names make; ``movers``
    lists the leads that move, by a code. ``fitted_here`` names the sides (``A``, ``B``) whose points were suggested from these weeks.
    """

    study: Study
    a: Qualifying
    b: Qualifying
    period: Period
    left_out: dict[str, int]
    groups: pd.DataFrame
    by_week: pd.DataFrame
    by_path: pd.DataFrame
    by_rule: pd.DataFrame
    by_segment: pd.DataFrame
    volume: pd.DataFrame
    alerts: pd.DataFrame
    figures: pd.DataFrame
    movers: pd.DataFrame
    fitted_here: tuple[str, ...] = ()

    @property
    def moving(self) -> int:
        """How many leads qualify earlier, later, newly or no longer."""
        return int(self.groups.loc[self.groups["group"].isin(MOVERS), "leads"].sum())


def compare(history: History | Path | str, a: Given, b: Given, study: Study, *, progress: Progress | None = None) -> Comparison:
    """The comparison of two rulebooks on the part of the history that lies before the study's holdout and is known.

    A lead is qualified by the rulebook's paths; under a rulebook without any, by crossing the line in force on the judged score.
    FaultsError with every fault of the study and of both rulebooks, InputError when nothing can be compared.

    >>> compare("data/history.duckdb", "rulebooks/current.yml", "rulebooks/candidate.yml", study).groups  # doctest: +SKIP
    """
    opened = history if isinstance(history, History) else History.open(history)
    books = checked_rulebooks(opened, (a, b), study)
    sides = [qualifying(book, study) for book in books]
    known = study.known_until if study.known_until is not None else seen_history(opened, study).known_until_us
    study_seen = study.model_copy(update={"known_until": known})
    until_us = seen_until(known, study.holdout_from)
    with ExitStack() as open_things:
        folder = Path(open_things.enter_context(tempfile.TemporaryDirectory(prefix="leadscore-")))
        part = seen_part(opened, until_us, folder)
        replays = [
            open_things.enter_context(closing(Replay(part, side.rulebook, recorded=study.clock == "recorded", progress=half)))
            for side, half in zip(sides, _halves(progress), strict=True)
        ]
        return _compared(replays, sides, study_seen, until_us)


def _compared(replays: Sequence[Replay], sides: Sequence[Qualifying], study: Study, until_us: int) -> Comparison:
    examples = label(replays[0], study)
    period = Period.of(examples.looking, study.holdout_from)
    bootstrap = account_bootstrap(examples)
    under_a, under_b = (qualified_instants(replay, side, until_us) for replay, side in zip(replays, SIDES, strict=True))
    everyone = qualified_leads(under_a, under_b, examples, period)
    leads = counted(everyone)
    models = [side.rulebook.model for side in sides]
    rows, scores_b = same_rows(examples, replays[1], study, same_population=models[0].population == models[1].population)
    return Comparison(
        study=study,
        a=sides[0],
        b=sides[1],
        period=period,
        left_out=left_out(everyone),
        groups=conversion_by_group(everyone, examples, period, bootstrap),
        by_week=groups_by_week(leads, period),
        by_path=conversion_by_path(leads, period),
        by_rule=points_by_rule(leads, replays),
        by_segment=conversion_by_segment(leads, study.segments, replays[0].engine, period),
        volume=volume_by_week(everyone, period),
        alerts=alerts_a_week(replays, period),
        figures=paired_figures(rows, scores_b, everyone, study=study, period=period, bootstrap=bootstrap),
        movers=movers(leads, study=study.name),
        fitted_here=fitted_here([side.own for side in sides], study),
    )


def _halves(progress: Progress | None) -> list[Progress | None]:
    """The progress of either replay as half of the whole."""

    def half(start: float) -> Progress | None:
        if progress is None:
            return None
        return lambda making, share: progress(making, start + min(share, 1.0) / 2)

    return [half(0.0), half(0.5)]
