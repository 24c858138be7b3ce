"""How a CSV file is written: its encoding, its delimiter and its header. Only the header is read as data here."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from leadscore_analysis.errors import InputError

_SAMPLE_BYTES = 256 * 1024
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 200


@dataclass(frozen=True)
class CsvShape:
    """How to read a CSV file; ``skipped_lines`` stand before its header."""

    header: tuple[str, ...]
    delimiter: str
    encoding: str
    skipped_lines: int


def csv_shape(path: Path, *, delimiter: str | None = None) -> CsvShape:
    """The shape of the CSV file at ``path``, gzipped or not; InputError when it has no header.

    Without a ``delimiter``, that of comma, semicolon, tab and bar is taken which cuts most records into as many columns as the header.
    """
    encoding = _encoding(path)
    lines = io.StringIO(_sample(path, encoding), newline=None).readlines()
    skipped = _empty_lines(lines)
    if lines[skipped : skipped + 1] and lines[skipped].lower().startswith("sep="):
        delimiter = delimiter or lines[skipped].rstrip("\n")[4:] or None
        skipped += 1 + _empty_lines(lines[skipped + 1 :])
    if skipped == len(lines):
        raise InputError(f"{path} must have a header line; the file is empty", hint="export it again with column names")
    chosen = delimiter or max(_DELIMITERS, key=lambda candidate: _evenness(lines[skipped:], candidate))
    header = next(csv.reader(lines[skipped:], delimiter=chosen[0])) if len(chosen) == 1 else lines[skipped].rstrip("\n").split(chosen)
    return CsvShape(_named(header), chosen, encoding, skipped)


def _empty_lines(lines: list[str]) -> int:
    """How many lines stand empty before the first that is not."""
    return sum(1 for _ in itertools.takewhile(lambda line: not line.strip(), lines))


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    """How well a delimiter fits: the share of records as wide as the header, then that width."""
    records = list(itertools.islice(_records(lines, delimiter), _SAMPLE_RECORDS))
    width = len(records[0]) if records else 0
    if width < 2:
        return (0.0, 0)
    return (sum(len(record) == width for record in records) / len(records), width)


def _records(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from (record for record in csv.reader(lines, delimiter=delimiter) if record)
    except csv.Error:
        return


def _named(header: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() or f"column{number}" for number, name in enumerate(header, start=1))


def opened(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked where its name ends in ``.gz``."""
    return cast("BinaryIO", gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def _encoding(path: Path) -> str:
    """``utf-8`` or ``utf-16``, else ``latin-1``, which can read any bytes; the whole file is looked at."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as stream:
        start = stream.read(_SAMPLE_BYTES)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        try:
            for chunk in itertools.chain([start], iter(lambda: stream.read(1 << 22), b"")):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "latin-1"
    return "utf-8"


def _sample(path: Path, encoding: str) -> str:
    with opened(path) as stream:
        raw = stream.read(_SAMPLE_BYTES)
    text = raw.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="ignore")
    return text if len(raw) < _SAMPLE_BYTES else text[: text.rfind("\n") + 1] or text
