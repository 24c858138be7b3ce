"""New points scored on kept units: 20 terms, every lead at weekly moments of a year, beside numpy's matrix product of the same units."""

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np

from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook

EVENTS_A_LEAD = 30
WEEKS = [f"2025-{day:%m-%d}" for day in np.arange("2025-01-01", "2025-12-31", 7, dtype="datetime64[D]").astype(object)]
BOOK = """
rulebook: bench
scores:
  - score: interest
    min: 0
    max: 100
    groups:
      - group: mail
        max: 30
        rules:
          - {rule: opens, kind: event, event: email_open, points: 2, expires: 30d}
          - {rule: clicks, kind: event, event: email_click, points: 5, decay: {keep: 50%, every: 60d}}
    rules:
      - {rule: country, kind: attribute, attribute: country, values: {NL: 5, BE: 3, DE: 2}}
      - rule: size
        kind: attribute
        attribute: employees
        ranges: [{from: 10, below: 50, points: 2}, {from: 50, below: 250, points: 5}, {from: 250, points: 8}]
      - {rule: pricing, kind: event, event: page_view, where: "page = '/p3'", points: 15, limit: once}
      - {rule: forms, kind: event, event: form, points: 10, limit: {first: 2}}
      - {rule: webinar, kind: event, event: webinar, points: 10, expires: 90d}
      - {rule: calls, kind: event, event: call, points: 4, cap: 12}
      - rule: fresh
        kind: recency
        event: [page_view, download]
        ladder: [{within: 3d, adds: 5}, {within: 5d, adds: 4}, {within: 7d, adds: 3}, {within: 10d, adds: 2}, {within: 14d, adds: 1}]
      - {rule: reads, kind: frequency, event: page_view, within: 30d, tiers: [{at_least: 3, points: 4}, {at_least: 6, points: 9}]}
      - {rule: silent, kind: absence, event: any, after: 30d, points: -5, repeat_every: 30d, times: 3}
"""
TYPES = ("page_view", "page_view", "page_view", "email_open", "email_open", "email_click", "form", "webinar", "download", "call")


def write_history(folder: Path, leads: int) -> None:
    """Leads first seen in 2024, each active for some months, drawn from hashes: the same at each run."""
    names = ", ".join(f"'{name}'" for name in TYPES)
    duckdb.execute(f"""
        COPY (
            SELECT
                'event-' || i AS event_id,
                'lead-' || (i % {leads}) AS lead_id,
                TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_seconds((
                    hash(i % {leads}) % 31536000
                    + CASE WHEN i < {leads} THEN 0 ELSE -ln((1 + hash(i + 7) % 1000000) / 1000001.0) * 120 * 86400 END
                )::BIGINT) AS occurred_at,
                [{names}][1 + (hash(i + 3) % {len(TYPES)})::BIGINT] AS event_type,
                '/p' || (hash(i + 9) % 20)::VARCHAR AS page
            FROM range({leads * EVENTS_A_LEAD}) t(i)
        ) TO '{folder}/events.parquet' (FORMAT parquet)
    """)
    duckdb.execute(f"""
        COPY (
            SELECT
                'lead-' || i AS lead_id,
                ['NL', 'BE', 'DE', 'FR', NULL][1 + (hash(i + 1) % 5)::BIGINT] AS country,
                (hash(i + 2) % 400)::DOUBLE AS employees
            FROM range({leads}) t(i)
        ) TO '{folder}/leads.parquet' (FORMAT parquet)
    """)


def seconds(work: Callable[[], object], *, times: int = 1) -> float:
    """The time that one run takes, the quickest of several."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return min(took)


def main(*, leads: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_history(folder, leads)
        replay = Replay(History.open(folder), Rulebook.from_text(BOOK))
        print(f"{leads:,} leads, {leads * EVENTS_A_LEAD:,} events; the replay's awards and scores: {seconds(replay.relations):.1f} s")
        started = time.perf_counter()
        kept = replay.units_at(WEEKS)
        print(f"  units kept of {len(kept.rows):,} rows at {len(WEEKS)} weekly moments: {time.perf_counter() - started:.1f} s")
        kinds, portions = kept.counts.shape
        print(f"  {kinds:,} of them differ; {len(kept.terms)} terms, {portions} portions, {kept.counts.nnz:,} counts above zero")
        told = {term.name: term.points + 1 for term in kept.terms}
        took = seconds(lambda: kept.merged_scores(told), times=5)
        spread = seconds(lambda: kept.scores(told), times=5)
        matrix = np.ascontiguousarray(kept.units.to_numpy())
        product = seconds(lambda: matrix @ np.array([float(points) for points in told.values()]), times=5)
        print(f"  new points scored on them: {took * 1000:.0f} ms, {took / product:.1f} times numpy's product of units and points")
        print(f"  … and spread over all rows: {spread * 1000:.0f} ms")
        file = folder / "units.parquet"
        print(f"  written in {seconds(lambda: kept.write(file)):.1f} s, {file.stat().st_size / 2**20:.0f} MiB; read in ", end="")
        print(f"{seconds(lambda: kept.read(file)):.1f} s")
        replay.close()
        print(f"  peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB")
