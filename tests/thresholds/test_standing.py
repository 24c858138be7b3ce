"""Stays above a line, what a gap saves, and the queue before it, on four leads that can be followed by hand.

====  ==========================  ========  =================================================
lead  events (days)               won       score
====  ==========================  ========  =================================================
P     visit 8, visit 12                     10 on [8, 11) and on [12, 15)
Q     visit 9, visit 10                     10 from 9, 20 from 10, 10 from 12, 0 from 13
R     visit 8                     9.5       10 on [8, 11)
S     form 8, visit 8.5, 13                 6 from 8, 16 on [8.5, 11.5), 6, 16 on [13, 16), 6
====  ==========================  ========  =================================================
"""

import pandas as pd
import pytest

from leadscore_analysis.clock import DAY_US, HOUR_US
from leadscore_analysis.labels import label
from leadscore_analysis.thresholds.hysteresis import gap_levels, hysteresis
from leadscore_analysis.thresholds.standing import Level, standing
from leadscore_analysis.thresholds.waiting import queue_by_week, queue_figures, queue_of, waiting_level
from tests import twelve_leads
from tests.twelve_leads import START, day

BOOK = """
rulebook: standing
scores:
  - score: interest
    rules:
      - {rule: visit, kind: event, event: visit, points: 10, expires: 3d}
      - {rule: form, kind: event, event: form, points: 6, limit: once}
"""
EVENTS = {"P": [("visit", 8), ("visit", 12)], "Q": [("visit", 9), ("visit", 10)], "R": [("visit", 8)]}
EVENTS["S"] = [("form", 8), ("visit", 8.5), ("visit", 13)]
LEVELS = (Level(10, 10), Level(15, 15), Level(15, 5), waiting_level(10))


@pytest.fixture(scope="module")
def stood(tmp_path_factory):
    rows = [(lead, kind, day(at)) for lead, happened in EVENTS.items() for kind, at in happened]
    events = pd.DataFrame(rows, columns=["lead_id", "event_type", "occurred_at"])
    tables = {
        "events": events.assign(event_id=[f"e{number}" for number in range(len(events))]),
        "stage_changes": pd.DataFrame([("R", "won", day(9.5))], columns=["lead_id", "stage", "entered_at"]),
    }
    replay = twelve_leads.replay(tmp_path_factory.mktemp("standing"), tables, text=BOOK)
    examples = label(replay, twelve_leads.study(judge={"line": 10}, closed=[], worked=None, value=None))
    found = standing(replay.engine, examples, LEVELS)
    replay.close()
    return found


def stays(stood, level):
    """Days from and to of the stays above a level, in the order of leads."""
    found = stood.of(level)
    start = START.value // 1000
    return [((row.from_us - start) / DAY_US, (row.to_us - start) / DAY_US) for row in found.itertuples()]


def test_a_lead_stands_above_the_line_until_its_score_falls_or_it_converts(stood):
    assert stays(stood, Level(10, 10)) == [(8, 11), (12, 15), (9, 13), (8, 9.5), (8.5, 11.5), (13, 16)]


def test_a_line_that_is_left_below_holds_leads_whose_score_lies_between(stood):
    assert stays(stood, Level(15, 15)) == [(10, 12), (8.5, 11.5), (13, 16)]
    assert stays(stood, Level(15, 5)) == [(10, 13), (8.5, 28)], "nothing is seen after the last moment's week"


def test_hysteresis_counts_the_crossings_that_a_gap_saves(stood):
    table = hysteresis(stood, [Level(15, 15), Level(15, 5)])
    assert table[["enter", "leave", "leads"]].to_numpy().tolist() == [[15, 15, 2], [15, 5, 2]]
    assert table["crossings_per_week"].tolist() == pytest.approx([3 / 3, 2 / 3])
    assert table["repeats_per_week"].tolist() == pytest.approx([1 / 3, 0])
    assert table["flaps_per_week"].tolist() == pytest.approx([1 / 3, 0])
    assert table["saved_per_week"].tolist() == pytest.approx([0, 1 / 3])
    assert table["median_days_above"].tolist() == pytest.approx([3, (3 + 19.5) / 2])
    assert table["mean_leads_above"].tolist() == pytest.approx([8 / 21, 22.5 / 21])


def test_gaps_end_above_the_lowest_score():
    assert gap_levels(12, 0) == [Level(12, 12), Level(12, 7), Level(12, 2)]


def queue(stood, per_week):
    found = queue_of(stood, waiting_level(10), per_week=per_week)
    start = START.value // 1000
    return found, ((found["taken_us"] - start) / DAY_US).tolist()


def test_leads_are_taken_in_the_order_in_which_they_reach_the_line(stood):
    found, taken = queue(stood, 7)
    assert taken == [8, 9, 10, 11], "one a day: P, R before it converts at 9.5, S, Q"
    assert len(found) == 4


def test_a_lead_that_converts_while_it_waits_leaves_the_queue(stood):
    _, taken = queue(stood, 3.5)
    assert pd.isna(taken[1])
    assert [taken[0], *taken[2:]] == [8, 10, 12]


def test_a_service_level_is_missed_by_those_still_waiting_when_it_ends(stood):
    figures = queue_figures(queue(stood, 7)[0], stood, 24 * HOUR_US)
    assert figures["share_late"] == 0.5, "S waits 36 hours, Q 48"
    assert figures["arrived_per_week"] == pytest.approx(4 / 3)
    assert figures["median_days_waited"] == pytest.approx((1 + 1.5) / 2)
    assert figures["share_left"] == 0


def test_the_queue_by_week_adds_up(stood):
    table = queue_by_week(queue(stood, 1)[0], stood, 24 * HOUR_US)
    assert table["week"].tolist() == ["2024-01-08", "2024-01-15", "2024-01-22"]
    assert table["arrived"].tolist() == [4, 0, 0]
    assert table["taken"].tolist() == [1, 1, 1], "P on day 8, S on 15, Q on 22; R converted"
    assert table["backlog"].tolist() == [2, 1, 0]
    assert table["late"].iloc[:2].tolist() == [3, 0]
    assert pd.isna(table["late"].iloc[2]), "the last week's service levels end after the period"


def test_without_a_service_level_nothing_is_late(stood):
    found = queue(stood, 1)[0]
    assert queue_by_week(found, stood, None)["late"].isna().all()
    assert pd.isna(queue_figures(found, stood, None)["share_late"])
