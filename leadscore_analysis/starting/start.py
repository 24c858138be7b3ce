"""From an analyst's own files to a study and a rulebook to begin with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leadscore_analysis.clock import DAY_US
from leadscore_analysis.engine import Progress
from leadscore_analysis.engines.duckdb import DuckDBEngine
from leadscore_analysis.engines.duckdb_files import loading_macros
from leadscore_analysis.errors import InputError
from leadscore_analysis.files import write_text
from leadscore_analysis.history import History
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.sources.loading import LoadReport, load
from leadscore_analysis.starting.findings import Findings, findings
from leadscore_analysis.starting.guess import TableGuess
from leadscore_analysis.starting.looks import file_look
from leadscore_analysis.starting.rulebook_text import horizon_days, rulebook_text
from leadscore_analysis.starting.study_text import needed_share, study_text
from leadscore_analysis.starting.tables import table_guesses
from leadscore_analysis.study import Study
from leadscore_analysis.study.parts import HistorySettings

_FEWEST_DAYS = 8
_SHOWN_REASONS = 3


@dataclass(frozen=True)
class Start:
    """What was found and written: the tables and their files, files not used and why, what the history shows, and the two files.

    ``notes`` is what to know before the study is used.
    """

    tables: tuple[TableGuess, ...]
    unused: tuple[str, ...]
    notes: tuple[str, ...]
    loaded: LoadReport
    found: Findings
    study: Path
    rulebook: Path


def started(files: Sequence[str], *, out: Path, force: bool = False, progress: Progress | None = None) -> Start:
    """Writes ``study.yml`` and ``rulebook.yml`` into ``out`` from what the files hold, and says what was found.

    Raises InputError when a file cannot be read, when none holds what leads did, when nothing could be an outcome, when they
    cover too short a time, and when one of the two is there already and ``force`` is not set.
    """
    study, rulebook = out / "study.yml", out / "rulebook.yml"
    guesses, unused = _guesses(files, progress)
    with tempfile.TemporaryDirectory(prefix="leadscore-start-") as folder:
        loaded = load(_settings(guesses, Path(folder)), progress=progress)
        found = findings(History.open(loaded.database))
    _check_span(found)
    _check_free([study, rulebook], force=force)
    empty = {table.table for table in loaded.tables if table.read and not table.loaded}
    unused += [_nothing_usable(guess, loaded) for guess in guesses if guess.table in empty]
    guesses, loaded = [guess for guess in guesses if guess.table not in empty], _without(loaded, empty)
    horizon_us = horizon_days(found.taken_us, found.last_us - found.first_us) * DAY_US
    write_text(rulebook, rulebook_text(found, horizon_us=horizon_us))
    write_text(study, study_text(found, guesses, loaded, rulebook=rulebook, unused=unused))
    Rulebook.load(rulebook)
    Study.load(study)
    return Start(tuple(guesses), tuple(unused), tuple(_notes(loaded)), loaded, found, study, rulebook)


def _nothing_usable(guess: TableGuess, loaded: LoadReport) -> str:
    reason = next(reason for reason in loaded.reasons if reason.table == guess.table)
    return f"{guess.look.path}: none of its rows can be used as {guess.table}; {reason}"


def _without(loaded: LoadReport, tables: set[str]) -> LoadReport:
    kept = tuple(table for table in loaded.tables if table.table not in tables)
    return replace(loaded, tables=kept, reasons=tuple(reason for reason in loaded.reasons if reason.table not in tables))


def _notes(loaded: LoadReport) -> Iterator[str]:
    yield from loaded.notes
    share = needed_share(loaded)
    if share is not None:
        yield f"max_rejected is set to {share} (usual is 1%), for rows that cannot be used; see why before you trust the results:"
        yield from map(str, loaded.reasons[:_SHOWN_REASONS])


def _check_free(paths: Sequence[Path], *, force: bool) -> None:
    there = [str(path) for path in paths if path.exists()]
    if there and not force:
        raise InputError(
            f"{' and '.join(there)} must not be overwritten; found already there", hint="name another folder with --out, or add --force"
        )


def _check_span(found: Findings) -> None:
    days = (found.last_us - found.first_us) / DAY_US
    if days < _FEWEST_DAYS:
        raise InputError(f"the files must cover {_FEWEST_DAYS} days or more; they cover {days:.1f}", hint="export a longer time")


def _guesses(files: Sequence[str], progress: Progress | None) -> tuple[list[TableGuess], list[str]]:
    with DuckDBEngine() as engine:
        engine.run_script(loading_macros())
        looks = []
        for number, file in enumerate(files):
            if progress is not None:
                progress(f"look at {file}", number / len(files))
            looks.append(file_look(engine, file))
    return table_guesses(looks)


def _settings(guesses: Sequence[TableGuess], folder: Path) -> HistorySettings:
    sources = {guess.table: {"from": guess.look.path, "columns": guess.columns, "values": guess.values} for guess in guesses}
    return HistorySettings.model_validate({"database": str(folder / "history.duckdb"), "max_rejected": 1, **sources})
