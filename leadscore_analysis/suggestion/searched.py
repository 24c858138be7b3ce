"""What structures, candidates and effects are tried on: all rows, or where there are very many those of some accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from leadscore_analysis.suggestion.material import Material
from leadscore_analysis.suggestion.rolling import FittedFold
from leadscore_analysis.suggestion.sampling import evenly

MOST_SEARCHED = 500_000
"""Of more rows those of as many accounts are taken, evenly over all, as have about so many."""


@dataclass(frozen=True)
class SearchedPart:
    """The material of some accounts, the folds with their rows among them, and which ``share`` of all rows they have.

    Accounts are taken whatever their leads do, so that they stand for all: so many of the leads compete for the same share of the places.
    """

    material: Material
    folds: tuple[FittedFold, ...]
    share: Fraction = Fraction(1)

    @property
    def leads(self) -> int:
        """How many leads with rows there are."""
        return int(self.material.examples.rows["lead"].nunique())


def searched_part(material: Material, folds: Sequence[FittedFold], *, most: int = MOST_SEARCHED) -> SearchedPart:
    """All of the material where it has at most so many rows."""
    rows = len(material.examples.rows)
    if rows <= most:
        return SearchedPart(material, tuple(folds))
    accounts = np.arange(len(material.examples.clusters))
    part = material.some_accounts(evenly(accounts, share=most / rows))
    own = tuple(replace(each, fold=fold) for each, fold in zip(folds, part.folds, strict=True))
    return SearchedPart(part, own, Fraction(len(part.examples.rows), rows))
