"""Labels: who is at risk at which moment, and who converts within the horizon."""

from __future__ import annotations

import pandas as pd
import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.labels import label, label_holdout
from tests.twelve_leads import POINTS, RULEBOOK, day, replay, study, tables


@pytest.fixture
def replayed(tmp_path):
    """A replay of tables, or of the twelve leads; closed after the test."""
    made = []

    def make(rows=None, **settings):
        made.append(replay(tmp_path / f"history{len(made)}", rows, **settings))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def history(replayed):
    """A replay of a few events and stages; lead Z converts, so that the outcome happens."""

    def make(*events, stages=(("Z", "won", 3.0),)):
        return replayed(tables_of(*events, stages=stages))

    return make


def tables_of(*events, stages):
    rows = [(f"e{place}", *event) for place, event in enumerate([*events, ("Z", "visit", 0.0)])]
    return {
        "events": pd.DataFrame(
            [(name, lead, kind, day(at)) for name, lead, kind, at in rows], columns=["event_id", "lead_id", "event_type", "occurred_at"]
        ),
        "stage_changes": pd.DataFrame([(lead, stage, day(at)) for lead, stage, at in stages], columns=["lead_id", "stage", "entered_at"]),
    }


def daily(**changes: object):
    """Moments on days 0 to 9, a horizon of two days, everything known until day 11."""
    moments = {"every": "1d", "from": "2024-01-01", "until": "2024-01-11"}
    return study(**({"moments": moments, "horizon": "2d", "known_until": "2024-01-12", "worked": None, "value": None} | changes))


def days_of(examples, lead: str) -> list[int]:
    rows = examples.rows
    return rows.loc[rows["lead_id"] == lead, "moment_no"].tolist()


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    made = replay(tmp_path_factory.mktemp("twelve"))
    yield label(made, study())
    made.close()


def test_the_rows_of_twelve_leads_are_those_at_risk(twelve):
    rows = twelve.rows
    found = {moment: group.set_index("lead_id")["score"].to_dict() for moment, group in rows.groupby("moment_no")}
    assert found == {
        0: {"A": 10, "B": 20, "C": 30, "D": 10, "E": 10, "H": 60},
        1: {"B": 20, "C": 30, "D": 20, "H": 60, "I": 10, "K": 20},
        2: {"B": 20, "C": 30, "D": 50, "E": 10, "H": 60, "I": 10, "J": 10, "K": 20, "L": 30},
    }


def test_the_rows_that_convert_are_those_whose_horizon_holds_the_conversion(twelve):
    converting = twelve.rows[twelve.rows["converted"]]
    assert list(zip(converting["lead_id"], converting["moment_no"], strict=True)) == [
        ("A", 0), ("C", 1), ("I", 1), ("C", 2), ("D", 2), ("I", 2),
    ]  # fmt: skip
    assert converting["converted_at"].iloc[0] == day(12.5)
    assert twelve.rows.loc[~twelve.rows["converted"], "converted_at"].isna().all()


def test_what_is_left_out_is_counted(twelve):
    counts = twelve.counts
    assert (counts.moments, counts.at_risk) == (3, 21)
    assert counts.converted_already == 3  # A at days 14 and 21, F at day 21
    assert counts.closed == 1  # E at day 14
    assert counts.quiet == 4  # G at every moment, K at day 7
    assert counts.not_yet_known == 5  # D, H, J, K and L at day 28
    assert (counts.leads, counts.leads_at_risk, counts.converting_leads) == (12, 10, 4)


def test_units_count_each_term_at_each_row(twelve):
    units = twelve.units.assign(lead=twelve.rows["lead_id"], moment=twelve.rows["moment_no"]).set_index(["lead", "moment"])
    assert units.loc[("D", 2)].to_dict() == {"visit": 2, "form": 1}
    assert units.loc[("H", 0)].to_dict() == {"visit": 0, "form": 2}
    assert (twelve.units @ pd.Series(POINTS)).tolist() == twelve.score.tolist()


def test_an_account_is_one_cluster_and_a_lead_without_one_is_its_own(twelve):
    cluster = twelve.leads.set_index("lead_id")["cluster"]
    assert cluster["A"] == cluster["B"]
    assert cluster.nunique() == 11


def test_an_account_that_a_lead_joins_after_the_last_horizon_is_not_known_yet(replayed):
    every = tables()
    joined = [("A", day(0), "x"), ("A", day(35), "y"), ("B", day(0), "x"), ("B", day(35.5), "z")]
    every["leads"] = pd.DataFrame(joined, columns=["lead_id", "valid_from", "account_id"])
    account = label(replayed(every), study()).leads.set_index("lead_id")["account"]
    assert (account["A"], account["B"]) == ("y", "x")  # the last horizon ends on day 35


def test_the_value_of_a_conversion_is_that_of_its_deal(twelve):
    assert twelve.leads.set_index("lead_id")["value"].dropna().to_dict() == {"D": 900.0}


def test_a_conversion_after_the_last_horizon_is_not_seen(twelve):
    assert twelve.leads.set_index("lead_id")["converted_us"].isna()["L"]


