"""What a ``where`` finds: columns of any name and type, numbers in text, missing values, instants in the rulebook's time zone."""

from datetime import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from tests.tiny import at, one_score, tiny_history, values_at

OWN_NAMES = ["lead_key", "occurred_us", "entity_key", "selector_key", "rule_key", "starts_us", "ends_us", 'a "b" é', "select"]


def found(folder: Path, where: str, *values: Any, column: str = "n", timezone: str = "UTC") -> int:
    """How many of the values of an event's property the condition accepts."""
    rows = [{"event_id": str(i), "lead_id": "A", "occurred_at": at(1), "event_type": "x", column: value} for i, value in enumerate(values)]
    pd.DataFrame(rows).to_parquet(folder / "events.parquet")
    book = Rulebook.from_text(
        "rulebook: b\nscores: [{score: interest, rules: [{rule: r, kind: event, event: x, points: 1, where: x = 1}]}]"
    )
    asked = book.with_values({("scores", 0, "rules", 0, "where"): where, ("timezone",): timezone})
    return int(values_at(Replay(History.open(folder), asked), "A", 2)[0])


@pytest.mark.parametrize("name", OWN_NAMES)
def test_a_property_of_an_event_may_bear_any_name(tmp_path: Path, name: str) -> None:
    quoted = name.replace('"', '""')
    assert found(tmp_path, f"\"{quoted}\" = '7'", "7", "8", column=name) == 1


@pytest.mark.parametrize("name", ["lead_key", "occurred_us", "selector_key"])
def test_values_count_once_under_any_name(tmp_path: Path, name: str) -> None:
    events = f"A: x@1({name}=7) x@2({name}=8) x@3({name}=8)"
    rule = f"{{rule: r, kind: event, event: x, points: 1, limit: {{once_per: {name}}}}}"
    assert values_at(Replay(tiny_history(tmp_path, events), one_score(rule)), "A", 4) == [2]


def test_zero_below_nought_is_the_same_value_as_zero(tmp_path: Path) -> None:
    rows = [{"event_id": str(i), "lead_id": "A", "occurred_at": at(1), "event_type": "x", "n": n} for i, n in enumerate([0.0, -0.0, 0.5])]
    pd.DataFrame(rows).to_parquet(tmp_path / "events.parquet")
    rule = "{rule: r, kind: event, event: x, points: 1, limit: {once_per: n}}"
    assert values_at(Replay(History.open(tmp_path), one_score(rule)), "A", 2) == [2]


@pytest.mark.parametrize("name", ["lead_key", "starts_us", "ends_us", "selector_key"])
def test_a_property_of_a_lead_may_bear_any_name(tmp_path: Path, name: str) -> None:
    rules = (
        f"{{rule: v, kind: attribute, attribute: {name}, values: {{Eva: 5}}}}",
        f"{{rule: w, kind: attribute, where: \"{name} = 'Eva'\", points: 10}}",
    )
    told = f"alerts: [{{alert: a, all: [{{where: \"{name} = 'Eva'\"}}], to: {{attribute: {name}}}}}]"
    replay = Replay(
        tiny_history(tmp_path, "A: x@1; B: x@1", leads=[{"lead_id": "A", name: "Eva"}]),
        Rulebook.from_text(f"{one_score(*rules).text()}{told}\n"),
    )
    assert values_at(replay, "A", 2) == [15]
    assert replay.alerts.values.tolist() == [["a", "A", at(1), "Eva"]]


def test_text_that_is_no_finite_number_is_null_beside_a_number(tmp_path: Path) -> None:
    assert found(tmp_path, "n > 5", "12", "nan", "inf", "abc", None) == 1
    assert found(tmp_path, "NOT (n = 1)", "12", "nan", "abc", None) == 1


def test_text_with_signs_within_is_no_number(tmp_path: Path) -> None:
    assert found(tmp_path, "n > 0", "1_000", "1_0.5", "1e1_0", "0x10", "1,5", "1 000") == 0
    assert found(tmp_path, "n < 0 OR n > 0", "+-5", "--5", "- 5") == 0
    assert found(tmp_path, "n = 5", "5", " 5 ", "+5", "5.", "0.5e1", "5E+0", "5e-0", "500e-2") == 8


def test_nan_is_a_missing_value(tmp_path: Path) -> None:
    assert found(tmp_path, "n > 5", 6.5, float("nan")) == 1
    leads = [{"lead_id": "A", "employees": "nan"}, {"lead_id": "B", "employees": "300"}]
    rule = "{rule: r, kind: attribute, attribute: employees, ranges: [{from: 250, points: 5}]}"
    replay = Replay(tiny_history(tmp_path, "A: x@0", leads=leads), one_score(rule))
    assert [values_at(replay, lead, 0) for lead in "AB"] == [[0], [5]]


