"""The leak check: what comes with the outcome is named."""

from __future__ import annotations

import pandas as pd
import pytest

from leadscore_analysis.evaluation.leaks import leaks as found_leaks
from leadscore_analysis.evaluation.leaks import left_out
from leadscore_analysis.labels import make_labels
from tests.twelve_leads import day, replay, study

RULES = """
rulebook: leaky
scores:
  - {score: interest, rules: [{rule: visit, kind: event, event: visit, points: 10}]}
qualification: [{path: hand-raise, all: [{event: demo}]}]
"""


def forty_leads(**types) -> dict[str, pd.DataFrame]:
    """Forty leads that visit on day 0; the first ten convert on day 10, the next ten are lost on day 10.

    ``types`` are event types with a function from the lead's number to the day of the event, or None.
    """
    events = [(f"L{number:02}", "visit", day(0)) for number in range(40)]
    events += [(f"L{number:02}", kind, day(at(number))) for kind, at in types.items() for number in range(40) if at(number) is not None]
    stages = [(f"L{number:02}", "won" if number < 10 else "lost", day(10)) for number in range(20)]
    return {
        "events": pd.DataFrame(events, columns=["lead_id", "event_type", "occurred_at"]).assign(
            event_id=lambda rows: [f"e{place}" for place in range(len(rows))]
        ),
        "stage_changes": pd.DataFrame(stages, columns=["lead_id", "stage", "entered_at"]),
    }


@pytest.fixture
def check(tmp_path):
    made = []

    def leaks(tables, **changes):
        made.append(replay(tmp_path, tables, text=RULES))
        asked = study(**({"judge": {}, "value": None, "worked": None, "moments": {"every": "1d"}, "known_until": "2024-01-31"} | changes))
        return found_leaks(made[-1].engine, make_labels(made[-1], asked), asked, made[-1].rulebook).set_index("name")

    yield leaks
    for one in made:
        one.close()


def test_an_event_that_comes_with_the_conversion_is_named(check):
    found = check(forty_leads(contract=lambda number: 9.5 if number < 8 else 3 if number < 32 else None))
    row = found.loc["contract"]
    assert (row["leads"], row["converting_leads"], row["share_late"]) == (32, 10, 0.8)
    assert (row["named"], row["why"]) == (True, "comes with the conversion")


def test_exactly_a_day_before_is_not_late(check):
    found = check(forty_leads(contract=lambda number: 9.0 if number < 10 else 3 if number < 32 else None))
    assert (found.loc["contract", "share_late"], found.loc["contract", "named"]) == (0, False)


def test_an_event_that_comes_with_the_closing_is_named(check):
    found = check(forty_leads(farewell=lambda number: 11 if 10 <= number < 20 else 1 if number >= 20 else None))
    assert (found.loc["farewell", "share_late_closing"], found.loc["farewell", "why"]) == (1.0, "comes with the closing")


def test_an_event_of_few_leads_of_which_ten_convert_right_after_it_is_told_and_not_named(check):
    row = check(forty_leads(contract=lambda number: 9.5 if number < 10 else None)).loc["contract"]
    assert row["why"] == "comes with the conversion; nearly all its leads convert; fewer than 30 leads: listed, not named"
    assert (row["leads"], row["named"]) == (10, False)


def test_an_event_that_fewer_than_thirty_leads_have_is_listed_with_its_counts_and_not_named(check):
    row = check(forty_leads(contract=lambda number: 9.5 if number < 8 else None)).loc["contract"]
    assert (row["leads"], row["share_late"], row["share_converting"], row["named"]) == (8, 1.0, 1.0, False)


def test_an_event_nearly_all_of_whose_leads_convert_is_named(check):
    tables = forty_leads(call=lambda number: 1 if number < 30 else None)
    tables["stage_changes"] = pd.DataFrame({"lead_id": [f"L{n:02}" for n in range(29)], "stage": "won", "entered_at": day(10)})
    assert check(tables, closed=[]).loc["call", "why"] == "nearly all its leads convert"  # 29 of 30, early ones
    assert not check(tables, closed=[]).loc["visit", "named"]  # 29 of 40


def test_the_outcome_and_closings_are_not_looked_at(check):
    tables = forty_leads(bought=lambda number: 10 if number < 10 else None, declined=lambda number: 10 if number >= 10 else None)
    found = check(tables, outcome={"event": "bought"}, closed=[{"event": "declined"}])
    assert found.index.tolist() == ["visit"]


def test_a_hand_raise_is_listed_and_stays_in(check):
    found = check(forty_leads(demo=lambda number: 9.5 if number < 10 else 3))
    assert (found.loc["demo", "named"], found.loc["demo", "allowed"]) == (True, True)
    assert left_out(found.reset_index()) == ()


def test_what_the_study_allows_stays_in(check):
    tables = forty_leads(contract=lambda _: 9.5)
    assert left_out(check(tables).reset_index()) == ("contract",)
    assert left_out(check(tables, allow=["contract"]).reset_index()) == ()


def test_an_attribute_is_named_when_leads_with_one_value_nearly_all_convert(check):
    tables = forty_leads()
    tables["stage_changes"] = pd.DataFrame({"lead_id": [f"L{n:02}" for n in range(30)], "stage": "won", "entered_at": day(10)})
    lifecycle = ["customer" if number < 30 else "lead" for number in range(40)]
    tables["leads"] = pd.DataFrame({"lead_id": [f"L{n:02}" for n in range(40)], "valid_from": day(0), "lifecycle": lifecycle})
    row = check(tables, closed=[]).loc["lifecycle"]
    assert (row["value"], row["value_leads"], row["value_share_converting"], row["named"]) == ("customer", 30, 1.0, True)


def test_an_attribute_is_named_when_only_converted_leads_have_it_filled(check):
    filled = ["c" if number < 10 or number == 30 else None for number in range(40)]  # all ten converted, one of thirty others
    tables = forty_leads() | {
        "leads": pd.DataFrame({"lead_id": [f"L{n:02}" for n in range(40)], "valid_from": day(0), "customer_no": filled})
    }
    row = check(tables).loc["customer_no"]
    assert row["why"] == "filled for converted leads only"
    assert row["share_filled_others"] == pytest.approx(1 / 30)


def test_an_attribute_without_versions_is_always_listed(check):
    tables = forty_leads() | {"leads": pd.DataFrame({"lead_id": [f"L{n:02}" for n in range(40)], "country": ["NL", "BE"] * 20})}
    row = check(tables).loc["country"]
    assert row["why"].startswith("has no versions")
    assert not row["named"]


def test_nothing_of_the_holdout_is_read(check):
    late = check(forty_leads(contract=lambda number: 9.5 if number < 8 else 3), holdout_from="2024-01-10", horizon="1d")
    assert late.loc["contract", "converting_leads"] == 0
    assert not late.loc["contract", "named"]


def test_a_lead_that_may_still_convert_is_no_other_lead(check):
    tables = forty_leads()
    young = [(f"Y{number}", "visit", day(25), f"y{number}") for number in range(4)]
    tables["events"] = pd.concat([tables["events"], pd.DataFrame(young, columns=["lead_id", "event_type", "occurred_at", "event_id"])])
    filled = [f"L{number:02}" for number in range(10)] + [lead for lead, *_ in young]
    tables["leads"] = pd.DataFrame({"lead_id": filled, "customer_no": "7"})
    row = check(tables, horizon="14d").loc["customer_no"]
    assert (row["leads"], row["share_filled_others"], row["named"]) == (14, 0, True)
