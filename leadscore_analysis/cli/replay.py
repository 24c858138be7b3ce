"""``leadscore replay``: the scores of a rulebook over all of a history, as Parquet files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadscore_analysis.cli.options import MemoryLimit

if TYPE_CHECKING:
    from leadscore_analysis.replay.moments import UnscoredMoments
    from leadscore_analysis.replay.room import Room


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
            help="A CSV or Parquet file (entity_id, moment; naive moments are UTC): scores go to scores.parquet, cells to matrix.parquet.",
            show_default=False,
        ),
    ] = None,
    units: Annotated[
        Path | None,
        typer.Option(
            help="A Parquet file to write: the units of each term at the moments, on which any points are scored. "
            "Read it in Python with KeptUnits.read(path).table() (leadscore_analysis.replay.units).",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[str, typer.Option(help="duckdb, or spark for histories beyond one machine (the extra spark, and Java).")] = "duckdb",
    memory_limit: MemoryLimit = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows written as JSON on standard output.")] = False,
) -> None:
    """Replay a rulebook over a history: ledger, timeline, crossings, qualified leads and alerts."""
    from leadscore_analysis.cli.progress import progress_bar
    from leadscore_analysis.engines.named import engine_named
    from leadscore_analysis.errors import InputError
    from leadscore_analysis.history import History
    from leadscore_analysis.replay import Replay
    from leadscore_analysis.replay.moments import moments_in
    from leadscore_analysis.rulebook.book import Rulebook

    opened, book = History.open(history, memory_limit=memory_limit), Rulebook.load(rulebook)
    asked = None if moments is None else moments_in(moments)
    if units is not None and asked is None:
        raise InputError("the moments must be said for --units; got none", hint="add --moments FILE (entity_id, moment)")
    with progress_bar("replay") as progress, closing(engine_named(engine, memory_limit=memory_limit)) as session:
        replayed = Replay(opened, book, progress=progress, engine=session)
        _tell_spilling(replayed.room())
        written = replayed.write(out, moments=asked)
        if units is not None and asked is not None:
            replayed.units_at(asked).write(units)
            written.append(units)
        unscored = None if asked is None else replayed.unscored(asked)
    _tell_written(out, written, unscored, as_json=as_json)


def _tell_spilling(room: Room | None) -> None:
    if room is not None and room.spilled:
        typer.echo(str(room), err=True)


def _tell_written(out: Path, written: Sequence[Path], unscored: UnscoredMoments | None, *, as_json: bool) -> None:
    """Says how many rows each file has, and how many of the moments asked for have no score."""
    from leadscore_analysis.engines.duckdb import DuckDBEngine

    counts = {path: DuckDBEngine.parquet_row_count(path) for path in written}
    for sentence in [] if unscored is None else unscored.sentences():
        typer.echo(sentence, err=True)
    if as_json:
        told = {"out": str(out), "rows": {path.name: rows for path, rows in counts.items()}}
        typer.echo(json.dumps(told if unscored is None else told | {"moments": unscored.plain()}, indent=2))
    else:
        for path, rows in counts.items():
            typer.echo(f"{rows:>12,}  {path}")
