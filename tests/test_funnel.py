"""The funnel of a tiny history, counted by hand."""

from math import isnan, nan

import pytest

from leadscore_analysis.funnel import funnel
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study
from tests.tiny import at, tiny_history

RULEBOOK = """\
rulebook: tiny
scores:
  - score: interest
    rules:
      - {rule: form, kind: event, event: form, points: 50}
qualification:
  - {path: engaged, all: [{score: interest, at_least: 100}]}
"""
# qualified: A on day 4, B on day 6, C on day 3
EVENTS = """\
A: form@1 form@4 offer@7(kind=new) offer@12(kind=renewal);
B: form@2 form@6 offer@3(kind=new);
C: form@0 form@3;
D: visit@5
"""


@pytest.fixture
def counted(tmp_path):
    """The funnel of the tiny history, with these stages and stage changes."""
    replays = []

    def make(stages, changes=(), text=RULEBOOK, **tables):
        history = tiny_history(tmp_path / f"history{len(replays)}", EVENTS, stage_changes=changes, **tables)
        replays.append(Replay(history, Rulebook.from_text(text)))
        study = {"study": "tiny", "rulebook": "rules.yml", "outcome": {"stage": "won"}, "horizon": "5d", "funnel": stages}
        return funnel(replays[-1], Study.model_validate(study))

    yield make
    for replay in replays:
        replay.close()


def won(lead: str, day: float) -> dict[str, object]:
    return {"lead_id": lead, "deal_id": None, "stage": "won", "entered_at": at(day)}


def test_each_stage_is_counted_after_the_one_before(counted):
    table = counted(["lead", "qualified", {"name": "offer sent", "event": "offer"}, "won"], [won("A", 17.0), won("B", 20.0), won("D", 9.0)])
    assert table["stage"].tolist() == ["lead", "qualified", "offer sent", "won"]
    assert table["leads"].tolist() == [4, 3, 1, 1]
    assert table["leads_in_all"].tolist() == [4, 3, 2, 3]
    assert table["share_of_first"].tolist() == [1, 0.75, 0.25, 0.25]
    assert table["share_of_previous"].tolist()[1:] == pytest.approx([3 / 4, 1 / 3, 1])
    assert table["median_days_from_previous"].tolist()[1:] == [3.0, 3.0, 10.0]
    assert isnan(table["share_of_previous"][0])
    assert isnan(table["median_days_from_previous"][0])


def test_a_stage_reached_too_early_counts_when_it_comes_again(counted):
    table = counted(["lead", "won", {"name": "renewed", "event": "offer", "where": "kind = 'renewal'"}], [won("A", 8.0)])
    assert table["leads"].tolist() == [4, 1, 1]
    assert table["median_days_from_previous"].tolist()[1:] == [7.0, 4.0]


def test_stages_of_one_instant_follow_each_other(counted):
    assert counted(["lead", "qualified", "won"], [won("B", 6.0)])["median_days_from_previous"].tolist()[1:] == [3.0, 0.0]


def test_a_deal_brings_its_lead_or_the_leads_its_account_then_had(counted):
    changes = [{"lead_id": None, "deal_id": deal, "stage": "won", "entered_at": at(9)} for deal in ("d1", "d2")]
    deals = [{"deal_id": "d1", "lead_id": "A", "account_id": None}, {"deal_id": "d2", "lead_id": None, "account_id": "x"}]
    leads = [
        {"lead_id": "B", "valid_from": at(0), "account_id": "x"},
        {"lead_id": "C", "valid_from": at(0), "account_id": "x"},
        {"lead_id": "C", "valid_from": at(9), "account_id": "y"},
    ]
    assert counted(["lead", "won"], changes, deals=deals, leads=leads)["leads"].tolist() == [4, 2]


def test_a_stage_that_nobody_reaches_has_no_times(counted):
    table = counted(["lead", "nowhere", "won"], [won("A", 17.0)])
    assert table["leads"].tolist() == [4, 0, 0]
    assert table["share_of_first"].tolist() == [1, 0, 0]
    assert table["share_of_previous"].tolist() == pytest.approx([nan, 0, nan], nan_ok=True)


def test_a_study_without_funnel_has_its_outcome_as_the_last_stage(counted):
    table = counted([], [won("A", 17.0)])
    assert table["stage"].tolist() == ["lead", "qualified", "won"]
    assert table["leads"].tolist() == [4, 3, 1]


def test_without_a_qualification_the_default_funnel_goes_from_lead_to_outcome(counted):
    table = counted([], [won("A", 17.0), won("B", 20.0)], text=RULEBOOK.partition("qualification:")[0])
    assert table[["stage", "leads"]].to_numpy().tolist() == [["lead", 4], ["won", 2]]
