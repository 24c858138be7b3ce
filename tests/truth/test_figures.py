"""What rows of many seeds come to: literal answers."""

import pandas as pd
import pytest

from tests.truth.figures import by_seed, coverage, held, kept, paired, planted_found, table

TERMS = pd.DataFrame(
    [
        ("careers-page", 10.0, 0.0, "drop", -20.0, -5.0, 40, 1),
        ("careers-page", 10.0, 10.0, "keep", -12.0, 11.0, 12, 2),
        ("blog-reader", 3.0, 2.0, "lower", -1.0, 2.0, 90, 1),
        ("blog-reader", 3.0, 5.0, "raise", 4.0, 6.0, 9, 2),
        ("phone-filled-in", 5.0, 5.0, "keep", 1.0, 6.0, 50, 1),
        ("phone-filled-in", 5.0, 0.0, "drop", -4.0, 1.0, 50, 2),
    ],
    columns=["term", "current", "suggested", "verdict", "low", "high", "converting_leads", "seed"],
)
LIMIT = pd.DataFrame({"points": [-10.0, 0.0, 2.0]}, index=["careers-page", "blog-reader", "phone-filled-in"])


def test_intervals_are_counted_where_enough_converting_leads_have_the_term():
    found = coverage(TERMS, LIMIT)
    assert found["seeds"].to_dict() == {"careers-page": 2, "blog-reader": 1, "phone-filled-in": 2}
    assert found["held"].to_dict() == {"careers-page": 1.0, "blog-reader": 1.0, "phone-filled-in": 0.5}
    assert found.loc["phone-filled-in", ["below", "above"]].tolist() == [0.5, 0.0]
    assert held(found) == pytest.approx(4 / 5)


def test_a_planted_rule_is_found_where_it_loses_points():
    assert planted_found(TERMS).set_index("rule")["found"].to_dict() == {"careers-page": 1, "blog-reader": 1, "phone-filled-in": 1}


def test_the_share_of_verdicts_that_keep():
    assert kept(TERMS) == pytest.approx(2 / 6)


def test_a_seed_has_one_row():
    shares = {"all_converting_leads": 90, "share_current": 0.3, "share_suggested": 0.4, "share_recommended": 0.35}
    assert by_seed(TERMS.assign(**shares)).index.tolist() == [1, 2]


def test_paired_differences_have_an_interval():
    mean, low, high = paired(pd.Series([1.0, 3.0]))
    assert (mean, low, high) == pytest.approx((2.0, -10.706, 14.706), abs=0.001)


def test_a_table_of_markdown():
    lines = list(table(pd.DataFrame({"rule": ["blog"], "share": [0.5], "seeds": [4]})))
    assert lines == ["| rule | share | seeds |", "|---|---:|---:|", "| blog | 0.50 | 4 |"]
