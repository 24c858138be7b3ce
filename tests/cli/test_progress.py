"""Progress is drawn for people only."""

import io
import sys

from leadscore_analysis.cli.progress import progress_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_drawn_where_nobody_looks_on(monkeypatch):
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    with progress_bar("replay") as told:
        told("ledger", 0.5)
    assert shown.getvalue() == ""


def test_a_bar_is_drawn_on_a_terminal(monkeypatch):
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    with progress_bar("replay") as told:
        told("ledger", 0.5)
    assert "replay: ledger" in shown.getvalue()
