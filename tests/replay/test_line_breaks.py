from pathlib import Path

from leadscore_analysis.engine import relation_text
from leadscore_analysis.replay import Replay
from tests.tiny import one_score, tiny_history, values_at


def test_a_condition_may_hold_a_line_break_which_ends_nothing(tmp_path: Path) -> None:
    book = one_score(r"""{rule: lines, kind: event, event: open, where: "page = 'x\ny' OR page = 'x\n--' OR page = 'x'", points: 5}""")
    assert values_at(Replay(tiny_history(tmp_path, "A: open@1(page=x)"), book), "A", 2) == [5]


def test_a_relation_is_run_without_its_heading() -> None:
    assert relation_text("matches").startswith("SELECT")
