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


LESS = "min: 5, max: 1, rules: [{rule: a, kind: event, event: x, points: 1}]"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (f"rulebook: r\nscores: [{{score: s, {LESS}}}]\nqualification: [{{path: p, all: []}}]\n", "qualification[0].all (line 3)"),
        (f"rulebook: r\nscores: [{{score: s, {LESS}}}]\nalerts: [{{alert: a}}]\n", "alerts[0].all (line 3)"),
        (f"rulebook: r\nscores: [{{score: s, {LESS}}}, {{rules: []}}]\n", "scores[1].score (line 2)"),
        (f"rulebook: r\nscores: [{{score: s, {LESS}}}, 7]\n", "scores[1] (line 2)"),
        (f"scores: [{{score: s, {LESS}}}]\n", "rulebook"),
        (
            f"rulebook: r\nscores: [{{score: s, {LESS}}}, {{score: t, formula: {{s: 1}}, rollup: {{score: s, how: sum}}}}]\n",
            "scores[1] (line 2)",
        ),
    ],
)
def test_a_faulty_entry_of_the_file_hides_no_fault_of_another(text, first):
    assert places(text) == [first, f"scores[0].min (line {2 if text.startswith('rulebook') else 1})"]


def test_a_missing_list_of_scores_hides_no_fault_elsewhere():
    text = "rulebook: r\nbands: {s: [{band: cold, from: 5}, {band: warm, from: 5}]}\nalerts: [{alert: a, all: [{where: a == 1}]}]\n"
    assert places(text) == ["scores", "bands.s[1].from (line 2)", "alerts[0].all[0].where (line 3)"]


def test_a_score_with_faults_can_still_be_named():
    text = "rulebook: r\nscores:\n  - {score: s, decay: {every: 1d}, formula: {t: 1}, rules: [{rule: a, kind: event}]}\n"
    text += "bands: {s: [{band: cold}], t: [{band: cold}]}\n"
    assert places(text)[-2:] == ["scores[0].rules[0].points (line 3)", "bands.t (line 4)"]


def test_faulty_entries_keep_their_names():
    text = "rulebook: r\nscores: [{}, {score: s, rules: [{rule: a, kind: evnt}, {rule: a, kind: event}]}, {score: s, decay: {}, wat: 1}]\n"
    text += "qualification: [{path: p, all: []}, {path: p}]\n"
    with pytest.raises(FaultsError) as caught:
        Rulebook.from_text(text)
    again = [fault for fault in caught.value.faults if "again" in fault.problem]
    assert [(fault.where, fault.hint) for fault in again] == [
        ("scores[2].score (line 2)", "it stands at scores[1].score too"),
        ("scores[1].rules[1].rule (line 2)", "it stands at scores[1].rules[0].rule too"),
        ("qualification[1].path (line 3)", "it stands at qualification[0].path too"),
    ]
