"""The change path: how good the best cards with 0, 1, 2, 3, 5, 10 … changes are on rows that their fits never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats
from leadscore_analysis.evaluation.figures import NOT_ASKED, account_bootstrap
from leadscore_analysis.evaluation.ranking import area_under_roc
from leadscore_analysis.evaluation.score_table import ScoreTable
from leadscore_analysis.evaluation.winners import share_of_winners
from leadscore_analysis.labels import Examples
from leadscore_analysis.scorecard import PATH_SIZES
from leadscore_analysis.suggestion.cards import log_losses
from leadscore_analysis.suggestion.fit import CardFit
from leadscore_analysis.suggestion.fold_scales import Line, comparable, known_line, same_points
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.rolling import FittedFold

COLUMNS = [
    "changes", "terms", "log_loss", "log_loss_low", "log_loss_high", "above_best", "standard_error",
    "auc", "share_of_winners", "share_low", "share_high", "recommended", "structures",
]  # fmt: skip
_TOLD = ["changes", "terms", "structures"]


@dataclass(frozen=True)
class ChangePath:
    """The table of the path, how many changes of points are recommended (None: as many as the fit has reason for), and how many of the
    steps beyond them.
    """

    table: pd.DataFrame
    recommended: int | None
    beyond: int = 0


@dataclass(frozen=True)
class StepBeyond:
    """A step beyond the recommended changes of points: how many changes it has, what they are, and for each fold the scores of its test
    rows, with the line (intercept, slope) that its training rows give.
    """

    changes: int
    terms: str
    by_fold: tuple[tuple[Floats, Line], ...]


def change_path(
    material: Material, folds: Sequence[FittedFold], fit: CardFit, places: Fraction | None, *, beyond: Sequence[StepBeyond] = ()
) -> ChangePath:
    """A row per number of changes; each fold fits its own path on its training rows and judges those cards on its test rows.

    ``changes`` (at most so many), ``terms`` that change in the card of the whole period (leaking ones apart, which lose their points in
    every step), how many changes are ``structures`` of rules, the mean ``log_loss`` with its interval, ``above_best`` (how much more it is
    than the best step's) with its ``standard_error`` over accounts, ``auc``, ``share_of_winners`` with its interval (95 %, over accounts);
    where the folds' cards of a step differ, rows are ranked by log odds. ``recommended`` is the smallest step whose log loss lies within
    one standard error of the best step's. Steps ``beyond`` the one that is recommended among these are told after them, and recommended
    where the same holds of them.
    Without folds nothing is judged, and the last step is recommended.

    =======  ===================  ========  ==========  ==============  =====  ================  ===========
    changes  terms                log_loss  above_best  standard_error    auc  share_of_winners  recommended
    =======  ===================  ========  ==========  ==============  =====  ================  ===========
          0                         0.0491      0.0004          0.0002  0.732              0.30        False
          1  careers                0.0487      0.0001          0.0001  0.733              0.31         True
          2  careers, blog          0.0487      0.0000          0.0000  0.734              0.31        False
    =======  ===================  ========  ==========  ==============  =====  ================  ===========
    """
    sizes = path_sizes(fit)
    terms = [", ".join(fit.card(size).fitted_changes) for size in sizes]
    told = pd.DataFrame({"changes": _counts(fit, sizes), "terms": terms, "structures": 0}).reindex(columns=COLUMNS)
    if not folds:
        return ChangePath(told.assign(recommended=[size is None for size in sizes]), None)
    judged = _judged(material, folds, sizes, beyond)
    figures = _figures(judged, material.examples, places)
    others = [(step.changes, step.terms, structures) for structures, step in enumerate(beyond, start=1)]
    told = pd.concat([told[_TOLD], pd.DataFrame(others, columns=_TOLD)], ignore_index=True)
    account = material.examples.rows["cluster"].to_numpy()[judged.places]
    best = _recommended(judged.losses[: len(sizes)], account)
    further = _recommended([judged.losses[best], *judged.losses[len(sizes) :]], account)
    place = len(sizes) + further - 1 if further else best
    table = pd.concat([told, figures], axis=1).assign(recommended=np.arange(len(told)) == place)
    return ChangePath(table[COLUMNS], sizes[best], further)


def path_sizes(fit: CardFit) -> list[int | None]:
    """The numbers of changes that are judged: those at which the card changes; None, as many as there is reason for, comes last."""
    found: list[int | None] = [size for size in PATH_SIZES if size < fit.path[-1].changes]
    return [*found, None]


def recommended(above_best: Floats, standard_error: Floats) -> int:
    """The first place whose log loss is at most one standard error above the best one's.

    >>> recommended(np.array([0.04, 0.01, 0.0, 0.002]), np.array([0.02, 0.01, 0.0, 0.001]))
    1
    """
    return int(np.flatnonzero(above_best <= standard_error)[0])


def _recommended(losses: Sequence[Floats], account: NDArray[np.int64]) -> int:
    """The place that is recommended among steps with these log losses of the same rows."""
    best = losses[int(np.argmin([loss.mean() for loss in losses]))]
    above = [float((loss - best).mean()) for loss in losses]
    return recommended(np.array(above), np.array([standard_error(loss - best, account) for loss in losses]))


def standard_error(amounts: Floats, account: NDArray[np.int64]) -> float:
    """The standard error of the mean of rows' amounts, the rows of an account being one observation (a ratio, linearised).

    >>> round(standard_error(np.array([1.0, 1.0, 3.0, 3.0]), np.array([0, 0, 1, 1])), 3)
    1.0
    """
    rows, sums = np.bincount(account), np.bincount(account, amounts)
    seen = int((rows > 0).sum())
    left = sums - amounts.mean() * rows
    return float(np.sqrt((left @ left) * seen / max(seen - 1, 1)) / len(amounts))


@dataclass(frozen=True)
class _JudgedPath:
    """The rows of all folds' tests, and for each step their scores, comparable between folds, and log losses."""

    places: NDArray[np.int64]
    scores: list[Floats]
    losses: list[Floats]


def _judged(material: Material, folds: Sequence[FittedFold], sizes: Sequence[int | None], beyond: Sequence[StepBeyond]) -> _JudgedPath:
    examples = material.examples
    scores, losses = (np.full((len(sizes) + len(beyond), len(examples.rows)), np.nan) for _ in range(2))
    same_card = [same_points([each.fit.at(size).points for each in folds]) for size in sizes] + [False] * len(beyond)
    for number, each in enumerate(folds):
        test, trained = each.fold.test, examples.converted[material.thinned_of(each.fold.train)]
        steps = [each.fit.at(size) for size in sizes]
        lines = [known_line((step.intercept, step.scale), trained) for step in steps]
        found = list(zip(material.scores_of(test, [step.points for step in steps]), lines, strict=True))
        for place, (score, line) in enumerate([*found, *(further.by_fold[number] for further in beyond)]):
            scores[place, test] = comparable(score, line, same_card=same_card[place])
            losses[place, test] = log_losses(np.asarray(expit(line[0] + line[1] * score)), examples.converted[test])
    places = np.flatnonzero(~np.isnan(scores[0]))
    return _JudgedPath(places, list(scores[:, places]), list(losses[:, places]))


def _figures(judged: _JudgedPath, examples: Examples, places: Fraction | None) -> pd.DataFrame:
    rows, bootstrap = examples.taken_rows(judged.places), account_bootstrap(examples)
    best = judged.losses[int(np.argmin([loss.mean() for loss in judged.losses]))]
    account = rows.rows["cluster"].to_numpy()
    found = [
        _loss_figures(losses, best, account, bootstrap) | _order_figures(scores, rows, places, bootstrap)
        for scores, losses in zip(judged.scores, judged.losses, strict=True)
    ]
    return pd.DataFrame(found)


def _loss_figures(losses: Floats, best: Floats, account: NDArray[np.int64], bootstrap: AccountBootstrap) -> dict[str, float]:
    counted, lost = (np.bincount(account, each, bootstrap.clusters).astype(np.float64) for each in (np.ones(len(losses)), losses))
    loss = bootstrap.ratio(lost, counted)
    above, error = float((losses - best).mean()), standard_error(losses - best, account)
    return {
        "log_loss": loss.value,
        "log_loss_low": loss.low,
        "log_loss_high": loss.high,
        "above_best": above,
        "standard_error": error,
    }


def _order_figures(scores: Floats, rows: Examples, places: Fraction | None, bootstrap: AccountBootstrap) -> dict[str, float]:
    share = NOT_ASKED if places is None else share_of_winners(rows, scores, places, bootstrap)
    table = ScoreTable.of(scores, rows.converted, rows.rows["cluster"].to_numpy(), clusters=bootstrap.clusters)
    return {
        "auc": float(area_under_roc(*table.totals())[0]),
        "share_of_winners": share.value,
        "share_low": share.low,
        "share_high": share.high,
    }


def _counts(fit: CardFit, sizes: Sequence[int | None]) -> list[int]:
    return [fit.path[-1].changes if size is None else size for size in sizes]
