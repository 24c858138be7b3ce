"""How many examples the drawn tests look at: some in every run, always the same; many at random in a long one (``make test-long``)."""

import os

from hypothesis import HealthCheck, settings

LONG = os.environ.get("LEADSCORE_LONG", "") not in ("", "0")
TIMES_LONGER = int(os.environ.get("LEADSCORE_LONG_TIMES", "30"))
PARTS = 4 if LONG else 1
"""In a long run the longest test comes in so many parts, so that several processes share it."""


def examples(count: int) -> settings:
    """Settings for so many examples: always the same ones, or in a long run that many times more at random."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    most = count * TIMES_LONGER if LONG else count
    return settings(max_examples=most, derandomize=not LONG, deadline=None, database=None, print_blob=True, suppress_health_check=checks)
