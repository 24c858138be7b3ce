"""The stages that leads entered: their own, and those of their deals."""

import pandas as pd
import pytest

from leadscore_analysis.engine import run_plan
from leadscore_analysis.replay import Replay
from tests.tiny import at, one_score, tiny_history


@pytest.fixture
def entered(tmp_path):
    """Who entered ``won`` when the deal was won on day 9: ids of leads. A and B are in account x, B moves to y on day 9."""
    replays = []

    def leads(*deals: tuple, lead: str | None = None) -> list[str]:
        versions = [("A", 0, "x"), ("B", 0, "x"), ("B", 9, "y")]
        history = tiny_history(
            tmp_path / f"history{len(replays)}",
            "A: visit@1; B: visit@1",
            leads=[{"lead_id": name, "valid_from": at(day), "account_id": account} for name, day, account in versions],
            deals=[
                {"deal_id": "d", "valid_from": pd.NaT if day is None else at(day), "lead_id": owner, "account_id": account}
                for day, owner, account in deals
            ],
            stage_changes=[{"lead_id": lead, "deal_id": "d", "stage": "won", "entered_at": at(9)}] * 2,
        )
        replays.append(Replay(history, one_score("{rule: visit, kind: event, event: visit, points: 1}")))
        engine = replays[-1].relations()
        run_plan(engine, ("lead_stages",))
        rows = engine.arrow("SELECT entity_id FROM lead_stages JOIN entities ON entity_key = lead_key ORDER BY entity_id")
        return rows.column("entity_id").to_pylist()

    yield leads
    for replay in replays:
        replay.close()


def test_a_change_that_names_its_lead_is_that_leads(entered):
    assert entered((None, "A", "x"), lead="B") == ["B"]


def test_a_change_of_a_deal_is_its_leads(entered):
    assert entered((None, "A", "x")) == ["A"]


def test_a_deal_with_an_account_alone_is_that_of_the_leads_then_in_it(entered):
    assert entered((None, None, "x")) == ["A"]
    assert entered((None, None, "y")) == ["B"]


def test_the_deals_version_in_force_says_whose_it_is(entered):
    assert entered((None, "A", None), (5, "B", None)) == ["B"]
    assert entered((2, "B", None), (9, "A", None), (10, "B", None)) == ["A"]


def test_before_its_first_version_a_deal_has_its_earliest(entered):
    assert entered((12, "B", None), (11, "A", None)) == ["A"]


def test_a_deal_that_nobody_knows_is_nobodys(entered):
    assert entered((None, None, "z")) == []
