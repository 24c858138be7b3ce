"""A replay of many events with text ids, beside DuckDB's own running sum over the same file, ordered by lead and time.

Two rulebooks: a usual one of eight rules, and one of ten rules of which four are five-step ladders and two expire.
"""

import resource
import tempfile
import time
from collections.abc import Callable
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


def write_events(path: Path, events: int) -> None:
    """Events of 25 a lead over two years, drawn from hashes: the same at each run."""
    names = ", ".join(f"'{name}'" for name in TYPES)
    duckdb.execute(f"""
        COPY (
            SELECT
                'event-' || lpad(i::VARCHAR, 10, '0') AS event_id,
                'lead-' || (hash(i) % {max(events // 25, 1)})::VARCHAR AS lead_id,
                TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_seconds((hash(i + 7) % 63072000)::BIGINT) AS occurred_at,
                [{names}][1 + (hash(i + 3) % {len(TYPES)})::BIGINT] AS event_type,
                '/p' || (hash(i + 9) % 20)::VARCHAR AS page
            FROM range({events}) t(i)
        ) TO '{path}' (FORMAT parquet)
    """)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def replayed(folder: Path, rules: tuple[str, ...], out: Path) -> None:
    listed = "".join(f"      - {rule}\n" for rule in rules)
    book = Rulebook.from_text(f"rulebook: bench\nscores:\n  - score: interest\n    rules:\n{listed}")
    replay = Replay(History.open(folder), book)
    replay.write(out)
    replay.close()


def main(*, events: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_events(folder / "events.parquet", events)
        connection = duckdb.connect()
        yardstick = seconds(lambda: connection.execute(RUNNING_SUM, [str(folder / "events.parquet")]))
        connection.close()
        print(f"{events:,} events; DuckDB's running sum over them: {yardstick:.1f} s")
        for title, rules in (("eight usual rules", USUAL), ("ten rules, four ladders", LADDERS)):
            took = seconds(lambda rules=rules: replayed(folder, rules, folder / "out"))
            print(f"  replay, {title}: {took:.1f} s, {took / yardstick:.1f} times the running sum")
        print(f"  peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB")
