"""Labels against a slow walk in plain Python that asks of every lead at every moment what the method says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.labels import label
from tests.twelve_leads import POINTS, day, replay, study

MOMENTS, HORIZON, QUIET, KNOWN_UNTIL = range(3, 40, 3), 6, 9, 36
CLOSING, OUTCOME = ("lost", "rejected"), "won"
STAGES = ("contacted", "lost", "rejected", "won")


def happenings(seed: int) -> tuple[list[tuple[str, str, int]], list[tuple[str, str, int]]]:
    """Events and stage changes of sixty leads on whole days, so that all edges are met."""
    random = np.random.default_rng(seed)
    leads = [f"L{number:02}" for number in range(60)]
    events = [(lead, str(random.choice(list(POINTS))), int(at)) for lead in leads for at in random.integers(0, 45, random.integers(1, 7))]
    stages = {
        (lead, str(random.choice(STAGES, p=[0.35, 0.3, 0.15, 0.2])), int(at))
        for lead in leads
        for at in random.integers(0, 45, random.integers(0, 5))
    }
    return events, sorted(stages)


def state(moment: int, events: list[tuple[str, int]], stages: list[tuple[str, int]]) -> str:
    """What the method says of a lead at a moment."""
    seen = [at for _, at in events if at <= moment]
    if not seen:
        return "not yet"
    if any(stage == OUTCOME and at <= moment for stage, at in stages):
        return "converted"
    for stage, closed_at in stages:
        reopened = min((at for other, at in stages if other not in CLOSING and at > closed_at), default=moment + 1)
        if stage in CLOSING and closed_at <= moment < reopened:
            return "closed"
    return "at risk" if max(seen) > moment - QUIET else "quiet"


@pytest.mark.parametrize("seed", range(4))
def test_labels_equal_a_walk_over_every_lead_and_moment(tmp_path, seed):
    events, stages = happenings(seed)
    made = replay(
        tmp_path,
        {
            "events": pd.DataFrame(
                [(f"e{place}", lead, kind, day(at)) for place, (lead, kind, at) in enumerate(events)],
                columns=["event_id", "lead_id", "event_type", "occurred_at"],
            ),
            "stage_changes": pd.DataFrame(
                [(lead, stage, day(at)) for lead, stage, at in stages], columns=["lead_id", "stage", "entered_at"]
            ),
        },
    )
    moments = {"every": "3d", "from": "2024-01-04", "until": "2024-02-10", "quiet_after": "9d"}
    closed = [{"stage": stage} for stage in CLOSING]
    examples = label(made, study(moments=moments, horizon="6d", known_until="2024-02-06", closed=closed, worked=None, value=None))
    made.close()
    expected, states = walk(events, stages)
    rows = examples.rows
    found = zip(rows["lead_id"], rows["moment_no"] * 3 + 3, rows["score"], rows["converted"], days(rows["latest_event"]), strict=True)
    assert sorted(found) == sorted(expected)
    known = [held for moment, held in states if moment + HORIZON <= KNOWN_UNTIL]
    counts = examples.counts
    assert (counts.converted_already, counts.closed, counts.quiet) == tuple(known.count(name) for name in ("converted", "closed", "quiet"))
    assert counts.not_yet_known == sum(held == "at risk" for moment, held in states if moment + HORIZON > KNOWN_UNTIL)


def walk(events, stages):
    """The rows at risk of known horizon (lead, moment, score, converts, latest event), and the state of every lead at every moment."""
    rows, states = [], []
    for lead in sorted({name for name, _, _ in events}):
        mine = [(kind, at) for name, kind, at in events if name == lead]
        entered = [(stage, at) for name, stage, at in stages if name == lead]
        for moment in MOMENTS:
            states.append((moment, state(moment, mine, entered)))
            if states[-1][1] == "at risk" and moment + HORIZON <= KNOWN_UNTIL:
                seen = [(kind, at) for kind, at in mine if at <= moment]
                won = min((at for stage, at in entered if stage == OUTCOME), default=10**6)
                score = float(sum(POINTS[kind] for kind, _ in seen))
                rows.append((lead, moment, score, moment < won <= moment + HORIZON, max(at for _, at in seen)))
    return rows, states


def days(instants: pd.Series) -> list[int]:
    return ((instants - day(0)) // pd.Timedelta(days=1)).tolist()
