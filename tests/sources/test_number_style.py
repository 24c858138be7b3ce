"""Amounts as spreadsheets of several countries write them."""

from pathlib import Path

import pytest

from leadscore_analysis.history import History
from leadscore_analysis.sources.loading import LoadReport, load
from leadscore_analysis.study.parts import HistorySettings


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def loaded(*amounts: str) -> LoadReport:
    Path("events.csv").write_text("lead_id,occurred_at,event_type\nA,2026-01-01,visit\n")
    Path("deals.csv").write_text("\n".join(["deal_id;amount", *(f"D{number};{amount}" for number, amount in enumerate(amounts))]) + "\n")
    sources = {name: {"from": f"{name}.csv"} for name in ("events", "deals")}
    return load(HistorySettings.model_validate({"database": "history.duckdb", "max_rejected": 1, **sources}))


def read(*amounts: str) -> list[float]:
    assert loaded(*amounts).total.rejected == 0
    return History.open("history.duckdb").sql("SELECT amount FROM deals WHERE amount IS NOT NULL ORDER BY deal_id")["amount"].to_list()


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1234.50", "-3", ""], [1234.5, -3.0]),
        (["1.234,50", "900", "-3,5", "NULL"], [1234.5, 900.0, -3.5]),
        (["€ 1.234,50", "900 EUR", "12 500 kr"], [1234.5, 900.0, 12500.0]),
        (["1 234 567,50", "1\u00a0000"], [1234567.5, 1000.0]),
        (["1,234.50", "$12,000"], [1234.5, 12000.0]),
        (["1,234", "12,000", "900"], [1234.0, 12000.0, 900.0]),
        (["1,234", "12,5"], [1.234, 12.5]),
    ],
)
def test_amounts_are_read_as_their_whole_column_is_written(texts: list[str], numbers: list[float]) -> None:
    assert read(*texts) == numbers


def test_how_amounts_were_read_is_told() -> None:
    assert loaded("1.234,50").notes == ("deals.amount: numbers were read with a decimal comma, as in 1.234,50",)


def test_a_column_that_is_written_in_two_ways_is_not_guessed() -> None:
    assert [(reason.reason, reason.rows) for reason in loaded("1.234,50", "1,234.50", "900").reasons] == [("unparseable number: amount", 2)]
