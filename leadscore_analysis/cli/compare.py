"""``leadscore compare``: two rulebooks on the same history before either goes live."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadscore_analysis.cli.options import Language, MemoryLimit

if TYPE_CHECKING:
    from leadscore_analysis.reports.compare import CompareInputs
    from leadscore_analysis.words import Words

PAGE = "comparison.html"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(compare)


def compare(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="[STUDY] A B", help="The study, the rulebook to start from and the one to change to.", show_default=False),
    ],
    rules_only: Annotated[bool, typer.Option("--rules-only", help="Say only what the rulebooks A and B mean differently.")] = False,
    lang: Language = "en",
    memory_limit: MemoryLimit = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON on standard output.")] = False,
) -> None:
    """Compare two rulebooks on a study's history: who qualifies earlier, later, newly, no longer, and how those converted."""
    from leadscore_analysis.words import read_words

    if len(files) != (wanted := 2 if rules_only else 3):
        told = "A B" if rules_only else "STUDY A B"
        raise typer.BadParameter(f"{wanted} files are needed, {told}; got {len(files)}")
    words = read_words(lang)
    if rules_only:
        _tell_difference(files[0], files[1], words, as_json=as_json)
    else:
        _tell_comparison(files[0], (files[1], files[2]), words, memory_limit=memory_limit, as_json=as_json)


def _tell_difference(a: Path, b: Path, words: Words, *, as_json: bool) -> None:
    from leadscore_analysis.comparison.loading import both_rulebooks
    from leadscore_analysis.rulebook.difference import rulebook_difference

    found = rulebook_difference(*both_rulebooks(a, b), words.language)
    typer.echo(json.dumps(found.to_json(), indent=2, ensure_ascii=False) if as_json else found.text())


def _tell_comparison(study: Path, rulebooks: tuple[Path, Path], words: Words, *, memory_limit: str | None, as_json: bool) -> None:
    from leadscore_analysis import comparison
    from leadscore_analysis.cli.progress import progress_bar
    from leadscore_analysis.history import History
    from leadscore_analysis.reports.compare import CompareInputs, write_compare
    from leadscore_analysis.rulebook.difference import difference_sentences, rulebook_difference
    from leadscore_analysis.study import Study

    asked, (a, b) = Study.load(study), rulebooks
    with progress_bar("comparing") as progress:
        history = History.open(asked.history.database, memory_limit=memory_limit)
        found = comparison.compare(history, a, b, asked, progress=progress)
        difference = rulebook_difference(found.a.own, found.b.own, words.language)
        inputs = CompareInputs(found, difference_sentences(difference, words), command=_command(study, a, b, words))
        progress("writing", 1.0)
        folder = comparison.folder_of(found)
        paths = comparison.write(found, folder)
        paths.append(write_compare(inputs, folder / PAGE, words))
    if as_json:
        typer.echo(json.dumps(comparison.summary(found), indent=2, ensure_ascii=False))
        return
    _tell_findings(inputs, words)
    for path in paths:
        typer.echo(str(path))
    typer.echo(f"open {folder / PAGE}")


def _command(study: Path, a: Path, b: Path, words: Words) -> str:
    """What makes the page again, in its language."""
    return f"leadscore compare {study} {a} {b}{words.option}"


def _tell_findings(inputs: CompareInputs, words: Words) -> None:
    from leadscore_analysis.reports.compare.first_screen import findings

    for finding in findings(inputs, words):
        typer.echo(f"{finding.question}: {finding.answer}")
