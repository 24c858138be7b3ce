"""``leadscore explain RULEBOOK``: a rulebook in plain sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from leadscore_analysis.cli.options import Language


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(explain)


def explain(
    rulebook: Annotated[Path, typer.Argument(help="The rulebook, a YAML file.", show_default=False)],
    lang: Language = "en",
    html: Annotated[Path | None, typer.Option("--html", help="Write a page to this file.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the sentences as JSON, each with its path in the file.")] = False,
) -> None:
    """Explain a rulebook in plain sentences: every score, rule, band, path and alert, for people who never saw its file."""
    from leadscore_analysis.reports.explained import write_explained
    from leadscore_analysis.rulebook.book import Rulebook
    from leadscore_analysis.rulebook.explaining import explain as explained

    told = explained(Rulebook.load(rulebook), lang)
    if html is not None:
        write_explained(told, html)
    if as_json:
        typer.echo(json.dumps(told.to_json(), indent=2, ensure_ascii=False))
    elif html is not None:
        typer.echo(html)
    else:
        typer.echo(told.text())
