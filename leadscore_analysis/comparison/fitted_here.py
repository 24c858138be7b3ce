"""Whether a rulebook was fitted on the weeks in which it is now compared: then what it brings there is flattered."""

from __future__ import annotations

from collections.abc import Sequence

from leadscore_analysis.errors import FaultsError
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.study import Study

SUGGESTED = "suggested.yml"


def fitted_here(books: Sequence[Rulebook], study: Study) -> tuple[str, ...]:
    """``A`` and ``B``, those of the two whose points are the ones that this study's own suggestion wrote."""
    path = study.report_dir / SUGGESTED
    if not path.exists():
        return ()
    try:
        suggested = Rulebook.load(path).fingerprint()
    except FaultsError:  # Both books could be loaded, so this one is neither.
        return ()
    return tuple(side for side, book in zip("AB", books, strict=True) if book.fingerprint() == suggested)
