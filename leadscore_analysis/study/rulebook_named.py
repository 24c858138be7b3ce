"""The rulebook that a study names."""

from __future__ import annotations

from leadscore_analysis.errors import InputError
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study.models import Study


def named_rulebook(study: Study) -> Rulebook:
    """The study's rulebook; InputError that says which study names it when it is not there, FaultsError with every fault of it."""
    if not study.rulebook.exists():
        hint = "check the path there and the folder you are in"
        raise InputError(f"{study.source}: rulebook must name a file; {study.rulebook} is not there", hint=hint)
    return Rulebook.load(study.rulebook)
