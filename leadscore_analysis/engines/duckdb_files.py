"""How DuckDB reads exported files: what stands behind FROM, and the values of its ``?`` marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from leadscore_analysis.engine import quoted
from leadscore_analysis.engines.duckdb import literal, projection

FILE_NO = "loaded_file_no"
ROW_NO = "loaded_row_no"
"""Where a row came from: its file's number in the list of files, and its number in the file, from 1."""

_NO_DELIMITER = "\x1e"
"""A character that no line of JSON may hold: with it as delimiter, each line is one column."""

_LINE_NO = "loaded_line_no"

_NO_MALFORMED = """
SELECT 0::BIGINT AS loaded_file_no, 0::BIGINT AS loaded_row_no, '' AS raw_row, '' AS reason, 0 AS unread WHERE false
"""
_MALFORMED_CSV = """
SELECT
  source_file_names.loaded_file_no,
  CAST(reject_errors.line AS BIGINT) - 1 - source_file_names.skipped_lines,
  CAST(to_json(TRIM(MIN(reject_errors.csv_line), E'\\r\\n')) AS VARCHAR),
  'malformed line: ' || LOWER(MIN(CAST(reject_errors.error_type AS VARCHAR))),
  1
FROM reject_errors
JOIN reject_scans
  ON reject_errors.scan_id = reject_scans.scan_id AND reject_errors.file_id = reject_scans.file_id
JOIN source_file_names
  ON reject_scans.file_path = source_file_names.source_file
GROUP BY source_file_names.loaded_file_no, source_file_names.skipped_lines, reject_errors.line
"""


@dataclass(frozen=True)
class FileRows:
    """What stands behind FROM to read one file, and the values of its ``?`` marks, in order; ``row_no`` numbers its rows from 1."""

    text: str
    values: tuple[Any, ...] = ()
    row_no: str = "row_number() OVER ()"


def csv_rows(path: Path, header: Sequence[str], *, delimiter: str, encoding: str, skipped_lines: int) -> FileRows:
    """The rows of a CSV file, every column as text under its header's name; a row of another width goes to ``reject_errors``."""
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(header)))
    read = (
        "read_csv(?, auto_detect = false, header = true, skip = ?, delim = ?, quote = '\"', escape = '\"', encoding = ?, "
        f"strict_mode = true, store_rejects = true, rejects_limit = 0, columns = {{{columns}}})"
    )
    renamed = projection({name: f"c{number}" for number, name in enumerate(header)}, rows=read)
    return FileRows(f"({renamed})", (str(path), skipped_lines, delimiter, encoding))


def json_lines(path: Path) -> FileRows:
    """The lines of a JSON-lines file, as ``line``, with their ``line_no``; empty lines are NULL."""
    read = (
        f"read_csv(?, auto_detect = false, header = false, delim = {literal(_NO_DELIMITER)}, quote = '', escape = '', "
        "columns = {'line': 'VARCHAR'}, max_line_size = 20000000)"
    )
    return _numbered_lines("line", FileRows(read, (str(path),)))


def json_array(path: Path) -> FileRows:
    """The entries of a file that is one JSON array, as ``line``, with their ``line_no``."""
    return _numbered_lines(
        "CAST(json AS VARCHAR)", FileRows("read_json_objects(?, format = 'array', maximum_object_size = 20000000)", (str(path),))
    )


def json_names(lines: FileRows) -> FileRows:
    """The names of all fields of the objects in ``lines``, as ``name``."""
    keys = projection({"name": "unnest(json_keys(line))"}, rows=f"{lines.text} WHERE is_json_object(line)")
    return FileRows(f"({projection({'name': 'DISTINCT name'}, rows=f'({keys})')})", lines.values)


def json_fields(lines: FileRows, names: Sequence[str]) -> FileRows:
    """The fields of the JSON objects in ``lines``, each as text; an object or list within stays JSON."""
    fields = {name: f"json_extract_string(line, {literal(_pointer(name))})" for name in names}
    rows = projection({_LINE_NO: "line_no"} | fields, rows=f"{lines.text} WHERE is_json_object(line)")
    return FileRows(f"({rows})", lines.values, row_no=_LINE_NO)


def parquet_file(path: Path) -> FileRows:
    """The rows of a Parquet file, with the types it was written with."""
    return FileRows("read_parquet(?)", (str(path),))


def attached_table(alias: str, table: str) -> FileRows:
    """The rows of a table in an attached DuckDB file; the table's name was looked up there."""
    return FileRows(f"{quoted(alias)}.{quoted(table)}")


def numbered_rows(files: Sequence[FileRows], columns: Sequence[Sequence[str]], *, values: Mapping[str, str]) -> FileRows:
    """One SELECT over several files: ``loaded_file_no``, ``loaded_row_no`` and all their columns, NULL where a file has none.

    ``values`` are further columns, with one text for all rows.
    """
    known = list(dict.fromkeys(name for names in columns for name in names))
    same = dict.fromkeys(values, "CAST(? AS VARCHAR)")
    parts = [
        projection(
            same | {FILE_NO: str(number), ROW_NO: rows.row_no} | {name: quoted(name) if name in names else "NULL" for name in known},
            rows=rows.text,
        )
        for number, (rows, names) in enumerate(zip(files, columns, strict=True))
    ]
    return FileRows("\nUNION ALL\n".join(parts), tuple(value for rows in files for value in (*values.values(), *rows.values)))


def malformed_rows(*, csv: bool, json: Sequence[tuple[int, FileRows]]) -> FileRows:
    """The records that are no rows: ``loaded_file_no``, ``loaded_row_no``, ``raw_row`` (JSON text), ``reason``, ``unread``.

    ``unread`` is 1 where the rows read were numbered without counting the record.
    """
    parts = [_NO_MALFORMED, *([_MALFORMED_CSV] if csv else []), *(_malformed_json(number, lines) for number, lines in json)]
    return FileRows("\nUNION ALL\n".join(parts), tuple(value for _, lines in json for value in lines.values))


def _malformed_json(number: int, lines: FileRows) -> str:
    columns = {
        FILE_NO: str(number),
        ROW_NO: "line_no",
        "raw_row": "CAST(to_json(line) AS VARCHAR)",
        "reason": literal("malformed line: no JSON object"),
    }
    return projection(columns | {"unread": "0"}, rows=f"{lines.text} WHERE line IS NOT NULL AND NOT is_json_object(line)")


def json_of(columns: Sequence[str]) -> str:
    """The expression that writes those columns of a row as one JSON object."""
    fields = ", ".join(f"{literal(name)}, {quoted(name)}" for name in columns)
    return f"json_object({fields})"


def loading_macros() -> str:
    """The functions that say what texts of exported files mean."""
    return (resources.files("leadscore_analysis") / "engines" / "loading_macros.sql").read_text(encoding="utf-8")


def _numbered_lines(line: str, rows: FileRows) -> FileRows:
    return FileRows(f"({projection({'line': line, 'line_no': rows.row_no}, rows=rows.text)})", rows.values)


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")
