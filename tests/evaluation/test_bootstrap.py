"""Ranking figures and their intervals over accounts."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from leadscore_analysis.evaluation.bootstrap import AccountBootstrap
from leadscore_analysis.evaluation.lift import lift_by_decile
from leadscore_analysis.evaluation.ranking import area_under_roc
from leadscore_analysis.evaluation.score_table import ScoreTable


def rows(*, clusters: int = 40, rows: int = 500, values: int = 8, seed: int = 3):
    random = np.random.default_rng(seed)
    scores = random.integers(0, values, rows).astype(float)
    return scores, random.random(rows) < 0.1 + scores / (2 * values), random.integers(0, clusters, rows)


@pytest.mark.parametrize("values", [2, 8, 400])
def test_auc_and_average_precision_equal_scikit_learn_s(values):
    scores, converted, cluster = rows(values=values)
    table, bootstrap = ScoreTable.of(scores, converted, cluster, clusters=40), AccountBootstrap(40, seed=1)
    assert table.auc(bootstrap).value == pytest.approx(roc_auc_score(converted, scores), abs=1e-12)
    assert table.average_precision(bootstrap).value == pytest.approx(average_precision_score(converted, scores), abs=1e-12)


def test_a_draw_weighs_every_row_of_an_account_alike():
    scores, converted, cluster = rows()
    bootstrap = AccountBootstrap(40, seed=1, draws=3)
    weights = np.concatenate(list(bootstrap.weights(1)), axis=1)
    drawn = ScoreTable.of(scores, converted, cluster, clusters=40).drawn(area_under_roc, bootstrap)
    expected = [roc_auc_score(converted, scores, sample_weight=weights[cluster, draw]) for draw in range(3)]
    assert drawn.tolist() == pytest.approx(expected)


def test_the_same_seed_draws_the_same_accounts_whatever_the_blocks():
    bootstrap = AccountBootstrap(40, seed=7)
    whole = np.concatenate(list(bootstrap.weights(1)), axis=1)
    blocks = np.concatenate(list(bootstrap.weights(1_000_000)), axis=1)
    assert np.array_equal(whole, blocks)
    assert not np.array_equal(whole, np.concatenate(list(AccountBootstrap(40, seed=8).weights(1)), axis=1))


def test_repeated_rows_of_an_account_do_not_make_a_figure_surer():
    scores, converted, cluster = rows(rows=200)
    bootstrap = AccountBootstrap(40, seed=1)
    once = ScoreTable.of(scores, converted, cluster, clusters=40).auc(bootstrap)
    often = ScoreTable.of(np.tile(scores, 13), np.tile(converted, 13), np.tile(cluster, 13), clusters=40).auc(bootstrap)
    assert (often.low, often.high) == pytest.approx((once.low, once.high))


def test_the_interval_of_a_rate_covers_it():
    random = np.random.default_rng(5)
    covered = 0
    for seed in range(60):
        all_ = random.poisson(3, 80) + 1.0
        won = random.binomial(all_.astype(int), 0.3).astype(float)
        rate = AccountBootstrap(80, seed=seed).ratio(won, all_)
        covered += rate.low <= 0.3 <= rate.high
    assert covered >= 52  # 95 % of 60, less three standard errors


def test_figures_that_are_not_defined_are_nan():
    table = ScoreTable.of(np.ones(3), np.zeros(3, dtype=bool), np.arange(3), clusters=3)
    assert np.isnan(table.auc(AccountBootstrap(3, seed=1)).value)
    assert lift_by_decile(table, AccountBootstrap(3, seed=1))["lift"].isna().all()


def test_deciles_of_one_score_have_one_rate():
    converted = np.tile([True, False, False, False], 10)
    table = ScoreTable.of(np.full(40, 5.0), converted, np.arange(40), clusters=40)
    lifts = lift_by_decile(table, AccountBootstrap(40, seed=1))
    assert lifts["lift"].tolist() == pytest.approx([1.0] * 10)
    assert lifts["lowest_score"].tolist() == [5.0] * 10


def test_a_great_many_scores_have_nearly_the_interval_that_all_of_them_would_have(monkeypatch):
    scores, converted, cluster = rows(rows=6000, values=100_000)
    bootstrap = AccountBootstrap(40, seed=1)
    binned = ScoreTable.of(scores, converted, cluster, clusters=40).auc(bootstrap)
    monkeypatch.setattr("leadscore_analysis.evaluation.score_table.MOST_DRAWN_SCORES", 10_000)
    whole = ScoreTable.of(scores, converted, cluster, clusters=40).auc(bootstrap)
    assert binned.value == whole.value
    assert (binned.low, binned.high) == pytest.approx((whole.low, whole.high), abs=1e-5)
