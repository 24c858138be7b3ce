"""``leadscore demo``: a sample world whose truth is known, and the whole job on it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from leadscore_analysis.engine import Progress
    from leadscore_analysis.world.truth_file import Truth

_REASON = "the sample world's own: its truth is known"
_NOTEBOOKS = Path("notebooks")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(demo)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder to make it in: new, empty or a sample world's.")] = Path(
        "demo"
    ),
    *,
    leads: Annotated[
        int | None, typer.Option(help="How many leads arrive in the first weeks: 20000 if not told.", show_default=False)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed makes the same world: 7 if not told.", show_default=False)] = None,
    weeks: Annotated[int | None, typer.Option(help="How long the world lasts: 104 if not told.", show_default=False)] = None,
    rulebook: Annotated[
        Path | None, typer.Option(help="The rulebook that sales work by, instead of the world's own.", show_default=False)
    ] = None,
    follow_up: Annotated[bool, typer.Option(help="Whether it helps when sales call a lead.")] = True,
    play_on: Annotated[
        str | None, typer.Option("--continue", help="Play the world in DIR on for so long, such as 13w.", show_default=False)
    ] = None,
    only_world: Annotated[bool, typer.Option("--only-world", help="Make the world, and leave the job to leadscore run.")] = False,
) -> None:
    """Make a sample world whose truth is known, then do the whole job on it: report, suggestion, executed notebooks."""
    from leadscore_analysis.cli.progress import progress_bar
    from leadscore_analysis.rulebook.book import Rulebook
    from leadscore_analysis.world.making import continue_world, make_world
    from leadscore_analysis.world.truth import World

    book = None if rulebook is None else Rulebook.load(rulebook)
    told: dict[str, Any] = {name: value for name, value in (("leads", leads), ("seed", seed), ("weeks", weeks)) if value is not None}
    with progress_bar("sample world") as progress:
        if play_on is None:
            truth = make_world(World(**told, follow_up=follow_up), folder, rulebook=book, progress=progress)
        else:
            _refuse_new_facts([*told, *([] if follow_up else ["no-follow-up"])])
            truth = continue_world(folder, _whole_weeks(play_on), rulebook=book, progress=progress)
    typer.echo(_made(truth, folder))
    if not only_world:
        _do_the_job(folder, open_holdout=_REASON if play_on is None else None)
    for line in _next_steps(folder, only_world=only_world):
        typer.echo(line)


def _refuse_new_facts(options: list[str]) -> None:
    from leadscore_analysis.errors import InputError

    if options:
        named = ", ".join(f"--{name}" for name in options)
        raise InputError(f"--continue must stand without {named}: a world goes on as it began", hint="make another world in another folder")


def _whole_weeks(text: str) -> int:
    from leadscore_analysis.clock import WEEK_US, duration_us
    from leadscore_analysis.errors import InputError

    try:
        weeks, rest = divmod(duration_us(text), WEEK_US)
    except InputError:
        weeks, rest = 0, 1
    if rest:
        raise InputError(f"--continue must be whole weeks; got {text}", hint="write 13w")
    return weeks


def _do_the_job(folder: Path, *, open_holdout: str | None) -> None:
    """Load, replay, evaluate, suggest, report, open the holdout once, and run the notebooks, all inside the folder."""
    from leadscore_analysis import main_job, suggestion
    from leadscore_analysis.cli.progress import progress_bar
    from leadscore_analysis.world.folder import STUDY

    with contextlib.chdir(folder):
        with progress_bar("the job") as progress:
            done = main_job.run(STUDY, open_holdout=open_holdout, progress=progress)
        for line in suggestion.summary(done.suggestion):
            typer.echo(line)
        typer.echo(f"open {folder / done.report}")
        with progress_bar("notebooks") as progress:
            _run_notebooks(progress)


def _run_notebooks(progress: Progress) -> None:
    from leadscore_analysis.reports.notebooks import notebook_scripts, write_executed_notebooks
    from leadscore_analysis.world.folder import STUDY

    scripts = notebook_scripts()
    written: list[str] = []

    def count(name: str) -> None:
        written.append(name)
        progress(name, len(written) / len(scripts))

    _NOTEBOOKS.mkdir(exist_ok=True)
    parameters = {"folder": "..", "study_file": str(STUDY)}
    write_executed_notebooks(_NOTEBOOKS, folder=_NOTEBOOKS, parameters=parameters, scripts=scripts, progress=count)


def _made(truth: Truth, folder: Path) -> str:
    summary, world = truth.summary, truth.world
    return (
        f"{folder}: {summary['leads']:,} leads, {summary['events']:,} events and {summary['won']:,} won deals "
        f"in {world.last_week} weeks (seed {world.seed})"
    )


def _next_steps(folder: Path, *, only_world: bool) -> list[str]:
    from leadscore_analysis.world.folder import STUDY, TRUTH

    again = f"cd {folder} && leadscore run {STUDY}"
    truth = f"{folder / TRUTH} says what is true in this world"
    if only_world:
        return [f"next: {again}", truth]
    return [f"notebooks with their results: {folder / _NOTEBOOKS}", truth, f"to do the job again: {again}"]
