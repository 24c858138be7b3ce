"""``leadscore check FILE…``: every fault of rulebooks and studies, before anything runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(check)


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Rulebooks and studies.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print the faults as JSON on standard output.")] = False,
) -> None:
    """Check rulebooks and studies: all their faults, with path, line and hint.

    With a study its rulebook is checked too, the two together, and with the history where there is one.
    """
    from leadscore_analysis.checked_files import CheckedFile, checked_file

    found: list[CheckedFile] = [checked_file(path) for path in files]
    for file in found:
        for fault in file.faults:
            sys.stderr.write(f"{file.path}: {'warning: ' if fault.warning else ''}{fault}\n")
    if as_json:
        typer.echo(json.dumps([file.plain() for file in found], indent=2))
    else:
        for file in found:
            typer.echo(file.summary())
    if any(file.refused for file in found):
        raise typer.Exit(1)
