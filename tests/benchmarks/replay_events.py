"""A replay of many events with text ids, beside DuckDB's own running sum over the same file, ordered by lead and time.

Three rulebooks: a usual one of eight rules; ten rules of which four are five-step ladders and two expire; and these ten in a score from 0
to 100, with a capped group and a capped rule. Seconds of the processor are told beside those of the clock: they bear other work on the
machine better.
"""

import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook

LADDER = "[{within: 3d, adds: 5}, {within: 5d, adds: 4}, {within: 7d, adds: 3}, {within: 10d, adds: 2}, {within: 14d, adds: 1}]"
TYPES = ("page_view", "email_open", "email_click", "form", "webinar", "download", "chat", "call", "meeting", "demo")
USUAL = (
    "{rule: pricing, kind: event, event: page_view, where: \"page = '/p3'\", points: 15, limit: once}",
    "{rule: opens, kind: event, event: email_open, points: 5, expires: 30d}",
    "{rule: clicks, kind: event, event: email_click, points: 5}",
    "{rule: form, kind: event, event: form, points: 10, limit: once}",
    "{rule: webinar, kind: event, event: webinar, points: 10, limit: {first: 2}}",
    "{rule: demo, kind: event, event: demo, points: 15}",
    "{rule: fresh, kind: recency, event: chat, within: 14d, points: 5}",
    "{rule: calls, kind: event, event: call, points: 3, expires: 60d}",
)
LADDERS = (
    *(f"{{rule: ladder-{event}, kind: recency, event: {event}, ladder: {LADDER}}}" for event in TYPES[:4]),
    *(f"{{rule: expiring-{event}, kind: event, event: {event}, points: 5, expires: 30d}}" for event in TYPES[4:6]),
    *(f"{{rule: plain-{event}, kind: event, event: {event}, points: 5}}" for event in TYPES[6:]),
)
RUNNING_SUM = """
CREATE TABLE sums AS
SELECT lead_id, occurred_at, SUM(1) OVER (PARTITION BY lead_id ORDER BY occurred_at, event_id ROWS UNBOUNDED PRECEDING) AS total
FROM read_parquet(?)
"""


def write_events(path: Path, events: int, *, per_lead: int = 25, days: int = 730) -> None:
    """Events of so many a lead over so many days, drawn from hashes: the same at each run."""
    names = ", ".join(f"'{name}'" for name in TYPES)
    duckdb.execute(f"""
        COPY (
            SELECT
                'event-' || lpad(i::VARCHAR, 10, '0') AS event_id,
                'lead-' || (hash(i) % {max(events // per_lead, 1)})::VARCHAR AS lead_id,
                TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_seconds((hash(i + 7) % {days * 86_400})::BIGINT) AS occurred_at,
                [{names}][1 + (hash(i + 3) % {len(TYPES)})::BIGINT] AS event_type,
                '/p' || (hash(i + 9) % 20)::VARCHAR AS page
            FROM range({events}) t(i)
        ) TO '{path}' (FORMAT parquet)
    """)


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, and of the processor."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.1f} s (processor {self.processor:.1f} s)"


def taken(work: Callable[[], object]) -> Taken:
    started, busy = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - started, time.process_time() - busy)


def book_of(rules: Sequence[str], *, group: Sequence[str] = (), score: str = "") -> Rulebook:
    groups = f"    groups: [{{group: mail, min: -20, max: 30, rules: [{', '.join(group)}]}}]\n" if group else ""
    return Rulebook.from_text(f"rulebook: bench\nscores:\n  - score: interest\n{score}{groups}    rules: [{', '.join(rules)}]\n")


def books() -> dict[str, Rulebook]:
    capped = (LADDERS[0].replace("kind:", "cap: 12, kind:"), *LADDERS[1:4], *LADDERS[6:])
    return {
        "eight usual rules": book_of(USUAL),
        "ten rules, four ladders": book_of(LADDERS),
        "the same, capped": book_of(capped, group=LADDERS[4:6], score="    min: 0\n    max: 100\n"),
    }


def running_sum(path: Path, memory_limit: str | None = None) -> Taken:
    connection = duckdb.connect()
    connection.execute("SET temp_directory = ?", [str(path.parent / "spilled")])
    if memory_limit is not None:
        connection.execute("SET memory_limit = ?", [memory_limit])
    found = taken(lambda: connection.execute(RUNNING_SUM, [str(path)]))
    connection.close()
    return found


def replayed(folder: Path, book: Rulebook, out: Path, memory_limit: str | None) -> None:
    replay = Replay(History.open(folder), book, memory_limit=memory_limit)
    replay.write(out)
    replay.close()


def main(*, events: int, memory_limit: str | None = None) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_events(folder / "events.parquet", events)
        yardstick = running_sum(folder / "events.parquet")
        print(f"{events:,} events; DuckDB's running sum over them: {yardstick}")
        for title, book in books().items():
            took = taken(partial(replayed, folder, book, folder / "out", memory_limit))
            times = (
                f"{took.clock / yardstick.clock:.1f} times the running sum, {took.processor / yardstick.processor:.1f} times its processor"
            )
            print(f"  replay, {title}: {took}, {times}")
        print(f"  peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB")
