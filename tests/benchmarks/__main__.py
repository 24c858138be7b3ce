"""``make bench``: each benchmark prints seconds, memory, and a ratio to something measured in the same run."""

import argparse

from tests.benchmarks import kept_units, replay_events, wide_account

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000, help="how many events to replay")
    parser.add_argument("--leads", type=int, default=200_000, help="how many leads to keep the units of")
    asked = parser.parse_args()
    replay_events.main(events=asked.events)
    wide_account.main()
    kept_units.main(leads=asked.leads)
