"""Progress is true to time, and in notebooks a bar is shown only while long work lasts."""

import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient

from leadscore_analysis.replay import Replay
from leadscore_analysis.replay.notebook_bar import notebook_bar
from leadscore_analysis.replay.shares import Shares
from tests.tiny import one_score, tiny_history

SLOW = """
from leadscore_analysis.replay.notebook_bar import NotebookBar
bar = NotebookBar(patience_s=0.0)
with bar:
    bar("matches", 0.25)
    bar("awards", 0.5)
"""


def test_the_share_done_is_that_of_the_time_taken() -> None:
    shares = Shares()
    shares.expect(["matches", "awards"])
    assert [shares.before("matches"), round(shares.before("awards"), 2)] == [0.0, 0.86]


def test_shares_never_fall_and_stay_below_the_whole(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    history = tiny_history(tmp_path, "A: form@1")
    replay = Replay(history, one_score("{rule: form, kind: event, event: form, points: 1}"), progress=lambda *step: told.append(step))
    replay.write(tmp_path / "out")
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert [name for name, share in told if name == "keys"] == ["keys"]
    assert 0.9 < shares[-1] < 1


def test_scripts_and_terminals_show_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert notebook_bar() is None
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=SimpleNamespace))
    assert notebook_bar() is None


def test_a_kernel_shows_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=object())))
    assert notebook_bar() is not None


def test_a_notebook_keeps_nothing_of_a_bar_that_was_shown() -> None:
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SLOW)])
    NotebookClient(book, timeout=120).execute()
    assert [output["data"] for output in book.cells[0].outputs] == [{"text/plain": ""}]
