"""Cuts for a matrix of two scores, such as fit and interest: where classes begin, how cells convert, a line of interest for each fit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from string import ascii_uppercase

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from leadscore_analysis.engine import Engine, frame, run_plan
from leadscore_analysis.evaluation.bootstrap import Floats
from leadscore_analysis.evaluation.groups import conversion_by_group
from leadscore_analysis.labels import Examples
from leadscore_analysis.labels.labelling import POINTS
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.thresholds.by_segment import Gain, lines_by_group, segment_gain
from leadscore_analysis.thresholds.cuts import best_cuts, classes
from leadscore_analysis.thresholds.reaching import Reaching
from leadscore_analysis.thresholds.shifts import GroupRows

MOST_CUTS = 3


@dataclass(frozen=True)
class Side:
    """One side of a matrix: its score and the cuts that the rulebook has for it now (none: empty)."""

    score: str
    cuts: tuple[float, ...] = ()


@dataclass(frozen=True)
class MatrixTables:
    """``cuts``: a row a class of each score, under the cuts that stand in the rulebook (``current``) and the best ones (``suggested``).
    ``cells``: a row a cell of the suggested cuts. ``lines``: a row a class of the other score, with its line of the judged one; empty where
    neither side is the judged score. All are empty where the rulebook has no second score. ``gain`` is what the lines bring (None: not
    judged), from cuts and shifts that each fold learns anew.
    """

    cuts: pd.DataFrame
    cells: pd.DataFrame
    lines: pd.DataFrame
    gain: Gain | None = None


def matrix_sides(model: RulebookModel, judged: str) -> tuple[Side, Side] | None:
    """The rulebook's matrix; without one, its other score of leads that has rules beside the judged one, each cut where its bands begin."""
    if model.matrix is not None:
        rows, columns = (Side(axis.score, tuple(map(float, axis.cuts))) for axis in (model.matrix.rows, model.matrix.columns))
        return rows, columns
    others = [score.score for score in model.scores if score.entity == "lead" and score.formula is None and score.rollup is None]
    others = [name for name in others if name != judged]
    formula = next(score.formula for score in model.scores if score.score == judged)
    return None if not others or formula is not None else (_banded(model, others[0]), _banded(model, judged))


def matrix_tables(
    engine: Engine,
    reaching: Reaching,
    sides: tuple[Side, Side] | None,
    *,
    judged: str,
    leads_per_week: float | None,
    places: Fraction | None,
) -> MatrixTables:
    """The tables of both sides; ``leads_per_week`` is how many leads the lines may let through (None: there are no lines), ``places`` how
    many a moment can take (None: no share of winners).
    """
    if sides is None:
        return MatrixTables(*(pd.DataFrame(),) * 3)
    examples = reaching.examples
    values = [examples.score if side.score == judged else score_values(engine, examples, side.score) for side in sides]
    lead = examples.rows["lead"].to_numpy()
    suggested = [best_cuts(value, examples.converted, lead, most=MOST_CUTS) for value in values]
    cuts = [
        _classes_table(reaching, value, side, found, letters=place == 0)
        for place, (value, side, found) in enumerate(zip(values, sides, suggested, strict=True))
    ]
    names = [class_names(len(found) + 1, letters=place == 0) for place, found in enumerate(suggested)]
    cells = _cells(reaching, [classes(value, found) for value, found in zip(values, suggested, strict=True)], names)
    told = pd.concat(cuts, ignore_index=True)
    if sides[1].score != judged or leads_per_week is None or not suggested[0]:
        return MatrixTables(told, cells, pd.DataFrame())
    lines = lines_by_group(reaching, _grouped(examples, values[0], suggested[0]), names[0], leads_per_week=leads_per_week)
    lines.insert(1, "from", [np.nan, *suggested[0]])
    if places is None:
        return MatrixTables(told, cells, lines)

    def grouping(train: NDArray[np.int64]) -> GroupRows:
        return _grouped(examples, values[0], best_cuts(values[0][train], examples.converted[train], lead[train], most=MOST_CUTS))

    return MatrixTables(told, cells, lines, segment_gain(sides[0].score, grouping, reaching, places))


def _grouped(examples: Examples, value: Floats, cuts: tuple[float, ...]) -> GroupRows:
    return GroupRows.of(examples, classes(value, cuts), len(cuts) + 1)


def class_names(count: int, *, letters: bool) -> list[str]:
    """Names of classes, the lowest first: letters down the side, numbers along the top; A and 1 are the best.

    >>> class_names(3, letters=True), class_names(2, letters=False)
    (['C', 'B', 'A'], ['2', '1'])
    """
    return list(ascii_uppercase[:count][::-1]) if letters else [str(number) for number in range(count, 0, -1)]


def score_values(engine: Engine, examples: Examples, score: str) -> Floats:
    """Each row's value of another score of leads, in points."""
    found = frame(engine, "SELECT score_key FROM score_names WHERE score = ?", [score])["score_key"].iloc[0]
    engine.table("other_score", pa.table({"score_key": pa.array([found], pa.int64()), "part": pa.array([examples.part], pa.string())}))
    run_plan(engine, ("other_scores",))
    values = frame(engine, "SELECT lead_key, moment_no, value FROM other_scores").set_index(["lead_key", "moment_no"])["value"]
    rows = examples.rows
    keys = pd.MultiIndex.from_arrays([examples.leads["lead_key"].to_numpy()[rows["lead"].to_numpy()], rows["moment_no"].to_numpy()])
    return np.asarray(values.reindex(keys).to_numpy(dtype=np.float64) / POINTS)


def _banded(model: RulebookModel, score: str) -> Side:
    starts = sorted(float(band.from_) for band in model.bands.get(score, ()) if band.from_ is not None)
    return Side(score, tuple(starts))


def _classes_table(reaching: Reaching, value: Floats, side: Side, suggested: tuple[float, ...], *, letters: bool) -> pd.DataFrame:
    cards = {"current": side.cuts, "suggested": suggested}
    found = [_of_cuts(reaching, value, cuts, letters=letters).assign(card=card) for card, cuts in cards.items() if cuts]
    if not found:
        return pd.DataFrame()
    table = pd.concat(found, ignore_index=True).assign(score=side.score)
    return table[["score", "card", *(name for name in table if name not in {"score", "card"})]]


def _of_cuts(reaching: Reaching, value: Floats, cuts: tuple[float, ...], *, letters: bool) -> pd.DataFrame:
    names = class_names(len(cuts) + 1, letters=letters)
    groups = conversion_by_group(reaching.examples, classes(value, cuts), tuple(names), reaching.bootstrap)
    groups.insert(1, "from", [np.nan, *cuts])
    return groups.rename(columns={"group": "class"})


def _cells(reaching: Reaching, places: list[NDArray[np.int64]], names: list[list[str]]) -> pd.DataFrame:
    """Conversion of each cell; a cell is row label and column label."""
    width = len(names[1])
    cells = tuple(f"{row}{column}" for row in names[0] for column in names[1])
    table = conversion_by_group(reaching.examples, places[0] * width + places[1], cells, reaching.bootstrap)
    return table.rename(columns={"group": "cell"})
