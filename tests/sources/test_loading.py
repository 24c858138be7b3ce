import gzip
import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leadscore_analysis.clock import instant_us
from leadscore_analysis.errors import FaultsError, InputError
from leadscore_analysis.history import History
from leadscore_analysis.sources.loading import LoadReport, load
from leadscore_analysis.study.parts import HistorySettings

HEADER = "lead_id,occurred_at,event_type"
READ_US = instant_us("2026-06-01")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def settings(**history: Any) -> HistorySettings:
    return HistorySettings.model_validate({"database": "history.duckdb", **history})


def loaded(text: str | bytes, *, name: str = "events.csv", max_rejected: float = 1, **source: Any) -> LoadReport:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(settings(events={"from": name, **source}, max_rejected=max_rejected), read_us=READ_US)


def sql(query: str) -> list[list[Any]]:
    return History.open("history.duckdb").sql(query).to_numpy().tolist()


def reasons() -> list[tuple[int, str]]:
    return [(row, reason) for row, reason in sql("SELECT row_number, reason FROM rejected_rows ORDER BY row_number")]


def instants() -> list[str]:
    return [str(instant) for (instant,) in sql("SELECT occurred_at FROM events ORDER BY event_id")]


def test_every_row_is_loaded_or_rejected_with_its_reason() -> None:
    report = loaded(
        "event_id,lead_id,occurred_at,event_type\n"
        "1,A,2026-01-01,form\n"
        ",A,2026-01-01,form\n"
        "2,,2026-01-01,form\n"
        "3,A,,form\n"
        "4,A,soon,form\n"
        "5,A,2026-01-01,NULL\n"
        "1,B,2026-01-02,visit\n"
        "6,A,2026-07-01,form\n"
        "7,A,2026-01-01\n"
        "8,A,2026-01-01,form,extra\n"
        "9,B,2026-01-03,form\n"
    )
    assert (report.total.read, report.total.loaded, report.total.rejected) == (11, 2, 9)
    assert reasons() == [
        (2, "missing key: event_id is empty"),
        (3, "missing key: lead_id is empty"),
        (4, "missing instant: occurred_at is empty"),
        (5, "unparseable instant: occurred_at is no date or time that is known here"),
        (6, "missing value: event_type is empty"),
        (7, "duplicate event_id: an earlier row has it"),
        (8, "future instant: occurred_at lies after the file was read"),
        (9, "malformed line: missing columns"),
        (10, "malformed line: too many columns"),
    ]
    assert sql("SELECT event_id, lead_id FROM events ORDER BY event_id") == [["1", "A"], ["9", "B"]]


def test_a_rejected_row_is_kept_as_it_stood() -> None:
    loaded(f"{HEADER},note\nA,NULL,form,hi\nA,2026-01-01,form,ok\nA,2026-01-01\n")
    rows = sql("SELECT source_file, row_number, raw_row, table_name FROM rejected_rows ORDER BY row_number")
    assert rows[0] == ["events.csv", 1, '{"lead_id":"A","occurred_at":"NULL","event_type":"form","note":"hi"}', "events"]
    assert json.loads(rows[1][2]) == "A,2026-01-01"


def test_made_event_ids_follow_the_file_and_count_malformed_rows_in() -> None:
    loaded(f"{HEADER}\nA,2026-01-01,a\nA,2026-01-01\nA,2026-01-01,b\nA,2026-01-01\nA,2026-01-01,c\n")
    assert sql("SELECT event_id, event_type FROM events ORDER BY event_id") == [
        ["events.csv:000000001", "a"],
        ["events.csv:000000003", "b"],
        ["events.csv:000000005", "c"],
    ]


def test_loading_the_same_input_again_changes_nothing() -> None:
    text = f"{HEADER}\nA,2026-01-01,a\nB,2026-01-02,b\nB,,b\n"
    loaded(text)
    before = History.open("history.duckdb").fingerprint()
    loaded(text)
    assert History.open("history.duckdb").fingerprint() == before
    assert len(reasons()) == 1


