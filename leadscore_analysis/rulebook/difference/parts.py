"""A whole rulebook as parts: settings, scores, groups, rules, bands, the matrix, paths, alerts and the population."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore_analysis.rulebook.difference.part import Fact, Part
from leadscore_analysis.rulebook.difference.rule_parts import decay_fact, happening_fact, points_fact, rule_part, where_fact, yes_no
from leadscore_analysis.rulebook.explaining.decisions import all_conditions, decision_sections, rearm_clause
from leadscore_analysis.rulebook.explaining.explanation import Line
from leadscore_analysis.rulebook.explaining.phrases import Phrases, readable
from leadscore_analysis.rulebook.models import Alert, Axis, Condition, Group, Matrix, RulebookModel, Score
from leadscore_analysis.rulebook.walk import FilePath, placed_rules


def parts_of(model: RulebookModel, say: Phrases) -> Iterator[Part]:
    """Every part of the rulebook, in the order of a reader."""
    yield _settings(model, say)
    for s, score in enumerate(model.scores):
        yield _score(score, ("scores", s), say)
        yield from (_group(group, score, ("scores", s, "groups", g), say) for g, group in enumerate(score.groups))
    yield from (rule_part(placed, say) for placed in placed_rules(model))
    lines = {line.path: line for section in decision_sections(model, say) for line in section.lines()}
    yield from _bands(model, lines, say)
    if model.matrix is not None:
        yield from _matrix(model.matrix, lines, say)
    yield from _paths(model, lines, say)
    for a, alert in enumerate(model.alerts):
        line = lines["alerts", a]
        yield Part("alert", alert.alert, say.quoted(line.title), line.path, line.text, facts=_alert_facts(alert, say))
    if model.population is not None:
        facts = {"condition": where_fact(model.population.where, say)}
        yield Part("population", "", "", ("population",), lines["population",].text, facts=_told(facts))


def _told(facts: dict[str, Fact | None]) -> dict[str, Fact]:
    return {key: fact for key, fact in facts.items() if fact is not None}


def _settings(model: RulebookModel, say: Phrases) -> Part:
    columns = frozenset(name.lower() for name in model.optional_columns)
    shown = say.listed([say.quoted(readable(name)) for name in sorted(model.optional_columns)]) if columns else ""
    facts = {"timezone": Fact(model.timezone, model.timezone), "optional": Fact(columns, shown) if columns else None}
    return Part("rulebook", "", "", (), facts=_told(facts))


def _score(score: Score, path: FilePath, say: Phrases) -> Part:
    facts = {
        "entity": Fact(score.entity, say.value(say.words.say(f"difference.entity.{score.entity}"))),
        "source": _source(score, say),
        "min": points_fact(score.min, say),
        "max": points_fact(score.max, say),
        "fading": decay_fact(score.decay, say),
        "reset": happening_fact(score.reset, say),
    }
    return Part("score", score.score, say.score(score.score), path, facts=_told(facts))


def _source(score: Score, say: Phrases) -> Fact | None:
    if score.rollup is not None:
        text = say.say(f"score.{score.rollup.how}", score=say.score(score.rollup.score))
        return Fact((score.rollup.score, score.rollup.how), say.value(text.rstrip(".")))
    if score.formula is not None:
        parts = [say.say("score.part", weight=say.words.weight(weight), score=say.score(name)) for name, weight in score.formula.items()]
        return Fact(frozenset(score.formula.items()), say.value(say.listed(parts)))
    return None


def _group(group: Group, score: Score, path: FilePath, say: Phrases) -> Part:
    fading = group.decay if group.decay is not None else score.decay
    reset = happening_fact(group.reset if group.reset is not None else score.reset, say)
    facts = {
        "min": points_fact(group.min, say),
        "max": points_fact(group.max, say),
        "fading": decay_fact(fading, say, own=group.decay is not None),
        "reset": Fact(reset.value, reset.text, group.reset is not None) if reset else None,
    }
    place = Fact(score.score, say.score(score.score))
    return Part("group", group.group, say.named(group.group, group.label), path, place=place, facts=_told(facts))


def _bands(model: RulebookModel, lines: dict[FilePath, Line], say: Phrases) -> Iterator[Part]:
    for score, bands in model.bands.items():
        for b, band in enumerate(bands):
            line = lines["bands", score, b]
            facts = {"from": points_fact(band.from_, say)}
            title = f"{say.quoted(band.band)} ({say.score(score)})"
            yield Part("band", f"{score}: {band.band}", title, line.path, line.text, facts=_told(facts))


def _matrix(matrix: Matrix, lines: dict[FilePath, Line], say: Phrases) -> Iterator[Part]:
    facts = {side: Fact(_axis(axis), say.value(lines["matrix", side].text.rstrip("."))) for side, axis in _axes(matrix).items()}
    yield Part("matrix", "", "", ("matrix",), facts=facts)
    for cell, action in matrix.actions.items():
        line = lines["matrix", "actions", cell]
        yield Part("cell", cell, say.quoted(cell), line.path, line.text, facts={"action": Fact(action, say.value(action))})


def _axes(matrix: Matrix) -> dict[str, Axis]:
    return {"rows": matrix.rows, "columns": matrix.columns}


def _axis(axis: Axis) -> object:
    return axis.score, axis.cuts, axis.labels


def _paths(model: RulebookModel, lines: dict[FilePath, Line], say: Phrases) -> Iterator[Part]:
    for p, path in enumerate(model.qualification):
        line = lines["qualification", p]
        facts = {"condition": _conditions(path.all, say)}
        yield Part("path", path.path, say.quoted(line.title), line.path, line.text, facts=facts)
    names = tuple(path.path for path in model.qualification)
    titles = say.listed([say.quoted(lines["qualification", p].title) for p in range(len(names))]) if names else ""
    yield Part("paths", "", "", ("qualification",), facts={"order": Fact(names, titles)} if names else {})


def _conditions(conditions: tuple[Condition, ...], say: Phrases) -> Fact:
    return Fact(frozenset(_condition(condition, say) for condition in conditions), say.value(all_conditions(conditions, say)))


def _condition(condition: Condition, say: Phrases) -> object:
    where = where_fact(condition.where, say)
    events = frozenset(condition.event or ())
    return condition.score, condition.at_least, condition.below, events, where and where.value, condition.within


def _alert_facts(alert: Alert, say: Phrases) -> dict[str, Fact]:
    facts = {
        "condition": _conditions(alert.all, say),
        "rearm": Fact(alert.rearm, say.value(rearm_clause(alert.rearm, say))),
        "receiver": _receiver(alert, say),
        "enabled": yes_no(alert.enabled, say),
    }
    return _told(facts)


def _receiver(alert: Alert, say: Phrases) -> Fact | None:
    if alert.to is None:
        return None
    if alert.to.attribute is None:
        return Fact(("person", alert.to.person), say.quoted(alert.to.person or ""))
    text = say.words.say("difference.under", attribute=say.quoted(readable(alert.to.attribute)))
    return Fact(("attribute", alert.to.attribute.lower()), text)
