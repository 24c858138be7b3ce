"""What a replay is asked, drawn at random: a history and a rulebook that go together, a line, a clock."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.replay.agreement import Line
from tests.replay.drawn.histories import Drawn, histories
from tests.replay.drawn.rulebooks import rulebooks

Case = tuple[Drawn, dict[str, Any], Line | None, bool]
"""A history, a rulebook, the line in force on one of its scores, and whether the recorded clock is read."""


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """One case."""
    history = draw(histories())
    book = draw(rulebooks(history.year))
    cut = draw(st.sampled_from([None, Decimal(0), Decimal("4.5")]))
    line = None if cut is None else (draw(st.sampled_from([score["score"] for score in book["scores"]])), cut)
    return history, book, line, draw(st.booleans())
