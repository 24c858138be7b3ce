"""What two rulebooks mean differently, in plain words."""

from leadscore_analysis.rulebook.difference.difference import (
    DifferenceRow,
    RulebookDifference,
    difference_sentences,
    rulebook_difference,
)

__all__ = ["DifferenceRow", "RulebookDifference", "difference_sentences", "rulebook_difference"]
