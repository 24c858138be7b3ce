"""Every relation is one SELECT in SQL that DuckDB and Spark read alike, under a heading that says what a row is."""

from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

import leadscore_analysis

RELATIONS = sorted((Path(leadscore_analysis.__file__).parent / "relations").glob("*.sql"))
FUNCTIONS = {
    *("floor_div", "instant", "micros", "number", "text_hash"),
    *("next_in_order", "previous_in_order", "latest_so_far", "sum_so_far"),
}
WINDOW_FRAMES = {"ROWS"}
ALLOWED = {
    *("Select", "From", "Table", "TableAlias", "Alias", "Identifier", "Column", "Star", "Subquery", "Union", "With", "CTE"),
    *("Join", "Where", "Group", "Having", "Order", "Ordered", "Distinct", "Paren", "Literal", "Null", "Boolean"),
    *("EQ", "NEQ", "GT", "GTE", "LT", "LTE", "And", "Or", "Not", "Is", "In", "Add", "Sub", "Mul", "Div", "Neg"),
    *("Case", "If", "Coalesce", "Cast", "TryCast", "DataType", "DataTypeParam", "Sum", "Count", "Min", "Max"),
    *("Window", "WindowSpec", "RowNumber", "Lag", "Lead", "Anonymous"),
}


@pytest.mark.parametrize("path", RELATIONS, ids=lambda path: path.stem)
def test_the_relation_holds_only_what_both_engines_know(path: Path) -> None:
    for dialect in ("duckdb", "spark"):
        trees = sqlglot.parse(path.read_text(encoding="utf-8"), dialect=dialect)
        assert len(trees) == 1
        nodes = list(trees[0].walk()) if trees[0] is not None else []
        assert {type(node).__name__ for node in nodes} <= ALLOWED
        assert {node.name for node in nodes if isinstance(node, exp.Anonymous)} <= FUNCTIONS
        assert {node.args["kind"] for node in nodes if isinstance(node, exp.WindowSpec)} <= WINDOW_FRAMES


@pytest.mark.parametrize("path", RELATIONS, ids=lambda path: path.stem)
def test_the_heading_says_what_a_row_is_what_is_read_and_the_key(path: Path) -> None:
    heading = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("--")]
    assert heading[0].startswith("-- One row")
    assert sum(line.startswith("-- Reads: ") for line in heading) == 1
    assert heading[-1].startswith("-- Key: ")
