"""The matrix as rows: each cell with the values that lie in it, its name and its action."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pyarrow as pa

from leadscore_analysis.replay.points import ten_thousandths
from leadscore_analysis.replay.row_tables import rows_of
from leadscore_analysis.rulebook.models import Axis, Matrix

_KINDS = {
    "row_key": int,
    "row_from": int,
    "row_below": int,
    "column_key": int,
    "column_from": int,
    "column_below": int,
    "cell": str,
    "action": str,
}


def matrix_cells(matrix: Matrix | None, score_keys: Mapping[str, int]) -> pa.Table:
    """The rows of ``matrix_cells``: bounds in ten-thousandths (NULL: none); none of them without a matrix."""
    if matrix is None:
        return rows_of(_KINDS, ())
    rows, columns = (_stretches(axis, score_keys[axis.score]) for axis in (matrix.rows, matrix.columns))
    return rows_of(
        _KINDS,
        [
            (*row, *column, f"{row_label}{column_label}", matrix.actions.get(f"{row_label}{column_label}"))
            for (row_label, row), (column_label, column) in product(rows, columns)
        ],
    )


def _stretches(axis: Axis, score_key: int) -> list[tuple[str, tuple[int, int | None, int | None]]]:
    """The axis's labels, each with its score's key and the values from which and below which it stands."""
    cuts = [ten_thousandths(cut) for cut in axis.cuts]
    return [(label, (score_key, low, high)) for label, low, high in zip(axis.labels, [None, *cuts], [*cuts, None], strict=True)]
