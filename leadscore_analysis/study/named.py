"""The happenings that a study names, each with its path in the file."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore_analysis.study.models import Study
from leadscore_analysis.study.parts import Happening


def placed_happenings(study: Study) -> Iterator[tuple[str, Happening]]:
    """Each happening that the study names, with its path in the file: ``("closed[0]", Happening(stage="lost"))``."""
    for key in ("outcome", "worked", "accepted", "rejected"):
        if (happening := getattr(study, key)) is not None:
            yield key, happening
    yield from ((f"closed[{number}]", closing) for number, closing in enumerate(study.closed))
    yield from ((f"funnel[{number}]", stage.happening) for number, stage in enumerate(study.funnel) if stage.happening is not None)
    yield from ((f"steps.{name}", step) for name, step in study.steps.items())
    yield from ((f"interests.{name}", interest) for name, interest in study.interests.items())
