"""A ``where`` of any kind is refused in one clear line, or printed as nothing but the language's own nodes, its literals still literals."""

from collections.abc import Iterator
from time import process_time

import duckdb
import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from leadscore_analysis.engines.duckdb import DuckDBEngine
from leadscore_analysis.errors import InputError
from leadscore_analysis.rulebook.conditions import Condition
from tests.replay.examples import examples
from tests.replay.oracle.where import holds
from tests.replay.where_attacks import REFUSED, broken, characters, conditions, plain_conditions, scraps

LONGEST_MESSAGE = 400
MOST_SECONDS = 5
TYPES = {"a": "VARCHAR", "b": "DOUBLE", "c": "BOOLEAN"}
ROWS = [{"a": a, "b": b, "c": c} for a in ("x", "10", "", None) for b in (1.0, 2.5, None) for c in (True, False, None)]
PRINTED = (
    *(exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Like, exp.Is),
    *(exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Neg, exp.Lower, exp.Upper, exp.Trim, exp.Length),
    *(exp.TryCast, exp.DataType, exp.Anonymous),
)


def printed(text: str) -> str | None:
    """The condition as it is printed for the engine; None where it is refused, in one line of sensible length and in good time."""
    began = process_time()
    sql, refusal = None, ""
    try:
        sql = Condition.parse(text).sql(TYPES, table="t", optional=["x"])
    except InputError as error:
        refusal = str(error)
    assert process_time() - began < MOST_SECONDS
    assert len(refusal) <= LONGEST_MESSAGE
    assert "\n" not in refusal
    return sql


def assert_harmless(text: str, sql: str) -> None:
    """Read anew, what is printed holds only the language's own nodes, columns of the table, and the literals that stand in the text."""
    [tree] = sqlglot.parse(sql, dialect="duckdb")
    assert tree is not None
    nodes = list(tree.walk())
    assert {type(node) for node in nodes} <= set(PRINTED)
    assert {node.this for node in nodes if isinstance(node, exp.Anonymous)} <= {"number", "NUMBER"}
    assert {(node.table, node.name) for node in nodes if isinstance(node, exp.Column)} <= {("t", name) for name in TYPES}
    written = {node.this for node in sqlglot.parse_one(text, dialect="duckdb").find_all(exp.Literal)}
    assert {node.this for node in nodes if isinstance(node, exp.Literal)} == written


@pytest.mark.parametrize("text", REFUSED)
def test_an_attack_is_refused_in_one_clear_line(text: str) -> None:
    assert printed(text) is None


@given(st.one_of(scraps, characters, broken()))
@examples(800)
def test_any_text_is_refused_or_harmless(text: str) -> None:
    sql = printed(text)
    if sql is not None:
        assert_harmless(text, sql)


@pytest.fixture(scope="module")
def table() -> Iterator[duckdb.DuckDBPyConnection]:
    """The rows as a table of an engine."""
    with DuckDBEngine() as engine:
        engine.connection.execute("CREATE TABLE t (a VARCHAR, b DOUBLE, c BOOLEAN, place INTEGER)")
        engine.connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", [[*row.values(), place] for place, row in enumerate(ROWS)])
        yield engine.connection


def accepted(table: duckdb.DuckDBPyConnection, text: str) -> list[int]:
    """The places of the rows that the printed condition accepts."""
    return [place for (place,) in table.execute(f"SELECT place FROM t WHERE {printed(text)} ORDER BY place").fetchall()]  # noqa: S608


@given(text=conditions)
@examples(300)
def test_a_condition_of_the_language_is_accepted_and_never_fails_on_a_row(text: str, table: duckdb.DuckDBPyConnection) -> None:
    sql = printed(text)
    assert sql is not None
    assert_harmless(text, sql)
    accepted(table, text)


@given(text=plain_conditions)
@examples(300)
def test_a_condition_accepts_the_rows_that_the_definition_says(text: str, table: duckdb.DuckDBPyConnection) -> None:
    assert accepted(table, text) == [place for place, row in enumerate(ROWS) if holds(text, row)]


@pytest.mark.parametrize("text", ["a NOT LIKE 'x'", "a NOT IN ('x', '10')", "b NOT BETWEEN 1 AND 2", "a IS NOT NULL", "NOT (a = 'x')"])
def test_words_that_mean_the_opposite_keep_their_meaning(text: str, table: duckdb.DuckDBPyConnection) -> None:
    assert accepted(table, text) == [place for place, row in enumerate(ROWS) if holds(text, row)]


@pytest.mark.parametrize("text", ["c" + " AND c" * 480, "c" + " OR c" * 480, "a IN (" + "'x', " * 480 + "'y')", "NOT " * 20 + "c"])
def test_a_long_plain_condition_is_accepted(text: str, table: duckdb.DuckDBPyConnection) -> None:
    assert accepted(table, text) == [place for place, row in enumerate(ROWS) if holds(text, row)]
