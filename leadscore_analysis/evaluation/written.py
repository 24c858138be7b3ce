"""An evaluation as files: ``evaluation.json`` and one CSV a table, with groups of few leads hidden."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.evaluation.evaluate import Evaluation
from leadscore_analysis.evaluation.masks import masked, masked_figures, merged_small, shown_count
from leadscore_analysis.files import write_csv, write_text

DIGITS = 6


def write(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Writes ``evaluation.json`` and ``<table>.csv`` for each table into the folder, each whole or not at all; returns their paths."""
    paths = [folder / "evaluation.json"]
    write_text(paths[0], json.dumps(summary(evaluation), indent=2, ensure_ascii=False, allow_nan=False) + "\n")
    for name, table in shown_tables(evaluation).items():
        paths.append(folder / f"{name}.csv")
        write_csv(paths[-1], table)
    return paths


def shown_tables(evaluation: Evaluation) -> dict[str, pd.DataFrame]:
    """The tables as they may leave the program, by name: rounded, groups of few leads hidden, leads by code."""
    smallest = evaluation.study.privacy.smallest_group
    thresholds = merged_small(evaluation.threshold_table, leads="leads", smallest=smallest)
    tables = {
        "figures": masked_figures(evaluation.figures, smallest=smallest),
        "lift_by_decile": evaluation.lift_by_decile,
        "conversion_by_band": masked(
            rounded(evaluation.conversion_by_band), leads="leads", smallest=smallest, keep=["score", "band", "from"]
        ),
        "score_distribution": masked(
            rounded(evaluation.score_distribution), leads="leads", smallest=smallest, keep=["bin_from", "bin_below"]
        ),
        "threshold_table": masked(rounded(thresholds), leads="leads", smallest=smallest, keep=["threshold"]),
        "missed_winners": evaluation.missed_winners,
        "fast_converters": evaluation.fast_converters,
        "leaks": masked(rounded(evaluation.leaks), leads="leads", smallest=smallest, keep=["kind", "name", "why", "named", "allowed"]),
    }
    if len(evaluation.hand_raises):
        tables["hand_raises"] = masked(rounded(evaluation.hand_raises), leads="leads", smallest=smallest, keep=["event_type"])
    if len(evaluation.worked_leads):
        tables["worked_leads"] = masked(rounded(evaluation.worked_leads), leads="leads", smallest=smallest, keep=["group"])
    if evaluation.holdout is not None:
        tables["holdout_figures"] = masked_figures(evaluation.holdout.figures, smallest=smallest)
    return {name: rounded(table) for name, table in tables.items()}


def summary(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation's figures under flat keys: what was looked at and left out, then what the score was worth."""
    study, smallest = evaluation.study, evaluation.study.privacy.smallest_group
    figures = masked_figures(evaluation.figures, smallest=smallest)
    current = {str(name): value for name, value in figures.iloc[0].drop("card").items()}
    kinds = evaluation.missed_winners["kind"].value_counts()
    leaks = evaluation.leaks[evaluation.leaks["named"]]
    found: dict[str, Any] = {
        "study": study.name,
        "rulebook": evaluation.rulebook,
        "rulebook_version": evaluation.rulebook_version,
        "rulebook_hash": evaluation.rulebook_hash,
        "score": evaluation.score,
        "line": evaluation.line,
        "first_moment": evaluation.moments[0].isoformat(),
        "last_moment": evaluation.moments[1].isoformat(),
        "horizon_days": study.horizon / DAY_US,
        "leads_per_week": None if study.capacity is None else study.capacity.leads_per_week,
        **{f"counted_{name}": _shown(name, count, smallest) for name, count in evaluation.counts.plain().items()},
        **current,
        "conversions_in_period": shown_count(evaluation.conversions, smallest=smallest),
        "missed_winners": shown_count(len(evaluation.missed_winners), smallest=smallest),
        **{
            f"missed_{str(kind).replace(' ', '_')}": shown_count(int(count), smallest=smallest)
            for kind, count in kinds.sort_index().items()
        },
        "fast_converters": shown_count(len(evaluation.fast_converters), smallest=smallest),
        "converted_before_first_seen": shown_count(evaluation.converted_before_first_seen, smallest=smallest),
        "score_tenure_correlation": evaluation.tenure_correlation,
        "leaks_named": sorted(leaks["name"]),
        "leaks_left_out": sorted(leaks.loc[~leaks["allowed"], "name"]),
        "holdout_opened": evaluation.holdout is not None,
    }
    return {name: plain(value) for name, value in found.items()}


def _shown(name: str, count: int, smallest: int) -> int | str:
    """A count of leads as it may be shown; other counts (of moments, of lead-moments) as they are."""
    return shown_count(count, smallest=smallest) if "leads" in name else count


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its floats rounded as files tell them."""
    return table.assign(**{str(name): table[name].round(DIGITS) for name in table.select_dtypes("float")})


def plain(value: Any) -> Any:
    """The value as JSON holds it: floats rounded, what is not a number null."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return round(value, DIGITS) if math.isfinite(value) else None
    return value
