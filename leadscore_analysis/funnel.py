"""The study's funnel: how many leads pass each stage after the one before, and how long that takes."""

from __future__ import annotations

from typing import Protocol

import pandas as pd
import pyarrow as pa

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.engine import Engine, frame, relation_text, run_plan
from leadscore_analysis.labels.happenings import make_named_happenings
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Happening, Study
from leadscore_analysis.study.parts import FunnelStage


class Replayed(Protocol):
    """What the funnel needs of a replay: its rulebook, and when leads appeared, qualified, and what happened to them."""

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook that is replayed."""

    def clauses(self) -> Engine:
        """The engine, with ``qualifications`` made beside the replay's relations."""


def funnel(replay: Replayed, study: Study) -> pd.DataFrame:
    """The funnel of all leads of the history, one row a stage in the study's order.

    A lead is counted at a stage when it is at it at or after the instant at which it reached the stage before; at the first stage, when it
    ever is. So each count is part of the one before, and a lead that skips a stage is not counted after it. Columns:

    - ``stage``: its name; ``leads``: how many reached it
    - ``share_of_first``: of the leads that reached the first stage, the share that reached this one
    - ``share_of_previous``: of the leads that reached the stage before, the share that reached this one (missing for the first)
    - ``median_days_from_previous``: the median time from the stage before, in days, over the leads that reached this one
    - ``leads_in_all``: how many leads were ever at it, those too that skipped a stage before it

    A study without ``funnel`` has the stages ``lead``, ``qualified`` (where the rulebook says what that is) and its outcome.

    >>> funnel(replay, study)  # doctest: +SKIP
           stage  leads  share_of_first  share_of_previous  median_days_from_previous  leads_in_all
    0       lead  20000          1.0000                NaN                        NaN         20000
    1  qualified   5120          0.2560             0.2560                       34.2          5120
    2        won    390          0.0195             0.0762                       21.5           420
    """
    stages = study.funnel or default_stages(study, qualifies=bool(replay.rulebook.model.qualification))
    engine = replay.clauses()
    _make_times(engine, stages)
    engine.create("funnel_reached", relation_text("funnel_first"))
    for number in range(1, len(stages)):
        engine.table("funnel_place", pa.table({"stage_no": pa.array([number], pa.int64())}))
        engine.create("funnel_reached", relation_text("funnel_next"))
    reached = frame(engine, "SELECT stage_no, reached_us, previous_us FROM funnel_reached")
    ever = frame(engine, relation_text("funnel_ever")).set_index("stage_no")["leads_in_all"]
    return stage_table([stage.name for stage in stages], reached, ever)


def default_stages(study: Study, *, qualifies: bool) -> tuple[FunnelStage, ...]:
    """Lead, qualified where leads can be, and the study's outcome under its own name."""
    outcome = study.outcome
    name = outcome.stage if outcome.stage is not None else " or ".join(outcome.event or ())
    return (
        FunnelStage(name="lead"),
        *((FunnelStage(name="qualified"),) if qualifies else ()),
        FunnelStage(name=name, stage=outcome.stage, event=outcome.event, where=outcome.where),
    )


def stage_table(names: list[str], reached: pd.DataFrame, ever: pd.Series[int]) -> pd.DataFrame:
    """The funnel's table from one row a lead and stage: ``stage_no``, ``reached_us`` and ``previous_us`` (missing at the first stage).

    ``ever`` is how many leads were ever at a stage, by its number.
    """
    stages = pd.RangeIndex(len(names))
    leads = reached.groupby("stage_no").size().reindex(stages, fill_value=0)
    days = (reached["reached_us"] - reached["previous_us"]) / DAY_US
    medians = days.groupby(reached["stage_no"]).median().reindex(stages)
    return pd.DataFrame(
        {
            "stage": names,
            "leads": leads.astype("int64"),
            "share_of_first": leads / leads.where(leads > 0).iloc[0],
            "share_of_previous": leads / leads.where(leads > 0).shift(1),
            "median_days_from_previous": medians.astype("float64"),
            "leads_in_all": ever.reindex(stages, fill_value=0).astype("int64"),
        }
    )


def _make_times(engine: Engine, stages: tuple[FunnelStage, ...]) -> None:
    named: list[tuple[str, Happening]] = [
        (str(number), stage.happening) for number, stage in enumerate(stages) if stage.happening is not None
    ]
    rows = [
        {"stage_no": number, "kind": "happening" if stage.happening else stage.name, "role": str(number)}
        for number, stage in enumerate(stages)
    ]
    engine.table("funnel_stages", pa.Table.from_pylist(rows))
    run_plan(engine, ("lead_stages",))
    make_named_happenings(engine, named, relation="funnel_happenings")
    run_plan(engine, ("funnel_times",))
