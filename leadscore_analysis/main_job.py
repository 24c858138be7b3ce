"""The whole job: load, replay, evaluate, suggest, report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from leadscore_analysis import evaluation, suggestion, thresholds
from leadscore_analysis.engine import Progress
from leadscore_analysis.evaluation import Evaluation
from leadscore_analysis.evaluation.holdout import opened_holdout, read_openings
from leadscore_analysis.evaluation.study_replay import study_replay
from leadscore_analysis.evaluation.written import DIGITS
from leadscore_analysis.files import write_csv, written_whole
from leadscore_analysis.funnel import funnel
from leadscore_analysis.labels import Examples, label
from leadscore_analysis.replay import Replay
from leadscore_analysis.reports.calibration import CalibrationInputs, write_calibration
from leadscore_analysis.reports.few import few_hidden
from leadscore_analysis.sources.loading import LoadReport
from leadscore_analysis.sources.study_loading import load_study
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.suggestion import Suggestion
from leadscore_analysis.words import ENGLISH, Words

EXAMPLES = ("lead_id", "account", "moment", "score", "converted", "converted_at", "latest_event")
_SHARES = {"load": 0.2, "replay": 0.4, "evaluate": 0.6, "suggest": 0.95, "report": 1.0}


@dataclass(frozen=True)
class FinishedJob:
    """What a run made: the report to open, what was loaded (None: the history was taken as it stood), the results, every file written."""

    report: Path
    loaded: LoadReport | None
    evaluation: Evaluation
    suggestion: Suggestion
    files: tuple[Path, ...]


def run(
    study_file: Path | str,
    *,
    open_holdout: str | None = None,
    progress: Progress | None = None,
    memory_limit: str | None = None,
    words: Words = ENGLISH,
) -> FinishedJob:
    """Does the whole job of a study and writes everything under ``reports/<study>/``; it can be repeated.

    ``open_holdout`` says why the holdout is opened, once the suggestion is made; without it the holdout stays shut. ``memory_limit``
    (``"4GB"``) bounds what the database may hold; the report is said in ``words``. Raises FaultsError when the study, its rulebook or its
    history has faults, InputError when there is nothing to judge by.
    """
    study = Study.load(study_file)
    stages = _Stages(progress)
    loaded = None
    if study.history.events is not None:
        loaded = load_study(study.history, study_file, progress=stages.part("load"), memory_limit=memory_limit)
    with study_replay(study, progress=stages.part("replay"), memory_limit=memory_limit) as replay:
        examples = label(replay, study)
        files = [*replay.write(study.report_dir, moments=examples.moments), _written_examples(examples, study.report_dir)]
        stages.part("evaluate")("evaluating", 0.0)
        evaluated = evaluation.evaluate(examples, study, replay)
        suggested = suggestion.suggest(replay, study, examples, evaluated.leaks, progress=stages.part("suggest"))
        files += suggested.write(study.report_dir)
        if open_holdout is not None:
            evaluated = replace(evaluated, holdout=opened_holdout(replay, study, reason=open_holdout))
        files += evaluation.write(evaluated, study.report_dir)
        choices = thresholds.threshold_choices(examples, study, replay, table=evaluated.threshold_table)
        files += thresholds.write(choices, study.report_dir, smallest=study.privacy.smallest_group)
        stages.part("report")("writing the report", 0.0)
        reached = funnel(replay, study)
        files.append(_written_funnel(reached, study))
        told = f"leadscore run {study_file}{words.option}"
        report, tables = _written_report(replay, study, loaded, evaluated, suggested, stages=reached, command=told, words=words)
        files += tables
    return FinishedJob(report, loaded, evaluated, suggested, (report, *files))


def _written_examples(examples: Examples, folder: Path) -> Path:
    path = folder / "examples.parquet"
    with written_whole(path) as draft:
        examples.rows[list(EXAMPLES)].to_parquet(draft, index=False)
    return path


def _written_funnel(stages: pd.DataFrame, study: Study) -> Path:
    path, smallest = study.report_dir / "funnel.csv", study.privacy.smallest_group
    write_csv(path, few_hidden(stages.round(DIGITS), leads="leads", smallest=smallest, keep=["stage"], wider="leads_in_all"))
    return path


def _written_report(
    replay: Replay,
    study: Study,
    loaded: LoadReport | None,
    evaluated: Evaluation,
    suggested: Suggestion,
    *,
    stages: pd.DataFrame,
    command: str,
    words: Words,
) -> tuple[Path, list[Path]]:
    path = study.report_dir / "calibration.html"
    inputs = CalibrationInputs(
        study=study,
        history_counts=replay.history.counts(),
        history_hash=replay.history.fingerprint(),
        funnel=stages,
        evaluation=evaluated,
        suggestion=suggested,
        command=command,
        load=loaded,
        openings=read_openings(study.report_dir / "holdout.jsonl"),
    )
    return path, write_calibration(inputs, path, words)


class _Stages:
    """The job's progress, from that of its stages: each moves its own share of the whole."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def part(self, stage: str) -> Progress:
        names: Sequence[str] = list(_SHARES)
        start = _SHARES[names[names.index(stage) - 1]] if names.index(stage) else 0.0
        end = _SHARES[stage]

        def told(making: str, share: float) -> None:
            if self._progress is not None:
                self._progress(making, start + (end - start) * share)

        return told
