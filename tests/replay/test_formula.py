from pathlib import Path

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
