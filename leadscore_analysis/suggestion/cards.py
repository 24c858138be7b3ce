"""The cards side by side on the same rows: how well each orders them, how sure its probabilities are, whose conversions sales would win."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats, Interval
from leadscore_analysis.evaluation.figures import CardFigures, account_bootstrap, card_figures, figures_table
from leadscore_analysis.evaluation.ranking import area_under_roc
from leadscore_analysis.evaluation.score_table import ScoreTable
from leadscore_analysis.evaluation.winners import share_difference, share_of_winners
from leadscore_analysis.labels import Examples
from leadscore_analysis.suggestion.rolling import CARDS, JudgedRows, any_order

_LEAST_CHANCE = 1e-9


@dataclass(frozen=True)
class CardTables:
    """``cards``: a row per card with its figures. ``differences``: a row per figure, suggested minus current, paired draw by draw.

    ======  ==========  =====  =====
    figure  difference    low   high
    ======  ==========  =====  =====
    auc          0.069  0.041  0.093
    ======  ==========  =====  =====
    """

    cards: pd.DataFrame
    differences: pd.DataFrame


def card_tables(judged: JudgedRows, examples: Examples, places: Fraction | None) -> CardTables:
    """The cards judged on the rows of the folds' tests; intervals (95 %) are over accounts.

    ``places`` is how many leads sales take up at a moment (None: no share of winners). Figures that are not defined are missing, all of
    them where no rows were judged.
    """
    if not len(judged.places):
        return CardTables(
            pd.DataFrame({"card": CARDS}).reindex(columns=_NOTHING), pd.DataFrame(columns=["figure", "difference", "low", "high"])
        )
    rows = examples.taken_rows(judged.places)
    bootstrap = account_bootstrap(examples)
    figures = [_figures(card, judged, rows, places, bootstrap) for card in judged.scores]
    losses = {card: log_losses(chances, rows.converted) for card, chances in judged.probabilities.items()}
    cards = figures_table(figures).assign(log_loss=[float(losses[card].mean()) for card in judged.scores])
    return CardTables(cards, _differences(judged, rows, places, losses, bootstrap))


def log_losses(chances: Floats, converted: NDArray[np.bool_]) -> Floats:
    """Minus the logarithm of the probability that each row's outcome was given."""
    given = np.where(converted, chances, 1 - chances)
    return np.asarray(-np.log(np.maximum(given, _LEAST_CHANCE)))


_NOTHING = [
    "card", "auc", "auc_low", "auc_high", "average_precision", "average_precision_low", "average_precision_high",
    "share_of_winners", "share_low", "share_high", "log_loss",
]  # fmt: skip


def _figures(card: str, judged: JudgedRows, rows: Examples, places: Fraction | None, bootstrap: AccountBootstrap) -> CardFigures:
    if card != "base rate":
        return card_figures(rows, judged.scores[card], card=card, places=places, bootstrap=bootstrap)
    # Equal scores would be taken latest event first, which is the other baseline: whoever has no score takes leads in any order.
    found = card_figures(rows, judged.scores[card], card=card, places=None, bootstrap=bootstrap)
    return found if places is None else replace(found, share_of_winners=share_of_winners(rows, any_order(rows), places, bootstrap))


def _differences(
    judged: JudgedRows, rows: Examples, places: Fraction | None, losses: dict[str, Floats], bootstrap: AccountBootstrap
) -> pd.DataFrame:
    suggested, current = judged.scores["suggested"], judged.scores["current"]
    cluster = rows.rows["cluster"].to_numpy()
    lost = _by_account(cluster, losses["suggested"] - losses["current"], bootstrap)
    found = {
        "auc": _auc_difference(suggested, current, rows, bootstrap),
        "log_loss": bootstrap.ratio(lost, _by_account(cluster, np.ones(len(cluster)), bootstrap)),
    }
    if places is not None:
        found["share_of_winners"] = share_difference(rows, suggested, current, places, bootstrap)
    return pd.DataFrame(
        [{"figure": figure, "difference": each.value, "low": each.low, "high": each.high} for figure, each in found.items()]
    )


def _auc_difference(suggested: Floats, current: Floats, rows: Examples, bootstrap: AccountBootstrap) -> Interval:
    cluster = rows.rows["cluster"].to_numpy()
    tables = [ScoreTable.of(scores, rows.converted, cluster, clusters=bootstrap.clusters) for scores in (suggested, current)]
    values = [float(area_under_roc(*table.totals())[0]) for table in tables]
    drawn = [table.drawn(area_under_roc, bootstrap) for table in tables]
    return bootstrap.interval(values[0] - values[1], drawn[0] - drawn[1])


def _by_account(cluster: NDArray[np.int64], amounts: Floats, bootstrap: AccountBootstrap) -> Floats:
    return np.bincount(cluster, weights=amounts, minlength=bootstrap.clusters).astype(np.float64)
