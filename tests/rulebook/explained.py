"""Rulebooks for tests of their explanation: one rule, or one part, and the sentence it gets."""

from leadscore_analysis.rulebook.book import Rulebook

INDENT = "      "


def rule_sentence_of(rule: str, lang: str = "en", *, score: str = "") -> str:
    """The sentence of one rule, written as a YAML flow mapping without its name; ``score`` holds lines of its score."""
    text = f"rulebook: tiny\nscores:\n  - score: interest\n{score}    rules:\n{INDENT}- {{rule: r, {rule}}}\n"
    told = Rulebook.from_text(text).explained(lang)
    return next(line.text for line in told.lines() if line.kind == "rule")


def texts_of(text: str, kind: str, lang: str = "en") -> list[str]:
    """The sentences on all parts of one kind."""
    return [line.text for line in Rulebook.from_text(text).explained(lang).lines() if line.kind == kind]
