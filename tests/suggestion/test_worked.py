"""The same fit on leads that sales began to work: a term that is worth something else there keeps its points."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from leadscore_analysis.engines.duckdb import DuckDBEngine
from leadscore_analysis.scorecard.free_worth import free_worth
from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.worked import FirstWorked, differing, first_worked, units_when_worked, worked_points
from tests.suggestion.test_card import term
from tests.suggestion.worked_world import fitted_world

DAY = 86_400_000_000
LEADS = 4000


def test_rows_are_the_last_before_a_lead_is_first_worked():
    engine = DuckDBEngine()
    happened = [(1, "worked", 12), (1, "worked", 30), (2, "worked", 40), (3, "outcome", 12), (4, "worked", 5)]
    columns = {
        "lead_key": [row[0] for row in happened],
        "role": [row[1] for row in happened],
        "happened_us": [row[2] * DAY for row in happened],
    }
    engine.table("happenings", pa.table(columns))
    examples = SimpleNamespace(
        leads=pd.DataFrame({"lead_key": [1, 2, 3, 4], "converted_us": [20.0 * DAY, np.nan, 12.0 * DAY, 4.0 * DAY]}),
        rows=pd.DataFrame({"lead": [0, 0, 0, 1, 2, 3], "moment_no": [0, 1, 2, 0, 0, 0]}),
        looking=SimpleNamespace(moment_us=np.array([0, 7, 14]) * DAY, every_us=7 * DAY, horizon_us=20 * DAY),
    )
    # Lead 1, worked on day 12, at days 0 (not its last before), 7 and 14 (over); lead 2 long after; lead 3 never; lead 4 had converted.
    found = first_worked(engine, examples)
    assert found.places.tolist() == [1]
    assert found.worked_us.tolist() == [12 * DAY]


def test_units_are_those_just_before_a_lead_is_worked():
    engine, worked = DuckDBEngine(), FirstWorked(np.array([0]), np.array([12]))
    # Term 0 holds from 3 to 12 and from 10 on, term 1 until 11, term 2 from the work itself on; lead 8 is another one.
    spans = [(7, 0, 3, 12, 1.0), (7, 0, 10, None, 1.0), (7, 1, 3, 11, 1.0), (7, 2, 12, None, 1.0), (8, 1, 0, None, 1.0)]
    spans.append((7, 3, 3, None, 1.0))  # A term of another score.
    columns = ["entity_key", "term_key", "starts_us", "ends_us", "units"]
    engine.table("unit_spans", pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in spans]))
    examples = SimpleNamespace(
        leads=pd.DataFrame({"lead_key": [7, 8]}),
        rows=pd.DataFrame({"lead": [0, 1]}),
        terms=[SimpleNamespace(name=name, term_key=key) for key, name in enumerate(["page", "mail", "call"])],
        spans=lambda: engine,
    )
    assert units_when_worked(worked, examples, ["call", "mail", "page"]).tolist() == [[0, 0, 2]]


def test_the_less_sure_the_common_scale_the_wider_what_worked_leads_tell():
    everyone, told = np.array([[9.0, 11.0], [19.0, 21.0], [29.0, 31.0]]), np.array([True, True, False])
    widths = []
    for wide in (0.1, 0.3):
        log_odds = np.array([[1 - wide, 1 + wide], [2 - wide, 2 + wide], [2.9, 3.1]])
        found = worked_points(log_odds, everyone, told)
        assert found[2].mean() == pytest.approx(30)
        widths.append(float(np.ptp(found[2])))
    assert 2 < widths[0] < widths[1]


def test_without_a_scale_in_common_worked_leads_tell_nothing():
    opposite = np.array([[-1.1, -0.9], [-2.2, -1.8]])
    assert np.isnan(worked_points(opposite, np.array([[9.0, 11.0], [18.0, 22.0]]), np.array([True, True]))).all()


@pytest.mark.parametrize(
    ("everyone", "worked", "other"),
    [
        ((12, 20), (-6, 8), True),  # everyone says more, the worked leads less
        ((12, 20), (-8, 12), False),  # less too, but one term in ten would by chance
        ((12, 20), (11, 15), False),  # both say more
        ((12, 20), (-30, 40), False),  # the worked leads cannot tell
        ((-20, 2), (8, 24), True),  # everyone says less, the worked leads rather more
        ((-20, 2), (0, 26), False),  # the same, but neither is sure enough
        ((5, 15), (18, 34), True),  # everyone gives no reason, the worked leads are sure of more
        ((5, 15), (11, 14), False),  # more, but by less than a step
        ((np.nan, np.nan), (16, 40), False),
    ],
)
def test_a_term_differs_where_the_worked_leads_come_to_another_verdict(everyone, worked, other):
    told = np.array([True])
    found = differing(np.array([10.0]), 5.0, np.array([everyone], dtype=float), np.array([worked], dtype=float), told)
    assert found == [0] * other
    assert differing(np.array([10.0]), 5.0, np.array([everyone], dtype=float), np.array([worked], dtype=float), ~told) == []


def test_the_free_worth_holds_the_truth_and_is_unknown_for_one_class():
    draw = np.random.default_rng(4)
    units = (draw.random((LEADS, 2)) < 0.4).astype(float)
    converted = draw.random(LEADS) < 1 / (1 + np.exp(2 - units @ np.array([1.5, 0.0])))
    found = free_worth(units, converted, np.arange(LEADS), present=np.array([10.0, 5]))
    assert found[0, 0] < 1.5 < found[0, 1]
    assert found[1, 0] < 0.0 < found[1, 1]
    assert np.isnan(free_worth(units, np.zeros(LEADS, dtype=bool), np.arange(LEADS), present=np.zeros(2))).all()


@pytest.fixture(scope="module")
def chosen():
    """Four terms; sales work whoever has the last one, and who is worked converts: among worked leads it tells nothing."""
    draw = np.random.default_rng(2)
    units = (draw.random((LEADS, 4)) < 0.4).astype(float)
    worked = draw.random(LEADS) < np.where(units[:, 3] > 0, 0.8, 0.2)
    odds = -3.0 + units @ np.array([1.0, 0.7, 1.3, 0.0]) + 2.0 * worked
    converted = draw.random(LEADS) < 1 / (1 + np.exp(-odds))
    rows = pd.DataFrame({"lead": np.arange(LEADS), "cluster": np.arange(LEADS), "converted": converted})
    examples = SimpleNamespace(rows=rows, converted=converted, seed=1)
    places, won = np.arange(LEADS), np.flatnonzero(converted)
    terms = (term("strong"), term("weak"), term("other"), term("chosen", 2))
    return Material(examples, terms, places, units, won, units[won]), np.flatnonzero(worked)


def test_a_term_that_tells_whom_sales_chose_is_kept_for_that_reason(chosen):
    material, worked = chosen
    alone = {entry.term.name: entry for entry in material.fit().card().terms}
    assert alone["chosen"].verdict == "raise"
    both = replace(material, worked=worked, worked_units=material.units[worked]).fit()
    found = {entry.term.name: entry for entry in both.card().terms}
    assert (found["chosen"].verdict, found["chosen"].reason) == ("keep", "depends_on_work")
    assert found["chosen"].worked_low < 2 < found["chosen"].low
    assert {entry.reason for name, entry in found.items() if name != "chosen"}.isdisjoint({"depends_on_work"})
    assert all(step.points[3] == 2 for step in both.path)


def test_with_few_converting_worked_leads_nothing_differs(chosen):
    material, worked = chosen
    some = np.intersect1d(worked, material.won_places)[:49]
    few = replace(material, worked=some, worked_units=material.units[some])
    assert few.worked_converting_leads == 49
    assert "depends_on_work" not in few.fit().fixed.values()


def test_a_term_that_nearly_all_converting_worked_leads_have_does_not_differ(chosen):
    material, worked = chosen
    units = material.units[worked].copy()
    units[:, 3] = 1.0
    units[np.flatnonzero(material.examples.converted[worked])[:9], 3] = 0.0
    assert "depends_on_work" not in replace(material, worked=worked, worked_units=units).fit().fixed.values()


@pytest.fixture(scope="module")
def unmoved():
    """Leads that sales choose by two of three terms, and whose conversion no work moves: an engine that knows the works, and the rows."""
    draw = np.random.default_rng(8)
    week, weeks, horizon, leads = 7 * DAY, 20, 8, 3000
    since = draw.geometric(0.06, (leads, 3))
    units = (since[:, None, :] <= np.arange(weeks)[:, None]).astype(float)  # leads x weeks x terms
    chosen = draw.random((leads, weeks)) < np.array([0.03, 0.15, 0.5])[units[:, :, :2].sum(axis=2).astype(int)]
    buys = draw.random((leads, weeks)) < 0.004 * np.exp(units @ np.array([1.3, 1.3, 1.0]))
    bought = np.where(buys.any(axis=1), buys.argmax(axis=1), weeks + horizon)
    worked = np.flatnonzero(chosen.any(axis=1))
    moment, lead = (each.ravel() for each in np.meshgrid(np.arange(weeks - horizon), np.arange(leads), indexing="ij"))
    at_risk = moment <= bought[lead]
    moment, lead = moment[at_risk], lead[at_risk]
    happened_us = chosen.argmax(axis=1)[worked] * week + DAY
    engine = DuckDBEngine()
    engine.table("happenings", pa.table({"lead_key": worked, "role": ["worked"] * len(worked), "happened_us": happened_us}))
    examples = SimpleNamespace(
        leads=pd.DataFrame({"lead_key": np.arange(leads), "converted_us": np.where(bought < weeks, (bought + 0.5) * week, np.nan)}),
        rows=pd.DataFrame({"lead": lead, "cluster": lead, "moment_no": moment}),
        looking=SimpleNamespace(moment_us=np.arange(weeks) * week, every_us=week, horizon_us=horizon * week),
        converted=bought[lead] < moment + horizon,
        seed=1,
    )
    return engine, examples, units[lead, moment]


def test_terms_that_sales_choose_by_are_not_marked_where_work_moves_nothing(unmoved):
    engine, examples, units = unmoved
    terms = (term("first", 10), term("second", 10), term("third", 10))
    thin, won = np.flatnonzero(examples.rows["moment_no"] % 4 == 0), np.flatnonzero(examples.converted)
    chosen = first_worked(engine, examples).places
    found = Material(examples, terms, thin, units[thin], won, units[won], worked=chosen, worked_units=units[chosen])
    assert found.worked_converting_leads > 300
    assert "depends_on_work" not in found.fit().fixed.values()


def test_what_a_call_brings_is_not_taken_for_what_the_visit_before_it_brings(tmp_path):
    fit = fitted_world(tmp_path, follow_up=True)
    assert dict(fit.fixed) == {0: "depends_on_work"}
    assert fit.worked[0, 1] < 5 < fit.intervals[0, 0], "among all a visit is worth more than its points, among those called less"


def test_what_a_visit_brings_is_not_taken_for_what_the_call_after_it_brings(tmp_path):
    fit = fitted_world(tmp_path, follow_up=False)
    assert dict(fit.fixed) == {}
    assert fit.card().terms[0].suggested == 10
