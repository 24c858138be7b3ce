"""Rulebook and study files with all that is wrong with them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from leadscore_analysis.checked import checked_study
from leadscore_analysis.errors import Fault, FaultsError, LeadscoreError, faults_in
from leadscore_analysis.history import History
from leadscore_analysis.replay.idle import idle_rule_faults
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.settings_file import SettingsFile, known_keys, parsed, plain, read_settings, with_lines
from leadscore_analysis.settings_remains import NO_GAPS, Gaps, Remains
from leadscore_analysis.sources.plan import source_faults
from leadscore_analysis.study import Study
from leadscore_analysis.study.fields import expanded


@dataclass(frozen=True)
class CheckedFile:
    """A file and its faults; ``kind`` is ``study``, ``rulebook`` or ``unknown``."""

    path: Path
    kind: str
    faults: list[Fault]

    @property
    def refused(self) -> bool:
        """Whether it has a fault that is more than a warning."""
        return any(not fault.warning for fault in self.faults)

    def summary(self) -> str:
        """One line: ``study.yml: study, 2 faults, 1 warning``."""
        warnings = sum(fault.warning for fault in self.faults)
        return f"{self.path}: {self.kind}, {_counted(len(self.faults) - warnings, 'fault')}, {_counted(warnings, 'warning')}"

    def plain(self) -> dict[str, Any]:
        """As JSON writes it."""
        faults = [asdict(fault) | {"file": fault.file or str(self.path), "path": fault.path, "line": fault.line} for fault in self.faults]
        return {"file": str(self.path), "kind": self.kind, "ok": not self.refused, "faults": faults}


def checked_file(path: Path) -> CheckedFile:
    """The rulebook or study at ``path`` with every fault of it; a study's rulebook and history are checked with it."""
    try:
        file = read_settings(path)
    except LeadscoreError as error:
        return CheckedFile(path, "unknown", faults_in(error))
    kind = kind_of(file)
    if kind == "study":
        return CheckedFile(path, kind, _study_faults(file))
    if kind == "rulebook":
        return CheckedFile(path, kind, _rulebook_faults(file.path)[1])
    hint = "a rulebook starts with 'rulebook:' and has scores, a study starts with 'study:'"
    return CheckedFile(path, kind, [Fault("", "the file must be a rulebook or a study; its keys are of neither", hint)])


def kind_of(file: SettingsFile) -> str:
    """Whether a settings file is a ``study`` or a ``rulebook``, by which of the two knows more of its keys; else ``unknown``."""
    keys = set(file.tree) - {"rulebook"}
    of_study, of_rulebook = (len(keys & known_keys(model, ())) for model in (Study, RulebookModel))
    if of_study == of_rulebook == 0:
        return "rulebook" if "rulebook" in file.tree else "unknown"
    return "study" if of_study > of_rulebook else "rulebook"


def _study_faults(file: SettingsFile) -> list[Fault]:
    rulebook, faults = _named_rulebook(file)
    together = partial(_faults_together, rulebook=rulebook)
    try:
        study = parsed(Study, file)
    except FaultsError as error:
        return [*error.faults, *with_lines(Remains(Study, plain(file.tree)).faults(together), file), *faults]
    return [*with_lines(together(study), file), *faults]


def _faults_together(study: Study, gaps: Gaps = NO_GAPS, *, rulebook: Rulebook | None) -> list[Fault]:
    """The faults of the study with its rulebook and, where something was loaded, its history."""
    sources = source_faults(study.history)
    if not study.history.database.exists() or gaps.below("history"):
        return [*checked_study(study, rulebook, gaps=gaps), *sources]
    try:
        history = History.open(study.history.database)
    except LeadscoreError as error:
        unread = [replace(fault, where="history.database") for fault in faults_in(error)]
        return [*checked_study(study, rulebook, gaps=gaps), *sources, *unread]
    faults = [*checked_study(study, rulebook, history, gaps=gaps), *sources]
    return [*faults, *_idle_rules(history, rulebook, faults)] if rulebook is not None else faults


def _idle_rules(history: History, rulebook: Rulebook, told: list[Fault]) -> list[Fault]:
    """The rules that never fire on the history, but for those of which it is told already that their events never happen."""
    try:
        idle = with_lines(idle_rule_faults(history, rulebook), rulebook.file)
    except FaultsError:
        return []  # each of them is told by the study's check
    known = [fault.where for fault in told]
    file = str(rulebook.file.path)
    found = [replace(fault, where=f"{file}: {fault.where}", file=file) for fault in idle]
    return [fault for fault in found if not any(where.startswith(f"{file}: {fault.path}.event") for where in known)]


def _named_rulebook(file: SettingsFile) -> tuple[Rulebook | None, list[Fault]]:
    """The rulebook that the study names, and its faults; none of either where the study does not name a path."""
    try:
        path = Path(expanded(str(file.tree["rulebook"])))
    except (KeyError, ValueError):
        return None, []
    rulebook, faults = _rulebook_faults(path)
    of_all = [replace(fault, where="rulebook") for fault in faults if not fault.where]
    return rulebook, [
        *with_lines(of_all, file),
        *(replace(fault, where=f"{path}: {fault.where}", file=str(path)) for fault in faults if fault.where),
    ]


def _rulebook_faults(path: Path) -> tuple[Rulebook | None, list[Fault]]:
    try:
        rulebook = Rulebook.load(path)
    except LeadscoreError as error:
        return None, faults_in(error)
    return rulebook, with_lines(rulebook.warnings(), rulebook.file)


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
