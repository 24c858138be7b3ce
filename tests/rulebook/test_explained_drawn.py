"""Every rulebook that the language can say is explained whole, and differs from itself in nothing."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.difference import rulebook_difference
from leadscore_analysis.rulebook.walk import placed_rules
from leadscore_analysis.settings_file import settings_text
from leadscore_analysis.words import languages
from tests.replay.drawn.rulebooks import rulebooks

drawn_books = rulebooks(2026).map(lambda plain: Rulebook.from_text(settings_text(plain)))  # type: ignore[arg-type]
some = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@some
@given(book=drawn_books, language=st.sampled_from(languages()))
def test_every_rule_path_and_alert_has_a_sentence_without_gaps(book: Rulebook, language: str) -> None:
    told = book.explained(language)
    counted = {kind: sum(line.kind == kind for line in told.lines()) for kind in ("rule", "path", "alert")}
    model = book.model
    assert counted == {"rule": len(list(placed_rules(model))), "path": len(model.qualification), "alert": len(model.alerts)}
    for line in told.lines():
        assert line.text.endswith(".")
        assert not any(sign in line.text for sign in ("{", "}", "  ", "; ;", "; .", "None"))


@some
@given(book=drawn_books)
def test_a_rulebook_means_the_same_as_itself_written_in_another_order(book: Rulebook) -> None:
    assert rulebook_difference(book, Rulebook.from_text(settings_text(_reversed(book.file.tree)))).rows == ()


@some
@given(book=drawn_books, other=drawn_books)
def test_every_difference_has_a_sentence_and_none_is_lost_the_other_way_round(book: Rulebook, other: Rulebook) -> None:
    there, back = rulebook_difference(book, other), rulebook_difference(other, book)
    assert len(there.rows) == len(back.rows)
    assert not [row for row in there.rows if "{" in row.sentence or not row.sentence.endswith(".")]


def _reversed(tree: Any, key: str = "") -> Any:
    """The tree with its keys, its scores and its rules the other way round."""
    if isinstance(tree, dict):
        return {name: _reversed(value, name) for name, value in reversed(list(tree.items()))}
    if isinstance(tree, list):
        turned = [_reversed(value) for value in tree]
        return turned[::-1] if key in ("scores", "rules", "groups", "alerts") else turned
    return tree
