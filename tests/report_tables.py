"""Small tables with the columns of the evaluation, the suggestion and the funnel, for tests of charts and reports."""

from decimal import Decimal
from typing import Any

import pandas as pd

from leadscore_analysis.evaluation import Evaluation
from leadscore_analysis.evaluation.leaks import NO_VERSIONS
from leadscore_analysis.labels import LabelCounts
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study
from leadscore_analysis.suggestion.ceilings import ON_RAW, ON_UNITS
from leadscore_analysis.suggestion.suggestion import Scale, Suggestion, SuggestionCounts
from leadscore_analysis.thresholds import Threshold

NONE = float("nan")


def lift_by_decile() -> pd.DataFrame:
    lifts = [3.4, 2.1, 1.4, 1.0, 0.7, 0.5, 0.4, 0.25, 0.15, 0.1]
    rows = [
        {"decile": decile, "rows": 1000, "conversions": round(50 * lift), "rate": 0.05 * lift, "lift": lift}
        for decile, lift in enumerate(lifts, 1)
    ]
    return pd.DataFrame(rows).assign(lift_low=lambda table: table["lift"] * 0.85, lift_high=lambda table: table["lift"] * 1.15)


def conversion_by_band() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("interest", "cold", NONE, 9000, 4100, 120, 0.013, 0.011, 0.016),
            ("interest", "warm", 40.0, 2500, 1200, 140, 0.058, 0.049, 0.068),
            ("interest", "hot", 75.0, 900, 420, 130, 0.171, 0.145, 0.199),
        ],
        columns=["score", "band", "from", "rows", "leads", "converting_leads", "rate", "low", "high"],
    )


def score_distribution() -> pd.DataFrame:
    starts = list(range(0, 120, 10))
    rows = [5000, 3200, 2100, 1500, 1000, 800, 500, 350, 200, 120, 60, 20]
    converting = [40, 50, 60, 70, 75, 80, 70, 60, 45, 30, 18, 6]
    return pd.DataFrame(
        {"bin_from": starts, "bin_below": [start + 10 for start in starts], "rows": rows, "converting_rows": converting, "leads": rows}
    )


def threshold_table() -> pd.DataFrame:
    thresholds = list(range(10, 110, 10))
    return pd.DataFrame(
        {
            "threshold": thresholds,
            "leads": [5200, 4000, 3000, 2200, 1700, 1200, 800, 500, 300, 150],
            "new_per_week": [160.0, 120.0, 92.0, 70.0, 54.0, 40.0, 27.0, 17.0, 9.0, 4.0],
            "precision": [0.06, 0.07, 0.08, 0.1, 0.11, 0.13, 0.15, 0.18, 0.21, 0.24],
            "share_of_winners": [0.97, 0.92, 0.86, 0.79, 0.71, 0.61, 0.48, 0.35, 0.22, 0.11],
            "expected_conversions_per_week": [9.6, 8.4, 7.4, 7.0, 5.9, 5.2, 4.1, 3.1, 1.9, 1.0],
            "median_days_to_conversion": [48.0, 46.0, 43.0, 41.0, 38.0, 36.0, 33.0, 30.0, 28.0, 26.0],
            "share_converted_before_crossing": [0.01, 0.03, 0.06, 0.09, 0.13, 0.19, 0.27, 0.36, 0.48, 0.66],
        }
    )


def funnel() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("lead", 20_000, 1.0, NONE, NONE, 20_000),
            ("qualified", 5120, 0.256, 0.256, 34.2, 5120),
            ("contacted", 3300, 0.165, 0.645, 1.3, 3400),
            ("offer sent", 1210, 0.0605, 0.367, 14.0, 1250),
            ("won", 390, 0.0195, 0.322, 21.5, 420),
        ],
        columns=["stage", "leads", "share_of_first", "share_of_previous", "median_days_from_previous", "leads_in_all"],
    )


def points() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("page-view", "page-view", 1.0, 1.0, "keep", 5200, 2000, 380),
            ("pricing-page", "pricing-page", 5.0, 15.0, "raise", 2100, 900, 260),
            ("whitepaper", "whitepaper", 10.0, 5.0, "lower", 1800, 700, 120),
            ("mail-open", "mail-open", 5.0, 0.0, "drop", 4300, 1900, 210),
            ("job-title", "job-title=Intern", 2.0, -5.0, "lower", 600, 300, 3),
        ],
        columns=["rule", "term", "current", "suggested", "verdict", "rows", "leads", "converting_leads"],
    ).assign(reason="what the history says", **{"with": 0.07, "without": 0.02, "lift": 1.4, "low": -4.0, "high": 12.5})


def change_path() -> pd.DataFrame:
    return pd.DataFrame(
        [
            (0, "", 0.0512, 0.0482, 0.0541, 0.0012, 0.0004, 0.712, 0.41, 0.37, 0.45, False),
            (1, "mail-open", 0.0501, 0.0472, 0.0531, 0.0001, 0.0002, 0.77, 0.5, 0.46, 0.54, True),
            (3, "pricing-page, mail-open, whitepaper", 0.05, 0.0471, 0.053, 0.0, 0.0, 0.781, 0.52, 0.48, 0.56, False),
        ],
        columns=[
            "changes", "terms", "log_loss", "log_loss_low", "log_loss_high", "above_best", "standard_error",
            "auc", "share_of_winners", "share_low", "share_high", "recommended",
        ],
    ).assign(structures=0)  # fmt: skip