def test_naive_instants_are_read_in_the_sources_zone_and_offsets_are_honoured() -> None:
    loaded(f"{HEADER}\nA,2026-01-01 10:00,a\nA,2026-01-01T10:00:00+05:00,b\nA,2026-01-01T10:00:00Z,c\n", timezone="Europe/Amsterdam")
    assert instants() == ["2026-01-01 09:00:00+00:00", "2026-01-01 05:00:00+00:00", "2026-01-01 10:00:00+00:00"]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("31/01/2026 09:30", "2026-01-31 09:30:00+00:00"),
        ("01/31/2026 9:30 PM", "2026-01-31 21:30:00+00:00"),
        ("31-1-2026", "2026-01-31 00:00:00+00:00"),
        ("03/03/2026", "2026-03-03 00:00:00+00:00"),
        ("01.02.2026 09:30:01", "2026-02-01 09:30:01+00:00"),
        ("2 Jan 2026", "2026-01-02 00:00:00+00:00"),
        ('"Jan 2, 2026 9:30 AM"', "2026-01-02 09:30:00+00:00"),
        ("20260102", "2026-01-02 00:00:00+00:00"),
        ("1767312000", "2026-01-02 00:00:00+00:00"),
        ("1767312000500", "2026-01-02 00:00:00.500000+00:00"),
        ("2026-01-02 09:30:00 +0100", "2026-01-02 08:30:00+00:00"),
    ],
)
def test_other_shapes_of_instants_are_read(text: str, instant: str) -> None:
    loaded(f"{HEADER}\nA,{text},a\n")
    assert instants() == [instant]


def test_a_date_that_can_be_read_both_ways_is_rejected() -> None:
    loaded(f"{HEADER}\nA,01/02/2026,a\nA,2026-01-01,a\n")
    assert [reason[:53] for _, reason in reasons()] == ["unparseable instant: occurred_at may be day/month or "]


def test_the_order_of_day_and_month_comes_from_dates_that_can_only_be_read_so_and_is_told() -> None:
    report = loaded(f"{HEADER}\nA,01/02/2026,a\nA,13/02/2026,a\n")
    assert instants()[0] == "2026-02-01 00:00:00+00:00"
    assert report.notes == (
        "events.occurred_at: dates such as 01/02/2026 were read day first, as others of the column can only be read so",
    )


def test_orders_that_contradict_each_other_settle_nothing() -> None:
    loaded(f"{HEADER}\nA,01/02/2026,a\nA,13/02/2026,a\nA,02/13/2026,a\n")
    assert [row for row, _ in reasons()] == [1]


@pytest.mark.parametrize("text", ["24-1-1", "13/04/24", "2026-02-30", "infinity", "10:00", "45000"])
def test_texts_that_only_look_like_instants_are_rejected(text: str) -> None:
    loaded(f"{HEADER}\nA,{text},a\nA,2026-01-01,a\n")
    assert [row for row, _ in reasons()] == [1]


def test_properties_get_the_type_that_all_their_texts_have() -> None:
    loaded(f"{HEADER},n,code,price,flag,mixed,none\nA,2026-01-01,a,1,007,1.5,true,1,\nA,2026-01-01,a,NA,12,2,False,x,NULL\n")
    types = dict(sql("SELECT column_name, column_type FROM (DESCRIBE events)"))
    assert [types[name] for name in ("n", "code", "price", "flag", "mixed", "none")] == [
        "BIGINT",
        "VARCHAR",
        "DOUBLE",
        "BOOLEAN",
        "VARCHAR",
        "VARCHAR",
    ]
    assert sql("SELECT n, flag FROM events ORDER BY event_id")[0] == [1, True]


def test_the_source_can_name_its_own_nulls() -> None:
    loaded(f"{HEADER},x\nA,2026-01-01,a,NA\nA,2026-01-01,a,none\n", nulls=["none"])
    assert sql("SELECT x FROM events WHERE x IS NOT NULL") == [["NA"]]


