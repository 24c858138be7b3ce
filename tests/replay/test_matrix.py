"""The cells of the matrix in which leads lie, and what is to be done with them."""

from pathlib import Path

import pandas as pd
import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from tests.tiny import at, one_score, tiny_history

BOOK = """
rulebook: cells
scores:
  - {score: fit, rules: [{rule: nl, kind: attribute, where: "country = 'NL'", points: 25}]}
  - {score: interest, rules: [{rule: x, kind: event, event: x, points: 20}, {rule: gone, kind: event, event: gone, points: -90}]}
matrix:
  rows: {score: fit, cuts: [25, 50], labels: [C, B, A]}
  columns: {score: interest, cuts: [0.5, 40], labels: ["3", "2", "1"]}
  actions: {B1: call now, C3: wait}
"""
LEADS = [{"lead_id": "A", "country": "NL", "account_id": "acme"}]


def test_a_value_equal_to_a_cut_lies_in_the_higher_cell(tmp_path: Path) -> None:
    replay = Replay(tiny_history(tmp_path, "A: x@1 x@2; B: gone@2", leads=LEADS), Rulebook.from_text(BOOK))
    found = replay.matrix_at([at(0), at(1), at(2)])
    assert found.astype({"action": "object"}).fillna("-").values.tolist() == [
        ["A", at(1), "B2", "-"],
        ["A", at(2), "B1", "call now"],
        ["B", at(2), "C3", "wait"],
    ]


def test_the_matrix_is_written_with_the_scores_of_the_moments_asked_for(tmp_path: Path) -> None:
    account = "  - {score: company, entity: account, rollup: {score: interest, how: sum}}\nmatrix:"
    replay = Replay(tiny_history(tmp_path, "A: x@1", leads=LEADS), Rulebook.from_text(BOOK.replace("matrix:", account)))
    moments = pd.DataFrame({"entity_id": ["A", "acme"], "moment": [at(1), at(1)]})
    assert "matrix.parquet" not in [path.name for path in replay.write(tmp_path / "without")]
    assert [path.name for path in replay.write(tmp_path / "out", moments=moments)][-2:] == ["scores.parquet", "matrix.parquet"]
    assert pd.read_parquet(tmp_path / "out" / "matrix.parquet")["cell"].tolist() == ["B2"]
    assert len(pd.read_parquet(tmp_path / "out" / "scores.parquet")) == 3


def test_without_a_matrix_there_are_no_cells(tmp_path: Path) -> None:
    replay = Replay(tiny_history(tmp_path, "A: x@1"), one_score("{rule: x, kind: event, event: x, points: 1}"))
    with pytest.raises(InputError, match="the rulebook must have a matrix; it has none"):
        replay.matrix_at("2026-01-02")
