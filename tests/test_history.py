from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leadscore_analysis.engines.duckdb import DuckDBEngine
from leadscore_analysis.errors import FaultsError, InputError
from leadscore_analysis.history import History

EVENTS = "SELECT 'e1' AS event_id, 'A' AS lead_id, TIMESTAMPTZ '2026-01-01 10:00:00+00' AS occurred_at, 'form' AS event_type"

OTHER = "SELECT 'e2' AS event_id, 'B' AS lead_id, TIMESTAMPTZ '2026-01-02 00:00:00+00' AS occurred_at, 'visit' AS event_type"


def parquet(path: Path, select: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    parquet(tmp_path / "h" / "events.parquet", f"{EVENTS}, 'a' AS page UNION ALL SELECT 'e2', 'B', '2026-02-01 00:00:00+00', 'visit', 'b'")
    return tmp_path / "h"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "h.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(f"CREATE TABLE events AS {EVENTS}; CREATE TABLE rejected_rows AS SELECT 'x' AS reason")
    return path


def test_the_contract_columns_are_there_even_when_the_history_has_none(folder: Path) -> None:
    with DuckDBEngine() as engine:
        History.open(folder).attach(engine)
        assert list(engine.columns("events")) == ["event_id", "lead_id", "occurred_at", "event_type", "deal_id", "recorded_at", "page"]
        assert list(engine.columns("deals")) == ["deal_id", "lead_id", "account_id", "valid_from", "amount", "owner"]
        assert engine.row_count("deals") == 0


def test_counts_say_rows_and_span_of_every_table(folder: Path) -> None:
    counts = History.open(folder).counts()
    assert counts["table"].tolist() == ["events", "leads", "accounts", "deals", "stage_changes"]
    assert counts["rows"].tolist() == [2, 0, 0, 0, 0]
    assert counts["first"][0] == pd.Timestamp("2026-01-01 10:00", tz="UTC")
    assert pd.isna(counts["last"][1])


@pytest.mark.parametrize("instant", ["TIMESTAMP '2026-01-01 10:00:00'", "'2026-01-01T11:00:00+01:00'", "'2026-01-01 10:00:00'"])
def test_naive_and_text_instants_of_a_folder_are_read_in_utc(tmp_path: Path, instant: str) -> None:
    parquet(tmp_path / "events.parquet", f"SELECT 'e' AS event_id, 7 AS lead_id, {instant} AS occurred_at, 'form' AS event_type")
    rows = History.open(tmp_path).sql("SELECT lead_id, occurred_at FROM events")
    assert rows["lead_id"].tolist() == ["7"]
    assert rows["occurred_at"][0] == pd.Timestamp("2026-01-01 10:00", tz="UTC")


def test_event_ids_are_made_from_file_and_row_where_there_are_none(tmp_path: Path) -> None:
    parquet(tmp_path / "events.parquet", "SELECT 'A' AS lead_id, now() AS occurred_at, 'form' AS event_type FROM range(2)")
    ids = History.open(tmp_path).sql("SELECT event_id FROM events ORDER BY event_id")["event_id"].tolist()
    assert ids == ["events.parquet:000000001", "events.parquet:000000002"]


@pytest.mark.parametrize(
    ("select", "told"),
    [
        ("SELECT 'A' AS lead, now() AS occurred_at, 'form' AS event_type", "column lead_id must be there.*did you mean 'lead'"),
        (
            "SELECT 'A' AS lead_id, 5 AS occurred_at, 'form' AS event_type",
            "events.occurred_at: the column must hold an instant.*got INTEGER",
        ),
        ("SELECT 'A' AS lead_id, 'soon' AS occurred_at, 'form' AS event_type", "ISO date-time; got 'soon'"),
    ],
)
def test_columns_that_cannot_be_read_are_told(tmp_path: Path, select: str, told: str) -> None:
    parquet(tmp_path / "events.parquet", select)
    with pytest.raises(FaultsError, match=told):
        History.open(tmp_path)


def test_all_faults_of_a_history_are_told_at_once(tmp_path: Path) -> None:
    parquet(tmp_path / "events.parquet", "SELECT 'A' AS lead_id")
    parquet(tmp_path / "stage_changes.parquet", "SELECT 'won' AS stage, now() AS entered_at")
    with pytest.raises(FaultsError) as told:
        History.open(tmp_path)
    assert len(told.value.faults) == 3


def test_a_path_without_a_history_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        History.open(tmp_path / "absent.duckdb")
    with pytest.raises(InputError, match="has no events"):
        History.open(tmp_path)
    (tmp_path / "text.duckdb").write_text("no database")
    with pytest.raises(InputError, match="must be a DuckDB file"):
        History.open(tmp_path / "text.duckdb")


def test_a_history_without_events_is_told(tmp_path: Path) -> None:
    parquet(tmp_path / "events.parquet", f"{EVENTS} LIMIT 0")
    with pytest.raises(InputError, match="must hold events"):
        History.open(tmp_path)


def test_the_file_is_free_between_calls(file: Path) -> None:
    history = History.open(file)
    with duckdb.connect(file) as connection:
        connection.execute("INSERT INTO events SELECT 'e2', 'B', now(), 'form'")
    assert history.sql("SELECT COUNT(*) AS n FROM events")["n"].tolist() == [2]


def test_a_query_sees_published_results_and_rejected_rows(file: Path, tmp_path: Path) -> None:
    parquet(tmp_path / "out" / "ledger.parquet", "SELECT 'A' AS entity_id, 5.0 AS points")
    history = History.open(file)
    history.publish("ledger", tmp_path / "out" / "ledger.parquet")
    joined = "SELECT SUM(points) AS points FROM events JOIN ledger ON entity_id = lead_id CROSS JOIN rejected_rows"
    assert history.sql(joined)["points"].tolist() == [5.0]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM events",
        "SELECT 1; SELECT 2",
        "CREATE TABLE mine AS SELECT 1",
        "COPY events TO 'stolen.csv'",
        "ATTACH 'other.duckdb'",
        "SET lock_configuration = false",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "EXPLAIN ANALYZE DELETE FROM events",
        "SELECT * FROM ledgr",
        "SELEC 1",
        "",
    ],
)
@pytest.mark.parametrize("kept", ["file", "folder"])
def test_a_query_can_only_read_the_history(kept: str, query: str, request: pytest.FixtureRequest) -> None:
    history = History.open(request.getfixturevalue(kept))
    before = history.fingerprint()
    with pytest.raises(InputError, match="the query must"):
        history.sql(query)
    assert history.fingerprint() == before