@pytest.mark.parametrize(
    ("name", "content", "source"),
    [
        ("e.csv", f"\ufeff{HEADER}\nA,2026-01-01,caf\u00e9\n".encode(), {}),
        ("e.csv", f"{HEADER}\nA,2026-01-01,caf\u00e9\n".encode("latin-1"), {}),
        ("e.csv", f"{HEADER}\nA,2026-01-01,caf\u00e9\n".encode("utf-16"), {}),
        ("e.csv", f"{HEADER}\r\nA,2026-01-01,caf\u00e9\r\n".encode(), {}),
        ("e.csv", "sep=;\nlead_id;occurred_at;event_type\nA;2026-01-01;caf\u00e9\n".encode(), {}),
        ("e.tsv", "lead_id\toccurred_at\tevent_type\nA\t2026-01-01\tcaf\u00e9\n".encode(), {}),
        ("e.csv", "\nlead_id||occurred_at||event_type\nA||2026-01-01||caf\u00e9\n".encode(), {"delimiter": "||"}),
        ("e.csv.gz", gzip.compress(f"{HEADER}\nA,2026-01-01,caf\u00e9\n".encode(), mtime=0), {}),
        ("e.jsonl", '{"lead_id": "A", "occurred_at": "2026-01-01", "event_type": "caf\u00e9"}\n'.encode(), {}),
        ("e.json", '[{"lead_id": "A", "occurred_at": "2026-01-01", "event_type": "caf\u00e9"}]'.encode(), {}),
    ],
    ids=["BOM", "Latin-1", "UTF-16", "CRLF", "sep line", "tabs", "two-character delimiter", "gzip", "JSON lines", "JSON"],
)
def test_files_are_read_however_they_are_written(name: str, content: bytes, source: dict[str, Any]) -> None:
    report = loaded(content, name=name, **source)
    assert report.total.loaded == 1
    assert sql("SELECT lead_id, event_type FROM events") == [["A", "caf\u00e9"]]


def test_a_quoted_line_break_stays_in_its_row() -> None:
    loaded(f'{HEADER},note\nA,2026-01-01,a,"two\nlines; and ""quotes"""\n')
    assert sql("SELECT note FROM events") == [['two\nlines; and "quotes"']]


def test_json_lines_that_are_no_objects_are_rejected_with_their_line() -> None:
    good = '{"lead_id": 7, "occurred_at": "2026-01-01", "event_type": "a", "more": {"x": [1]}}'
    loaded(f"{good}\nbroken\n\n[1]\n{good}\n", name="e.jsonl")
    assert [row for row, _ in reasons()] == [2, 4]
    assert sql("SELECT event_id, lead_id, more FROM events")[1] == ["e.jsonl:000000005", "7", '{"x":[1]}']


def test_parquet_keeps_its_types_and_naive_times_get_the_sources_zone() -> None:
    duckdb.sql("SELECT 7 AS lead_id, TIMESTAMP '2026-01-01 10:00' AS occurred_at, 'a' AS event_type, '1' AS code, 2.5 AS x").write_parquet(
        "e.parquet"
    )
    load(settings(events={"from": "e.parquet", "timezone": "Europe/Amsterdam"}))
    assert sql("SELECT lead_id, code, x FROM events") == [["7", "1", 2.5]]
    assert instants() == ["2026-01-01 09:00:00+00:00"]


def test_a_table_of_a_duckdb_file_is_read() -> None:
    with duckdb.connect("crm.duckdb") as crm:
        crm.execute("CREATE TABLE log AS SELECT 'A' AS who, DATE '2026-01-01' AS at, 'a' AS event_type")
    source = {"from": "crm.duckdb", "table": "log", "columns": {"lead_id": "who", "occurred_at": "at"}}
    assert load(settings(events=source)).total.loaded == 1
    with pytest.raises(FaultsError, match=r"table must be one of crm.duckdb; got 'logs'.*did you mean 'log'"):
        load(settings(events={**source, "table": "logs"}))


def test_a_pattern_reads_all_files_that_match_it() -> None:
    Path("in").mkdir()
    Path("in/b.csv").write_text(f"{HEADER},x\nB,2026-01-02,b,1\n")
    Path("in/a.csv").write_text(f"{HEADER}\nA,2026-01-01,a\n")
    load(settings(events={"from": "in/*.csv"}))
    assert sql("SELECT event_id, lead_id, COALESCE(x, 0) FROM events ORDER BY event_id") == [
        ["a.csv:000000001", "A", 0],
        ["b.csv:000000001", "B", 1],
    ]


