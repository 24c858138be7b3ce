"""A progress bar on standard error, only where a person looks on."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadscore_analysis.engine import Progress


@contextlib.contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A callable told what is being made and which share (0 to 1) is done; it draws only where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0)

        def told(making: str, share: float) -> None:
            bar.update(task, description=f"{title}: {making}" if making else title, completed=share)

        yield told


def _silent(making: str, share: float) -> None:
    """Nobody looks on."""
