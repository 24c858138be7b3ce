"""``make bench-scorecards``: PointScorecard beside published whole-number cards, logistic regression and naive rounding.

Reads the folder that ``SCORECARDS`` names: five public data sets with five fixed folds, each as ``<name>_data.csv`` (first column: the
outcome) and ``<name>_cvindices.csv``. Writes ``reports/scorecards.md``.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from threadpoolctl import threadpool_limits

from leadscore_analysis import PointScorecard
from leadscore_analysis.files import write_text

TRAINING = {"mammo": 444.959, "mushroom": 546.606, "adult": 12282.186}
"""Sums of log losses of the best cards with five terms within ±5, as published for FasterRisk (NeurIPS 2022)."""
TESTS = {
    "adult": (0.8820, 0.3551, 5),
    "mammo": (0.8532, 0.4692, 5),
    "breastcancer": (0.9892, 0.1290, 5),
    "spambase": (0.9698, 0.2070, 2),
    "mushroom": (0.9998, 0.0172, 2),
}
"""FasterRisk 0.1.10 with ten terms within ±5: AUC and log loss over so many folds' tests."""
SIZES = (10_000, 100_000, 1_000_000)
TERMS = 30
PAGE = Path("reports/scorecards.md")


@dataclass(frozen=True)
class Data:
    """Columns of a card, outcomes, and the fold of each row."""

    columns: pd.DataFrame
    outcome: np.ndarray
    fold: np.ndarray


def data_of(folder: Path, name: str) -> Data:
    found = next(path for path in (folder / f"{name}_data.csv", folder / f"{name}_data.csv.gz") if path.exists())
    table = pd.read_csv(found)
    fold = pd.read_csv(folder / f"{name}_cvindices.csv", header=None)[0].to_numpy()
    return Data(cut(name, table.iloc[:, 1:]), (table.iloc[:, 0] > 0).to_numpy(), fold)


def cut(name: str, columns: pd.DataFrame) -> pd.DataFrame:
    """Counts and measures cut into columns of 0 and 1, as for the published figures."""
    if name == "mammo":
        steps = {f"Density>={least}": columns["Density"] >= least for least in (2, 3, 4)}
        return columns.drop(columns="Density").assign(**steps).astype(float)
    if name == "breastcancer":
        return pd.DataFrame({f"{column}>={least}": columns[column] >= least for column in columns for least in (2, 4, 6, 8)}).astype(float)
    if name == "spambase":
        middles = {column: columns.loc[columns[column] > 0, column].median() for column in columns}
        steps = {f"{column}>{cut:g}": columns[column] > cut for column in columns for cut in (0, middles[column])}
        return pd.DataFrame(steps).astype(float)
    return columns.astype(float)


def training_lines(folder: Path) -> Iterator[str]:
    for name, published in TRAINING.items():
        data, started = data_of(folder, name), time.perf_counter()
        card = PointScorecard(largest=5, max_terms=5, prior_strength=0).fit(data.columns, data.outcome)
        seconds = time.perf_counter() - started
        yield f"| {name} | {card.path_[-1].log_loss * len(data.outcome):.1f} | {published:.1f} | {seconds:.1f} |"


def test_lines(folder: Path) -> Iterator[str]:
    for name, (auc, loss, folds) in TESTS.items():
        data = data_of(folder, name)
        found = {"PointScorecard": [], "logistic regression": [], "rounded": []}
        seconds = []
        for fold in range(1, folds + 1):
            train, test = data.fold != fold, data.fold == fold
            started = time.perf_counter()
            card = PointScorecard(largest=5, max_terms=10).fit(data.columns[train], data.outcome[train])
            seconds.append(time.perf_counter() - started)
            with threadpool_limits(1):
                free = LogisticRegression(max_iter=2000).fit(data.columns[train], data.outcome[train])
            chances = {
                "PointScorecard": card.predict_proba(data.columns[test])[:, 1],
                "logistic regression": free.predict_proba(data.columns[test])[:, 1],
                "rounded": naive(free, data.columns[train], data.outcome[train], data.columns[test]),
            }
            for what, chance in chances.items():
                found[what].append((roc_auc_score(data.outcome[test], chance), log_loss(data.outcome[test], chance)))
        means = {what: np.mean(values, axis=0) for what, values in found.items()}
        told = " | ".join(f"{mean[0]:.4f} / {mean[1]:.4f}" for mean in means.values())
        yield f"| {name} ({folds} folds) | {told} | {auc:.4f} / {loss:.4f} | {np.mean(seconds):.1f} |"


def naive(free: LogisticRegression, columns: pd.DataFrame, outcome: np.ndarray, tested: pd.DataFrame) -> np.ndarray:
    """The ten largest coefficients scaled to ±5 and rounded, with a line fitted on the score."""
    coefficients = free.coef_[0]
    kept = np.argsort(-np.abs(coefficients))[:10]
    points = np.zeros(len(coefficients))
    points[kept] = np.rint(coefficients[kept] * 5 / np.abs(coefficients).max())
    line = LogisticRegression(C=1e6).fit((columns.to_numpy() @ points)[:, None], outcome)
    return np.asarray(line.predict_proba((tested.to_numpy() @ points)[:, None])[:, 1])


def scale_lines() -> Iterator[str]:
    for rows in SIZES:
        draw = np.random.default_rng(1)
        units = (draw.random((rows, TERMS)) < draw.uniform(0.02, 0.4, TERMS)).astype(float)
        outcome = draw.random(rows) < expit(-3 + units @ draw.normal(0, 0.8, TERMS))
        times = {}
        for what, model in {
            "PointScorecard, ten terms": PointScorecard(largest=5, max_terms=10, prior_strength=1.0),
            "PointScorecard": PointScorecard(largest=5, prior_strength=1.0),
            "LogisticRegression": LogisticRegression(),
        }.items():
            started = time.perf_counter()
            model.fit(units, outcome)
            times[what] = time.perf_counter() - started
        yield f"| {rows:,} | " + " | ".join(f"{seconds:.2f}" for seconds in times.values()) + " |"


def page(folder: Path) -> Iterator[str]:
    yield from (
        "# Scorecards against published ones",
        "",
        "Made by `make bench-scorecards`; one thread for matrices, seconds of this run.",
        "",
    )
    yield from ("## Training loss, five terms within ±5, no prior", "")
    yield from ("| data | PointScorecard | FasterRisk, published | seconds |", "|---|---:|---:|---:|", *training_lines(folder), "")
    yield from ("## Test AUC / log loss, ten terms within ±5", "")
    yield "| data | PointScorecard | logistic regression, all columns | its ten largest, rounded | FasterRisk 0.1.10 | seconds a fit |"
    yield from ("|---|---|---|---|---|---:|", *test_lines(folder), "")
    yield from (f"## Seconds for {TERMS} columns of 0 and 1, drawn", "")
    yield from ("| rows | ten terms within ±5 | all terms within ±5 | LogisticRegression |", "|---:|---:|---:|---:|", *scale_lines(), "")


if __name__ == "__main__":
    if "SCORECARDS" not in os.environ:
        sys.exit("SCORECARDS must name the folder of the data sets; it is not set")
    lines = []
    for line in page(Path(os.environ["SCORECARDS"])):
        print(line, flush=True)
        lines.append(line)
    write_text(PAGE, "\n".join(lines))
