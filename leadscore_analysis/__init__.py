"""Tests a lead-scoring model on history instead of believing it.

The names below are the whole day's work in a notebook; each is loaded when it is first used.

>>> import leadscore_analysis as ls
>>> study = ls.Study.load("study.yml")  # doctest: +SKIP
>>> replay = ls.Replay(ls.History.open(study.history.database), ls.Rulebook.load(study.rulebook))  # doctest: +SKIP
>>> examples = ls.label(replay, study)  # doctest: +SKIP
>>> ls.evaluate(examples, study, replay).figures  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leadscore_analysis.comparison import compare
    from leadscore_analysis.evaluation import evaluate
    from leadscore_analysis.history import History
    from leadscore_analysis.labels import label
    from leadscore_analysis.main_job import run
    from leadscore_analysis.replay import Replay
    from leadscore_analysis.rulebook.book import Rulebook
    from leadscore_analysis.rulebook.difference import rulebook_difference
    from leadscore_analysis.rulebook.explaining import explain
    from leadscore_analysis.rulebook.preset import presets
    from leadscore_analysis.scorecard import PointScorecard
    from leadscore_analysis.sources.loading import load
    from leadscore_analysis.study import Study
    from leadscore_analysis.suggestion import suggest
    from leadscore_analysis.thresholds import threshold_choices

__all__ = [
    "History",
    "PointScorecard",
    "Replay",
    "Rulebook",
    "Study",
    "compare",
    "evaluate",
    "explain",
    "label",
    "load",
    "presets",
    "rulebook_difference",
    "run",
    "suggest",
    "threshold_choices",
]

_HOMES = {
    "History": "history",
    "PointScorecard": "scorecard",
    "Replay": "replay",
    "Rulebook": "rulebook.book",
    "Study": "study",
    "compare": "comparison",
    "evaluate": "evaluation",
    "explain": "rulebook.explaining",
    "label": "labels",
    "load": "sources.loading",
    "presets": "rulebook.preset",
    "rulebook_difference": "rulebook.difference",
    "run": "main_job",
    "suggest": "suggestion",
    "threshold_choices": "thresholds",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
