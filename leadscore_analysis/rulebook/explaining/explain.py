"""A whole rulebook explained in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadscore_analysis.rulebook.explaining.decisions import decision_sections
from leadscore_analysis.rulebook.explaining.explanation import Explanation, Line
from leadscore_analysis.rulebook.explaining.phrases import Phrases, readable, sentence
from leadscore_analysis.rulebook.explaining.scores import score_sections
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.words import read_words

if TYPE_CHECKING:
    from leadscore_analysis.rulebook.book import Rulebook


def explain(rulebook: Rulebook, lang: str = "en") -> Explanation:
    """The rulebook in plain sentences, for people who never saw its file, in ``en``, ``nl`` or ``sv``.

    InputError when the toolkit does not speak the language.

    >>> from leadscore_analysis.rulebook.book import Rulebook
    >>> rule = "{rule: target, kind: attribute, where: target_account, points: 15}"
    >>> book = Rulebook.from_text("{rulebook: small, scores: [{score: fit, rules: [" + rule + "]}]}")
    >>> print(explain(book).sections[0].blocks[0].lines[0].text)
    +15 points while target account is yes.
    """
    model = rulebook.model
    say = phrases_of(model, lang)
    name = sentence(model.label or readable(model.rulebook)).removesuffix(".")
    title = say.say("title", rulebook=name, version=str(model.version))
    sections = (*score_sections(model, say), *decision_sections(model, say))
    return Explanation(model.rulebook, model.version, lang, title, tuple(_about(model, say)), sections)


def phrases_of(model: RulebookModel, lang: str) -> Phrases:
    """The phrases that suit the rulebook: its clock, and its scores by their labels."""
    scores = {score.score: score.label or readable(score.score) for score in model.scores}
    return Phrases(read_words(lang), model.timezone, scores)


def _about(model: RulebookModel, say: Phrases) -> Iterator[Line]:
    if model.note:
        yield Line(("note",), "rulebook", sentence(model.note))
    yield Line(("timezone",), "rulebook", say.say("rulebook.timezone", timezone=model.timezone))
    if model.optional_columns:
        columns = say.listed([say.quoted(readable(name)) for name in model.optional_columns])
        yield Line(("optional_columns",), "rulebook", say.say("rulebook.optional", columns=columns))
