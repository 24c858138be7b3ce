"""Plain tables of groups: worked and unworked leads, raised hands; and how much a score is only tenure."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.engine import Engine, frame, run_plan
from leadscore_analysis.evaluation.bootstrap import AccountBootstrap
from leadscore_analysis.labels import Examples
from leadscore_analysis.labels.labelling import POINTS


def worked_leads(engine: Engine, examples: Examples, bootstrap: AccountBootstrap) -> pd.DataFrame:
    """Rows of leads that sales had worked at or before the moment, and of the others: ``group`` (worked | not worked), ``rows``,
    ``conversions``, ``leads``, ``converting_leads``, ``rate`` (of rows), ``low``, ``high``.

    A lead counts in both groups when it was first worked between two of its moments. The difference is no effect of the work: sales choose
    whom they work.
    """
    run_plan(engine, ("first_works",))
    worked = frame(engine, "SELECT lead_key, worked_us FROM first_works").set_index("lead_key")["worked_us"]
    first_us = worked.reindex(examples.leads["lead_key"]).to_numpy(dtype=np.float64)[examples.rows["lead"].to_numpy()]
    not_worked = (~(first_us <= examples.looking.moment_us[examples.rows["moment_no"].to_numpy()])).astype(np.int64)
    return conversion_by_group(examples, not_worked, ("worked", "not worked"), bootstrap)


def conversion_by_group(examples: Examples, place: NDArray[np.int64], names: tuple[str, ...], bootstrap: AccountBootstrap) -> pd.DataFrame:
    """One row a group of the examples' rows, ``place`` being each row's: the columns of :func:`worked_leads`."""
    count, lead, won = len(names), examples.rows["lead"].to_numpy(), examples.converted
    cells = examples.rows["cluster"].to_numpy() * count + place
    shape = (bootstrap.clusters, count)
    rows, conversions = (np.bincount(chosen, minlength=shape[0] * count).reshape(shape) for chosen in (cells, cells[won]))
    rates = bootstrap.ratios(conversions.astype(np.float64), rows.astype(np.float64))
    return pd.DataFrame(
        {
            "group": names,
            "rows": rows.sum(axis=0),
            "conversions": conversions.sum(axis=0),
            "leads": distinct(lead, place, count),
            "converting_leads": distinct(lead[won], place[won], count),
            "rate": [rate.value for rate in rates],
            "low": [rate.low for rate in rates],
            "high": [rate.high for rate in rates],
        }
    )


def distinct(lead: NDArray[np.int64], group: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """How many different leads each group has."""
    return np.bincount(np.unique(lead * groups + group) % groups, minlength=groups)


def hand_raises(engine: Engine, examples: Examples, line: float | None) -> pd.DataFrame:
    """One row an event type that qualifies a lead at any score: ``event_type``, ``leads`` that first raised a hand so in the period,
    ``converting_leads`` (within the horizon after it), ``share_converting``, ``median_days_to_conversion``, ``below_line`` (leads whose
    score was then below the line; none without a line).
    """
    run_plan(engine, ("hand_raises",))
    raised = frame(engine, "SELECT * FROM hand_raises").merge(examples.leads[["lead_key", "converted_us"]], on="lead_key")
    looked = examples.looking
    inside = (raised["raised_us"] >= looked.from_us) & (raised["raised_us"] <= looked.last_us(examples.part))
    raised = raised[inside & ~(raised["converted_us"] < raised["raised_us"])]
    waited = raised["converted_us"] - raised["raised_us"]
    raised = raised.assign(
        days=(waited / DAY_US).where(waited <= looked.horizon_us),
        below=(raised["score"] / POINTS < line) if line is not None else False,
    )
    grouped = raised.groupby("event_type", sort=True)
    table = pd.DataFrame({"leads": grouped.size(), "converting_leads": grouped["days"].count()})
    return table.assign(
        share_converting=table["converting_leads"] / table["leads"],
        median_days_to_conversion=grouped["days"].median(),
        below_line=grouped["below"].sum().astype("int64"),
    ).reset_index()


def tenure_correlation(examples: Examples) -> float:
    """Spearman's rank correlation of score and days since first appearance, over rows; NaN when either never varies.

    Near 1, the score mostly says how long a lead has been around.
    """
    ranks = [pd.Series(values).rank().to_numpy() for values in (examples.score, examples.rows["tenure_days"])]
    if any(np.ptp(rank) == 0 for rank in ranks):
        return float("nan")
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])
