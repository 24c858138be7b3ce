import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.history import History
from leadscore_analysis.sources import loading
from leadscore_analysis.study.parts import HistorySettings

EVENTS = "lead_id,occurred_at,event_type\nA,2026-01-01,form\n"
LOAD = """
from leadscore_analysis.sources.loading import load
from leadscore_analysis.study.parts import HistorySettings
load(HistorySettings.model_validate({"database": "history.duckdb", "events": {"from": "events.csv"}}), progress=progress)
"""
KILLED_MIDWAY = """
import os, signal
import leadscore_analysis.sources.loading as loading
keep_other_tables = loading._keep_other_tables
def killed(engine, done):
    keep_other_tables(engine, done)
    os.kill(os.getpid(), signal.SIGKILL)
loading._keep_other_tables = killed
progress = None
"""
SMALL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
progress = None
"""


@pytest.fixture
def before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The fingerprint of the history that a load made before the one that is interrupted."""
    monkeypatch.chdir(tmp_path)
    Path("events.csv").write_text(EVENTS)
    loading.load(settings())
    return History.open("history.duckdb").fingerprint()


def settings() -> HistorySettings:
    return HistorySettings.model_validate({"database": "history.duckdb", "events": {"from": "events.csv"}})


def loaded_by_another_program(preparation: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", preparation + LOAD], capture_output=True, text=True, check=False)


def names() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def test_a_killed_load_leaves_the_history_whole_and_the_next_load_clears_up(before: str) -> None:
    Path("events.csv").write_text(EVENTS + "B,2026-01-02,form\n")
    assert loaded_by_another_program(KILLED_MIDWAY).returncode == -9
    assert len(names()) > 2
    assert History.open("history.duckdb").fingerprint() == before
    assert loading.load(settings()).total.loaded == 2
    assert names() == ["events.csv", "history.duckdb"]


def test_a_full_disk_leaves_the_history_whole(before: str) -> None:
    Path("events.csv").write_text(EVENTS + "".join(f"L{lead * 7919 % 100003},2026-01-02,form\n" for lead in range(200_000)))
    told = loaded_by_another_program(SMALL_DISK).stderr.splitlines()[-1]
    assert "history.duckdb must be written whole" in told
    assert "the earlier history is as it was" in told
    assert History.open("history.duckdb").fingerprint() == before
    assert names() == ["events.csv", "history.duckdb"]


def test_a_failure_before_the_end_leaves_the_history_whole(before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(loading, "_keep_other_tables", fails)
    with pytest.raises(RuntimeError, match="power cut"):
        loading.load(settings())
    assert History.open("history.duckdb").fingerprint() == before
    assert names() == ["events.csv", "history.duckdb"]


def test_a_program_that_reads_the_history_does_not_stop_a_load(before: str) -> None:
    with duckdb.connect("history.duckdb", read_only=True) as reader:
        Path("events.csv").write_text(EVENTS + "B,2026-01-02,form\n")
        loading.load(settings())
        assert reader.execute("SELECT COUNT(*) FROM events").fetchall() == [(1,)]
    assert History.open("history.duckdb").fingerprint() != before


def test_a_program_that_writes_to_the_history_is_told_to_be_closed(before: str) -> None:
    hold = "import duckdb, sys; c = duckdb.connect('history.duckdb'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(InputError, match="close the program that writes to it"):
            loading.load(settings())
        writer.communicate(b"")


def test_what_a_broken_off_program_had_committed_does_not_spoil_the_next_load(before: str) -> None:
    crash = "import duckdb, os; c = duckdb.connect('history.duckdb'); c.execute('DELETE FROM events'); os._exit(9)"
    subprocess.run([sys.executable, "-c", crash], check=False)
    assert "history.duckdb.wal" in names()
    loading.load(settings())
    assert History.open("history.duckdb").fingerprint() == before
