"""A comparison of many leads in made-up numbers, for tests of its charts and its page."""

from __future__ import annotations

from typing import Any

import pandas as pd

from leadscore_analysis.clock import DAY_US, WEEK_US
from leadscore_analysis.comparison import Comparison
from leadscore_analysis.comparison.instants import GROUPS
from leadscore_analysis.comparison.period import Period
from leadscore_analysis.comparison.qualifying import qualifying
from tests.comparison import eight_leads

NONE = float("nan")
FROM_US = 1_767_225_600_000_000  # 1 January 2026


def groups() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("earlier", 460, 54, 0.117, 0.09, 0.15, -3.2, 8.0, "Wilson", NONE),
            ("later", 180, 14, 0.078, 0.05, 0.13, 1.2, 3.0, "Wilson", NONE),
            ("newly", 190, 9, 0.047, 0.03, 0.09, NONE, NONE, "Wilson", NONE),
            ("no longer", 240, 2, 0.008, 0.002, 0.03, NONE, NONE, "Wilson", NONE),
            ("unchanged", 370, 29, 0.078, 0.055, 0.11, NONE, NONE, "Wilson", NONE),
            ("all under A", 1250, 94, 0.075, 0.062, 0.091, NONE, NONE, "Wilson", NONE),
            ("all under B", 1200, 106, 0.088, 0.073, 0.105, NONE, NONE, "Wilson", NONE),
            ("neither", 7000, 73, 0.004, 0.003, 0.005, NONE, NONE, "accounts", 138_000),
        ],
        columns=["group", "leads", "converting_leads", "rate", "low", "high", "median_days", "converting_between", "interval", "rows"],
    )


def by_week() -> pd.DataFrame:
    leads = [40, 12, 15, 18, 30, 35, 9, 2, 22, 28]
    return pd.DataFrame({"week": ["2026-01-01"] * 5 + ["2026-01-08"] * 5, "group": [*GROUPS] * 2, "leads": leads})


def by_rule() -> pd.DataFrame:
    rows = [
        ("newly", "active", 190, 15.0, 35.0, 20.0),
        ("no longer", "blog", 230, 25.0, 0.0, -25.0),
        ("no longer", "form", 70, 1.5, 3.3, 1.8),
    ]
    return pd.DataFrame(rows, columns=["group", "rule", "leads", "points_a", "points_b", "difference"])


def by_path() -> pd.DataFrame:
    rows = [("newly", "", "engaged", 190, 9, 0.047, 0.03, 0.09), ("no longer", "engaged", "", 240, 2, 0.008, 0.002, 0.03)]
    return pd.DataFrame(rows, columns=["group", "path_a", "path_b", "leads", "converting_leads", "rate", "low", "high"])


def by_segment() -> pd.DataFrame:
    rows = [
        ("source", value, group, leads, 6, 6 / leads, 0.01, 0.2)
        for value, size in (("web", 2), ("mail", 1))
        for group, leads in zip(GROUPS, (size * 100, size * 40, size * 30, size * 50, size * 60), strict=True)
    ]
    return pd.DataFrame(rows, columns=["segment", "value", "group", "leads", "converting_leads", "rate", "low", "high"])


def volume() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "week": ["2026-01-01", "2026-01-08", "2026-01-15"],
            "days": [7.0, 7.0, 2.0],
            "qualified_a": [600, 640, 10],
            "qualified_b": [590, 600, 10],
        }
    )


def alerts() -> pd.DataFrame:
    rows = [("call", 80, 60, 40, 35, 28.0, 21.0), ("visit", 30, NONE, 30, NONE, 10.5, NONE)]
    return pd.DataFrame(rows, columns=["alert", "alerts_a", "alerts_b", "leads_a", "leads_b", "per_week_a", "per_week_b"])


def figures() -> pd.DataFrame:
    rows = [
        ("auc", 0.736, 0.70, 0.77, 0.763, 0.73, 0.80, 0.027, 0.018, 0.036),
        ("share_of_winners", 0.41, 0.35, 0.48, 0.48, 0.42, 0.54, 0.071, 0.043, 0.105),
        ("conversion_of_qualified", 0.075, 0.061, 0.092, 0.088, 0.072, 0.103, 0.012, 0.007, 0.019),
    ]
    return pd.DataFrame(rows, columns=["figure", "a", "a_low", "a_high", "b", "b_low", "b_high", "difference", "low", "high"])


def movers() -> pd.DataFrame:
    return pd.DataFrame(columns=["lead", "group", "qualified_at_a", "path_a", "qualified_at_b", "path_b", "days"])


def comparison(**changed: Any) -> Comparison:
    study = eight_leads.study(privacy={"smallest_group": 5}, capacity={"leads_per_week": 40})
    a, b = (qualifying(book, study) for book in eight_leads.rulebooks())
    last_us = FROM_US + 2 * WEEK_US + 2 * DAY_US
    known: dict[str, Any] = {
        "study": study, "a": a, "b": b, "period": Period(FROM_US, last_us, last_us + 10 * DAY_US, 10 * DAY_US, last_us + 20 * DAY_US),
        "left_out": {"before_first_moment": 1181, "converted_already": 0, "reaches_into_holdout": 3, "not_yet_known": 0},
        "groups": groups(), "by_week": by_week(), "by_path": by_path(), "by_rule": by_rule(), "by_segment": by_segment(),
        "volume": volume(), "alerts": alerts(), "figures": figures(), "movers": movers(),
    }  # fmt: skip
    return Comparison(**(known | changed))
