"""``make bench``: each benchmark prints seconds, memory, and a ratio to something measured in the same run."""

import argparse

from tests.benchmarks import kept_units, replay_events, replay_growth, two_rulebooks, wide_account

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000, help="how many events to replay")
    parser.add_argument("--memory-limit", help="what the replay of many events may hold in memory, such as 5GB")
    parser.add_argument("--leads", type=int, default=200_000, help="how many leads to keep the units of")
    parser.add_argument("--world", type=int, default=20_000, help="how many leads the sample world has")
    asked = parser.parse_args()
    replay_events.main(events=asked.events, memory_limit=asked.memory_limit)
    replay_growth.main()
    wide_account.main()
    kept_units.main(leads=asked.leads)
    two_rulebooks.main(leads=asked.world)
