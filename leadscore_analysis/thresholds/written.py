"""Threshold choices as files: a CSV a table, with groups of few leads hidden."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from leadscore_analysis.evaluation.masks import few, masked, masked_steps, merged_small
from leadscore_analysis.files import write_csv
from leadscore_analysis.thresholds.results import ThresholdChoices

DIGITS = 6


def write(found: ThresholdChoices, folder: Path, *, smallest: int, prefix: str = "") -> list[Path]:
    """Writes ``<prefix><table>.csv`` for each table that is not empty, each whole or not at all; returns their paths."""
    paths = []
    for name, table in shown_tables(found, smallest=smallest).items():
        paths.append(folder / f"{prefix}{name}.csv")
        write_csv(paths[-1], table)
    return paths


def shown_tables(found: ThresholdChoices, *, smallest: int) -> dict[str, pd.DataFrame]:
    """The tables that are not empty as they may leave the program, by name: rounded, groups of fewer than ``smallest`` leads hidden."""
    return {name: SHOWN.get(name, _plain)(_rounded(table), smallest) for name, table in found.tables.items() if len(table)}


def _plain(table: pd.DataFrame, smallest: int) -> pd.DataFrame:
    names = ("cell", "value", "from", "until", "remark", "line", "threshold", "asked", "enter", "leave")
    return masked(table, leads="leads", smallest=smallest, keep=[each for each in names if each in table])


def _steps(table: pd.DataFrame, smallest: int) -> pd.DataFrame:
    keep = [each for each in ("basis", "asked", "remark", "offset", "threshold") if each in table]
    return masked_steps(table, by="threshold", leads="leads", smallest=smallest, keep=keep)


def _probability(table: pd.DataFrame, smallest: int) -> pd.DataFrame:
    told = ["score_from", "score_below", "probability", "probability_low", "probability_high", "basis"]
    return masked(table, leads="leads", smallest=smallest, keep=told)


def _segments(table: pd.DataFrame, smallest: int) -> pd.DataFrame:
    return _parts(table, ["segment"], smallest, ["segment", "value", "remark", "line"])


def _cuts(table: pd.DataFrame, smallest: int) -> pd.DataFrame:
    return _parts(table, ["score", "card"], smallest, ["score", "card", "class", "from"])


def _as_it_is(table: pd.DataFrame, _: int) -> pd.DataFrame:
    return table


def shown_queue(table: pd.DataFrame, smallest: int) -> pd.DataFrame:
    """The queue's weeks with small counts hidden; who arrived and who was taken are hidden together, as the backlog tells one from the
    other.
    """
    shown, flow = table.astype(object), ["arrived", "taken"]
    together = table[flow].apply(lambda counts: counts.between(1, smallest - 1)).any(axis=1)
    for column in ("arrived", "taken", "backlog", "late"):
        small = table[column].between(1, smallest - 1)
        shown.loc[together & (column in flow) & ~small, column] = None
        shown.loc[small, column] = few(smallest)
    return shown


def _merged(table: pd.DataFrame, smallest: int) -> pd.DataFrame:
    """Steps in time that add too few conversions to be told apart from the step before are left out."""
    kept = [merged_small(rows, leads="converting_leads", smallest=smallest) for _, rows in table.groupby("threshold", sort=False)]
    return pd.concat(kept, ignore_index=True)


def _parts(table: pd.DataFrame, by: Sequence[str], smallest: int, keep: Sequence[str]) -> pd.DataFrame:
    """Rows that are parts of a whole, each whole masked by itself."""
    parts = [masked(rows, leads="leads", smallest=smallest, keep=keep) for _, rows in table.groupby(list(by), sort=False)]
    return pd.concat(parts, ignore_index=True)


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{str(name): table[name].round(DIGITS) for name in table.select_dtypes("float")})


SHOWN: dict[str, Callable[[pd.DataFrame, int], pd.DataFrame]] = {
    "threshold_choices": _steps,
    "around_the_line": _steps,
    "conversion_times": _merged,
    "queue": shown_queue,
    "probability_by_score": _probability,
    "lines_by_segment": _segments,
    "segment_gain": _as_it_is,
    "matrix_cuts": _cuts,
}
"""How each table is masked; the others are as groups of leads are."""
