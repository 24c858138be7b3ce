"""A comparison's tables as they may leave the program: rounded, and groups of few leads hidden so that no total tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.comparison.breakdowns import SIDES
from leadscore_analysis.comparison.comparison import Comparison
from leadscore_analysis.comparison.conversion import ALL_A, ALL_B
from leadscore_analysis.comparison.figures import CONVERSION
from leadscore_analysis.comparison.instants import GROUPS, NEWLY, NO_LONGER
from leadscore_analysis.evaluation.masks import few, masked
from leadscore_analysis.evaluation.written import rounded

Places = NDArray[np.bool_]


def shown_tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """The tables by name. A group of few leads reads "< 5" (or what the study says) in every table, with all else about it empty; where a
    total would tell it, another group is left empty too.
    """
    smallest = comparison.study.privacy.smallest_group
    hidden = _hidden_groups(comparison.groups, smallest)
    tables = {
        "groups": _groups(rounded(comparison.groups), hidden, smallest),
        "by_week": _cells(comparison.by_week, ["week", "group"], hidden, smallest),
        "by_path": _cells(comparison.by_path, ["group", "path_a", "path_b"], hidden, smallest),
        "by_rule": _cells(comparison.by_rule, ["group", "rule"], hidden, smallest, totals=False),
        "by_segment": _cells(comparison.by_segment, ["segment", "value", "group"], hidden, smallest),
        "volume": _sides(comparison.volume, "qualified", [], smallest, totals=[ALL_A not in hidden, ALL_B not in hidden]),
        "figures": _figures(comparison, hidden),
        "movers": rounded(comparison.movers),
    }
    if len(comparison.alerts):
        tables["alerts"] = _sides(rounded(comparison.alerts), "leads", ["alerts", "per_week"], smallest, totals=[False, False])
    return tables


def hidden_cells(counts: NDArray[np.float64], totals: Sequence[Places], *, smallest: int, also: Places | None = None) -> Places:
    """Which counts must be hidden: those of 1 to ``smallest - 1`` leads, those ``also`` named, and where one alone is hidden of those that
    add up to a known total (each of ``totals`` says which), the smallest other of them.
    """
    hidden = (counts > 0) & (counts < smallest)
    if also is not None:
        hidden |= also & (counts > 0)
    growing = True
    while growing:
        growing = False
        for members in totals:
            others = np.flatnonzero(members & ~hidden & (counts > 0))
            if (members & hidden).sum() == 1 and len(others):
                hidden[others[np.argmin(counts[others])]] = True
                growing = True
    return hidden


def _hidden_groups(table: pd.DataFrame, smallest: int) -> list[str]:
    """The groups that must be hidden: those qualified under A add up to all under A, those under B to all under B."""
    name = table["group"].to_numpy()
    totals = [np.isin(name, [group for group in GROUPS if group != other]) for other in (NEWLY, NO_LONGER)]
    hidden = hidden_cells(table["leads"].to_numpy(dtype=np.float64), totals, smallest=smallest)
    return [str(group) for group in name[hidden]]


def _groups(table: pd.DataFrame, hidden_groups: Sequence[str], smallest: int) -> pd.DataFrame:
    hidden = table["group"].isin(hidden_groups).to_numpy()
    shown = _with_hidden(table, hidden, ["group", "interval"], smallest)
    shown.loc[table["converting_between"].between(1, smallest - 1) & ~hidden, "converting_between"] = few(smallest)
    return shown


def _cells(table: pd.DataFrame, keep: list[str], hidden_groups: Sequence[str], smallest: int, *, totals: bool = True) -> pd.DataFrame:
    """A breakdown of the groups; each group's cells add up to the group (within a segment) where there are ``totals``."""
    lines = [members for _, members in _lines(table)] if totals else []
    also = table["group"].isin(hidden_groups).to_numpy()
    hidden = hidden_cells(table["leads"].to_numpy(dtype=np.float64), lines, smallest=smallest, also=also)
    return _with_hidden(rounded(table), hidden, keep, smallest)


def _lines(table: pd.DataFrame) -> Iterator[tuple[object, Places]]:
    keys = ["segment", "group"] if "segment" in table else ["group"]
    for name, places in table.groupby(keys).indices.items():
        members = np.zeros(len(table), dtype=bool)
        members[places] = True
        yield name, members


def _sides(table: pd.DataFrame, count: str, told_by: Sequence[str], smallest: int, *, totals: Sequence[bool]) -> pd.DataFrame:
    """A table of both sides: a small count of a side is hidden with what is ``told_by`` it, and with another where its total is told."""
    shown = table.astype(object)
    for side, total in zip(SIDES, totals, strict=True):
        counts = table[f"{count}_{side}"].to_numpy(dtype=np.float64)
        everyone = [np.ones(len(table), dtype=bool)] if total else []
        hidden = hidden_cells(counts, everyone, smallest=smallest)
        shown.loc[hidden, [f"{name}_{side}" for name in (count, *told_by)]] = np.nan
        shown.loc[hidden & (counts < smallest), f"{count}_{side}"] = few(smallest)
    return shown


def _figures(comparison: Comparison, hidden_groups: Sequence[str]) -> pd.DataFrame:
    """The figures; the conversion of the qualified is left empty where the groups hide it."""
    smallest = comparison.study.privacy.smallest_group
    won = comparison.groups.set_index("group")["converting_leads"].reindex([ALL_A, ALL_B]).fillna(0)
    told = not ((won > 0) & (won < smallest)).any() and ALL_A not in hidden_groups and ALL_B not in hidden_groups
    table = rounded(comparison.figures)
    return table if told else table[table["figure"] != CONVERSION].reset_index(drop=True)


def _with_hidden(table: pd.DataFrame, hidden: Places, keep: Sequence[str], smallest: int) -> pd.DataFrame:
    """The table with the ``hidden`` rows empty but for what they ``keep``; of the others, small counts of converting leads are hidden."""
    counts = table["leads"].to_numpy(dtype=np.float64)
    shown = masked(table.assign(leads=np.where(hidden, 0, table["leads"])), leads="leads", smallest=smallest, keep=keep)
    shown.loc[hidden, [column for column in table if column not in keep]] = np.nan
    shown.loc[hidden & (counts < smallest), "leads"] = few(smallest)
    return shown
