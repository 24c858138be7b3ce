"""``leadscore start FILE…``: a first study and rulebook from an analyst's own exports."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from leadscore_analysis.starting.start import Start

_SHOWN = 12


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(start)


def start(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Exports: CSV, Parquet or JSON lines.", show_default=False)],
    out: Annotated[Path, typer.Option(help="The folder for study.yml and rulebook.yml.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Overwrite a study.yml and rulebook.yml that are there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON on standard output.")] = False,
) -> None:
    """Look at exports and propose a mapping, a study and a first rulebook, with the reason for each guess beside it."""
    from leadscore_analysis.cli.progress import progress_bar
    from leadscore_analysis.starting.start import started

    with progress_bar("start") as progress:
        made = started(files, out=out, force=force, progress=progress)
    typer.echo(json.dumps(_plain(made), indent=2) if as_json else _text(made))


def _plain(made: Start) -> dict[str, object]:
    return {
        "study": str(made.study),
        "rulebook": str(made.rulebook),
        "tables": [
            {"table": guess.table, "from": guess.look.path, "columns": guess.columns, "values": guess.values, "why": guess.why}
            for guess in made.tables
        ],
        "not_used": list(made.unused),
        "outcome": asdict(made.found.outcome),
        "warnings": [*([made.found.warning] if made.found.warning else []), *made.notes],
        "closed": [asdict(closing) for closing in made.found.closings],
        "event_types": {effect.name: effect.happened for effect in made.found.effects if effect.kind == "event"},
        "loaded": asdict(made.loaded.total),
    }


def _text(made: Start) -> str:
    found, total = made.found, made.loaded.total
    events = [effect for effect in found.effects if effect.kind == "event"]
    lines = [f"{guess.table:<14}{guess.look.path}: {guess.why}" for guess in made.tables]
    lines += [f"{'not used':<14}{reason}" for reason in made.unused]
    lines += [f"{'note':<14}{note}" for note in made.notes]
    lines.append(f"{'rows':<14}{total.read:,} read, {total.loaded:,} usable, {total.rejected:,} not")
    lines += [f"{'event type':<14}{effect.name}: {effect.happened:,} by {effect.leads:,} leads" for effect in events[:_SHOWN]]
    lines += [f"{'':<14}and {len(events) - _SHOWN} more"] if len(events) > _SHOWN else []
    lines.append(f"{'outcome':<14}{found.outcome.name}: {found.converting:,} of {found.leads:,} leads ({found.why})")
    lines += [f"{'A GUESS':<14}{found.warning}; check it first"] if found.warning else []
    lines += [f"{'closed':<14}{closing.name}: {closing.leads:,} leads" for closing in found.closings]
    lines.append(
        f"Written: {made.study} and {made.rulebook}. Read them, then: leadscore check {made.study}, and leadscore run {made.study}"
    )
    return "\n".join(lines)
