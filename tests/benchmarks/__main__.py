"""``make bench``: each benchmark prints seconds, memory, and a ratio to something measured in the same run."""

import argparse

from tests.benchmarks import replay_events, wide_account

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000, help="how many events to replay")
    replay_events.main(events=parser.parse_args().events)
    wide_account.main()
