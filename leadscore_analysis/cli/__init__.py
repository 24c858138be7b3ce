"""The command line: one file a command, each with a ``register(app)``; faults become text and exit codes here."""

from __future__ import annotations

import sys

from leadscore_analysis.cli.program import run

__all__ = ["main"]


def main() -> None:
    """Runs the command that the arguments name; exits with 0 (done), 1 (faults), 2 (wrong usage) or 130 (stopped)."""
    sys.exit(run(sys.argv[1:]))
