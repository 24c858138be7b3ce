"""What a file holds, column by column, as far as it shows what the column may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from leadscore_analysis.engine import quoted
from leadscore_analysis.engines.duckdb import DuckDBEngine, projection
from leadscore_analysis.engines.duckdb_files import numbered_rows
from leadscore_analysis.sources.files import NULL_TEXTS, source_files
from leadscore_analysis.study.parts import TableSource

_SAMPLE = 500
_DIGITS = re.compile(r"[0-9]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_INSTANT_NAME = re.compile(r"date|time|stamp|_at$|^at$|_on$|datum|tijd|tid$|zeit")


@dataclass(frozen=True)
class ColumnLook:
    """One column: how many rows it is filled in, with how many different values, which share of a sample are instants, and the sample.

    ``emails`` is whether (nearly) all of the sample are e-mail addresses.
    """

    name: str
    filled: int
    distinct: int
    instants: float
    numeric: bool
    emails: bool
    sample: tuple[str, ...]

    @property
    def normal(self) -> str:
        """The name in small letters, words joined by ``_``."""
        return normal_name(self.name)

    @property
    def is_instant(self) -> bool:
        """Whether it holds dates or times; numbers only where the name says so too."""
        named = _INSTANT_NAME.search(self.normal) is not None
        return self.instants >= 0.9 and (not self.numeric or named)


@dataclass(frozen=True)
class FileLook:
    """One file: its rows and columns."""

    path: str
    rows: int
    columns: tuple[ColumnLook, ...]

    @property
    def stem(self) -> str:
        """The file's name in small letters, without endings."""
        return normal_name(Path(self.path).name.split(".")[0])

    def unique(self, column: ColumnLook) -> bool:
        """Whether (nearly) every row has its own value in the column."""
        return column.filled >= 0.95 * self.rows and column.distinct >= 0.98 * column.filled


def normal_name(name: str) -> str:
    """A name in small letters without accents, words joined by ``_``.

    >>> normal_name("time:timestamp"), normal_name("Event Type"), normal_name("H\u00e4ndelse")
    ('time_timestamp', 'event_type', 'handelse')
    """
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", unaccented(name)).lower()).strip("_")


def unaccented(text: str) -> str:
    """The text with each accented letter as its plain one."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def file_look(engine: DuckDBEngine, path: str) -> FileLook:
    """What the file holds; InputError when it cannot be read. The engine must have the loading macros."""
    [file, *_] = source_files(engine, TableSource.model_validate({"from": path}), "events")
    rows = numbered_rows([file.rows], [list(file.columns)], values={})
    engine.create("looked_rows", rows.text, rows.values)
    if not file.typed:
        engine.forget_rejects()
    engine.remember("null_texts", "\x1e".join(["", "", *NULL_TEXTS, ""]))
    looks = _column_looks(engine, list(file.columns))
    return FileLook(path, engine.row_count("looked_rows"), looks)


def _column_looks(engine: DuckDBEngine, names: Sequence[str]) -> tuple[ColumnLook, ...]:
    texts = {name: f"key_text(filled(CAST({quoted(name)} AS VARCHAR)))" for name in names}
    engine.create("looked_texts", projection(texts, rows="looked_rows"))
    counts = {
        f"{what} {name}": f"COUNT({how}{quoted(name)})" for name in names for what, how in (("filled", ""), ("distinct", "DISTINCT "))
    }
    [found] = engine.arrow(projection(counts, rows="looked_texts")).to_pylist()
    return tuple(_column_look(engine, name, found[f"filled {name}"], found[f"distinct {name}"]) for name in names)


def _column_look(engine: DuckDBEngine, name: str, filled: int, distinct: int) -> ColumnLook:
    column = quoted(name)
    sample = projection({"sampled": f"DISTINCT {column}"}, rows=f"looked_texts WHERE {column} IS NOT NULL LIMIT {_SAMPLE}")
    read = {"sampled": "sampled"} | {
        reading: f"{reading}(sampled)" for reading in ("iso_instant", "day_first", "month_first", "plain_instant")
    }
    rows = engine.arrow(projection(read, rows=f"({sample})")).to_pylist()
    instants = [
        row for row in rows if any(row[reading] is not None and row[reading].year >= 1990 for reading in read if reading != "sampled")
    ]
    texts = [str(row["sampled"]) for row in rows]
    numeric = bool(texts) and all(_DIGITS.fullmatch(text) for text in texts)
    emails = bool(texts) and sum(_EMAIL.fullmatch(text) is not None for text in texts) >= 0.9 * len(texts)
    return ColumnLook(name, filled, distinct, len(instants) / len(rows) if rows else 0.0, numeric, emails, tuple(sorted(texts)))
