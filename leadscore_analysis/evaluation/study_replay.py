"""The replay that a study asks for: its history, its rulebook, its clock and its line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from leadscore_analysis.checked import checked_study
from leadscore_analysis.engine import Progress
from leadscore_analysis.errors import FaultsError
from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.study import Study
from leadscore_analysis.study.rulebook_named import named_rulebook


@contextmanager
def study_replay(study: Study, *, progress: Progress | None = None, memory_limit: str | None = None) -> Iterator[Replay]:
    """The replay of the study's rulebook over its history, open within the block; FaultsError with every fault of the study.

    ``memory_limit`` (``"4GB"``) bounds what each session over the history holds in memory.
    """
    history, rulebook = History.open(study.history.database, memory_limit=memory_limit), named_rulebook(study)
    faults = [fault for fault in checked_study(study, rulebook, history) if not fault.warning]
    if faults:
        raise FaultsError(faults, source=study.name)
    line = None if study.judge.line is None else (study.judged_score([score.score for score in rulebook.model.scores]), study.judge.line)
    with closing(Replay(history, rulebook, line=line, recorded=study.clock == "recorded", progress=progress)) as replay:
        yield replay
