"""The load of a study that stands in a file: faults of its sources are told with their lines in that file."""

from __future__ import annotations

from pathlib import Path

from leadscore_analysis.engine import Progress
from leadscore_analysis.errors import FaultsError
from leadscore_analysis.settings_file import read_settings, with_lines
from leadscore_analysis.sources.loading import LoadReport, load
from leadscore_analysis.study.parts import HistorySettings


def load_study(
    settings: HistorySettings, study_file: Path | str, *, progress: Progress | None = None, memory_limit: str | None = None
) -> LoadReport:
    """Loads the history of the study at ``study_file``, as :func:`~leadscore_analysis.sources.loading.load` does."""
    try:
        return load(settings, progress=progress, memory_limit=memory_limit)
    except FaultsError as error:
        raise FaultsError(with_lines(error.faults, read_settings(study_file)), source=str(study_file)) from None