def test_a_lead_is_at_risk_from_its_first_event_until_its_conversion(history):
    examples = label(history(("P", "visit", 2.0), stages=(("P", "won", 5.0),)), daily())
    assert days_of(examples, "P") == [2, 3, 4]
    assert examples.converted[(examples.rows["lead_id"] == "P").to_numpy()].tolist() == [False, True, True]


def test_the_horizon_is_open_at_the_moment_and_closed_at_its_end(history):
    examples = label(history(("P", "visit", 0.0), stages=(("P", "won", 4.0),)), daily())
    rows = examples.rows[examples.rows["lead_id"] == "P"]
    assert dict(zip(rows["moment_no"], rows["converted"], strict=True)) == {0: False, 1: False, 2: True, 3: True}


def test_a_lead_is_quiet_from_exactly_quiet_after_on(history):
    quiet = {"every": "1d", "from": "2024-01-01", "until": "2024-01-11", "quiet_after": "3d"}
    examples = label(history(("P", "visit", 1.0), ("P", "visit", 6.5)), daily(moments=quiet))
    assert days_of(examples, "P") == [1, 2, 3, 7, 8, 9]


def test_a_closed_lead_is_back_at_its_next_stage_that_is_not_closing(history):
    stages = (("Z", "won", 3.0), ("P", "lost", 2.0), ("P", "lost", 4.0), ("P", "contacted", 6.0))
    examples = label(history(("P", "visit", 0.0), stages=stages), daily())
    assert days_of(examples, "P") == [0, 1, 6, 7, 8, 9]


def test_a_closing_event_closes_for_good_when_there_are_no_stages(history):
    replay = history(("P", "visit", 0.0), ("P", "declined", 2.0), ("Z", "bought", 3.0), stages=())
    examples = label(replay, daily(outcome={"event": "bought"}, closed=[{"event": "declined"}], known_until="2024-01-12"))
    assert days_of(examples, "P") == [0, 1]


def test_an_outcome_event_counts_only_where_its_condition_holds(history):
    replay = history(("P", "visit", 0.0), ("P", "bought", 2.0), ("P", "bought", 5.0))
    examples = label(replay, daily(outcome={"event": "bought", "where": "event_id = 'e2'"}, known_until="2024-01-12"))
    assert days_of(examples, "P") == [0, 1, 2, 3, 4]


def test_moments_whose_horizon_is_not_yet_known_are_left_out_also_when_they_convert(history):
    replay = history(("P", "visit", 0.0), stages=(("P", "won", 9.5),))
    examples = label(replay, daily(known_until="2024-01-11"))
    assert days_of(examples, "P") == list(range(9))
    assert examples.counts.not_yet_known == 2  # P and Z at day 9


def test_known_until_is_by_default_the_earlier_of_the_last_event_and_the_last_stage_change(history):
    replay = history(("P", "visit", 0.0), ("P", "visit", 9.0), stages=(("Z", "won", 3.0), ("P", "contacted", 7.0)))
    assert days_of(label(replay, daily(known_until=None)), "P") == [0, 1, 2, 3, 4, 5]


def test_leads_outside_the_population_are_left_out_and_counted(replayed):
    text = RULEBOOK + "\npopulation: {where: \"account_id IS NULL OR account_id <> 'x'\"}\n"
    examples = label(replayed(text=text), study())
    assert set(examples.rows["lead_id"]) == set("CDEHIJKL")
    assert examples.counts.outside_population == 4  # A at day 7; B at days 7, 14 and 21


def test_the_holdout_is_not_in_the_examples(history):
    replay = history(("P", "visit", 0.0), stages=(("Z", "won", 3.0), ("P", "won", 8.5)))
    examples = label(replay, daily(holdout_from="2024-01-07"))
    assert days_of(examples, "P") == [0, 1, 2, 3, 4]  # day 4 ends its horizon as the holdout begins, day 5 reaches into it
    assert (examples.counts.reaches_into_holdout, examples.counts.held_out) == (1, 3)
    assert examples.leads["converted_us"].notna().sum() == 1


def test_the_holdout_is_opened_with_a_reason(history):
    replay = history(("P", "visit", 0.0), stages=(("Z", "won", 3.0), ("P", "won", 8.5)))
    examples = label_holdout(replay, daily(holdout_from="2024-01-07"), reason="final check")
    assert days_of(examples, "P") == [6, 7, 8]
    with pytest.raises(InputError, match="reason"):
        label_holdout(replay, daily(holdout_from="2024-01-07"), reason=" ")


def test_an_outcome_that_never_happens_is_told_with_the_nearest_known_stage(history):
    with pytest.raises(InputError, match=r"stage 'wonn' never does. Hint: did you mean 'won'"):
        label(history(("P", "visit", 0.0)), daily(outcome={"stage": "wonn"}))


def test_a_horizon_longer_than_the_history_is_told(history):
    with pytest.raises(InputError, match="whole horizon"):
        label(history(("P", "visit", 0.0)), daily(horizon="100d"))


