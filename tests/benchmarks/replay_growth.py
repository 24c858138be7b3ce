"""No step of a replay grows faster than its input: the events of one lead, and the rules of a rulebook, each doubled twice."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb

from leadscore_analysis.rulebook.book import Rulebook
from tests.benchmarks.replay_events import LADDERS, TYPES, book_of, replayed, taken, write_events

EVENTS, RULES = (25_000, 50_000, 100_000), (250, 500, 1_000)


def write_one_lead(path: Path, events: int) -> None:
    """All events are those of one lead, a quarter of them at the instant of another."""
    names = ", ".join(f"'{name}'" for name in TYPES)
    duckdb.execute(f"""
        COPY (
            SELECT
                'event-' || i AS event_id,
                'A' AS lead_id,
                TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_minutes((hash(i + 7) % {2 * events})::BIGINT) AS occurred_at,
                [{names}][1 + (hash(i + 3) % {len(TYPES)})::BIGINT] AS event_type,
                '/p' || (hash(i + 9) % 20)::VARCHAR AS page
            FROM range({events}) t(i)
        ) TO '{path}' (FORMAT parquet)
    """)


def many_rules(count: int) -> Rulebook:
    """Rules each with a condition of its own; a third of them bounded."""
    return book_of([_rule(number) for number in range(count)], score="    max: 1000\n")


def _rule(number: int) -> str:
    where = f"where: \"page = '/p{number % 20}' AND length(lead_id) <> {number + 100}\""
    cap = ", cap: 50" if number % 3 == 0 else ""
    return f"{{rule: r{number}, kind: event, event: {TYPES[number % 10]}, {where}, points: {number % 9 + 1}{cap}}}"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told("one lead with", "events", [(size, partial(_one_lead, folder, size)) for size in EVENTS])
        write_events(folder / "events.parquet", 20_000)
        told(
            "a rulebook of",
            "rules over 20,000 events",
            [(size, partial(replayed, folder, many_rules(size), folder / "out", None)) for size in RULES],
        )


def told(before: str, after: str, works: list[tuple[int, Callable[[], object]]]) -> None:
    """One line a size: its seconds, and how many times those of half the size."""
    last = None
    for size, work in works:
        took = taken(work).processor
        times = "" if last is None else f", {took / last:.1f} times those of half as many"
        print(f"{before} {size:,} {after}: {took:.1f} s of the processor{times}")
        last = took


def _one_lead(folder: Path, events: int) -> None:
    write_one_lead(folder / "events.parquet", events)
    replayed(folder, book_of(LADDERS, score="    max: 100\n"), folder / "out", None)
