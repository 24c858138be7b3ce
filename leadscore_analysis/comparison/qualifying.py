"""What counts as qualified under a rulebook: its paths, or else a line on the judged score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from leadscore_analysis.errors import InputError
from leadscore_analysis.evaluation.bands import line_in_force
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.models import Condition, Path
from leadscore_analysis.study import Study

LINE = "line"
"""The path of leads that qualify by crossing the line."""


@dataclass(frozen=True)
class Qualifying:
    """A rulebook under which leads qualify: ``own`` as its author wrote it, ``rulebook`` with a path for the ``line`` where it has none of
    its own (else ``line`` is None).
    """

    own: Rulebook
    rulebook: Rulebook
    line: float | None

    @property
    def by(self) -> str:
        """``paths`` or ``line``: which definition of qualified is used."""
        return "paths" if self.line is None else LINE


def qualifying(rulebook: Rulebook, study: Study) -> Qualifying:
    """The rulebook with its paths; one without any gets a path that asks for the line in force on the judged score.

    InputError when there is no line either.
    """
    if rulebook.model.qualification:
        return Qualifying(rulebook, rulebook, None)
    score = study.judged_score([known.score for known in rulebook.model.scores])
    line = line_in_force(study, rulebook, score)
    if line is None:
        raise InputError(
            f"the rulebook {rulebook.name} must say who is qualified; it has no qualification, and there is no line on {score!r}",
            hint=f"add judge: {{score: {score}, line: …}} to the study, or qualification to the rulebook",
        )
    path = Path(path=LINE, all=(Condition(score=score, at_least=Decimal(str(line))),))
    asked = replace(rulebook, model=rulebook.model.model_copy(update={"qualification": (path,)}))
    return Qualifying(rulebook, asked, line)


def scores_read(rulebook: Rulebook) -> set[str]:
    """The scores that the rulebook's paths ask for, and those that they are made from."""
    waiting = [asked.score for path in rulebook.model.qualification for asked in path.all if asked.score is not None]
    formulas = {score.score: list(score.formula or {}) for score in rulebook.model.scores}
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(formulas.get(name, []))
    return found