def test_an_account_s_deal_converts_all_its_leads_and_they_are_counted(replayed):
    every = tables()
    every["deals"] = pd.DataFrame({"deal_id": ["d1"], "account_id": ["x"], "lead_id": [None]})
    examples = label(replayed(every), study(value=None))
    converted = examples.leads.set_index("lead_id")["converted_us"]
    assert converted["B"] == day(33.5).value // 1000
    assert converted["A"] == day(12.5).value // 1000  # the first outcome is the conversion
    assert examples.counts.leads_sharing_a_conversion == 0  # A's conversion is its own


def test_leads_that_share_a_deal_s_conversion_are_counted(replayed):
    every = tables()
    every["leads"] = pd.DataFrame({"lead_id": ["J", "K", "B"], "account_id": ["y", "y", "x"]})
    every["deals"] = pd.DataFrame({"deal_id": ["d1"], "account_id": ["y"], "lead_id": [None], "amount": [900.0]})
    examples = label(replayed(every), study())
    assert examples.counts.leads_sharing_a_conversion == 2
    assert examples.leads.set_index("lead_id")["value"].dropna().to_dict() == {"J": 900.0, "K": 900.0}


@pytest.mark.parametrize(("value", "expected"), [({"event": "paid"}, 70.0), ({"lead": "worth"}, 5.0)])
def test_a_conversion_s_value_may_stand_on_its_event_or_on_the_lead_s_version_then(replayed, value, expected):
    every = tables_of(("P", "visit", 0.0), ("P", "bought", 4.0), ("P", "bought", 6.0), stages=())
    every["events"]["paid"] = [10.0, 70.0, 80.0, 0.0]
    every["leads"] = pd.DataFrame({"lead_id": ["P", "P"], "valid_from": [day(0), day(5)], "worth": [5.0, 9.0]})
    examples = label(replayed(every), daily(outcome={"event": "bought"}, value=value))
    assert examples.leads.set_index("lead_id")["value"]["P"] == expected


def test_a_value_that_is_no_number_is_told(replayed):
    every = tables_of(("P", "visit", 0.0), stages=(("P", "won", 4.0),))
    every["leads"] = pd.DataFrame({"lead_id": ["P"], "worth": ["much"]})
    with pytest.raises(InputError, match=r"column of numbers; leads.worth holds VARCHAR"):
        label(replayed(every), daily(value={"lead": "worth"}))


def test_on_the_recorded_clock_an_event_is_known_when_it_is_recorded(replayed):
    every = tables_of(("P", "visit", 1.0), stages=(("Z", "won", 3.0),))
    every["events"]["recorded_at"] = [day(4.0), day(0.0)]
    assert days_of(label(replayed(every), daily()), "P") == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert days_of(label(replayed(every, recorded=True), daily(clock="recorded")), "P") == [4, 5, 6, 7, 8, 9]
    with pytest.raises(InputError, match="clock"):
        label(replayed(every), daily(clock="recorded"))


def test_folds_judge_each_account_by_the_past_of_others(history):
    leads = [(f"P{number}", "visit", 0.0) for number in range(12)]
    examples = label(history(*leads), daily())
    folds = examples.folds()
    assert {fold.window for fold in folds} == {0, 1, 2}
    for fold in folds:
        assert not set(examples.rows["lead"][fold.train]) & set(examples.rows["lead"][fold.test])
        assert examples.rows["moment_no"][fold.train].max() + 2 <= examples.rows["moment_no"][fold.test].min()


def test_properties_may_bear_the_names_of_the_relations_own_columns(replayed):
    every = tables_of(("P", "visit", 0.0), ("P", "bought", 4.0), ("P", "bought", 6.0), stages=())
    every["events"] = every["events"].assign(lead_key=["a", "b", "c", "d"], occurred_us=[1.0, 2.0, 3.0, 4.0])
    every["leads"] = pd.DataFrame({"lead_id": ["P", "Z"], "starts_us": [7.0, None], "lead_key": ["in", "out"]})
    replay = replayed(every, text=RULEBOOK + "\npopulation: {where: \"lead_key = 'in'\"}\n")
    outcome = {"event": "bought", "where": "lead_key = 'c'"}
    for value, expected in (({"event": "occurred_us"}, 3.0), ({"lead": "starts_us"}, 7.0)):
        examples = label(replay, daily(outcome=outcome, value=value))
        assert days_of(examples, "P") == [0, 1, 2, 3, 4, 5]
        assert days_of(examples, "Z") == []
        assert examples.leads.set_index("lead_id")["value"]["P"] == expected


def test_scores_of_accounts_and_deals_beside_the_judged_one_change_no_example(replayed, twelve):
    others = """
  - {score: company, entity: account, rules: [{rule: seen, kind: event, event: visit, points: 1}]}
  - {score: team, entity: account, rollup: {score: interest, how: max}}
  - {score: chance, entity: deal, rules: [{rule: known, kind: attribute, where: "amount > 0", points: 1}]}
bands:"""
    examples = label(replayed(text=RULEBOOK.replace("\nbands:", others)), study(judge={"score": "interest", "line": 50}))
    pd.testing.assert_frame_equal(examples.rows, twelve.rows)
    assert [term.name for term in examples.terms] == ["visit", "form"]
    assert examples.units.shape == twelve.units.shape
