"""What is said where a history is so long that a suggestion looks at some of its rows only."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore_analysis.suggestion.suggestion import Suggestion
from leadscore_analysis.words import ENGLISH, Words


def sampled_sentences(suggestion: Suggestion, words: Words = ENGLISH) -> Iterator[str]:
    """Which rows the points come from, and on which leads the rest was tried; nothing where that is all of them."""
    counts = suggestion.counts
    if counts.sampled_rows is not None:
        yield words.say("suggestion.sampled.rows", sampled=counts.sampled_rows, rows=counts.fitted_rows)
    if counts.searched_leads is not None:
        yield words.say("suggestion.sampled.leads", searched=counts.searched_leads, leads=counts.leads)
