"""The whole comparison of two rulebooks on the sample world, its files and page too, beside replaying both over the same history."""

import contextlib
import io
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from leadscore_analysis.cli.program import run
from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.sources.loading import load
from leadscore_analysis.study import Study
from leadscore_analysis.world.making import make_world
from leadscore_analysis.world.truth import World

RULEBOOKS = ("rulebooks/current.yml", "rulebooks/candidate.yml")


def main(*, leads: int) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        make_world(World(leads=leads), Path())
        history = Study.load("study.yml").history
        load(history)
        replays = _seconds(lambda: [_replay(Path(history.database), book) for book in RULEBOOKS])
        whole = _seconds(_compare)
    wall, cpu = whole
    print(f"comparing two rulebooks, {leads:,} leads: {wall:.1f} s, {cpu:.1f} s of processor time")
    print(f"  both replays alone: {replays[0]:.1f} s; ratio {wall / replays[0]:.2f}, of processor time {cpu / replays[1]:.2f}")


def _replay(history: Path, book: str) -> None:
    with closing(Replay(History.open(history), Rulebook.load(book))) as replay:
        replay.clauses()


def _compare() -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        if run(["compare", "study.yml", *RULEBOOKS]):
            raise SystemExit("the comparison must succeed")


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """How long ``work`` takes by the clock, and of the processor's time."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor
