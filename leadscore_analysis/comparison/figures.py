"""Two rulebooks in figures, on the same leads and moments: how they order them, whom sales would win, how the qualified convert."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from leadscore_analysis.comparison.conversion import followed
from leadscore_analysis.comparison.instants import qualifying_under
from leadscore_analysis.comparison.period import Period
from leadscore_analysis.engine import frame, run_plan
from leadscore_analysis.evaluation.bootstrap import AccountBootstrap, Floats, Interval, divided
from leadscore_analysis.evaluation.figures import places_at_a_moment
from leadscore_analysis.evaluation.ranking import area_under_roc
from leadscore_analysis.evaluation.score_table import ScoreTable
from leadscore_analysis.evaluation.winners import winners
from leadscore_analysis.labels import Examples, label
from leadscore_analysis.labels.labelling import POINTS
from leadscore_analysis.replay import Replay
from leadscore_analysis.study import Study

AUC, SHARE, CONVERSION = "auc", "share_of_winners", "conversion_of_qualified"


@dataclass(frozen=True)
class _Pair:
    """A figure under A and under B, and B minus A drawn in pairs."""

    figure: str
    a: Interval
    b: Interval
    difference: Interval

    def row(self) -> dict[str, str | float]:
        found: dict[str, str | float] = {"figure": self.figure}
        for name, interval in (("a", self.a), ("b", self.b), ("difference", self.difference)):
            ends = ("low", "high") if name == "difference" else (f"{name}_low", f"{name}_high")
            found |= {name: interval.value, ends[0]: interval.low, ends[1]: interval.high}
        return found


@dataclass(frozen=True)
class _Share:
    """A share of leads, both its counts by account."""

    won: Floats
    all_: Floats

    @classmethod
    def counted(cls, cluster: pd.Series[int], won: ArrayLike, all_: ArrayLike, *, clusters: int) -> _Share:
        sums = [np.bincount(cluster, weights=np.asarray(chosen, dtype=np.float64), minlength=clusters) for chosen in (won, all_)]
        return cls(*(counts.astype(np.float64) for counts in sums))

    def of(self, weights: Floats) -> Floats:
        """The share in each draw of weights (accounts by draws)."""
        return divided(self.won @ weights, self.all_ @ weights)


def same_rows(examples: Examples, replay: Replay, study: Study, *, same_population: bool) -> tuple[Examples, Floats]:
    """A's examples that are at risk under B too, and the judged score that B gives them (``replay`` is B's)."""
    if same_population:
        return examples, scores_of_rows(examples, replay, study)
    other = label(replay, study).rows[["lead_id", "moment_no", "score"]]
    both = examples.rows[["lead_id", "moment_no"]].merge(other, on=["lead_id", "moment_no"], how="left", validate="one_to_one")
    known = both["score"].notna().to_numpy()
    return examples.taken_rows(known), both.loc[known, "score"].to_numpy(dtype=np.float64)


def scores_of_rows(examples: Examples, replay: Replay, study: Study) -> Floats:
    """The judged score that another rulebook's replay gives each row of the examples."""
    engine = replay.relations()
    score = study.judged_score([known.score for known in replay.rulebook.model.scores])
    score_key = int(frame(engine, "SELECT score_key FROM score_names WHERE score = ?", [score])["score_key"].iloc[0])
    engine.table("label_settings", examples.looking.settings(score_key))
    run_plan(engine, ("score_steps",))
    named = frame(engine, "SELECT entity_id AS lead_id, moment_no, step FROM score_steps JOIN entities ON entity_key = lead_key")
    places = pd.DataFrame({"lead_id": examples.leads["lead_id"], "lead": np.arange(len(examples.leads))})
    steps = named.merge(places, on="lead_id").sort_values(["moment_no", "lead"])  # not leads that appear after the last horizon
    steps = steps.assign(value=steps.groupby("lead")["step"].cumsum() / POINTS).astype({"moment_no": "int64", "lead": "int64"})
    found = pd.merge_asof(examples.rows[["moment_no", "lead"]], steps[["moment_no", "lead", "value"]], on="moment_no", by="lead")
    return found["value"].fillna(0.0).to_numpy(dtype=np.float64)


def paired_figures(
    examples: Examples, scores_b: Floats, leads: pd.DataFrame, *, study: Study, period: Period, bootstrap: AccountBootstrap
) -> pd.DataFrame:
    """One row a figure: ``figure``, ``a``, ``a_low``, ``a_high``, ``b``, ``b_low``, ``b_high``, ``difference`` (B minus A) and its ends
    ``low`` and ``high``.

    ``auc`` of the judged score over ``examples``, ``share_of_winners`` at the study's capacity (missing without one), and
    ``conversion_of_qualified``: of all that qualify under a rulebook, those that convert within the horizon, as the groups tell it.
    Intervals are 95 % and draw accounts, the same ones for A and for B.
    """
    pairs = [_auc(examples, scores_b, bootstrap)]
    places = places_at_a_moment(study)
    if places is not None:
        walks = [winners(examples, scores, places) for scores in (examples.score, scores_b)]
        cluster, clusters = examples.leads["cluster"], bootstrap.clusters
        shares = [_Share.counted(cluster, walk.won, walk.at_stake, clusters=clusters) for walk in walks]
        pairs.append(_ratios(SHARE, shares, bootstrap))
    sides = [followed(qualifying_under(leads, side), period) for side in ("a", "b")]
    counted = [_Share.counted(side["cluster"], side["converting"], np.ones(len(side)), clusters=bootstrap.clusters) for side in sides]
    pairs.append(_ratios(CONVERSION, counted, bootstrap))
    return pd.DataFrame([pair.row() for pair in pairs])


def _auc(examples: Examples, scores_b: Floats, bootstrap: AccountBootstrap) -> _Pair:
    cluster = examples.rows["cluster"].to_numpy()
    tables = [ScoreTable.of(scores, examples.converted, cluster, clusters=bootstrap.clusters) for scores in (examples.score, scores_b)]
    drawn = [table.drawn(area_under_roc, bootstrap) for table in tables]
    values = [float(area_under_roc(*table.totals())[0]) for table in tables]
    a, b = (bootstrap.interval(value, draws) for value, draws in zip(values, drawn, strict=True))
    return _Pair(AUC, a, b, bootstrap.interval(values[1] - values[0], drawn[1] - drawn[0]))


def _ratios(figure: str, sides: list[_Share], bootstrap: AccountBootstrap) -> _Pair:
    drawn = [bootstrap.drawn(side.of, cells=1) for side in sides]
    values = [float(divided(side.won.sum(), side.all_.sum())) for side in sides]
    a, b = (bootstrap.interval(value, draws) for value, draws in zip(values, drawn, strict=True))
    return _Pair(figure, a, b, bootstrap.interval(values[1] - values[0], drawn[1] - drawn[0]))
