"""What a database must be able to do for the relations, and how a plan of relations runs on it.

The relations stand in ``relations/*.sql``, one SELECT a file, in SQL that every engine reads alike. An engine brings
five functions of its own to that text: ``floor_div(a, b)``, ``micros(instant)``, ``instant(micros)``, ``number(value)``, which
is NULL for text that is no finite number, and ``text_hash(text)``, 64 bits that are the same for the same text.

Four more look along the rows of a relation that was created with ORDER BY ``entity_key, key, us`` and is read as it is, without a join:
``next_in_order(value, entity_key, key, us)`` and ``previous_in_order(…)`` are the value of the row after and before this one, NULL where
that is another entity's or key's; ``latest_so_far(…)`` is the last value up to this row that is not NULL, of an entity and a key whose
first row has one; ``sum_so_far(…)`` grows along the rows of an entity and a key by their values, from wherever it stood before.
``next_in_order`` may name a fifth: the column that comes next in the order, where it must tell rows of one instant apart.
An engine that keeps rows in order runs through them once; a window that sorts, and starts anew for each entity, takes twice the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa

Progress = Callable[[str, float], None]
"""Told what is being made and which share of the whole is done (0 to 1)."""


class Engine(Protocol):
    """A database session that holds relations by name."""

    @property
    def too_large(self) -> tuple[type[Exception], ...]:
        """What is raised when a number grows beyond its type."""

    def table(self, name: str, rows: pa.Table) -> None:
        """Keeps ``rows`` as the relation ``name``. A column that comes dictionary-encoded holds few different texts."""

    def create(self, name: str, select: str) -> None:
        """Makes the relation ``name`` from a SELECT, in the place of an earlier one."""

    def view(self, name: str, select: str) -> None:
        """Gives a SELECT a name without running it."""

    def arrow(self, select: str, values: Sequence[Any] = ()) -> pa.Table:
        """The rows of a SELECT; ``values`` fill its ``?`` marks."""

    def drop(self, name: str) -> None:
        """Frees the relation ``name``."""

    def columns(self, relation: str) -> dict[str, str]:
        """The relation's column names and types."""

    def write_parquet(self, select: str, path: Path) -> None:
        """Writes the rows of a SELECT to a Parquet file, whole or not at all."""

    def close(self) -> None:
        """Frees what the session holds."""


def frame(engine: Engine, select: str, values: Sequence[Any] = ()) -> pd.DataFrame:
    """The rows of a SELECT as a DataFrame."""
    rows: pd.DataFrame = engine.arrow(select, values).to_pandas()
    return rows


def plain_texts(rows: pa.Table) -> pa.Table:
    """The rows with dictionary-encoded texts as plain ones."""
    for place, column in enumerate(rows.schema):
        if pa.types.is_dictionary(column.type):
            rows = rows.set_column(place, column.name, rows.column(place).cast(column.type.value_type))
    return rows


def relation_text(name: str, **fragments: str) -> str:
    """The SELECT in ``relations/<name>.sql``, without its heading; each of ``fragments`` takes the place of its name.

    The heading goes, because what is put in the place of a name must not end a comment.
    """
    text = (resources.files("leadscore_analysis") / "relations" / f"{name}.sql").read_text(encoding="utf-8")
    select = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("--"))
    names = "|".join(map(re.escape, fragments))
    return re.sub(rf"\b({names})\b", lambda found: fragments[found[1]], select) if fragments else select


def tell(progress: Progress | None, step: str) -> None:
    """Says to whoever listens that the step begins."""
    if progress is not None:
        progress(step, 0.0)


def run_plan(engine: Engine, plan: Sequence[str], *, progress: Progress | None = None) -> None:
    """Makes each relation of the plan, in order, under its file's name."""
    for done, name in enumerate(plan):
        if progress is not None:
            progress(name, done / len(plan))
        engine.create(name, relation_text(name))


def quoted(identifier: str) -> str:
    """A column's name as it may stand in SQL text. Only for names that were looked up in the table itself.

    >>> print(quoted("naïve name"))
    "naïve name"
    """
    return '"' + identifier.replace('"', '""') + '"'