def test_rows_are_numbered_file_by_file_whatever_was_malformed_before() -> None:
    Path("in").mkdir()
    Path("in/a.csv").write_text(f"{HEADER}\nA,2026-01-01,a\nA\n")
    Path("in/b.csv").write_text(f"{HEADER}\nB\nB,2026-01-01\nB,2026-01-01,b\n")
    Path("in/c.jsonl").write_text('broken\n{"lead_id": "C", "occurred_at": "2026-01-01", "event_type": "c"}\n')
    load(settings(events={"from": "in/*"}, max_rejected=1))
    assert sql("SELECT event_id FROM events ORDER BY event_id") == [["a.csv:000000001"], ["b.csv:000000003"], ["c.jsonl:000000002"]]
    assert sql("SELECT source_file, row_number FROM rejected_rows ORDER BY source_file, row_number") == [
        ["in/a.csv", 2],
        ["in/b.csv", 1],
        ["in/b.csv", 2],
        ["in/c.jsonl", 1],
    ]


def test_columns_are_mapped_and_the_others_keep_their_names() -> None:
    loaded("contact,ts,action,Page\nA,2026-01-01,form,/x\n", columns={"lead_id": "contact", "occurred_at": "ts", "event_type": "action"})
    with duckdb.connect("history.duckdb", read_only=True) as file:
        assert [name for name, *_ in file.execute("DESCRIBE events").fetchall()] == [
            "event_id",
            "lead_id",
            "occurred_at",
            "event_type",
            "Page",
        ]


def test_a_source_gets_values_for_columns_that_it_lacks() -> None:
    loaded("lead_id,first_contact\nA,2026-01-01\n", columns={"occurred_at": "first_contact"}, values={"event_type": "first contact"})
    assert sql("SELECT lead_id, event_type FROM events") == [["A", "first contact"]]
    with pytest.raises(FaultsError, match="the source must lack the column; it has it"):
        loaded(f"{HEADER}\nA,2026-01-01,a\n", values={"event_type": "b"})


def test_all_five_tables_exist_after_a_load() -> None:
    loaded(f"{HEADER}\nA,2026-01-01,a\n")
    assert History.open("history.duckdb").counts()["rows"].tolist() == [1, 0, 0, 0, 0]


def test_versions_of_one_start_and_rows_without_entity_are_rejected() -> None:
    Path("events.csv").write_text(f"{HEADER}\nA,2026-01-01,a\n")
    Path("leads.csv").write_text("lead_id,valid_from,size\nA,,1\nA,2026-01-01,2\nA,2026-01-01,3\nA,,1\n")
    Path("stages.csv").write_text("lead_id,deal_id,stage,entered_at\nA,,won,2026-01-02\n,D,won,2026-01-02\n,,won,2026-01-02\n")
    load(settings(events={"from": "events.csv"}, leads={"from": "leads.csv"}, stage_changes={"from": "stages.csv"}, max_rejected=1))
    assert sql("SELECT table_name, row_number, reason FROM rejected_rows ORDER BY table_name, row_number") == [
        ["leads", 3, "duplicate lead_id and valid_from: an earlier row is a version with the same start"],
        ["leads", 4, "duplicate lead_id and valid_from: an earlier row is a version with the same start"],
        ["stage_changes", 3, "missing key: lead_id and deal_id are empty"],
    ]
    assert History.open("history.duckdb").key_faults() == []


def test_amounts_that_are_no_numbers_are_rejected() -> None:
    Path("events.csv").write_text(f"{HEADER}\nA,2026-01-01,a\n")
    Path("deals.csv").write_text('deal_id,lead_id,amount\nD1,A,12.50\nD2,A,"1.200,50"\nD3,A,\n')
    load(settings(events={"from": "events.csv"}, deals={"from": "deals.csv"}, max_rejected=1))
    assert sql("SELECT deal_id, amount FROM deals WHERE amount IS NOT NULL") == [["D1", 12.5]]
    assert reasons() == [(2, "unparseable number: amount")]


