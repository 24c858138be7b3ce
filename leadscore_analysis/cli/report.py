"""``leadscore report …``: reports on a study's history, each a page of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from leadscore_analysis.cli.options import Language, StudyFile


def register(app: typer.Typer) -> None:
    """Adds the group of reports."""
    reports = typer.Typer(no_args_is_help=True, help="Reports on a study: story.")
    reports.command()(story)
    app.add_typer(reports, name="report")


def story(
    study: StudyFile,
    leads: Annotated[list[str], typer.Argument(metavar="LEAD", help="Ids, or the codes that the study's tables show.", show_default=False)],
    *,
    entity: Annotated[Literal["lead", "account", "deal"], typer.Option(help="Whose ids these are.")] = "lead",
    rulebook: Annotated[Path | None, typer.Option(help="Another rulebook than the study's.", show_default=False)] = None,
    lang: Language = "en",
    names: Annotated[bool, typer.Option("--names", help="Tell ids, names and e-mail addresses as the history has them.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the stories as JSON on standard output.")] = False,
) -> None:
    """Tell the story of leads: every posting with its rule, its event and why, and the score after it. Holds personal data."""
    from leadscore_analysis.reports.story import stories
    from leadscore_analysis.rulebook.book import Rulebook
    from leadscore_analysis.study import Study
    from leadscore_analysis.words import read_words

    words = read_words(lang)
    other = None if rulebook is None else Rulebook.load(rulebook)
    told = stories(Study.load(study), leads, entity=entity, rulebook=other, names=names, words=words)
    path = told.write()
    if as_json:
        typer.echo(
            json.dumps({"page": str(path), "stories": [found.to_json(names=names) for found in told.stories]}, ensure_ascii=False, indent=2)
        )
        return
    typer.echo("\n\n".join(str(found) for found in told.stories))
    sys.stderr.write(f"{words.say('story.report.written', path=str(path))}\n")
