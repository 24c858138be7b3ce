"""The names of columns in a ``where``: any word but the language's own, wherever it stands; those too in double quotes."""

import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.rulebook.conditions import Condition

STATEMENTS = ["comment", "set", "desc", "call", "use", "show", "describe", "from", "cache", "kill", "pivot", "truncate", "begin", "commit"]
SQL_WORDS = ["select", "case", "any", "if", "map", "values", "order", "date", "interval", "symmetric", "unknown", "lower", "isnull"]
OWN_WORDS = ["and", "or", "not", "in", "like", "between", "is"]


@pytest.mark.parametrize("name", [*STATEMENTS, *SQL_WORDS])
@pytest.mark.parametrize(
    "form", ["{} = 'a'", "({} LIKE 'a%')", "{} IS NOT NULL", "a = 1 AND {} IN (1, 2)", "NOT {}", "length({}) = {}", "{}"]
)
def test_any_word_names_a_column_wherever_it_stands(form: str, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    text = form.replace("{}", name)
    assert Condition.parse(text).columns - {"a"} == {name}
    assert capfd.readouterr().err == ""


def test_a_column_named_as_a_statement_is_printed_in_quotes() -> None:
    assert Condition.parse("comment = 'a'").sql({"Comment": "VARCHAR"}, table="e") == "e.\"Comment\" = 'a'"


@pytest.mark.parametrize("name", OWN_WORDS)
def test_a_column_named_as_a_word_of_the_language_stands_in_double_quotes(name: str) -> None:
    with pytest.raises(InputError, match=f'a column of that name stands in double quotes: "{name}"'):
        Condition.parse(f"{name} = 'a'")
    assert Condition.parse(f"\"{name}\" = 'a'").columns == {name}


@pytest.mark.parametrize("text", ["SHOW 'a'", "SET a = 1", "USE a", "COMMENT ON a IS 'x'", "BEGIN; a = 1", "DESCRIBE a", "NOT IS NULL"])
def test_a_statement_is_still_none(text: str) -> None:
    with pytest.raises(InputError, match="where must"):
        Condition.parse(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a ILIKE 'x'", "where must not have 'a' beside 'ILIKE'"),
        ("a ISNULL", "where must not have 'a' beside 'ISNULL'. Hint: write IS NULL"),
        ("b BETWEEN SYMMETRIC 2 AND 1", "where must not have 'SYMMETRIC' beside '2'. Hint: write BETWEEN, its lower end first"),
        ("a != 'x'", "where must be written in its own signs; got '!='. Hint: write <>"),
    ],
)
def test_what_the_language_does_not_have_is_told_plainly(text: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        Condition.parse(text)
    assert told in str(error.value)
