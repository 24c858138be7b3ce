"""One section per score: what it is, how its parts are put together, and its rules by group."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore_analysis.rulebook.explaining.clauses import decay_clause
from leadscore_analysis.rulebook.explaining.explanation import Block, ExplainedSection, Line
from leadscore_analysis.rulebook.explaining.phrases import Phrases, sentence
from leadscore_analysis.rulebook.explaining.rules import rule_line
from leadscore_analysis.rulebook.models import Group, RulebookModel, Score
from leadscore_analysis.rulebook.rules import EventRule
from leadscore_analysis.rulebook.walk import FilePath, PlacedRule, placed_rules


def score_sections(model: RulebookModel, say: Phrases) -> Iterator[ExplainedSection]:
    """A section for each score, in the order of the file."""
    for s, score in enumerate(model.scores):
        rules = [placed for placed in placed_rules(model) if placed.path[1] == s]
        about = tuple(
            Line(path, "score", text, name=score.score, title=say.score(score.score))
            for path, text in _score_sentences(score, ("scores", s), rules, say)
        )
        blocks = tuple(_blocks(score, ("scores", s), rules, say))
        yield ExplainedSection(score.score, say.say("score.title", score=say.score(score.score)), about, blocks)


def _score_sentences(score: Score, path: FilePath, rules: list[PlacedRule], say: Phrases) -> Iterator[tuple[FilePath, str]]:
    if score.purpose:
        yield (*path, "purpose"), say.say("score.purpose", purpose=score.purpose.rstrip("."))
    if score.note:
        yield (*path, "note"), sentence(score.note)
    yield from _source(score, path, rules, say)
    yield from _range("score", score, path, say)
    yield from _fading(score, path, rules, say)
    if score.reset is not None and not score.reset.off:
        yield (*path, "reset"), say.say("score.reset", matches=say.matches(score.reset.event, score.reset.where))


def _source(score: Score, path: FilePath, rules: list[PlacedRule], say: Phrases) -> Iterator[tuple[FilePath, str]]:
    if score.formula is not None:
        parts = [say.say("score.part", weight=say.words.weight(weight), score=say.score(name)) for name, weight in score.formula.items()]
        key = "score.formula_one" if len(parts) == 1 else "score.formula"
        yield (*path, "formula"), say.say(key, list=say.listed(parts))
    elif score.rollup is not None:
        yield (*path, "rollup"), say.say(f"score.{score.rollup.how}", score=say.score(score.rollup.score))
    else:
        yield path, say.say(f"score.{score.entity}")
        if not rules:
            yield path, say.say("score.empty")


def _range(kind: str, holder: Score | Group, path: FilePath, say: Phrases) -> Iterator[tuple[FilePath, str]]:
    low, high = holder.min, holder.max
    if low is not None and high is not None:
        yield (*path, "min"), say.say(f"{kind}.between", low=say.words.points(low), high=say.plain(high))
    elif low is not None:
        yield (*path, "min"), say.say(f"{kind}.least", low=say.plain(low))
    elif high is not None:
        yield (*path, "max"), say.say(f"{kind}.most", high=say.plain(high))


def _fading(score: Score, path: FilePath, rules: list[PlacedRule], say: Phrases) -> Iterator[tuple[FilePath, str]]:
    if score.decay is not None and not score.decay.off:
        yield (*path, "decay"), say.say("score.decay", decay=decay_clause(score.decay, say))
    elif any(isinstance(placed.rule, EventRule) for placed in rules):
        yield path, say.say("score.lasting")


def _blocks(score: Score, path: FilePath, rules: list[PlacedRule], say: Phrases) -> Iterator[Block]:
    for g, group in enumerate(score.groups):
        lines = tuple(rule_line(placed, say) for placed in rules if placed.group is group)
        about = tuple(
            Line(where, "group", text, name=group.group) for where, text in _group_sentences(group, (*path, "groups", g), score, say)
        )
        yield Block(say.say("group.title", group=say.named(group.group, group.label)), lines, about)
    loose = tuple(rule_line(placed, say) for placed in rules if placed.group is None)
    if loose:
        yield Block(say.say("score.rules", score=say.score(score.score)), loose)


def _group_sentences(group: Group, path: FilePath, score: Score, say: Phrases) -> Iterator[tuple[FilePath, str]]:
    if group.note:
        yield (*path, "note"), sentence(group.note)
    if group.min is None and group.max is None:
        yield path, say.say("group.sum")
    yield from _range("group", group, path, say)
    if group.decay is not None and not group.decay.off:
        yield (*path, "decay"), say.say("group.decay", decay=decay_clause(group.decay, say))
    if group.reset is not None and not group.reset.off:
        yield (*path, "reset"), say.say("score.reset", matches=say.matches(group.reset.event, group.reset.where))
    elif group.reset is not None and score.reset is not None:
        yield (*path, "reset"), say.say("score.no_reset")
