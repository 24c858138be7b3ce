"""``leadscore suggest``: which points and which threshold a study's history suggests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from leadscore_analysis.cli.options import Language, MemoryLimit, StudyFile, TargetPrecision, TargetWinners

if TYPE_CHECKING:
    from leadscore_analysis.suggestion import Suggestion
    from leadscore_analysis.words import Words


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(suggest)


def suggest(
    study: StudyFile,
    *,
    target_precision: TargetPrecision = None,
    target_winners: TargetWinners = None,
    lang: Language = "en",
    memory_limit: MemoryLimit = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print suggestions.json on standard output.")] = False,
) -> None:
    """Suggest points and a threshold, each with its reason, and write the rulebook that has them."""
    from leadscore_analysis import suggestion
    from leadscore_analysis.cli.progress import progress_bar
    from leadscore_analysis.evaluation.leaks import leaks
    from leadscore_analysis.evaluation.study_replay import study_replay
    from leadscore_analysis.labels import label
    from leadscore_analysis.study import Study
    from leadscore_analysis.thresholds import Targets
    from leadscore_analysis.words import read_words

    words = read_words(lang)
    asked = Study.load(study)
    with progress_bar("suggesting") as progress, study_replay(asked, progress=progress, memory_limit=memory_limit) as replay:
        examples = label(replay, asked)
        named = leaks(replay.engine, examples.looking, asked, replay.rulebook)
        targets = Targets.of(target_precision, target_winners)
        found = suggestion.suggest(replay, asked, examples, named, targets=targets, progress=progress)
    paths = found.write(asked.report_dir)
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=2, ensure_ascii=False))
        return
    for line in (*suggestion.summary(found, words), *_lines(found, words), *map(str, paths)):
        typer.echo(line)


def _lines(found: Suggestion, words: Words) -> list[str]:
    from leadscore_analysis import thresholds

    if found.thresholds is None:
        return []
    return [*thresholds.summary(found.thresholds, smallest=found.smallest_group, words=words), ""]
