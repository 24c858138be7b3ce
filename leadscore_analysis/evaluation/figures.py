"""The figures of one card: how well a score orders the rows, and what that is worth at capacity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from leadscore_analysis.capacity import per_moment
from leadscore_analysis.evaluation.bootstrap import DRAWS, AccountBootstrap, Floats, Interval
from leadscore_analysis.evaluation.lift import top_decile_lift
from leadscore_analysis.evaluation.score_table import ScoreTable
from leadscore_analysis.evaluation.winners import share_of_winners
from leadscore_analysis.labels import Examples
from leadscore_analysis.study import Study

NOT_ASKED = Interval(float("nan"), float("nan"), float("nan"))
"""The share of winners of a study without a capacity."""


@dataclass(frozen=True)
class CardFigures:
    """What one card reaches on the rows of some examples. Intervals draw accounts (95 %)."""

    card: str
    auc: Interval
    average_precision: Interval
    top_decile_lift: Interval
    share_of_winners: Interval
    n_rows: int
    n_converting_rows: int
    n_leads: int
    n_converting_leads: int

    def row(self) -> dict[str, str | float | int]:
        """The figures by column name: ``auc``, ``auc_low``, ``auc_high``, …; the share's ends are ``share_low`` and ``share_high``."""
        named: list[tuple[str, str, Interval]] = [
            ("auc", "auc", self.auc),
            ("average_precision", "average_precision", self.average_precision),
            ("top_decile_lift", "top_decile_lift", self.top_decile_lift),
            ("share_of_winners", "share", self.share_of_winners),
        ]
        found: dict[str, str | float | int] = {"card": self.card}
        for name, stem, figure in named:
            found |= {name: figure.value, f"{stem}_low": figure.low, f"{stem}_high": figure.high}
        counts = {"n_rows": self.n_rows, "n_converting_rows": self.n_converting_rows, "n_leads": self.n_leads}
        return found | counts | {"n_converting_leads": self.n_converting_leads}


def card_figures(examples: Examples, scores: Floats, *, card: str, places: Fraction | None, bootstrap: AccountBootstrap) -> CardFigures:
    """The figures of ``scores``, one a row of the examples. ``places`` is how many leads a moment can take (None: no share of winners)."""
    table = ScoreTable.of(scores, examples.converted, examples.rows["cluster"].to_numpy(), clusters=bootstrap.clusters)
    share = NOT_ASKED if places is None else share_of_winners(examples, scores, places, bootstrap)
    return CardFigures(
        card=card,
        auc=table.auc(bootstrap),
        average_precision=table.average_precision(bootstrap),
        top_decile_lift=top_decile_lift(table, bootstrap),
        share_of_winners=share,
        n_rows=len(examples.rows),
        n_converting_rows=int(examples.converted.sum()),
        n_leads=int(examples.rows["lead"].nunique()),
        n_converting_leads=int(examples.rows.loc[examples.converted, "lead"].nunique()),
    )


def figures_table(cards: Sequence[CardFigures]) -> pd.DataFrame:
    """One row a card, its figures and their intervals beside it."""
    return pd.DataFrame([card.row() for card in cards])


def account_bootstrap(examples: Examples, *, draws: int = DRAWS) -> AccountBootstrap:
    """The bootstrap of these examples: the same draws for every card, so that cards are compared in pairs."""
    return AccountBootstrap(clusters=int(examples.leads["cluster"].max()) + 1, seed=examples.seed, draws=draws)


def places_at_a_moment(study: Study) -> Fraction | None:
    """How many leads sales can take up at each moment of the study; None when it names no capacity."""
    return None if study.capacity is None else per_moment(study.capacity.leads_per_week, study.moments.every)


def most_recent_first(examples: Examples) -> Floats:
    """The baseline that calls whoever did something last: a score that rises with the latest event."""
    age_us = examples.looking.moment_us[examples.rows["moment_no"].to_numpy()] - examples.latest_event_us
    negated: Floats = -age_us.astype(np.float64)
    return negated
