"""``leadscore evaluate``: what a study's score was worth against conversions."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from leadscore_analysis.cli.options import MemoryLimit, StudyFile, TargetPrecision, TargetWinners


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(evaluate)


def evaluate(  # noqa: PLR0917 - typer's options; nobody calls it by place
    study: StudyFile,
    open_holdout: Annotated[
        str | None,
        typer.Option(help="Why the holdout is opened; it is written down. Without it the holdout stays shut.", show_default=False),
    ] = None,
    target_precision: TargetPrecision = None,
    target_winners: TargetWinners = None,
    memory_limit: MemoryLimit = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print evaluation.json on standard output.")] = False,
) -> None:
    """Evaluate a study's scores against conversions: figures, bands, thresholds, missed winners, the leak check."""
    from leadscore_analysis import evaluation, thresholds
    from leadscore_analysis.cli.progress import progress_bar
    from leadscore_analysis.evaluation.study_replay import study_replay
    from leadscore_analysis.labels import label
    from leadscore_analysis.study import Study

    asked = Study.load(study)
    with progress_bar("evaluating") as progress, study_replay(asked, progress=progress, memory_limit=memory_limit) as replay:
        examples = label(replay, asked)
        found = evaluation.evaluate(examples, asked, replay, open_holdout=open_holdout)
        targets = thresholds.Targets.of(target_precision, target_winners)
        choices = thresholds.threshold_choices(examples, asked, replay, targets=targets, table=found.threshold_table)
    paths = evaluation.write(found, asked.report_dir)
    paths += thresholds.write(choices, asked.report_dir, smallest=asked.privacy.smallest_group)
    if as_json:
        typer.echo(json.dumps(evaluation.summary(found), indent=2, ensure_ascii=False))
    else:
        for line in (*thresholds.summary(choices, smallest=asked.privacy.smallest_group), "", *map(str, paths)):
            typer.echo(line)
