"""Kept units: rows (an entity at a moment), their units, and the scores that any points make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from leadscore_analysis.errors import InputError, did_you_mean
from leadscore_analysis.replay.points import TENTHOUSANDTHS, exact_points, ten_thousandths
from leadscore_analysis.replay.terms import Term
from leadscore_analysis.replay.units.blocks import blocks_of
from leadscore_analysis.replay.units.holding import Blocks, Scoring
from leadscore_analysis.replay.units.portions import Portions, portions_of
from leadscore_analysis.replay.units.structure import refuse_other_structure, structure_hash
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.fields import LARGEST_POINTS
from leadscore_analysis.rulebook.models import RulebookModel

Points = Mapping[str, Decimal | int | float]
"""New points by the names of terms; a term that is not named keeps its own."""


@dataclass(frozen=True, eq=False)
class KeptUnits:
    """How many times each term counts at each row, apart from points: any points are scored without reading events again.

    ``rows``, in the order asked: ``entity`` (lead, account, deal), ``entity_id``, ``moment`` (UTC) and ``units_no``. Rows with equal units
    bear one number; ``counts`` has a row a number and a column a portion (one step of a term's fading): how many awards count.
    ``members``, for roll-ups, has a row and a column a number: how many leads of an account have which units at the same moment.

    >>> kept = replay.units_at(["2026-03-01", "2026-04-01"])  # doctest: +SKIP
    >>> kept.scores({"mail-open": 3, "demo": 20})  # doctest: +SKIP
    array([15. , 21.5,  0. , ...])
    """

    rulebook: Rulebook
    rows: pd.DataFrame
    counts: csc_array
    members: csr_array | None = None

    @cached_property
    def portions(self) -> Portions:
        """The steps of the terms' fading, which the columns of ``counts`` stand for."""
        return portions_of(self.rulebook.model)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The rulebook's point values, in the order of the file."""
        return self.portions.terms

    @property
    def structure(self) -> str:
        """A hash of what the units depend on: rulebooks that share it can be scored on them."""
        return structure_hash(self.rulebook.model)

    @cached_property
    def units_no(self) -> NDArray[np.int32]:
        """For each row, which row of ``units`` and ``counts`` is its own."""
        return self.rows["units_no"].to_numpy()

    @cached_property
    def row_counts(self) -> NDArray[np.int64]:
        """How many rows have each combination of units; 0 where only members of accounts have it."""
        return np.bincount(self.units_no, minlength=self.counts.shape[0])

    @cached_property
    def units(self) -> pd.DataFrame:
        """The units of each combination that occurs: a column a term, what it counts for one point, unrounded and before bounds."""
        matrix = np.zeros((self.counts.shape[0], len(self.terms)))
        for place, portion in enumerate(self.portions.portions):
            one = slice(self.counts.indptr[place], self.counts.indptr[place + 1])
            matrix[self.counts.indices[one], portion.term.term_key - 1] += self.counts.data[one] * portion.units
        return pd.DataFrame(matrix, columns=[term.name for term in self.terms], copy=False)

    def scores(self, points: Points | Rulebook | None = None, *, score: str | None = None) -> NDArray[np.float64]:
        """Each row's score with these points, every bound applied anew; NaN at entities that do not have the score.

        ``points`` are new points by the names of terms, or a rulebook of the same structure, whose caps, bounds and weights then hold.
        InputError when a name or the structure is another. The values are exact to their four decimals.
        """
        name = self._score_name(score)
        values = self.merged_scores(points, score=name)[self._places]
        entity = next(known.entity for known in self.rulebook.model.scores if known.score == name)
        if self._entities == {entity}:
            return values
        return np.where(self.rows["entity"].to_numpy() == entity, values, np.nan)

    def merged_scores(self, points: Points | Rulebook | None = None, *, score: str | None = None) -> NDArray[np.float64]:
        """The score of each combination of units: as :meth:`scores`, with ``row_counts`` saying how many rows have each."""
        return self._scoring(points).values(self._score_name(score)) / TENTHOUSANDTHS

    def table(self, points: Points | Rulebook | None = None) -> pd.DataFrame:
        """Every score of every row, exact, as ``Replay.scores_at`` tells them: entity_id, moment, score, value."""
        scoring = self._scoring(points)
        parts = []
        for score in scoring.model.scores:
            own = self.rows[self.rows["entity"] == score.entity]
            if own.empty:
                continue
            exact = [exact_points(int(value)) for value in scoring.values(score.score)]
            values = np.array(exact, dtype=object)[own["units_no"].to_numpy()]
            parts.append(own[["entity_id", "moment"]].assign(score=score.score, value=values))
        empty = pd.DataFrame({"entity_id": [], "moment": [], "score": [], "value": []})
        return pd.concat(parts).sort_index(kind="stable", ignore_index=True) if parts else empty

    def write(self, path: Path | str) -> None:
        """Writes the units and their rulebook to one Parquet file, whole or not at all: ``KeptUnits.read(path).table()`` reads it.

        The file's metadata tell which term each number in ``portions`` stands for.
        """
        from leadscore_analysis.replay.units.file import write_kept_units

        write_kept_units(self, Path(path))

    @classmethod
    def read(cls, path: Path | str) -> KeptUnits:
        """The units in a file that :meth:`write` made; InputError when it is another file."""
        from leadscore_analysis.replay.units.file import read_kept_units

        return read_kept_units(Path(path))

    @cached_property
    def _blocks(self) -> Blocks:
        """The units folded: worked out once, at the first scores."""
        holders = [(score.score, score.rules) for score in self.rulebook.model.scores]
        holders += [(group.group, group.rules) for score in self.rulebook.model.scores for group in score.groups]
        named = {name: [self.portions.of_rule(rule.rule) for rule in rules if rule.enabled] for name, rules in holders}
        return {name: blocks_of(self.counts, [places for places in rules if places.stop]) for name, rules in named.items()}

    @cached_property
    def _places(self) -> NDArray[np.intp]:
        """``units_no`` as numpy looks up by: otherwise it is turned into this at every scoring."""
        return self.units_no.astype(np.intp)

    @cached_property
    def _entities(self) -> set[str]:
        return {str(entity) for entity in self.rows["entity"].unique()}

    def _score_name(self, score: str | None) -> str:
        names = [known.score for known in self.rulebook.model.scores]
        if score in names or (score is None and len(names) == 1):
            return score or names[0]
        hint = did_you_mean(score, names) if score is not None else f"say score= one of {', '.join(names)}"
        raise InputError(f"the score must be one of the rulebook's; got {score!r}", hint=hint)

    def _scoring(self, points: Points | Rulebook | None) -> Scoring:
        model, told = self._points(points)
        worths = np.array(self.portions.values(told), dtype=np.int64)
        size = self.counts.shape[0]
        members = csr_array((size, size), dtype=np.int64) if self.members is None else self.members
        return Scoring(model, self._blocks, worths, size, self.portions.rule_at, members)

    def _points(self, points: Points | Rulebook | None) -> tuple[RulebookModel, list[Decimal]]:
        if isinstance(points, Rulebook):
            refuse_other_structure(points.model, self.rulebook.model)
            return points.model, [term.points for term in portions_of(points.model).terms]
        told = dict(points or {})
        names = [term.name for term in self.terms]
        unknown = next((name for name in told if name not in names), None)
        if unknown is not None:
            raise InputError(f"points must be given by the names of terms; got '{unknown}'", hint=did_you_mean(unknown, names))
        return self.rulebook.model, [_exact(term.name, told.get(term.name, term.points)) for term in self.terms]


def _exact(term: str, points: Decimal | float) -> Decimal:
    """The points as the language knows them: at most four decimals, within a billion."""
    exact = Decimal(str(points))
    if not exact.is_finite() or abs(exact) > LARGEST_POINTS or exact_points(ten_thousandths(exact)) != exact:
        raise InputError(f"points of {term} must be a number with at most 4 decimals, within a billion; got {points}", hint="round them")
    return exact
