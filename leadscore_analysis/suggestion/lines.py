"""The rulebook with its line moved: where a rulebook says the threshold that sales work by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.models import Band
from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.settings_file import path_text


@dataclass(frozen=True)
class MovedThreshold:
    """A threshold of the rulebook that moves, by its path in the file."""

    path: FilePath
    current: Decimal
    suggested: Decimal

    @property
    def where(self) -> str:
        """The path as people read it: ``bands.interest[2].from``."""
        return path_text(self.path)


def moved_thresholds(rulebook: Rulebook, *, score: str, line: Decimal, threshold: Decimal) -> tuple[MovedThreshold, ...]:
    """The thresholds of ``score`` that stand at ``line``: paths of qualification, and the band that starts there.

    Where the band would no longer stand in order, the score's other bands move in proportion; alerts and the matrix stay as they are.
    """
    if line == threshold:
        return ()
    return (*_moved_paths(rulebook, score, line, threshold), *_moved_bands(rulebook, score, line, threshold))


def with_thresholds(rulebook: Rulebook, moved: tuple[MovedThreshold, ...]) -> Rulebook:
    """The rulebook with the moved thresholds in place; comments and order stay."""
    return rulebook.with_points({threshold.path: threshold.suggested for threshold in moved}) if moved else rulebook


def _moved_paths(rulebook: Rulebook, score: str, line: Decimal, threshold: Decimal) -> Iterator[MovedThreshold]:
    for p, path in enumerate(rulebook.model.qualification):
        for c, condition in enumerate(path.all):
            if condition.score == score and condition.at_least == line:
                yield MovedThreshold(("qualification", p, "all", c, "at_least"), line, threshold)


def _moved_bands(rulebook: Rulebook, score: str, line: Decimal, threshold: Decimal) -> Iterator[MovedThreshold]:
    bands = rulebook.model.bands.get(score, ())
    if not any(band.from_ == line for band in bands):
        return
    for starts in (_only_the_line(bands, line, threshold), _in_proportion(bands, line, threshold)):
        known = [start for start in starts if start is not None]
        if all(below < above for below, above in pairwise(known)):
            yield from _band_moves(score, bands, starts)
            return


def _only_the_line(bands: tuple[Band, ...], line: Decimal, threshold: Decimal) -> list[Decimal | None]:
    return [threshold if band.from_ == line else band.from_ for band in bands]


def _in_proportion(bands: tuple[Band, ...], line: Decimal, threshold: Decimal) -> list[Decimal | None]:
    factor = threshold / line if line else Decimal(1)
    return [None if band.from_ is None else threshold if band.from_ == line else round(band.from_ * factor) + Decimal(0) for band in bands]


def _band_moves(score: str, bands: tuple[Band, ...], starts: list[Decimal | None]) -> Iterator[MovedThreshold]:
    for b, (band, start) in enumerate(zip(bands, starts, strict=True)):
        if band.from_ is not None and start is not None and start != band.from_:
            yield MovedThreshold(("bands", score, b, "from"), band.from_, start)
