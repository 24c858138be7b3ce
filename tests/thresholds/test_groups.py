"""Shifts of groups, common values, and cuts into classes: literal answers."""

import numpy as np
import pytest

from leadscore_analysis.thresholds.by_segment import common_values
from leadscore_analysis.thresholds.cuts import best_cuts, classes
from leadscore_analysis.thresholds.matrix import class_names, matrix_sides
from leadscore_analysis.thresholds.shifts import GroupRows, group_shifts, shrunk
from tests.twelve_leads import rulebook


def rows_of(*cells):
    """Rows from (group, score, rows, converting rows); each row is a lead and an account of its own."""
    group, score, converted = [], [], []
    for name, points, count, won in cells:
        group += [name] * count
        score += [points] * count
        converted += [True] * won + [False] * (count - won)
    own = np.arange(len(group))
    return GroupRows(np.array(score, float), np.array(converted), own, own, np.array(group), max(group) + 1)


def test_a_group_that_converts_more_than_its_score_says_is_worth_more_points():
    # Odds double with 10 points; the odds of group 1 are twice those of group 0: about 10 points, less what is shrunk.
    rows = rows_of((0, 0, 1100, 100), (0, 10, 1200, 200), (1, 0, 1200, 200), (1, 10, 1400, 400))
    table = group_shifts(rows)
    assert table["leads"].tolist() == [2300, 2600]
    assert table["shift"][1] - table["shift"][0] == pytest.approx(10, abs=1)
    assert table["remark"].tolist() == ["", ""]
    assert (table["shift_low"] < table["shift"]).all()
    assert (table["shift"] < table["shift_high"]).all()


def test_groups_that_convert_as_their_score_says_are_not_moved():
    table = group_shifts(rows_of((0, 0, 1100, 100), (0, 10, 1200, 200), (1, 0, 1100, 100), (1, 10, 1200, 200)))
    assert table["shift"].tolist() == [0, 0]
    assert table["remark"].tolist() == ["no sure difference"] * 2


def test_a_group_with_fewer_than_ten_converting_leads_is_not_moved():
    table = group_shifts(rows_of((0, 0, 1100, 100), (0, 10, 1200, 200), (1, 0, 20, 9), (2, 0, 1000, 50)))
    assert table["remark"][1] == "too little data"
    assert table["shift"][1] == 0
    assert np.isnan(table["shift_low"][1])


def test_where_a_higher_score_means_a_lower_chance_nothing_is_moved():
    table = group_shifts(rows_of((0, 0, 1000, 200), (0, 10, 1000, 100), (1, 0, 1000, 400), (1, 10, 1000, 300)))
    assert table["shift"].tolist() == [0, 0]


def test_far_scatter_is_hardly_shrunk():
    assert shrunk(np.array([5.0, -5.0]), np.array([0.1, 0.1])) == pytest.approx([5, -5], rel=0.01)


def test_rare_values_stand_together():
    place, names = common_values([f"v{number:02}" for number in range(14)] + ["v00"])
    assert names == ["v00", *(f"v{number:02}" for number in range(1, 12)), "(other)"]
    assert place.tolist() == [*range(12), 12, 12, 0]


def cuts_of(*cells):
    rows = rows_of(*((0, *cell) for cell in cells))
    return best_cuts(rows.score, rows.converted, rows.lead)


def test_a_cut_stands_where_conversion_rises():
    assert cuts_of((0, 1000, 10), (10, 1000, 10), (20, 1000, 100), (30, 1000, 100)) == (20,)
    assert cuts_of((0, 1000, 10), (10, 1000, 50), (20, 1000, 150)) == (10, 20)


def test_leads_that_convert_alike_are_not_parted():
    assert cuts_of((0, 1000, 50), (10, 1000, 51), (20, 1000, 50)) == ()


def test_no_class_has_fewer_than_ten_converting_leads_or_falls():
    assert cuts_of((0, 1000, 9), (10, 1000, 100), (20, 1000, 9)) == ()


def test_a_score_equal_to_a_cut_lies_in_the_higher_class():
    assert classes(np.array([9.0, 10, 20]), (10, 20)).tolist() == [0, 1, 2]
    assert class_names(2, letters=True) == ["B", "A"]


MATRIX = """
rulebook: two
scores:
  - {score: fit, rules: [{rule: small, kind: attribute, attribute: size, values: {small: 5}}]}
  - {score: interest, rules: [{rule: visit, kind: event, event: visit, points: 10}]}
bands: {fit: [{band: low}, {band: high, from: 5}]}
"""


def test_the_sides_are_the_matrix_or_else_the_other_score_by_its_bands():
    model = rulebook(MATRIX).model
    rows, columns = matrix_sides(model, "interest")
    assert (rows.score, rows.cuts, columns.score, columns.cuts) == ("fit", (5,), "interest", ())
    given = rulebook(
        MATRIX + "matrix: {rows: {score: fit, cuts: [3], labels: [B, A]}, columns: {score: interest, cuts: [20], labels: ['2', '1']}}\n"
    )
    rows, columns = matrix_sides(given.model, "fit")
    assert (rows.cuts, columns.cuts) == ((3,), (20,))


def test_a_rulebook_with_one_score_has_no_matrix():
    assert matrix_sides(rulebook().model, "interest") is None
