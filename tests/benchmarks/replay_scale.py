"""How a replay grows with its events, bounded in memory: ``python -m tests.benchmarks.replay_scale 1 10 100`` (million events; by hand).

Ten rules of which four are five-step ladders and two expire; 100 events a lead over 90 days, which make 2.5 postings an event. Each size
runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.replay_events import LADDERS, book_of, replayed, running_sum, taken, write_events

MILLION = 1_000_000


def one_size(millions: int, memory_limit: str, work: Path | None) -> None:
    with tempfile.TemporaryDirectory(dir=work) as name:
        folder = Path(name)
        write_events(folder / "events.parquet", millions * MILLION, per_lead=100, days=90)
        yardstick = running_sum(folder / "events.parquet", memory_limit)
        took = taken(lambda: replayed(folder, book_of(LADDERS), folder / "out", memory_limit))
        written = sum(path.stat().st_size for path in (folder / "out").iterdir()) / 2**30
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    each = took.processor / millions
    print(
        f"{millions} M events: running sum {yardstick}; replay {took}, {took.clock / yardstick.clock:.1f} times its clock, "
        f"{took.processor / yardstick.processor:.1f} times its processor, {each:.1f} s of the processor a million; "
        f"peak {peak:.1f} GiB, {written:.1f} GiB written",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("millions", type=int, nargs="+", help="how many million events")
    parser.add_argument("--memory-limit", default="5GB", help="what DuckDB may hold")
    parser.add_argument("--work", type=Path, help="a folder with room on disk: about 40 GB at 100 M events")
    asked = parser.parse_args()
    if len(asked.millions) == 1:
        one_size(asked.millions[0], asked.memory_limit, asked.work)
    else:
        given = ["--memory-limit", asked.memory_limit, *(["--work", str(asked.work)] if asked.work else [])]
        for millions in asked.millions:
            subprocess.run([sys.executable, "-m", "tests.benchmarks.replay_scale", str(millions), *given], check=True)
