"""A progress bar in a notebook, of text alone: it appears when work takes long and is gone when it is done."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from types import TracebackType
from typing import Any, Self

_PATIENCE_S = 2.0
_WIDTH = 30


class NotebookBar:
    """Told what is being made and which share (0 to 1) is done; as a context manager it takes the bar away at the end.

    Only one output is made, when work has gone on for two seconds, and it is left empty: executed notebooks read as without it.
    """

    def __init__(self, *, patience_s: float = _PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._depth = 0
        self._started = 0.0
        self._shown: Any = None

    def __call__(self, making: str, share: float) -> None:
        """Draws the bar where the work has gone on for long enough."""
        if time.monotonic() - self._started >= self._patience_s:
            self._show(f"{'█' * round(share * _WIDTH):░<{_WIDTH}} {share:>4.0%}  {making}")

    def __enter__(self) -> Self:
        if self._depth == 0:
            self._started = time.monotonic()
        self._depth += 1
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._depth -= 1
        if self._depth == 0 and self._shown is not None:
            self._show("")
            self._shown = None

    def _show(self, text: str) -> None:
        display: Any = import_module("IPython.display").display
        plain = {"text/plain": text}
        if self._shown is None:
            self._shown = display(plain, raw=True, display_id=True)
        else:
            self._shown.update(plain, raw=True)


def notebook_bar() -> NotebookBar | None:
    """A bar where this code runs in a notebook's kernel; None in scripts, terminals and tests."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return None if shell is None or getattr(shell, "kernel", None) is None else NotebookBar()
