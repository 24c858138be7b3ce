"""Both rulebooks of a comparison, loaded and checked; the faults of the two are told together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from leadscore_analysis.checked import checked_study
from leadscore_analysis.errors import Fault, FaultsError, LeadscoreError, faults_in
from leadscore_analysis.history import History
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

Given = Rulebook | Path | str
"""A rulebook, or the path of its file."""


def both_rulebooks(a: Given, b: Given) -> tuple[Rulebook, Rulebook]:
    """The two rulebooks; FaultsError with the faults of both."""
    loaded, faults = _loaded((a, b))
    if faults:
        raise FaultsError(faults, source="the two rulebooks")
    return loaded[0], loaded[1]


def checked_rulebooks(history: History, books: Sequence[Given], study: Study) -> list[Rulebook]:
    """The rulebooks, checked with the study and the history; FaultsError with the faults of all of them."""
    loaded, faults = _loaded(books)
    found = [(book, [fault for fault in checked_study(study, book, history) if not fault.warning]) for book in loaded]
    if faults or any(told for _, told in found):
        own = [fault for fault in checked_study(study, None, history) if not fault.warning]
        faults = [
            *own,
            *faults,
            *(fault for book, told in found for fault in _of_both(book, study, [fault for fault in told if fault not in own])),
        ]
    if faults:
        raise FaultsError(faults, source=study.name)
    return loaded


def _loaded(books: Sequence[Given]) -> tuple[list[Rulebook], list[Fault]]:
    loaded: list[Rulebook] = []
    faults: list[Fault] = []
    for book in books:
        try:
            loaded.append(book if isinstance(book, Rulebook) else Rulebook.load(book))
        except LeadscoreError as error:
            faults += _faults_of(error, book)
    return loaded, faults


def _faults_of(error: LeadscoreError, book: Given) -> list[Fault]:
    found = [fault for fault in faults_in(error) if not fault.warning]
    return [replace(fault, where=f"{book}: {fault.where}" if fault.where else "") for fault in found]


def _of_both(book: Rulebook, study: Study, faults: Sequence[Fault]) -> list[Fault]:
    """The faults of the study with one rulebook, told of the rulebook."""
    scores = _of_scores(book, study)
    return [*scores, *(_of_book(fault, book) for fault in faults if not scores or fault.where != "judge.score")]


def _of_book(fault: Fault, book: Rulebook) -> Fault:
    path = str(book.file.path)
    return fault if fault.where.startswith(path) else replace(fault, where=f"{path}: {fault.where}")


def _of_scores(book: Rulebook, study: Study) -> list[Fault]:
    """The fault of a rulebook without the score that the study judges; it is told of the rulebook, as the study may fit the other one."""
    path, judged, names = book.file.path, study.judge.score, [known.score for known in book.model.scores]
    if judged is None or judged in names:
        return []
    one = f"rename it (under scores and bands) to {judged!r}"
    several = f"rename one of them (under scores and bands) to {judged!r}"
    told = f"its {'scores are' if len(names) > 1 else 'score is'} {', '.join(names)}"
    hint = f"{several if len(names) > 1 else one}, or compare the rules alone with --rules-only"
    return [Fault("", f"{path} must have the score that the study judges, {judged!r}; {told}", hint)]
