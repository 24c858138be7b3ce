"""A comparison as files: ``comparison.json`` and one CSV a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from leadscore_analysis.clock import DAY_US, utc_text
from leadscore_analysis.comparison.comparison import Comparison
from leadscore_analysis.comparison.qualifying import Qualifying
from leadscore_analysis.comparison.shown import shown_tables
from leadscore_analysis.evaluation.masks import shown_count
from leadscore_analysis.evaluation.written import DIGITS, plain
from leadscore_analysis.files import write_csv, write_text

FOLDER = "compare"


def folder_of(comparison: Comparison) -> Path:
    """Where a comparison's files go, relative to the current directory."""
    return comparison.study.report_dir / FOLDER


def write(comparison: Comparison, folder: Path) -> list[Path]:
    """Writes ``comparison.json`` and ``<table>.csv`` for each table into the folder, each whole or not at all; returns their paths.

    A table that an earlier comparison left there and this one does not have is removed.
    """
    paths = [folder / "comparison.json"]
    write_text(paths[0], json.dumps(summary(comparison), indent=2, ensure_ascii=False, allow_nan=False) + "\n")
    tables = shown_tables(comparison)
    for name, table in tables.items():
        paths.append(folder / f"{name}.csv")
        write_csv(paths[-1], table)
    if "alerts" not in tables:
        (folder / "alerts.csv").unlink(missing_ok=True)
    return paths


def summary(comparison: Comparison) -> dict[str, Any]:
    """The comparison's figures: which rulebooks, which period, who was left out, the groups and the paired figures."""
    study, period, smallest = comparison.study, comparison.period, comparison.study.privacy.smallest_group
    tables = shown_tables(comparison)
    return {
        "study": study.name,
        "a": _rulebook(comparison.a),
        "b": _rulebook(comparison.b),
        "first_instant": utc_text(period.from_us),
        "last_instant": utc_text(period.last_us),
        "seen_until": utc_text(period.seen_us),
        "weeks": round(period.weeks, DIGITS),
        "horizon_days": study.horizon / DAY_US,
        "smallest_group": smallest,
        "fitted_here": list(comparison.fitted_here),
        "left_out": {reason: shown_count(count, smallest=smallest) for reason, count in comparison.left_out.items()},
        "groups": {str(row.pop("group")): row for row in _rows(tables["groups"])},
        "figures": {str(row.pop("figure")): row for row in _rows(tables["figures"])},
        "alerts": {str(row.pop("alert")): row for row in _rows(tables["alerts"])} if "alerts" in tables else {},
    }


def _rulebook(side: Qualifying) -> dict[str, Any]:
    book = side.rulebook
    return {"rulebook": book.name, "version": book.version, "hash": side.own.fingerprint(), "qualified_by": side.by, "line": side.line}


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): plain(value) for name, value in row.items()} for row in table.to_dict("records")]
