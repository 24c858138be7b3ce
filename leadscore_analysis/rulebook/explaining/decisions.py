"""What scores lead to, in sentences: bands, the matrix, qualification, alerts, and whom the rulebook is for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from leadscore_analysis.rulebook.explaining.explanation import Block, ExplainedSection, Line
from leadscore_analysis.rulebook.explaining.phrases import Phrases, readable, sentence, title_of
from leadscore_analysis.rulebook.models import Alert, Axis, Band, Condition, Matrix, RulebookModel
from leadscore_analysis.rulebook.walk import FilePath


def decision_sections(model: RulebookModel, say: Phrases) -> Iterator[ExplainedSection]:
    """A section for each kind of decision that the rulebook has."""
    if model.bands:
        blocks = tuple(_bands(score, bands, say) for score, bands in model.bands.items())
        yield ExplainedSection("bands", say.say("bands.title"), (), blocks)
    if model.matrix is not None:
        yield _matrix(model.matrix, say)
    if model.qualification:
        yield _qualification(model, say)
    if model.alerts:
        lines = tuple(_alert(alert, ("alerts", a), say) for a, alert in enumerate(model.alerts))
        yield ExplainedSection("alerts", say.say("alerts.title"), (), (Block(say.say("alerts.caption"), lines, column="alert"),))
    if model.population is not None:
        text = say.say("population.only", condition=say.condition(model.population.where))
        about = (Line(("population",), "population", text),)
        yield ExplainedSection("population", say.say("population.title"), about)


def _bands(score: str, bands: tuple[Band, ...], say: Phrases) -> Block:
    lines = []
    for b, (band, after) in enumerate(zip(bands, [*bands[1:], None], strict=True)):
        span = say.span(band.from_, after.from_ if after else None)
        text = say.say("bands.band", band=say.quoted(band.band), score=say.score(score), span=span)
        lines.append(Line(("bands", score, b), "band", text, name=band.band, title=band.band, points=span))
    return Block(say.say("bands.caption", score=say.score(score)), tuple(lines), column="band")


def _spans(axis: Axis, say: Phrases) -> dict[str, str]:
    ends: list[Decimal | None] = [None, *axis.cuts, None]
    return {label: say.span(low, below) for label, low, below in zip(axis.labels, ends, ends[1:], strict=False)}


def _matrix(matrix: Matrix, say: Phrases) -> ExplainedSection:
    rows, columns = _spans(matrix.rows, say), _spans(matrix.columns, say)
    about = [_axis(matrix.rows, "rows", rows, say), _axis(matrix.columns, "columns", columns, say)]
    named = {f"{row}{column}": (row_span, column_span) for row, row_span in rows.items() for column, column_span in columns.items()}
    lines = [_action(cell, action, named[cell], matrix, say) for cell, action in matrix.actions.items()]
    if set(named) - set(matrix.actions):
        about.append(Line(("matrix", "actions"), "matrix", say.say("matrix.others")))
    blocks = (Block(say.say("matrix.caption"), tuple(lines), column="cell"),) if lines else ()
    return ExplainedSection("matrix", say.say("matrix.title"), tuple(about), blocks)


def _axis(axis: Axis, side: str, spans: dict[str, str], say: Phrases) -> Line:
    cells = [say.say("matrix.cell", label=say.quoted(label), span=span) for label, span in spans.items()]
    text = say.say(f"matrix.{side}", score=say.score(axis.score), cells=say.listed(cells))
    return Line(("matrix", side), "matrix", text)


def _action(cell: str, action: str, spans: tuple[str, str], matrix: Matrix, say: Phrases) -> Line:
    row, column = say.score(matrix.rows.score), say.score(matrix.columns.score)
    text = say.say("matrix.action", row=row, column=column, row_span=spans[0], column_span=spans[1], action=say.value(action))
    return Line(("matrix", "actions", cell), "cell", text, name=cell, title=cell)


def _qualification(model: RulebookModel, say: Phrases) -> ExplainedSection:
    lines = tuple(
        Line(
            ("qualification", p),
            "path",
            say.say("qualification.path", condition=all_conditions(path.all, say)),
            name=path.path,
            title=title_of(path.path, path.label),
            note=path.note or "",
        )
        for p, path in enumerate(model.qualification)
    )
    about = (Line(("qualification",), "qualification", say.say("qualification.intro")),)
    block = Block(say.say("qualification.caption"), lines, column="path")
    return ExplainedSection("qualification", say.say("qualification.title"), about, (block,))


def _alert(alert: Alert, path: FilePath, say: Phrases) -> Line:
    return Line(
        path,
        "alert",
        alert_sentence(alert, say),
        name=alert.alert,
        title=title_of(alert.alert, alert.label),
        note=alert.note or "",
        enabled=alert.enabled,
    )


def alert_sentence(alert: Alert, say: Phrases) -> str:
    """Who is told when, and when again."""
    condition = all_conditions(alert.all, say)
    text = sentence(f"{_told(alert, condition, say)}; {rearm_clause(alert.rearm, say)}")
    return text if alert.enabled else say.say("off", sentence=text)


def _told(alert: Alert, condition: str, say: Phrases) -> str:
    if alert.to is not None and alert.to.person is not None:
        return say.say("alerts.person", person=alert.to.person, condition=condition)
    if alert.to is not None and alert.to.attribute is not None:
        return say.say("alerts.attribute", attribute=say.quoted(readable(alert.to.attribute)), condition=condition)
    return say.say("alerts.nobody", condition=condition)


def rearm_clause(rearm: str | int, say: Phrases) -> str:
    """When an alert may fire again."""
    return say.say("alerts.rearm", length=say.words.length(rearm)) if isinstance(rearm, int) else say.say(f"alerts.{rearm}")


def all_conditions(conditions: tuple[Condition, ...], say: Phrases) -> str:
    """Conditions that must all hold, as one clause."""
    bracket = len(conditions) > 1
    return say.listed([_condition(condition, say, bracket=bracket) for condition in conditions])


def _condition(condition: Condition, say: Phrases, *, bracket: bool) -> str:
    if condition.score is not None:
        least, below = condition.at_least, condition.below
        key = "holds.below" if least is None else "holds.at_least"
        return say.say(key, score=say.score(condition.score), points=say.words.points(least if least is not None else below or Decimal(0)))
    if condition.event is None:
        return say.condition(condition.where or "", bracket=bracket)
    matches = say.matches(condition.event, condition.where, any_key="any_one", bracket=bracket)
    if condition.within is None:
        return say.say("holds.ever", matches=matches)
    return say.say("holds.within", length=say.words.length(condition.within), matches=matches)
