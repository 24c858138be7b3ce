"""What can go wrong, in words a user can act on.

Everything that a user's input can cause is a :class:`LeadscoreError`; the command line prints it without a traceback.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LINE = re.compile(r"^line (\d+)$| \(line (\d+)\)$")


class LeadscoreError(Exception):
    """Base of every error whose text is meant for the user."""


class InputError(LeadscoreError):
    """One thing that must be mended: ``<what> must be <constraint>; got <value>``, with a hint behind it.

    >>> str(InputError("--leads must be 1 or more; got 0", hint="leave it out for 20,000"))
    '--leads must be 1 or more; got 0. Hint: leave it out for 20,000'
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(f"{message}. Hint: {hint}" if hint else message)


@dataclass(frozen=True)
class Fault:
    """One fault of a file: where it stands, what was expected and found, and what to do about it."""

    where: str
    problem: str
    hint: str = ""
    warning: bool = False
    file: str = ""
    """The file that ``where`` begins with, when it is another than the one asked about."""

    @property
    def path(self) -> str:
        """The path in its file: ``where`` without the file and the line."""
        return _LINE.sub("", self.where.removeprefix(f"{self.file}: "))

    @property
    def line(self) -> int | None:
        """The line of its file (from 1), or None when nothing of it stands there."""
        found = _LINE.search(self.where)
        return int(found[1] or found[2]) if found else None

    def __str__(self) -> str:
        text = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{text}. Hint: {self.hint}" if self.hint else text


class FaultsError(LeadscoreError):
    """All faults of one input, told at once; ``warnings`` are what would have been worth a second look without them."""

    def __init__(self, faults: Sequence[Fault], *, source: str = "", warnings: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)
        self.warnings = tuple(warnings)
        self.source = source
        count = f"{len(self.faults)} fault{'s' if len(self.faults) != 1 else ''}"
        head = f"{source}: {count}" if source else count
        super().__init__("\n".join([head, *(f"  {fault}" for fault in self.faults)]))


def first_line(error: BaseException) -> str:
    """What an error of another program says, without its further lines; empty where it says nothing."""
    return (str(error).splitlines() or [""])[0]


def problem_and_hint(text: str) -> tuple[str, str]:
    """What an error's text says must be, and the hint behind it (empty where there is none)."""
    problem, _, hint = text.partition(". Hint: ")
    return problem, hint


def fault_of(error: LeadscoreError, where: str = "") -> Fault:
    """An error as a fault at that place."""
    return Fault(where, *problem_and_hint(str(error)))


def faults_in(error: LeadscoreError) -> list[Fault]:
    """The faults that an error tells, with the warnings beside them; any other error is one fault of the whole."""
    return [*error.faults, *error.warnings] if isinstance(error, FaultsError) else [fault_of(error)]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is spelt most like ``name``, or None when nothing is close."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    found = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known name, or lists the known ones when none is near."""
    names = sorted(known)
    close = nearest(name, names)
    if close is not None:
        return f"did you mean '{close}'?"
    return f"known here: {', '.join(names[:20])}" if names else "nothing is known here"
