"""Equal rows become one, whatever their units are."""

import numpy as np
import pytest

from leadscore_analysis.scorecard.merging import bit_codes, merged_rows, units_of_codes

DRAW = np.random.default_rng(3)


@pytest.mark.parametrize(
    "units",
    [
        DRAW.integers(0, 2, (500, 6)).astype(float),
        DRAW.integers(0, 2, (500, 60)).astype(float),
        DRAW.integers(-2, 3, (500, 3)).astype(float),
        DRAW.choice([0.0, -0.0, 0.25, 1.0], (500, 3)),
    ],
    ids=["few of 0 and 1", "many of 0 and 1", "whole", "broken"],
)
def test_rows_are_found_again_among_the_different_ones(units):
    converted = DRAW.random(500) < 0.3
    rows = merged_rows(units, converted)
    assert len(rows.units) == len(np.unique(units, axis=0))
    assert (rows.units[rows.place] == units).all()
    assert rows.positive.sum() == converted.sum()
    assert (np.bincount(rows.place) == rows.total).all()


def test_the_order_depends_on_the_units_alone():
    units = DRAW.integers(0, 2, (300, 8)).astype(float)
    order = DRAW.permutation(300)
    assert (merged_rows(units, units[:, 0] > 0).units == merged_rows(units[order], units[order, 0] > 0).units).all()


def test_rows_without_weight_do_not_exist():
    rows = merged_rows(np.array([[0.0], [1.0]]), np.array([True, False]), np.array([2.0, 0.0]))
    assert rows.units.tolist() == [[0]]
    assert rows.place.tolist() == [0, -1]


def test_codes_are_the_terms_as_bits():
    codes = bit_codes(np.array([[1.0, 0, 1], [0, 0, 0]]))
    assert codes is not None
    assert codes.tolist() == [5, 0]
    assert units_of_codes(codes, 3).tolist() == [[1, 0, 1], [0, 0, 0]]


def test_other_units_have_no_codes():
    assert bit_codes(np.array([[2.0]])) is None
    assert bit_codes(np.zeros((1, 53))) is None