@pytest.mark.parametrize(
    ("text", "source", "told"),
    [
        (HEADER, {"from": "event.csv"}, r"event.csv must be a file; it is not there. Hint: did you mean 'events.csv'"),
        (HEADER, {"columns": {"lead_id": "led_id"}}, r"events.columns.lead_id: .* got 'led_id'. Hint: did you mean 'lead_id'"),
        ("leadid,occurred_at,event_type", {}, r"the column lead_id must be there; it is not. Hint: did you mean 'leadid'"),
        ("lead_id,Lead_ID,occurred_at,event_type", {}, r"small and capital letters being the same; events.csv has lead_id, Lead_ID"),
        (f"{HEADER},x", {"columns": {"lead_id": "x"}}, r"lead_id must come from one column; it comes from 'x' and from 'lead_id'"),
        ("", {}, r"must have a header line; the file is empty"),
    ],
)
def test_sources_that_do_not_fit_are_told(text: str, source: dict[str, Any], told: str) -> None:
    Path("events.csv").write_text(f"{text}\n" if text else "")
    with pytest.raises(FaultsError, match=told):
        load(settings(events={"from": "events.csv", **source}))


@pytest.mark.parametrize("name", ["e.parquet", "e.duckdb", "e.jsonl", "e.xlsx", "e.csv.gz"])
def test_files_that_are_not_what_their_name_says_are_told(name: str) -> None:
    Path(name).write_bytes(b"\x00\xff nothing of the kind")
    with pytest.raises(FaultsError, match=r"history.events: .* must "):
        load(settings(events={"from": name}))


def test_faults_of_all_sources_are_told_at_once() -> None:
    with pytest.raises(FaultsError) as told:
        load(settings(leads={"from": "a.csv"}, deals={"from": "b.csv"}))
    assert [fault.where for fault in told.value.faults] == ["history.leads.from", "history.deals.from", "history.events"]


def test_above_max_rejected_nothing_changes_and_the_first_reasons_are_named() -> None:
    loaded(f"{HEADER}\nA,2026-01-01,a\n")
    before = History.open("history.duckdb").fingerprint()
    with pytest.raises(
        InputError, match=r"2 of the 3 rows of events were rejected:\n  events.csv data row 2: missing key: lead_id is empty \(2 such"
    ):
        loaded(f"{HEADER}\nA,2026-01-01,a\n,2026-01-01,a\n,2026-01-01,a\n", max_rejected=0.5)
    assert History.open("history.duckdb").fingerprint() == before
    assert sorted(path.name for path in Path().iterdir()) == ["events.csv", "history.duckdb"]


@pytest.mark.parametrize("text", [f"{HEADER}\n", f"{HEADER}\n,,\n"])
def test_a_load_without_any_event_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="must hold rows"):
        loaded(text)
    assert not Path("history.duckdb").exists()


def test_a_database_that_is_no_history_is_never_overwritten() -> None:
    with duckdb.connect("history.duckdb") as other:
        other.execute("CREATE TABLE precious AS SELECT 1 AS x")
    with pytest.raises(InputError, match="must hold a history and nothing else"):
        loaded(f"{HEADER}\nA,2026-01-01,a\n")
    Path("history.duckdb").write_text("some text")
    with pytest.raises(InputError, match="must be a DuckDB file"):
        loaded(f"{HEADER}\nA,2026-01-01,a\n")
    assert Path("history.duckdb").read_text() == "some text"


def test_an_undated_column_of_a_parquet_file_is_loaded_as_empty(tmp_path: Path) -> None:
    events = {"event_id": ["1"], "lead_id": ["A"], "occurred_at": ["2026-01-01T00:00:00Z"], "event_type": ["form"]}
    pq.write_table(pa.table(events), tmp_path / "events.parquet")
    pq.write_table(pa.table({"lead_id": ["A"], "valid_from": pa.nulls(1), "country": ["NL"]}), tmp_path / "leads.parquet")
    sources = {"events": {"from": str(tmp_path / "events.parquet")}, "leads": {"from": str(tmp_path / "leads.parquet")}}
    report = load(HistorySettings.model_validate({"database": str(tmp_path / "h.duckdb"), **sources}))
    assert (report.total.read, report.total.loaded) == (2, 2)
    assert History.open(tmp_path / "h.duckdb").sql("SELECT country FROM leads WHERE valid_from IS NULL")["country"].tolist() == ["NL"]