def cards() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("current", 0.712, 0.69, 0.735, 0.14, 0.41, 0.37, 0.45),
            ("suggested", 0.781, 0.76, 0.801, 0.19, 0.52, 0.48, 0.56),
            ("most recent first", 0.664, 0.64, 0.69, 0.11, 0.33, 0.29, 0.37),
            ("base rate", 0.5, NONE, NONE, 0.05, 0.12, 0.1, 0.14),
            (ON_UNITS, 0.79, 0.77, 0.81, 0.2, 0.53, 0.49, 0.57),
            (ON_RAW, 0.802, 0.78, 0.82, 0.21, 0.55, 0.51, 0.59),
        ],
        columns=["card", "auc", "auc_low", "auc_high", "average_precision", "share_of_winners", "share_low", "share_high"],
    ).assign(n_rows=82_000, n_converting_rows=3000, n_leads=9000, n_converting_leads=640)


def missed_winners() -> pd.DataFrame:
    kinds = ["below the line"] * 8 + ["before crossing"] * 4 + ["no event"]
    return pd.DataFrame(
        {
            "lead": [f"L{number:04d}" for number in range(len(kinds))],
            "converted_at": pd.date_range("2025-01-05", periods=len(kinds), freq="9D", tz="UTC"),
            "highest_score": [30.0 + number for number in range(len(kinds))],
            "score_at_conversion": [20.0 + number for number in range(len(kinds))],
            "events": range(len(kinds)),
            "kind": kinds,
        }
    )


def fast_converters() -> pd.DataFrame:
    return missed_winners().drop(columns="kind").head(2).assign(days_to_conversion=[1.2, 2.4])


def leaks() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("event type", "contract_signed", 380, 0.97, 0.99, "comes with the conversion", False, True),
            ("attribute", "customer_no", 390, NONE, 0.98, NO_VERSIONS, False, True),
        ],
        columns=["kind", "name", "leads", "share_late", "share_converting", "why", "allowed", "named"],
    )


RULEBOOK = """rulebook: small
version: 3
scores:
  - score: interest
    rules: [{rule: page-view, kind: event, event: page_view, points: 1}]
"""
STUDY = """study: spring-review
rulebook: rulebook.yml
judge: {score: interest, line: 75}
outcome: {stage: won}
worked: {event: call}
horizon: 90d
moments: {every: 7d, from: 2024-07-01, until: 2026-01-01}
holdout_from: 2025-06-01
capacity: {leads_per_week: 40}
"""


def counts() -> LabelCounts:
    return LabelCounts(
        moments=36, at_risk=410_233, converted_already=10_230, closed=20_400, outside_population=0, quiet=8120,
        reaches_into_holdout=120_000, held_out=190_000, not_yet_known=102_223, leads=20_000, leads_at_risk=16_120,
        converting_leads=1423, leads_sharing_a_conversion=12, holdout_moments=18,
    )  # fmt: skip


def evaluation(study: Study, **changed: Any) -> Evaluation:
    known: dict[str, Any] = {
        "study": study, "rulebook": "small", "rulebook_version": 3, "rulebook_hash": "ab" * 32, "score": "interest", "line": 75.0,
        "counts": counts(), "moments": (pd.Timestamp("2024-07-01", tz="UTC"), pd.Timestamp("2025-03-03", tz="UTC")), "figures": cards(),
        "lift_by_decile": lift_by_decile(), "conversion_by_band": conversion_by_band(), "score_distribution": score_distribution(),
        "threshold_table": threshold_table(), "conversions": 1500, "missed_winners": missed_winners(),
        "fast_converters": fast_converters(), "hand_raises": pd.DataFrame(), "worked_leads": pd.DataFrame(), "leaks": leaks(),
        "tenure_correlation": 0.31,
    }  # fmt: skip
    return Evaluation(**(known | changed))


def suggestion(**changed: Any) -> Suggestion:
    rulebook = Rulebook.from_text(RULEBOOK)
    differences = pd.DataFrame([("share_of_winners", 0.11, 0.07, 0.15)], columns=["figure", "difference", "low", "high"])
    known: dict[str, Any] = {
        "study": "spring-review", "score": "interest", "seed": 7, "points": points(), "cards": cards(), "differences": differences,
        "change_path": change_path(),
        "smallest_group": 5,
        "threshold": Threshold(60.0, 40.0, 40.0), "threshold_table": threshold_table(), "moved": (), "line": Decimal(75),
        "current": rulebook, "rulebook": rulebook, "scale": Scale(Decimal(1), Decimal(20), -3.0, 0.05),
        "counts": SuggestionCounts(410_233, 60_000, 16_120, 1423, 90_000, 3),
    }  # fmt: skip
    return Suggestion(**(known | changed))
