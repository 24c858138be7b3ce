"""Histories and rulebooks drawn at random: the relations and the plain-Python replay agree on everything, to the last decimal."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.replay.agreement import Line, answers, assert_agree
from tests.replay.drawn.cases import cases
from tests.replay.drawn.histories import Drawn
from tests.replay.examples import PARTS, examples


@pytest.mark.parametrize("part", range(PARTS))
@given(case=cases())
@examples(100 // PARTS)
def test_a_replay_is_what_the_definition_says(part: int, case: tuple[Drawn, dict[str, Any], Line | None, bool]) -> None:
    history, book, line, recorded = case
    with tempfile.TemporaryDirectory() as folder:
        told = answers(Path(folder), history, book, line=line, recorded=recorded)
    assert_agree(told, history, book, line=line, recorded=recorded)
