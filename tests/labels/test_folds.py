"""Folds: forward in time, each account on one side."""

from __future__ import annotations

import numpy as np
import pytest

from leadscore_analysis.labels.folds import rolling_folds, window_edges
from leadscore_analysis.labels.hashing import stable_hashes


@pytest.fixture
def rows():
    moments = np.repeat(np.arange(20), 10)
    clusters = np.tile(np.arange(10), 20)
    return moments, clusters, np.arange(10) % 2


def test_windows_begin_a_horizon_after_the_first_moment_and_leave_a_stretch_to_train_on():
    assert window_edges(0, 19, horizon_moments=4) == [8, 12, 16, 20]
    assert window_edges(0, 6, horizon_moments=4) == [5, 6, 7]  # three moments: one to train on, two windows
    assert window_edges(0, 3, horizon_moments=4) == []


def test_training_horizons_end_before_the_window_begins(rows):
    moments, clusters, half = rows
    for fold in rolling_folds(moments, clusters, half, horizon_moments=4):
        assert moments[fold.train].max() + 4 <= moments[fold.test].min()


def test_an_account_is_never_trained_on_and_judged(rows):
    moments, clusters, half = rows
    for fold in rolling_folds(moments, clusters, half, horizon_moments=4):
        assert not set(clusters[fold.train]) & set(clusters[fold.test])


def test_every_row_of_the_windows_is_judged_once(rows):
    moments, clusters, half = rows
    judged = np.concatenate([fold.test for fold in rolling_folds(moments, clusters, half, horizon_moments=4)])
    assert sorted(judged) == np.flatnonzero(moments >= 8).tolist()


def test_hashes_are_the_first_eight_bytes_of_the_md5_of_salt_and_name():
    assert stable_hashes(["lead-1"], salt="half 7")[0] == 0x5CB4FA51EE9DDDAA
