"""Output files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from leadscore_analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

_STARTED_IN = Path.cwd()


def work_in(folder: Path | str) -> None:
    """Makes ``folder`` the current one; seen from where the notebook (its kernel) started, so saying it twice is saying it once."""
    try:
        os.chdir(_STARTED_IN / folder)
    except OSError as error:
        hint = "make demo makes the sample world; or name the folder of your own study"
        raise InputError(f"{folder} must be a folder, seen from {_STARTED_IN}; got: {error.strerror}", hint=hint) from None


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path`` to write to; it takes the place of ``path`` when the block ends well, else it is removed.

    Folders above ``path`` are made. A reader never sees half a file, and a failure leaves the earlier file as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{path.parent} must be a folder that can be written; got: {error.strerror}", hint="choose another output folder"
        ) from None
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}{path.suffix}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Writes ``text`` as UTF-8, whole or not at all."""
    with written_whole(path) as draft:
        draft.write_text(text, encoding="utf-8")


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """Writes a table as CSV, instants as ISO text, whole or not at all."""
    with written_whole(path) as draft:
        table.to_csv(draft, index=False, date_format="%Y-%m-%dT%H:%M:%S.%fZ", lineterminator="\n")
