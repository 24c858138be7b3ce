"""``leadscore preset``: ready rulebooks to start from, and the JSON Schema that editors read."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

PresetName = Annotated[str, typer.Argument(metavar="NAME", help="As leadscore preset list tells it.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(no_args_is_help=True, help="Ready rulebooks to start from, and the JSON Schema that editors read.")
    group.command("list")(listed)
    group.command()(show)
    group.command()(copy)
    group.command()(schema)
    app.add_typer(group, name="preset")


def listed(as_json: Annotated[bool, typer.Option("--json", help="Print the presets as JSON.")] = False) -> None:
    """Tell the presets: name, title, and what each is for; a line each, two on a terminal."""
    from dataclasses import asdict

    from leadscore_analysis.rulebook.preset import presets

    found = presets()
    if as_json:
        typer.echo(json.dumps([asdict(preset) for preset in found], indent=2, ensure_ascii=False))
        return
    width = max(len(preset.name) for preset in found)
    between = f"\n{'':<{width}}  " if sys.stdout.isatty() else ": "
    for preset in found:
        typer.echo(f"{preset.name:<{width}}  {preset.title}{between}{preset.purpose}")


def show(name: PresetName) -> None:
    """Print a preset, a YAML file with its comments."""
    from leadscore_analysis.rulebook.preset import preset_text

    typer.echo(preset_text(name), nl=False)


def copy(
    name: PresetName,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="NAME.yml if not told.", show_default=False)] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
) -> None:
    """Write a preset to a file of your own, and beside it the JSON Schema that its first line points editors to."""
    from leadscore_analysis.rulebook.preset_copy import copied_preset

    written, beside = copied_preset(name, file or Path(f"{name}.yml"), force=force)
    typer.echo(f"Written: {written}, and {beside} for your editor. Next: leadscore check {written}")


def schema(
    out: Annotated[Path | None, typer.Option(help="Write it to a file in the place of standard output.", show_default=False)] = None,
    study: Annotated[bool, typer.Option("--study", help="The schema of a study file instead of a rulebook.")] = False,
) -> None:
    """Print the JSON Schema of rulebooks, for editors and other programs."""
    from leadscore_analysis.files import write_text
    from leadscore_analysis.rulebook.schema import rulebook_schema
    from leadscore_analysis.settings_schema import schema_text
    from leadscore_analysis.study.schema import study_schema

    text = schema_text(study_schema() if study else rulebook_schema())
    if out is None:
        typer.echo(text, nl=False)
        return
    write_text(out, text)
    typer.echo(f"Written: {out}")
