"""A whole suggestion on sample worlds of growing size, beside a replay of the same history.

``python -m tests.benchmarks.suggestion_growth 5000 10000``: numbers of leads. Each command runs as a program of its own, so that its peak
memory is its own.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from leadscore_analysis.sources.loading import load
from leadscore_analysis.study import Study
from leadscore_analysis.world.making import make_world
from leadscore_analysis.world.truth import World

SIZES = (5_000, 10_000, 20_000)
_PROGRAM = [sys.executable, "-c", "from leadscore_analysis.cli import main; main()"]


@dataclass(frozen=True)
class Spent:
    """Seconds of the processor, and the peak of memory in bytes."""

    seconds: float
    peak: int


def main(*, sizes: tuple[int, ...] = SIZES, memory_limit: str | None = None) -> None:
    before = None
    for leads in sizes:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            make_world(World(leads=leads), Path())
            history = Study.load("study.yml").history
            load(history)
            limit = [] if memory_limit is None else ["--memory-limit", memory_limit]
            replayed = _spent(["replay", "--history", str(history.database), "--rulebook", "rulebooks/current.yml", "--out", "out", *limit])
            suggested = _spent(["suggest", "study.yml", *limit])
        print(_line(leads, suggested, replayed) + ("" if before is None else _growth(suggested, leads, *before)), flush=True)
        before = (suggested, leads)


def _line(leads: int, suggested: Spent, replayed: Spent) -> str:
    seconds, peak = suggested.seconds / replayed.seconds, suggested.peak / replayed.peak
    spent = f"{suggested.seconds:.1f} s of the processor, {suggested.peak / 1e9:.2f} GB"
    return f"suggesting, {leads:,} leads: {spent}; {seconds:.1f} times the seconds and {peak:.1f} times the memory of a replay"


def _growth(suggested: Spent, leads: int, less: Spent, fewer: int) -> str:
    seconds, peak = suggested.seconds / less.seconds, suggested.peak / less.peak
    return f"; for {leads / fewer:.1f} times the leads {seconds:.1f} times the seconds, {peak:.1f} times the memory"


def _spent(command: list[str]) -> Spent:
    """What a command of the program takes; SystemExit where it fails."""
    process = subprocess.Popen([*_PROGRAM, *command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"leadscore {command[0]} must succeed")
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="how many leads each sample world has")
    parser.add_argument("--memory-limit", help="what the database may hold in memory, such as 3GB")
    asked = parser.parse_args()
    main(sizes=tuple(asked.sizes) or SIZES, memory_limit=asked.memory_limit)
