"""One account with more and more leads, each with forty stretches: what its rules and its roll-ups cost beside the leads' own scores.

The time a stretch takes must stay about the same: no step may grow faster than its input.
"""

import tempfile
import time
from pathlib import Path

import duckdb

from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook

STRETCHES = 40
LEADS = "  - {score: interest, rules: [{rule: visit, kind: event, event: visit, points: 5, expires: 3d}]}\n"
ACCOUNT = {
    "and the account's own rules": "{score: own, entity: account, rules: [{rule: seen, kind: event, event: visit, points: 1}]}",
    "and their sum": "{score: sum, entity: account, rollup: {score: interest, how: sum}}",
    "and the highest of them": "{score: max, entity: account, rollup: {score: interest, how: max}}",
}


def write_history(folder: Path, leads: int) -> None:
    """``leads`` leads of one account, each with visits on twenty days: their points come and go."""
    folder.mkdir()
    connection = duckdb.connect()
    connection.execute(f"""
        COPY (
            SELECT 'e' || l || '-' || v AS event_id, 'l' || l AS lead_id, 'visit' AS event_type,
                TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_seconds((v * 864000 + hash(l * 100 + v) % 500000)::BIGINT) AS occurred_at
            FROM range({leads}) a(l), range({STRETCHES // 2}) b(v)
        ) TO '{folder}/events.parquet' (FORMAT parquet)
    """)
    connection.execute(f"COPY (SELECT 'l' || l AS lead_id, 'acme' AS account_id FROM range({leads}) a(l)) TO '{folder}/leads.parquet'")
    connection.close()


def replay_seconds(folder: Path, *scores: str) -> float:
    listed = "".join(f"  - {score}\n" for score in scores)
    replay = Replay(History.open(folder), Rulebook.from_text(f"rulebook: wide\nscores:\n{LEADS}{listed}"))
    started = time.perf_counter()
    replay.relations()
    took = time.perf_counter() - started
    replay.close()
    return took


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        for leads in (500, 2_000, 8_000):
            folder = Path(name) / str(leads)
            write_history(folder, leads)
            print(f"one account with {leads:,} leads x {STRETCHES} stretches")
            for title, scores in {"the leads' scores": (), **{title: (score,) for title, score in ACCOUNT.items()}}.items():
                took = replay_seconds(folder, *scores)
                print(f"  {title}: {took:.2f} s, {took / leads / STRETCHES * 1e6:.0f} microseconds a stretch")


if __name__ == "__main__":
    main()
