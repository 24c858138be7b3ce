"""DuckDB and Spark answer alike, row for row: the same relations run on both.

Skipped where pyspark or Java is absent, unless ``LEADSCORE_SPARK=required`` says that they must be there (``make test-engines``).
"""

import os
import random
import shutil
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from leadscore_analysis.clock import utc_datetime
from leadscore_analysis.engine import Engine, frame
from leadscore_analysis.engines.duckdb import DuckDBEngine
from leadscore_analysis.engines.spark import SparkEngine
from leadscore_analysis.errors import InputError
from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from tests.replay.agreement import book_of
from tests.replay.drawn.histories import ERAS, STEP_US, histories, written
from tests.replay.drawn.rulebooks import rulebooks
from tests.tiny import at, one_score, tiny_history

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # py4j leaves the sockets to its Java process open until the end
]
_QUICK = {
    "spark.master": "local[1]",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.log.level": "OFF",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
"""Compiling and spreading a query over a few rows takes longer than running it."""

EVERY_KIND = Rulebook.from_text(r"""
rulebook: every-kind
timezone: Europe/Amsterdam
optional_columns: [nowhere]
scores:
  - score: fit
    min: -5
    max: 30
    rules:
      - {rule: country, kind: attribute, attribute: country, values: {NL: 5, nl: 2, BE: -1.5, "10": 7}}
      - {rule: size, kind: attribute, attribute: company size, ranges: [{below: 10, points: 1}, {from: 10, below: 50, points: 4}]}
      - {rule: vip, kind: attribute, where: vip AND NOT (country = 'BE'), points: 3.0001, permanent: true, active: {until: 2026-01-20}}
      - {rule: vip-number, kind: attribute, where: vip = 1 OR country >= '10', points: 2}
      - {rule: missing, kind: attribute, where: nowhere IS NULL AND "company size" IS NOT NULL, points: 1}
  - score: interest
    decay: {keep: 50%, every: 3d}
    reset: {event: leave}
    groups:
      - group: mail
        min: 0
        max: 12
        decay: none
        rules:
          - {rule: opens, kind: event, event: open, points: 2, expires: 10d, limit: {per: day, count: 1}}
          - {rule: weekly, kind: event, event: [open, click], points: 3, limit: {per: week, count: 2}, cap: 5}
          - {rule: monthly, kind: event, event: click, points: 1.25, limit: {per: month, count: 1}, starts_after: 12h}
          - {rule: per-mail, kind: event, event: open, points: 1, limit: {once_per: mail}}
    rules:
      - {rule: form, kind: event, event: form, where: "page LIKE '/a\\_%' OR trim(page) = '/b'", points: 9}
      - {rule: literal, kind: event, event: any, where: "page = 'it''s \\' OR lower(page) LIKE '%é%'", points: 1.1}
      - {rule: numbers, kind: event, event: visit, where: "amount BETWEEN 1 AND 2 OR length(mail) > 3", points: 4, limit: {first: 3}}
      - {rule: blocks, kind: event, event: visit, points: 2, limit: {per: 36h, count: 1}, decay: {lose: 40%, every: 2d}}
      - {rule: cart, kind: event, event: visit, where: "page NOT IN ('/b', '/c')", points: 6, starts_after: 1h, stopped_by: {event: form}}
      - {rule: fresh, kind: recency, event: visit, ladder: [{within: 1d, adds: 5}, {within: 4d, adds: 2}]}
      - {rule: busy, kind: frequency, event: any, within: 5d, tiers: [{at_least: 2, points: 3}, {at_least: 4, within: 2d, points: 8}]}
      - {rule: silent, kind: absence, event: any, after: 2d, points: -2, repeat_every: 2d, times: 3, active: {from: 2026-01-03}}
  - {score: both, formula: {fit: 0.333333, interest: 0.5}, max: 15}
  - {score: further, formula: {both: -1, interest: 0.000125}}
  - {score: account-sum, entity: account, rollup: {score: interest, how: sum}, max: 40}
  - {score: account-top, entity: account, rollup: {score: both, how: max}}
  - score: account-own
    entity: account
    rules:
      - {rule: any-lead, kind: event, event: form, points: 5, limit: once}
      - {rule: branch, kind: attribute, attribute: branch, values: {retail: 2}}
  - {score: account-all, entity: account, formula: {account-own: 1, account-sum: 0.1}}
  - score: deal-news
    entity: deal
    rules: [{rule: deal-visit, kind: event, event: visit, points: 3, expires: 6d}]
bands: {interest: [{band: cold}, {band: warm, from: 5}, {band: hot, from: 12}], account-sum: [{band: low}, {band: high, from: 20}]}
matrix:
  rows: {score: fit, cuts: [3, 8], labels: [C, B, A]}
  columns: {score: interest, cuts: [5, 12], labels: ["3", "2", "1"]}
  actions: {A1: call now}
qualification:
  - {path: engaged, all: [{score: interest, at_least: 8}, {where: "country IS NOT NULL"}]}
  - {path: asked, all: [{event: form, where: "page = '/b'", within: 3d}]}
alerts:
  - {alert: first, all: [{score: both, at_least: 3}], to: {attribute: owner}}
  - {alert: each, all: [{score: interest, at_least: 5}, {event: visit, within: 2d}], rearm: always, to: {person: Eva}}
  - {alert: again, all: [{score: fit, below: 4}, {event: any, within: 1d}], rearm: 2d}
population: {where: "country IS NULL OR country <> 'XX'"}
""")


@pytest.fixture(scope="session")
def spark() -> Iterator[None]:
    """A Spark on this machine that the engine's sessions stand beside."""
    missing = "pyspark (the extra spark)" if find_spec("pyspark") is None else "Java" if shutil.which("java") is None else None
    if missing is not None and os.environ.get("LEADSCORE_SPARK") == "required":
        pytest.fail(f"{missing} must be there; it is not")
    if missing is not None:
        pytest.skip(f"{missing} is not installed")
    with warnings.catch_warnings(action="ignore", category=FutureWarning):  # pyspark's word about pandas 3: rows go through Arrow alone
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.appName("engines agree")
        for name, value in _QUICK.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
    yield
    session.stop()


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Some hundred events and versions, drawn from a fixed seed."""
    drawn = random.Random(7)  # noqa: S311  (a test's data)
    leads, pages, mails = (
        ["A", "10", "é", "b", "B"],
        ["/a_x", "/ax", " /b ", "/b", "it's \\", "É", "", None],
        ["m1", "m2", "mail", "", None],
    )
    events = [
        {
            "event_id": f"{drawn.choice('éZa1')}{number}",
            "lead_id": drawn.choice(leads),
            "occurred_at": at(drawn.randrange(0, 60) / 2),
            "event_type": drawn.choice(["visit", "visit", "open", "click", "form", "leave"]),
            "deal_id": drawn.choice(["d1", "d2", None]),
            "page": drawn.choice(pages),
            "mail": drawn.choice(mails),
            "amount": drawn.choice(["1", " 2 ", "1d", "1e1", "x", None]),
        }
        for number in range(120)
    ]
    leads_rows = [
        {
            "lead_id": lead,
            "valid_from": None if day is None else at(day),
            "account_id": drawn.choice(["acme", "A", None]),
            "owner": drawn.choice(["Eva", None]),
            "country": drawn.choice(["NL", "nl", "BE", "10", "XX", None]),
            "company size": drawn.choice([1.0, 10.0, 49.5, None]),
            "vip": drawn.choice([True, False, None]),
        }
        for lead in leads
        for day in (None, drawn.randrange(1, 9), drawn.randrange(10, 30))
    ]
    accounts = [
        {"account_id": name, "valid_from": at(day), "branch": branch} for name in ("acme", "A") for day, branch in ((2, "retail"), (9, "x"))
    ]
    folder = tiny_history(tmp_path / "history", "A: form@1", accounts=accounts).path
    pd.DataFrame(events).to_parquet(folder / "events.parquet")
    pd.DataFrame(leads_rows).astype({"valid_from": "datetime64[us, UTC]"}).to_parquet(folder / "leads.parquet")
    return History.open(folder)


def answers(history: History, book: Rulebook, engine: Engine, moments: list[Any], *, recorded: bool = False) -> dict[str, list[str]]:
    """Every table of the replay as sorted rows of text."""
    replay = Replay(history, book, engine=engine, recorded=recorded)
    try:
        kept = replay.units_at(moments)
        tables = {
            "ledger": replay.ledger,
            "timeline": replay.timeline,
            "crossings": replay.crossings(),
            "qualified": replay.qualified,
            "alerts": replay.alerts,
            "scores": replay.scores_at(moments),
            "unit spans": frame(replay.units(), "SELECT entity_key, term_key, starts_us, ends_us, units FROM unit_spans"),
            "kept units": pd.concat(
                [kept.rows[["entity", "entity_id", "moment"]], kept.units.take(kept.units_no).reset_index(drop=True)], axis=1
            ),
        }
    finally:
        replay.close()
    return {name: sorted(map(str, _plain(table))) for name, table in tables.items()}


def _plain(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    columns = [[None if pd.isna(value) else value for value in table[name]] for name in table.columns]
    return list(zip(*columns, strict=True))


def assert_agree(history: History, book: Rulebook, moments: list[Any], *, recorded: bool = False) -> dict[str, list[str]]:
    expected = answers(history, book, DuckDBEngine(), moments, recorded=recorded)
    found = answers(history, book, SparkEngine(), moments, recorded=recorded)
    for name, rows in expected.items():
        assert found[name] == rows, name
    return expected


def test_every_kind_and_option_is_answered_alike(history: History, spark: None) -> None:
    told = assert_agree(history, EVERY_KIND, [at(day) for day in (0, 3, 7.5, 12, 29)])
    assert all(told.values())


@given(st.data())
@settings(max_examples=3, derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_drawn_histories_and_rulebooks_are_answered_alike(
    spark: None, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    drawn = data.draw(histories())
    book = book_of(data.draw(rulebooks(drawn.year)))
    moments = [utc_datetime(ERAS[drawn.year] + step * STEP_US) for step in range(-1, 30, 7)]
    assert_agree(written(tmp_path_factory.mktemp("drawn"), drawn), book, moments, recorded=data.draw(st.booleans()))


def test_the_files_written_hold_the_same_columns_of_the_same_types(tmp_path: Path, spark: None) -> None:
    book = one_score("{rule: form, kind: event, event: form, points: 5, expires: 3d}")
    types = []
    for engine in (DuckDBEngine(), SparkEngine()):
        replay = Replay(tiny_history(tmp_path / "history", "A: form@1; B: form@2"), book, engine=engine)
        files = replay.write(tmp_path / type(engine).__name__)
        types.append({file.name: pd.read_parquet(file).dtypes.to_dict() for file in files})
        replay.close()
    assert types[0] == types[1]


def test_a_memory_limit_is_left_to_spark() -> None:
    from leadscore_analysis.engines.named import engine_named

    with pytest.raises(InputError, match="it has its own"):
        engine_named("spark", memory_limit="4GB")
    with pytest.raises(InputError, match=r"the engine must be duckdb or spark; got 'sparc'. Hint: did you mean 'spark'"):
        engine_named("sparc")


@pytest.mark.parametrize(("module", "said"), [("pyspark.sql", "must have pyspark"), (None, "must have Java")])
def test_what_spark_needs_is_said_where_it_is_absent(monkeypatch: pytest.MonkeyPatch, module: str | None, said: str) -> None:
    if module is None:
        pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
        monkeypatch.setenv("PATH", "")
        monkeypatch.delenv("JAVA_HOME", raising=False)
    else:
        monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(InputError, match=said):
        SparkEngine()
