"""The program around the commands: which there are, and what becomes of an error."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module, metadata
from itertools import takewhile
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from leadscore_analysis.errors import LeadscoreError, first_line

COMMANDS = ("demo", "start", "preset", "explain", "run", "load", "check", "replay", "evaluate", "suggest", "compare", "report")
"""In the order of the help. Each file imports what is heavy inside its command, so that the help comes at once."""

DONE, FAULTS, STOPPED = 0, 1, 130
_DEBUG = "LEADSCORE_DEBUG"
_PURPOSE = "Tests a lead-scoring model on history: replays its rules, compares scores with conversions, suggests points and thresholds."


class _StoppedError(Exception):
    """The user pressed Ctrl-C."""


class _Commands(TyperGroup):
    """A group of commands that tells Ctrl-C from other ends, whatever the version of typer makes of it."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise _StoppedError from None
        except Exception as error:
            if _by_ctrl_c(error):
                raise _StoppedError from None
            raise


def _by_ctrl_c(error: Exception) -> bool:
    """Whether these are DuckDB's words for Ctrl-C: during a query, or while it reads rows of Python's."""
    return str(error) == "Query interrupted" or "failed: KeyboardInterrupt" in str(error)


def app() -> typer.Typer:
    """The commands as a typer application."""
    program = typer.Typer(
        name="leadscore",
        cls=_Commands,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    program.callback(help=_PURPOSE)(_options)
    for name in COMMANDS:
        import_module(f"{__package__}.{name}").register(program)
    return program


def run(arguments: Sequence[str]) -> int:
    """The exit code of the command that ``arguments`` name. What went wrong is told on standard error, without a traceback."""
    try:
        app()(args=list(arguments), prog_name="leadscore")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else DONE
    except (_StoppedError, KeyboardInterrupt):
        _tell("stopped; what was being written was left as it was")
        return STOPPED
    except Exception as error:  # noqa: BLE001  (the last resort: a user sees a sentence, not a traceback)
        if _debugging(arguments):
            traceback.print_exc()
        _tell(sentence(error))
        return FAULTS
    return DONE


def sentence(error: Exception) -> str:
    """What a user reads about an error: the text of one that was foreseen, else what the machine lacks, else how to report it."""
    if isinstance(error, LeadscoreError):
        return str(error)
    kind = type(error).__name__
    said = first_line(error)
    if isinstance(error, MemoryError) or kind == "OutOfMemoryException":
        return f"there must be more memory for this history; got: {said or 'none left'}. Hint: raise the memory limit, or run less"
    if isinstance(error, OSError) or (kind == "IOException" and type(error).__module__.endswith("duckdb")):
        return f"a file or folder must be usable; got: {said}. Hint: check that the disk has room and that you may write there"
    return (
        f"leadscore has failed, which is a fault of the program and not of your data: {kind}: {said}\n"
        f"Hint: run it again as 'leadscore --debug …' and report what it prints, at {_home_page()}"
    )


def _told_version(asked: bool) -> None:
    if asked:
        typer.echo(f"leadscore {metadata.version('leadscore-analysis')}")
        raise typer.Exit


def _options(
    _version: Annotated[bool, typer.Option("--version", help="Tell the version.", callback=_told_version, is_eager=True)] = False,
    _debug: Annotated[bool, typer.Option("--debug", help=f"Show the traceback of a fault of the program (or set {_DEBUG}=1).")] = False,
) -> None:
    """What may stand before the command; both are acted on elsewhere."""


def _debugging(arguments: Sequence[str]) -> bool:
    before_command = takewhile(lambda argument: argument.startswith("-"), arguments)
    return "--debug" in before_command or os.environ.get(_DEBUG, "0") not in ("", "0")


def _home_page() -> str:
    pages: list[str] = metadata.metadata("leadscore-analysis").get_all("Project-URL") or []
    return next((page.partition(", ")[2] for page in pages if page.startswith("Issues, ")), "the project's issue tracker")


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
