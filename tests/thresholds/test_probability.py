"""The probability per score: shrunk towards a line, never falling, never told from a handful of conversions."""

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.scorecard import logistic_line
from leadscore_analysis.thresholds.probability import departures, logistic_lines, shrinking_strength, shrunk_rates


def column(*values):
    return np.array(values, dtype=float)[:, None]


def test_a_rate_is_drawn_towards_the_line_by_the_leads_that_the_line_counts_for():
    found = shrunk_rates(column(0, 5), column(10, 10), column(10, 10), column(0.2, 0.2), 10)
    assert found[:, 0].tolist() == pytest.approx([(0 + 2) / 20, (5 + 2) / 20])


def test_repeated_rows_of_a_lead_count_as_one():
    found = shrunk_rates(column(0, 50), column(100, 100), column(10, 10), column(0.2, 0.2), 10)
    assert found[:, 0].tolist() == pytest.approx([(0 + 2) / 20, (5 + 2) / 20])


def test_neighbours_that_would_fall_are_pooled():
    found = shrunk_rates(column(5, 0), column(10, 10), column(10, 10), column(0.2, 0.2), 10)
    assert found[:, 0].tolist() == pytest.approx([(0.35 + 0.1) / 2] * 2)


def test_a_bin_without_rows_takes_the_line():
    assert shrunk_rates(column(0), column(0), column(0), column(0.2), 10)[0, 0] == pytest.approx(0.2)


def test_the_line_counts_for_much_where_rates_follow_it_and_for_little_where_they_scatter():
    leads, line = np.full(5, 1000.0), np.full(5, 0.2)
    followed = shrinking_strength(leads * 0.2, leads, leads, line)
    scattered = shrinking_strength(leads * np.array([0.02, 0.5, 0.1, 0.4, 0.05]), leads, leads, line)
    assert followed > 10_000
    assert scattered < 50


def test_lines_of_all_draws_are_those_of_each_alone():
    draw = np.random.default_rng(3)
    score = np.arange(0.0, 100, 10)
    all_ = draw.integers(50, 200, (10, 4)).astype(float)
    won = np.floor(all_ / (1 + np.exp(4 - 0.05 * score[:, None])))
    intercept, slope = logistic_lines(score, won, all_)
    for place in range(4):
        rows = np.repeat(score, all_[:, place].astype(int))
        converted = np.concatenate([np.arange(n) < k for n, k in zip(all_[:, place], won[:, place], strict=True)])
        alone = logistic_line(rows, converted)
        assert slope[place] == pytest.approx(alone[1], rel=0.02)
        assert intercept[place] == pytest.approx(alone[0], rel=0.02)


def test_scores_that_part_the_conversions_wholly_have_a_line_too():
    _, slope = logistic_lines(np.array([0.0, 10.0]), column(0, 40), column(40, 40))
    assert 0.1 < slope[0] < 10


def test_scores_that_do_not_mean_what_their_neighbours_do_are_named():
    table = pd.DataFrame({"rate": [0.2, 0.1, np.nan, 0.35], "probability": [0.21, 0.3, 0.3, 0.3], "leads": [400, 400, 3, 400]})
    assert departures(table).index.tolist() == [1], "0.35 lies 2.2 standard errors above 0.3"
