"""Faults of form do not hide faults of meaning."""

import pytest

from leadscore_analysis.errors import FaultsError
from leadscore_analysis.rulebook.book import Rulebook

SEVERAL = """\
rulebook: several
scores:
  - score: fit
    min: x
    rules:
      - {rule: nl, kind: attribute, where: "country == 'NL'", points: 20}
  - score: interest
    groups:
      - group: mail
        rules:
          - {rule: misspelt, kind: event, event: open, pionts: 5}
          - {rule: short, kind: event, event: open, points: 5, expires: 1h, starts_after: 2h}
          - {rule: ladder, kind: recency, event: open, ladder: [{within: 5d, adds: 3}, {within: none, adds: 1}, {within: 3d, adds: 2}]}
bands: {intrest: [{band: cold}]}
"""


def places(text: str) -> list[str]:
    with pytest.raises(FaultsError) as caught:
        Rulebook.from_text(text)
    return [fault.where for fault in caught.value.faults]


def test_all_faults_are_told_at_once_with_the_places_of_the_file():
    mail = "scores[1].groups[0].rules"
    assert sorted(places(SEVERAL)) == [
        "bands.intrest (line 14)",
        "scores[0].min (line 4)",
        "scores[0].rules[0].where (line 6)",
        f"{mail}[0].pionts (line 11)",
        f"{mail}[0].points (line 11)",
        f"{mail}[1].expires (line 12)",
        f"{mail}[2].ladder[1].within (line 13)",
        f"{mail}[2].ladder[2].within (line 13)",
    ]


def test_a_score_without_form_makes_no_faults_elsewhere():
    text = "rulebook: one\nscores:\n  - {scor: fit, rules: []}\nbands: {fit: [{band: cold}]}\n"
    assert places(text) == ["scores[0].score (line 3)", "scores[0].scor (line 3)"]