def test_the_fingerprint_minds_rows_and_not_their_order(tmp_path: Path) -> None:
    parquet(tmp_path / "a" / "events.parquet", f"{EVENTS} UNION ALL {OTHER}")
    parquet(tmp_path / "b" / "events.parquet", f"{OTHER} UNION ALL {EVENTS}")
    parquet(tmp_path / "c" / "events.parquet", EVENTS)
    a, b, c = (History.open(tmp_path / name).fingerprint() for name in "abc")
    assert a == b != c


def test_duplicate_and_empty_keys_are_found(tmp_path: Path) -> None:
    parquet(tmp_path / "events.parquet", f"{EVENTS} UNION ALL {EVENTS} UNION ALL SELECT 'e3', '', NULL, 'form'")
    parquet(tmp_path / "leads.parquet", "SELECT 'A' AS lead_id, DATE '2026-01-01' AS valid_from, i AS size FROM range(2) r(i)")
    assert [fault.where for fault in History.open(tmp_path).key_faults()] == [
        "events.lead_id",
        "events.occurred_at",
        "events.event_id",
        "leads.lead_id",
    ]


def test_an_undated_version_and_a_dated_one_are_no_fault(folder: Path) -> None:
    parquet(folder / "leads.parquet", "SELECT 'A' AS lead_id, d AS valid_from FROM (VALUES (NULL), (DATE '2026-01-01')) v(d)")
    assert History.open(folder).key_faults() == []


@pytest.mark.parametrize("kind", [pa.null(), pa.float64(), pa.int32()])
def test_columns_that_hold_nothing_are_read_whatever_their_type(folder: Path, kind: pa.DataType) -> None:
    empty = pa.nulls(1, kind)
    leads = {"lead_id": pa.array(["A"]), "valid_from": empty, "account_id": empty, "country": pa.nulls(1)}
    pq.write_table(pa.table(leads), folder / "leads.parquet")
    found = History.open(folder).sql("SELECT lead_id, valid_from, account_id, country FROM leads")
    assert found.astype(object).where(found.notna(), None).values.tolist() == [["A", None, None, None]]
    assert History.open(folder).key_faults() == []
