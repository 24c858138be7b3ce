"""``leadscore run STUDY``: the whole job, from files to a report."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from leadscore_analysis.cli.options import Language, MemoryLimit, StudyFile


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(run)


def run(
    study: StudyFile,
    open_holdout: Annotated[
        str | None,
        typer.Option(help="Why the holdout is opened once the suggestion is made; it is written down. Without it the holdout stays shut."),
    ] = None,
    lang: Language = "en",
    memory_limit: MemoryLimit = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON on standard output.")] = False,
) -> None:
    """Load, replay, evaluate, suggest and report: everything lands under reports/<study>/."""
    from leadscore_analysis import main_job, suggestion
    from leadscore_analysis.cli.load import load_text, tell_notes
    from leadscore_analysis.cli.progress import progress_bar
    from leadscore_analysis.words import read_words

    words = read_words(lang)
    with progress_bar("running") as progress:
        done = main_job.run(study, open_holdout=open_holdout, progress=progress, memory_limit=memory_limit, words=words)
    if as_json:
        typer.echo(json.dumps({"report": str(done.report), "files": [str(path) for path in done.files]}, indent=2))
        return
    if done.loaded is not None:
        tell_notes(done.loaded)
        total = done.loaded.total
        counts = f"read {total.read:,} rows: {total.loaded:,} loaded, {total.rejected:,} rejected"
        typer.echo(load_text(done.loaded) if total.rejected else counts)
    for line in suggestion.summary(done.suggestion, words):
        typer.echo(line)
    typer.echo(f"open {done.report}")
