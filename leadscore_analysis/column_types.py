"""The types of columns, by the names that DuckDB gives them; other engines name theirs so too."""

from __future__ import annotations

NUMBERS = (
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
    *("FLOAT", "DOUBLE", "DECIMAL"),
)


def holds_numbers(kind: str) -> bool:
    """Whether a column of that type holds numbers.

    >>> holds_numbers("DECIMAL(18,4)"), holds_numbers("INTEGER[]")
    (True, False)
    """
    return kind.partition("(")[0] in NUMBERS
