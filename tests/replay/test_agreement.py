"""Histories and rulebooks drawn at random: the relations and the plain-Python replay agree on everything, to the last decimal."""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.replay.agreement import Line, answers, assert_agree
from tests.replay.drawn.histories import Drawn, histories
from tests.replay.drawn.rulebooks import rulebooks
from tests.replay.examples import examples


@st.composite
def cases(draw: st.DrawFn) -> tuple[Drawn, dict[str, Any], Line | None, bool]:
    """A history, a rulebook, the line in force on one of its scores, and whether the recorded clock is read."""
    history = draw(histories())
    book = draw(rulebooks(history.year))
    cut = draw(st.sampled_from([None, Decimal(0), Decimal("4.5")]))
    line = None if cut is None else (draw(st.sampled_from([score["score"] for score in book["scores"]])), cut)
    return history, book, line, draw(st.booleans())


@given(cases())
@examples(100)
def test_a_replay_is_what_the_definition_says(case: tuple[Drawn, dict[str, Any], Line | None, bool]) -> None:
    history, book, line, recorded = case
    with tempfile.TemporaryDirectory() as folder:
        told = answers(Path(folder), history, book, line=line, recorded=recorded)
    assert_agree(told, history, book, line=line, recorded=recorded)
