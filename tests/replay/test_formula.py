from decimal import Decimal
from pathlib import Path

import pytest

from leadscore_analysis.errors import FaultsError, InputError
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from tests.tiny import tiny_history, total, values_at

NL = [{"lead_id": "A", "country": "NL"}]
BOOK = """
rulebook: combined
scores:
  - {score: overall, max: 12, formula: {combined: 2}}
  - {score: combined, min: -1, formula: {fit: 0.5, interest: 0.333333}}
  - {score: fit, rules: [{rule: nl, kind: attribute, where: "country = 'NL'", points: 10}]}
  - score: interest
    rules: [{rule: visit, kind: event, event: visit, points: 5, expires: 3d}, {rule: gone, kind: event, event: gone, points: -90}]
"""


def test_a_formula_weighs_scores_and_is_held_within_its_bounds(tmp_path: Path) -> None:
    history = tiny_history(tmp_path, "A: visit@1 visit@2 gone@8; B: visit@1", leads=NL)
    replay = Replay(history, Rulebook.from_text(BOOK))
    assert values_at(replay, "A", 1, 2, 4, 5, 8, score="combined") == [6.6667, 8.3333, 6.6667, 5, -1]
    assert values_at(replay, "A", 1, 2, 8, score="overall") == [12, 12, -2]
    assert values_at(replay, "B", 1, 4, score="combined") == [1.6667, 0]


def test_the_ledger_of_a_formula_sums_to_its_score(tmp_path: Path) -> None:
    replay = Replay(tiny_history(tmp_path, "A: visit@1 visit@2 gone@8", leads=NL), Rulebook.from_text(BOOK))
    for day in (1, 2, 5, 8):
        assert float(total(replay, "A", day, score="combined")) == values_at(replay, "A", day, score="combined")[0]
    derived = replay.ledger[(replay.ledger["score"] == "combined") & (replay.ledger["entry"] == "derived")]
    assert derived["event_id"].isna().all()
    assert set(derived["rule"]) == {"combined"}


LARGE = """
rulebook: large
scores:
  - {{score: interest, rules: [{{rule: visit, kind: event, event: visit, points: 1000000000}}]}}
  - {{score: large, formula: {{interest: {weight}}}}}
"""


@pytest.mark.parametrize(("weight", "value"), [("12345.678901", "24691357802000"), ("-0.000001", "-2000")])
def test_a_formula_of_large_scores_is_exact(tmp_path: Path, weight: str, value: str) -> None:
    replay = Replay(tiny_history(tmp_path, "A: visit@1 visit@2"), Rulebook.from_text(LARGE.format(weight=weight)))
    assert total(replay, "A", 2, score="large") == Decimal(value)


def test_half_a_ten_thousandth_is_rounded_away_from_zero(tmp_path: Path) -> None:
    halves = LARGE.replace("1000000000", "0.0001")
    for weight, value in (("0.5", "0.0001"), ("-0.5", "-0.0001"), ("0.499999", "0"), ("1.5", "0.0002")):
        replay = Replay(tiny_history(tmp_path, "A: visit@1"), Rulebook.from_text(halves.format(weight=weight)))
        assert total(replay, "A", 1, score="large") == Decimal(value)


@pytest.mark.parametrize("weight", ["1000000", "1000000000"])
def test_a_score_beyond_what_can_be_told_is_one_clear_message(tmp_path: Path, weight: str) -> None:
    replay = Replay(tiny_history(tmp_path, "A: visit@1"), Rulebook.from_text(LARGE.format(weight=weight)))
    with pytest.raises(InputError, match="every score must stay below 100,000,000,000,000 points; one goes beyond"):
        replay.write(tmp_path / "out")


def test_a_formula_that_bounded_scores_take_too_far_is_a_fault() -> None:
    bounded = LARGE.replace("score: interest,", "score: interest, max: 1000000,").format(weight="100000000")
    with pytest.raises(FaultsError) as told:
        Rulebook.from_text(bounded)
    (fault,) = told.value.faults
    assert fault.where.startswith("scores[1].formula")
    assert fault.problem == "a formula must stay below 100000000000000 points; 'large' can come to 100000000000000"
