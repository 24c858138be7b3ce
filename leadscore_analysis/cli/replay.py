"""``leadscore replay``: the scores of a rulebook over all of a history, as Parquet files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(replay)


def replay(
    *,
    history: Annotated[Path, typer.Option(help="A DuckDB history, or a folder with events.parquet.", show_default=False)],
    rulebook: Annotated[Path, typer.Option(help="The rulebook, a YAML file.", show_default=False)],
    out: Annotated[Path, typer.Option(help="The folder to write to.", show_default=False)],
    moments: Annotated[
        Path | None,
        typer.Option(
            help="A CSV or Parquet file (entity_id, moment): scores go to scores.parquet, cells to matrix.parquet.", show_default=False
        ),
    ] = None,
    memory_limit: Annotated[str | None, typer.Option(help="What the database may hold in memory, such as 4GB.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows written as JSON on standard output.")] = False,
) -> None:
    """Replay a rulebook over a history: ledger, timeline, crossings, qualified leads and alerts."""
    from leadscore_analysis.cli.progress import progress_bar
    from leadscore_analysis.history import History
    from leadscore_analysis.replay import Replay
    from leadscore_analysis.replay.moments import moments_in
    from leadscore_analysis.rulebook.book import Rulebook

    book = Rulebook.load(rulebook)
    asked = None if moments is None else moments_in(moments)
    with progress_bar("replay") as progress:
        replayed = Replay(History.open(history), book, memory_limit=memory_limit, progress=progress)
        written = replayed.write(out, moments=asked)
    counts = {path.name: replayed.engine.parquet_row_count(path) for path in written}
    if as_json:
        typer.echo(json.dumps({"out": str(out), "rows": counts}, indent=2))
    else:
        for name, rows in counts.items():
            typer.echo(f"{rows:>12,}  {out / name}")
