"""Counts, recency and attributes of leads at moments, without looking ahead."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from leadscore_analysis.engines.duckdb import DuckDBEngine
from leadscore_analysis.evaluation.leaks import NO_VERSIONS
from leadscore_analysis.suggestion.raw_history import MOST_VALUES, RawHistory, _numbers, not_to_read
from tests.suggestion.small_world import small_study

DAY = 86_400_000_000
NONE = float("nan")


@pytest.fixture
def engine():
    """Lead 1: a visit on days 0 and 8, a form on day 9; lead 2: a visit on day 40, after all moments; weekly moments 0, 7, 14."""
    engine = DuckDBEngine()
    events = pd.DataFrame(
        [(1, "visit", 0), (1, "visit", 8), (1, "form", 9), (1, "signed", 9), (2, "visit", 40)], columns=["lead_key", "event_type", "day"]
    )
    engine.table(
        "event_rows", pa.Table.from_pandas(events.assign(occurred_us=events["day"] * DAY).drop(columns="day"), preserve_index=False)
    )
    engine.table("label_settings", pa.table({"from_us": [0], "every_us": [7 * DAY], "last_us": [14 * DAY]}))
    versions = {"lead_key": [1, 1], "starts_us": [0, 10 * DAY], "ends_us": pa.array([10 * DAY, None], pa.int64())}
    engine.table("lead_versions", pa.table(versions | {"country": ["NL", "DE"], "size": [3, 4], "phone": ["1", "2"]}))
    return engine


def examples():
    looking = SimpleNamespace(moments=3, every_us=7 * DAY, from_us=0, moment_us=np.arange(3) * 7 * DAY, last_us=lambda _: 14 * DAY)
    rows = pd.DataFrame({"lead": [0, 0, 0, 1], "moment_no": [0, 1, 2, 2], "tenure_days": [0.0, 7, 14, 5]})
    leads = pd.DataFrame({"lead_key": [1, 2]})
    return SimpleNamespace(rows=rows, leads=leads, looking=looking, part="fit", latest_event_us=np.array([0, 0, 9, 13]) * DAY)


def test_a_moment_sees_what_happened_before_it_and_the_version_in_force(engine):
    raw = RawHistory.of(engine, examples(), {("event type", "signed"), ("attribute", "phone")})
    table = pd.DataFrame(raw.table(np.arange(4)), columns=raw.names)
    assert table["visit: events"].tolist() == [1, 1, 2, 0]
    assert table["visit: days since"].tolist() == pytest.approx([0, 7, 6, NONE], nan_ok=True)
    assert table["form: events"].tolist() == [0, 0, 1, 0]
    assert table["event types seen"].tolist() == [1, 1, 2, 0]
    assert table["size"].tolist() == pytest.approx([3, 3, 4, NONE], nan_ok=True)
    assert table["country"].tolist() == pytest.approx([1, 1, 0, NONE], nan_ok=True)
    assert table["days since latest event"].tolist() == [0, 7, 5, 1]
    assert list(np.array(raw.names)[np.array(raw.categories)]) == ["country"]


def test_what_leaks_is_not_read(engine):
    names = RawHistory.of(engine, examples(), {("event type", "signed"), ("attribute", "phone")}).names
    assert not [name for name in names if "signed" in name or "phone" in name]


def test_named_and_undated_things_are_not_to_be_read_unless_allowed():
    rows = [
        ("event type", "signed", True, False, ""),
        ("event type", "offer", True, True, ""),
        ("attribute", "phone", False, False, NO_VERSIONS),
    ]
    leaks = pd.DataFrame([*rows, ("attribute", "country", False, False, "")], columns=["kind", "name", "named", "allowed", "why"])
    worked = small_study(worked={"event": ["call", "meeting"]}, allow=["meeting"])
    assert not_to_read(leaks, worked) == {("event type", "signed"), ("attribute", "phone"), ("event type", "call")}


def test_rare_values_are_one_and_missing_ones_stay_missing():
    values = pd.Series([f"v{place:02d}" for place in range(MOST_VALUES)] * 2 + ["rare", None])
    numbers, named = _numbers(values)
    assert named
    assert numbers[:3].tolist() == [0, 1, 2]
    assert numbers[-2] == MOST_VALUES
    assert np.isnan(numbers[-1])
