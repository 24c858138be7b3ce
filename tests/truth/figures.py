"""What the rows of many seeds come to, and the page that shows it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.stats import t

from leadscore_analysis.suggestion.fit import LEAST_WITH_TERM
from leadscore_analysis.world.truth_file import PLANTED

RULES = {"wrong sign": PLANTED["wrong_sign"], "useless": PLANTED["useless"]}


def coverage(terms: pd.DataFrame, limit: pd.DataFrame) -> pd.DataFrame:
    """A row per term: its limit, in how many seeds it has enough converting leads (``seeds``), in what share of them its interval holds it.

    ``below`` and ``above`` are the shares of seeds whose interval lies there; ``shift`` is the mean of its middle, less the limit.
    """
    known = terms[terms["converting_leads"] >= LEAST_WITH_TERM].join(limit["points"].rename("limit"), on="term")
    told = known.assign(
        held=(known["low"] <= known["limit"]) & (known["limit"] <= known["high"]),
        below=known["high"] < known["limit"],
        above=known["low"] > known["limit"],
        shift=(known["low"] + known["high"]) / 2 - known["limit"],
        seeds=1,
    )
    return told.groupby("term", sort=False).agg(
        limit=("limit", "first"),
        seeds=("seeds", "sum"),
        held=("held", "mean"),
        below=("below", "mean"),
        above=("above", "mean"),
        shift=("shift", "mean"),
    )


def held(by_term: pd.DataFrame) -> float:
    """The share of intervals that hold their limit, over all terms and seeds."""
    return float(np.average(by_term["held"], weights=by_term["seeds"]))


def planted_found(terms: pd.DataFrame, points: str = "suggested") -> pd.DataFrame:
    """A row per planted rule: what is wrong with it, and in how many of the seeds it gets fewer points."""
    found = [
        {"rule": rule, "planted": what, "found": int((rows[points] < rows["current"]).sum()), "seeds": len(rows)}
        for what, rules in RULES.items()
        for rule in rules
        for rows in [terms[terms["term"] == rule]]
    ]
    return pd.DataFrame(found)


def kept(terms: pd.DataFrame) -> float:
    """The share of verdicts that are keep."""
    return float((terms["verdict"] == "keep").mean())


def by_seed(terms: pd.DataFrame) -> pd.DataFrame:
    """A row per seed: converting leads, and the share of winners of each card."""
    shares = ["share_current", "share_suggested", "share_recommended"]
    return terms.groupby("seed").agg({"all_converting_leads": "first", **dict.fromkeys(shares, "first")})


def paired(more: pd.Series[float]) -> tuple[float, float, float]:
    """The mean of differences, and the ends of its 95 % interval over seeds (Student's)."""
    wide = float(t.ppf(0.975, len(more) - 1) * more.std(ddof=1) / np.sqrt(len(more))) if len(more) > 1 else np.nan
    return float(more.mean()), float(more.mean()) - wide, float(more.mean()) + wide


def table(rows: pd.DataFrame, digits: int = 2) -> Iterator[str]:
    """The rows as a table of Markdown."""
    yield "| " + " | ".join(map(str, rows.columns)) + " |"
    yield "|" + "|".join("---:" if pd.api.types.is_numeric_dtype(rows[name]) else "---" for name in rows.columns) + "|"
    for row in rows.itertuples(index=False):
        yield "| " + " | ".join(_told(value, digits) for value in row) + " |"


def _told(value: object, digits: int) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.{digits}f}" if np.isfinite(value) else ""
