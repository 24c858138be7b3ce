"""What is checked about scores: which of them are named where, whose they are, and what they are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from leadscore_analysis.errors import Fault, did_you_mean
from leadscore_analysis.rulebook.models import Axis, Matrix, RulebookModel, Score
from leadscore_analysis.rulebook.walk import FilePath, placed_conditions
from leadscore_analysis.settings_file import path_text
from leadscore_analysis.settings_remains import NO_GAPS, Gaps


def score_faults(model: RulebookModel, gaps: Gaps = NO_GAPS) -> Iterator[Fault]:
    """Unknown scores, scores of the wrong entity, circles, and scores made from others that say what only rules can."""
    if not gaps.lost("scores"):
        yield from _unknown_faults(model)
    yield from _reader_faults(model)
    for s, score in enumerate(model.scores):
        yield from _source_faults(score, ("scores", s))
        yield from _entity_faults(score, ("scores", s), model)
    yield from _cycle_faults(model)
    yield from _band_faults(model)
    if model.matrix is not None:
        yield from _axis_faults(model.matrix.rows, "rows", gaps)
        yield from _axis_faults(model.matrix.columns, "columns", gaps)
        if not (gaps.below("matrix", "rows") or gaps.below("matrix", "columns")):
            yield from _cell_faults(model.matrix)


def _fault(path: FilePath, problem: str, hint: str) -> Fault:
    return Fault(path_text(path), problem, hint)


def _unknown_faults(model: RulebookModel) -> Iterator[Fault]:
    known = {score.score for score in model.scores}
    used: list[tuple[str, FilePath]] = [(name, ("bands", name)) for name in model.bands]
    used += _read_by_leads(model)
    for s, score in enumerate(model.scores):
        used += [(name, ("scores", s, "formula", name)) for name in score.formula or ()]
        used += [(score.rollup.score, ("scores", s, "rollup", "score"))] if score.rollup else []
    for name, path in used:
        if name not in known:
            yield _fault(path, f"a score must be one of this rulebook's; got '{name}'", did_you_mean(name, known))


def _read_by_leads(model: RulebookModel) -> list[tuple[str, FilePath]]:
    """The scores that paths, alerts and the matrix read, and where they are named."""
    used: list[tuple[str, FilePath]] = [
        (condition.score, (*path, "score")) for condition, path in placed_conditions(model) if condition.score is not None
    ]
    if model.matrix is not None:
        used += [(model.matrix.rows.score, ("matrix", "rows", "score")), (model.matrix.columns.score, ("matrix", "columns", "score"))]
    return used


def _reader_faults(model: RulebookModel) -> Iterator[Fault]:
    entities = _entities(model)
    for name, path in _read_by_leads(model):
        if entities.get(name, "lead") != "lead":
            problem = f"qualification, alerts and the matrix must read scores of leads; '{name}' is one of {entities[name]}s"
            yield _fault(path, problem, _lead_scores(model))


def _entities(model: RulebookModel) -> dict[str, str]:
    return {score.score: score.entity for score in model.scores}


def _lead_scores(model: RulebookModel) -> str:
    """A hint that names the scores of leads."""
    names = [score.score for score in model.scores if score.entity == "lead"]
    return f"scores of leads: {', '.join(names)}" if names else "add a score of leads"


def _source_faults(score: Score, path: FilePath) -> Iterator[Fault]:
    if score.formula is not None and not score.formula:
        yield _fault((*path, "formula"), "a formula must name at least one score; got none", "write {fit: 0.5, interest: 0.5}")
    for word in ("decay", "reset") if score.derived else ():
        if getattr(score, word) is not None:
            problem = f"{word} must stand at a score with rules; '{score.score}' is made from other scores"
            yield _fault((*path, word), problem, f"move it to {' and '.join(score.parts) or 'the scores it is made from'}")


def _entity_faults(score: Score, path: FilePath, model: RulebookModel) -> Iterator[Fault]:
    entities = _entities(model)
    if score.rollup is not None:
        if score.entity != "account":
            yield _fault((*path, "entity"), f"a rollup must be a score of accounts; got {score.entity}", "write entity: account")
        of = entities.get(score.rollup.score, "lead")
        if of != "lead":
            problem = f"a rollup must be made from a score of leads; '{score.rollup.score}' is one of {of}s"
            yield _fault((*path, "rollup", "score"), problem, _lead_scores(model))
    for name in score.formula or ():
        if entities.get(name, score.entity) != score.entity:
            problem = f"a formula's scores must be of its own entity, the {score.entity}; '{name}' is one of {entities[name]}s"
            yield _fault((*path, "formula", name), problem, _other_entity_hint(score, entities))


def _other_entity_hint(score: Score, entities: dict[str, str]) -> str:
    found = {entities[name] for name in score.formula or () if name in entities}
    if len(found) == 1:
        return f"write entity: {found.pop()}"
    return "roll the leads' score up to the account first" if score.entity == "account" else "leave it out"


def _cycle_faults(model: RulebookModel) -> Iterator[Fault]:
    feeds = {score.score: score.parts for score in model.scores}
    for s, score in enumerate(model.scores):
        seen: set[str] = set()
        waiting = list(feeds[score.score])
        while waiting:
            name = waiting.pop()
            if name == score.score:
                yield _fault(("scores", s), f"a score must not be made from itself; '{name}' is", "break the circle")
                break
            if name not in seen:
                seen.add(name)
                waiting.extend(feeds.get(name, ()))


def _band_faults(model: RulebookModel) -> Iterator[Fault]:
    for name, bands in model.bands.items():
        if not bands:
            yield _fault(("bands", name), "a score with bands must have at least one; got none", "add one, or leave the score out")
        starts = [band.from_ for band in bands]
        for i, start in enumerate(starts):
            place: FilePath = ("bands", name, i, "from")
            if start is None and i > 0:
                yield _fault(place, "only the first band may go without from; it is missing", "say the points at which it starts")
            elif i > 0 and start is not None and starts[i - 1] is not None and start <= (starts[i - 1] or 0):
                yield _fault(place, f"bands must rise; got {start} after {starts[i - 1]}", "put the lowest first")


def _axis_faults(axis: Axis, side: str, gaps: Gaps) -> Iterator[Fault]:
    labels, cuts = (len(listed) + gaps.within("matrix", side, key) for key, listed in (("labels", axis.labels), ("cuts", axis.cuts)))
    if labels != cuts + 1:
        problem = f"labels must be one more than cuts; got {labels} labels and {cuts} cuts"
        yield _fault(("matrix", side, "labels"), problem, "give the cell below the first cut a label too")
    for i, (before, cut) in enumerate(pairwise(axis.cuts), start=1):
        if cut <= before:
            yield _fault(("matrix", side, "cuts", i), f"cuts must rise; got {cut} after {before}", "put the lowest first")


def _cell_faults(matrix: Matrix) -> Iterator[Fault]:
    cells = cell_names(matrix.rows, matrix.columns)
    for name, count in Counter(cells).items():
        if count > 1:
            yield Fault("matrix", f"each cell must have a name of its own; '{name}' is {count} cells", "change a label")
    for name in matrix.actions:
        if name not in cells:
            problem = f"an action must be of a cell (row label, then column label); got '{name}'"
            yield _fault(("matrix", "actions", name), problem, did_you_mean(name, cells))


def cell_names(rows: Axis, columns: Axis) -> list[str]:
    """The names of a matrix's cells, row by row: each the row's label and then the column's."""
    return [f"{row}{column}" for row in rows.labels for column in columns.labels]
