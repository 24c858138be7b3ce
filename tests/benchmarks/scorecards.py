"""``make bench-scorecards``: PointScorecard beside published whole-number cards, logistic regression and naive rounding.

Reads the folder that ``SCORECARDS`` names: five public data sets with five fixed folds, each as ``<name>_data.csv`` (first column: the
outcome) and ``<name>_cvindices.csv``. ``FASTERRISK`` names the Python of an environment that has fasterrisk, where it is to run too
(``python3.11 -m venv /tmp/fr && /tmp/fr/bin/pip install fasterrisk``, then ``FASTERRISK=/tmp/fr/bin/python make
bench-scorecards``). Writes ``reports/scorecards.md``.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from threadpoolctl import threadpool_limits

from leadscore_analysis import PointScorecard
from leadscore_analysis.files import write_text
from leadscore_analysis.scorecard.merging import merged_rows
from tests.benchmarks import elsewhere

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
PUBLISHED = {"mammo": "mammo", "mushroom": "shroom", "adult": "adult"}
"""By data set, how ``fasterrisk_<name>_k5.json`` calls it: the published cards, the best one first."""
TOLERANCE = (0.002, 0.003)
"""So much less AUC and so much more log loss than published counts as the same."""


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


def training_lines(folder: Path, *, others: bool) -> Iterator[str]:
    for name, published in TRAINING.items():
        data, started = data_of(folder, name), time.process_time()
        card = PointScorecard(largest=5, max_terms=5, prior_strength=0).fit(data.columns, data.outcome)
        seconds = time.process_time() - started
        told = [f"{card.path_[-1].log_loss * len(data.outcome):.1f}", f"{published:.1f}"]
        other = elsewhere.card(data.columns, data.outcome, terms=5) if others and len(data.outcome) <= elsewhere.most_rows() else None
        told += ["", f"{seconds:.1f}", ""] if other is None else [f"{other.loss:.1f}", f"{seconds:.1f}", f"{other.seconds:.1f}"]
        yield f"| {name} | " + " | ".join(told) + " |"


def published_lines(folder: Path) -> Iterator[str]:
    """The best published card of each data set on the rows as they are read here: with its own line, and with the best one."""
    for name, called in PUBLISHED.items():
        data, card = data_of(folder, name), json.loads((folder / f"fasterrisk_{called}_k5.json").read_text())[0]
        score = sum(points * data.columns[term].to_numpy() for points, term in card["feature_data"])
        chances = dict(card["risk_scale"])
        first, last = min(chances), max(chances)
        point = (logit(chances[last]) - logit(chances[first])) / (last - first)
        told = log_loss(data.outcome, [chances[each] for each in score], normalize=False)
        line = LogisticRegression(C=1e9, tol=1e-9, max_iter=10_000).fit(score[:, None], data.outcome)
        best = log_loss(data.outcome, line.predict_proba(score[:, None])[:, 1], normalize=False)
        losses = f"{card['training_logistic_loss']:.1f} | {told:.1f} | {best:.1f}"
        yield f"| {name} | {losses} | {point:.2f} | {line.coef_[0, 0]:.2f} |"


def test_lines(folder: Path, *, others: bool) -> Iterator[str]:
    for name, (auc, loss, folds) in TESTS.items():
        data = data_of(folder, name)
        asked = others and len(data.outcome) <= elsewhere.most_rows()
        found = [fold_figures(data, fold, others=asked) for fold in range(1, folds + 1)]
        means = {what: np.mean([figures[what] for figures in found], axis=0) for what in found[0]}
        told = [f"{mean[0]:.4f} / {mean[1]:.4f}" for mean in means.values()]
        kept = means["PointScorecard"][0] >= auc - TOLERANCE[0] and means["PointScorecard"][1] <= loss + TOLERANCE[1]
        seconds = ["yes" if kept else "NO"] + [f"{mean[2]:.1f}" for what, mean in means.items() if what in {"PointScorecard", "FasterRisk"}]
        missing = [] if asked else [""]
        yield f"| {name} ({folds} folds) | " + " | ".join([*told, *missing, f"{auc:.4f} / {loss:.4f}", *seconds, *missing]) + " |"


def fold_figures(data: Data, fold: int, *, others: bool) -> dict[str, tuple[float, float, float]]:
    """AUC, log loss and seconds of each method on the rows of one fold, fitted on the others."""
    train, test = data.fold != fold, data.fold == fold
    columns, outcome, tested = data.columns[train], data.outcome[train], data.columns[test]
    started = time.process_time()
    card = PointScorecard(largest=5, max_terms=10).fit(columns, outcome)
    seconds = time.process_time() - started
    with threadpool_limits(1):
        free = LogisticRegression(max_iter=2000).fit(columns, outcome)
    chances = {
        "PointScorecard": (card.predict_proba(tested)[:, 1], seconds),
        "logistic regression": (free.predict_proba(tested)[:, 1], 0.0),
        "rounded": (naive(free, columns, outcome, tested), 0.0),
    }
    if others:
        other = elsewhere.card(columns, outcome, terms=10, tested=tested)
        chances["FasterRisk"] = (other.chances, other.seconds)
    return {
        what: (roc_auc_score(data.outcome[test], chance), log_loss(data.outcome[test], chance), spent)
        for what, (chance, spent) in chances.items()
    }


def naive(free: LogisticRegression, columns: pd.DataFrame, outcome: np.ndarray, tested: pd.DataFrame) -> np.ndarray:
    """The ten largest coefficients scaled to ±5 and rounded, with a line fitted on the score."""
    coefficients = free.coef_[0]
    kept = np.argsort(-np.abs(coefficients))[:10]
    points = np.zeros(len(coefficients))
    points[kept] = np.rint(coefficients[kept] * 5 / np.abs(coefficients).max())
    line = LogisticRegression(C=1e6).fit((columns.to_numpy() @ points)[:, None], outcome)
    return np.asarray(line.predict_proba((tested.to_numpy() @ points)[:, None])[:, 1])


def scale_lines(*, others: bool) -> Iterator[str]:
    for rows in SIZES:
        draw = np.random.default_rng(1)
        units = (draw.random((rows, TERMS)) < draw.uniform(0.02, 0.4, TERMS)).astype(float)
        outcome = draw.random(rows) < expit(-3 + units @ draw.normal(0, 0.8, TERMS))
        merging = seconds_of(lambda units=units, outcome=outcome: merged_rows(units, outcome))
        models = (
            PointScorecard(largest=5, max_terms=10, prior_strength=1.0),
            PointScorecard(largest=5, prior_strength=1.0),
            LogisticRegression(),
        )
        times = [seconds_of(lambda model=model, units=units, outcome=outcome: model.fit(units, outcome)) for model in models]
        told = [f"{seconds:.2f}" for seconds in (merging, *times)]
        other = f"{elsewhere.card(units, outcome, terms=10).seconds:.0f}" if others and rows <= elsewhere.most_rows() else ""
        yield f"| {rows:,} | {len(merged_rows(units, outcome).units):,} | " + " | ".join([*told, other]) + " |"


def seconds_of(made: Callable[[], object]) -> float:
    started = time.process_time()
    made()
    return time.process_time() - started


def page(folder: Path) -> Iterator[str]:
    why = elsewhere.absence()
    others = not why
    yield from ("# Scorecards against published ones", "")
    yield "Made by `make bench-scorecards`. Seconds are those of computing on one core; other work beside makes them up to twice as many."
    yield f"The columns named *here* are of FasterRisk 0.1.10, run beside it. {why}".strip() if why else _HERE.format(elsewhere.most_rows())
    yield from ("", "## Training loss, five terms within ±5, no prior", "")
    yield "| data | PointScorecard | FasterRisk, published | FasterRisk, here | seconds | seconds of FasterRisk |"
    yield from ("|---|---:|---:|---:|---:|---:|", *training_lines(folder, others=others), "")
    yield from (_WHY_APART, "")
    yield "| data | published | recomputed here | the same points, best line | log odds per point, published | with the best line |"
    yield from ("|---|---:|---:|---:|---:|---:|", *published_lines(folder), "")
    yield from ("## Test AUC / log loss, ten terms within ±5", "")
    yield (
        "| data | PointScorecard | logistic regression, all columns | its ten largest, rounded | FasterRisk, here | FasterRisk, published |"
        " within -.002 / +.003 of it | seconds a fit | seconds of FasterRisk |"
    )
    yield from ("|---|---|---|---|---|---|---|---:|---:|", *test_lines(folder, others=others), "")
    yield from (f"## Seconds for {TERMS} columns of 0 and 1, drawn", "")
    yield "| rows | different rows | merging them | ten terms within ±5 | all within ±5 | LogisticRegression | FasterRisk, ten terms |"
    yield from ("|---:|---:|---:|---:|---:|---:|---:|", *scale_lines(others=others), "")


_WHY_APART = """Both read the same rows and columns: the published cards come to their published losses here. They differ in the line.
FasterRisk rounds the intercept to a whole number of points and bounds log odds as it does points, so that a point is worth about 1 at most;
a PointScorecard's intercept and scale are any numbers. It matters where conversion is all but certain either way: a few columns nearly tell
edible from poisonous mushrooms, so that the same five points lose half as much once a point may be worth more. There the search ends in one
of many hollows: where the best line makes the published points better than those that were found, better points than both exist."""


_HERE = "The columns named *here* are of FasterRisk 0.1.10, run in an environment of its own on the same rows, up to {:,} of them."


if __name__ == "__main__":
    if "SCORECARDS" not in os.environ:
        sys.exit("SCORECARDS must name the folder of the data sets; it is not set")
    lines = []
    for line in page(Path(os.environ["SCORECARDS"])):
        print(line, flush=True)
        lines.append(line)
    write_text(PAGE, "\n".join(lines))
