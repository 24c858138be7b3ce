"""The program around the commands: help at once, faults as text, exit codes."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from leadscore_analysis.cli import program
from leadscore_analysis.errors import InputError

LEADSCORE = Path(sys.executable).with_name("leadscore")


@pytest.fixture
def ends_with(monkeypatch):
    """Runs a program whose one command raises the error; its exit code."""

    def run(error: BaseException, *arguments: str) -> int:
        made = program.app()

        @made.command()
        def fail() -> None:
            raise error

        monkeypatch.setattr(program, "app", lambda: made)
        return program.run([*arguments, "fail"])

    return run


def test_a_fault_of_the_input_is_told_without_a_traceback(ends_with, capsys):
    assert ends_with(InputError("the file must be there; got none", hint="look again")) == 1
    assert capsys.readouterr() == ("", "the file must be there; got none. Hint: look again\n")


def test_a_fault_of_the_program_is_one_sentence_and_how_to_report_it(ends_with, capsys):
    assert ends_with(ZeroDivisionError("division by zero")) == 1
    told = capsys.readouterr().err
    assert "a fault of the program and not of your data: ZeroDivisionError: division by zero" in told
    assert "--debug" in told
    assert "Traceback" not in told


def test_the_traceback_is_shown_when_asked_for(ends_with, capsys):
    assert ends_with(ZeroDivisionError("division by zero"), "--debug") == 1
    assert "Traceback" in capsys.readouterr().err


def test_the_traceback_is_shown_when_the_environment_asks(ends_with, capsys, monkeypatch):
    monkeypatch.setenv("LEADSCORE_DEBUG", "1")
    ends_with(ZeroDivisionError("division by zero"))
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "Permission denied")])
def test_what_the_machine_lacks_is_no_fault_of_the_program(ends_with, capsys, error):
    assert ends_with(error) == 1
    assert "a file or folder must be usable" in capsys.readouterr().err


def test_too_little_memory_is_told(ends_with, capsys):
    assert ends_with(MemoryError()) == 1
    assert "there must be more memory" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_a_stopped_command_ends_with_130(ends_with, capsys, error):
    assert ends_with(error) == 130
    assert capsys.readouterr().err.startswith("stopped")


def test_a_command_may_choose_its_exit_code(ends_with):
    assert ends_with(typer.Exit(1)) == 1


@pytest.mark.parametrize("arguments", [["nosuch"], ["check"], ["--nosuch"], ["check", "--nosuch"]])
def test_wrong_usage_ends_with_2(arguments, capsys):
    assert program.run(arguments) == 2
    assert "Usage" in capsys.readouterr().err


def test_the_version_is_told(capsys):
    assert program.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("leadscore 0.")


def test_the_help_comes_at_once():
    started = time.perf_counter()
    shown = subprocess.run([LEADSCORE, "--help"], capture_output=True, text=True, check=True, timeout=60)
    assert "check" in shown.stdout
    assert time.perf_counter() - started < 5


def test_the_help_imports_nothing_heavy():
    heavy = "('pandas', 'duckdb', 'sklearn', 'matplotlib')"
    code = f"import sys; from leadscore_analysis.cli.program import app; app(); print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