def test_a_number_and_a_text_are_compared_as_numbers(tmp_path: Path) -> None:
    assert found(tmp_path, "n > '9'", 100.0, 8.0) == 1
    assert found(tmp_path, "n = '100'", 100.0, 8.0) == 1
    assert found(tmp_path, "n IN ('100', 8)", 100, 8, 9) == 2
    assert found(tmp_path, "n <> 'free'", 100, 8) == 0


@pytest.mark.parametrize("kind", ["int8", "int32", "int64", "uint64", "float32"])
def test_two_columns_of_numbers_are_compared_as_numbers(tmp_path: Path, kind: str) -> None:
    tiny_history(tmp_path, "A: x@1")
    path = tmp_path / "events.parquet"
    pd.read_parquet(path).assign(n=np.array([9], dtype=kind), other=np.array([10], dtype=kind)).to_parquet(path)
    rule = "{rule: r, kind: event, event: x, points: 1, where: n < other}"
    assert values_at(Replay(History.open(tmp_path), one_score(rule)), "A", 2) == [1]


def test_a_value_of_any_other_type_is_compared_as_text(tmp_path: Path) -> None:
    assert found(tmp_path, "n = '[1]'", [1], [2], None) == 1
    assert found(tmp_path, "n = 'soon' OR n LIKE '09:%'", time(9, 30), time(10), None) == 1
    assert found(tmp_path, "n = 1", [1], [2]) == 0


def test_a_short_float_and_a_long_whole_number_count_as_they_are_shown(tmp_path: Path) -> None:
    assert found(tmp_path, "n = 0.1", np.float32(0.1), np.float32(0.2)) == 1
    assert found(tmp_path, "n = 9007199254740993", 9007199254740993, 9007199254740992) == 1
    assert found(tmp_path, "n > '1'", np.uint64(1), np.uint64(12)) == 1


@pytest.mark.parametrize("kind", [int, str, float])
def test_values_tell_large_whole_numbers_apart(tmp_path: Path, kind: type) -> None:
    leads = [{"lead_id": "A", "n": kind(9007199254740992)}, {"lead_id": "B", "n": kind(9007199254740994)}, {"lead_id": "C", "n": kind(7)}]
    rule = "{rule: v, kind: attribute, attribute: n, values: {9007199254740992: 1, 9007199254740993: 2, 9007199254740994: 3, 7: 4}}"
    replay = Replay(tiny_history(tmp_path, "A: x@0", leads=leads), one_score(rule))
    assert [values_at(replay, lead, 0) for lead in "ABC"] == [[1], [3], [4]]


def test_a_truth_value_may_be_compared_with_a_number_and_a_text(tmp_path: Path) -> None:
    assert found(tmp_path, "n = 1", True, False) == 1
    assert found(tmp_path, "n = 'true'", True, False) == 1


def test_an_instant_without_an_offset_is_read_in_the_rulebooks_time_zone(tmp_path: Path) -> None:
    due = pd.Timestamp("2026-02-28T23:30Z")
    assert found(tmp_path, "n >= '2026-03-01'", due) == 0
    assert found(tmp_path, "n >= '2026-03-01'", due, timezone="Europe/Amsterdam") == 1
    assert found(tmp_path, "n >= '2026-03-01T00:00:00Z'", due, timezone="Europe/Amsterdam") == 0
    assert found(tmp_path, "n < 'soon'", due) == 0


def test_a_date_stays_that_date_in_any_time_zone(tmp_path: Path) -> None:
    assert found(tmp_path, "n = '2026-03-01'", pd.Timestamp("2026-03-01").date(), timezone="Europe/Amsterdam") == 1


def test_optional_columns_are_known_whatever_their_case(tmp_path: Path) -> None:
    book = Rulebook.from_text("""
rulebook: optional
optional_columns: [Plan]
scores:
  - score: interest
    rules:
      - {rule: w, kind: event, event: x, where: "plan IS NULL", points: 1}
      - {rule: a, kind: attribute, attribute: plan, values: {free: 2}}
      - {rule: o, kind: event, event: x, points: 4, limit: {once_per: plan}}
alerts: [{alert: a, all: [{event: x}], to: {attribute: plan}}]
""")
    replay = Replay(tiny_history(tmp_path, "A: x@1"), book)
    assert values_at(replay, "A", 1) == [1]
    assert replay.alerts["to"].isna().all()


def test_each_of_many_rules_keeps_its_own_condition(tmp_path: Path) -> None:
    history = tiny_history(tmp_path, "; ".join(f"L{number}: visit@1(page=/{number})" for number in range(40)))
    rules = [f"{{rule: r{number}, kind: event, event: visit, where: \"page = '/{number}'\", points: {number + 1}}}" for number in range(40)]
    timeline = Replay(history, one_score(*rules)).timeline
    assert dict(zip(timeline["entity_id"], timeline["value"].astype(int), strict=True)) == {
        f"L{number}": number + 1 for number in range(40)
    }
