"""Faults of scores: whose they are, what they are made from, and who reads them."""

import pytest

from leadscore_analysis.rulebook.book import Rulebook
from tests.tiny import faults_of

SCORES = """
rulebook: b
scores:
  - {score: interest, rules: [{rule: r, kind: event, event: x, points: 1}]}
  - {score: company, entity: account, rules: [{rule: c, kind: event, event: x, points: 1}]}
  - {score: chance, entity: deal, rules: [{rule: d, kind: event, event: x, points: 1}]}
"""
MATRIX = "matrix: {rows: {score: %s, cuts: [5], labels: [B, A]}, columns: {score: interest, cuts: [5], labels: ['2', '1']}%s}"


def added(score: str) -> str:
    return f"{SCORES}  - {score}\n"


@pytest.mark.parametrize(
    ("text", "where", "problem", "hint"),
    [
        (
            added("{score: s, rollup: {score: interest, how: sum}}"),
            "scores[3].entity",
            "a rollup must be a score of accounts; got lead",
            "write entity: account",
        ),
        (
            added("{score: s, entity: account, rollup: {score: company, how: max}}"),
            "scores[3].rollup.score",
            "a rollup must be made from a score of leads; 'company' is one of accounts",
            "scores of leads: interest",
        ),
        (
            added("{score: s, entity: account, rollup: {score: intrest, how: max}}"),
            "scores[3].rollup.score",
            "a score must be one of this rulebook's; got 'intrest'",
            "did you mean 'interest'?",
        ),
        (
            added("{score: s, entity: account, rollup: {score: interest}}"),
            "scores[3].rollup",
            "a rollup must say how, sum or max; it is missing; got {'score': 'interest'}",
            "write {score: interest, how: sum}",
        ),
        (
            added("{score: s, entity: account, formula: {company: 1, interest: 1}}"),
            "scores[3].formula.interest",
            "a formula's scores must be of its own entity, the account; 'interest' is one of leads",
            "roll the leads' score up to the account first",
        ),
        (
            added("{score: s, formula: {company: 1}}"),
            "scores[3].formula.company",
            "a formula's scores must be of its own entity, the lead; 'company' is one of accounts",
            "write entity: account",
        ),
        (
            added("{score: s, entity: account, rollup: {score: interest, how: sum}, decay: {keep: 50%, every: 9d}}"),
            "scores[3].decay",
            "decay must stand at a score with rules; 's' is made from other scores",
            "move it to interest",
        ),
        (
            added("{score: s, formula: {interest: 1}, reset: {event: x}}"),
            "scores[3].reset",
            "reset must stand at a score with rules; 's' is made from other scores",
            "move it to interest",
        ),
        (added("{score: s, formula: {}}"), "scores[3].formula", "a formula must name at least one score; got none", ""),
        (f"{SCORES}bands: {{interest: []}}", "bands.interest", "a score with bands must have at least one; got none", ""),
        (
            f"{SCORES}alerts: [{{alert: a, all: [{{score: company, at_least: 5}}]}}]",
            "alerts[0].all[0].score",
            "qualification, alerts and the matrix must read scores of leads; 'company' is one of accounts",
            "scores of leads: interest",
        ),
        (
            f"{SCORES}qualification: [{{path: p, all: [{{score: chance, below: 5}}]}}]",
            "qualification[0].all[0].score",
            "qualification, alerts and the matrix must read scores of leads; 'chance' is one of deals",
            "scores of leads: interest",
        ),
        (
            SCORES + MATRIX % ("company", ""),
            "matrix.rows.score",
            "qualification, alerts and the matrix must read scores of leads; 'company' is one of accounts",
            "scores of leads: interest",
        ),
        (
            SCORES + MATRIX % ("interest", ", actions: {a1: call}"),
            "matrix.actions.a1",
            "an action must be of a cell (row label, then column label); got 'a1'",
            "did you mean 'A1'?",
        ),
    ],
)
def test_a_fault_has_its_path_what_was_found_and_a_hint(text: str, where: str, problem: str, hint: str) -> None:
    (fault,) = faults_of(text)
    assert (fault.where.partition(" (")[0], fault.problem) == (where, problem)
    assert hint in fault.hint
    assert fault.hint


def test_values_must_not_be_empty() -> None:
    (fault,) = faults_of("rulebook: b\nscores: [{score: s, rules: [{rule: r, kind: attribute, attribute: a, values: {}}]}]")
    assert fault.where.startswith("scores[0].rules[0].values")


@pytest.mark.parametrize("where", ["target IS TRUE", "target IS NOT TRUE", "NOT (target IS FALSE)"])
def test_is_must_be_followed_by_null(where: str) -> None:
    (fault,) = faults_of(f"rulebook: b\nscores: [{{score: s, rules: [{{rule: r, kind: attribute, where: {where}, points: 1}}]}}]")
    assert fault.problem.startswith("IS must be followed by NULL or NOT NULL; got")
    assert fault.hint == "write the column alone, or NOT before it"


def test_cells_of_one_name_are_a_fault() -> None:
    text = "matrix: {rows: {score: interest, cuts: [5], labels: [A, A1]}, columns: {score: interest, cuts: [5], labels: ['1', '']}}"
    (fault,) = faults_of(SCORES + text)
    assert fault.problem == "each cell must have a name of its own; 'A1' is 2 cells"


def test_no_fault_of_the_matrix_hides_another() -> None:
    matrix = (
        "matrix: {rows: {score: company, cuts: [5, 40.12345, 3], labels: [A]}, columns: {score: interst, cuts: [5]}, actions: {A: [x]}}"
    )
    assert [(fault.where.partition(" (")[0], fault.problem) for fault in faults_of(SCORES + matrix)] == [
        ("matrix.rows.cuts[1]", "must be a number with at most 4 decimals, within a billion; got 40.12345"),
        ("matrix.columns.labels", "this key is needed and missing"),
        ("matrix.actions.A", "must be text; got ['x']"),
        ("matrix.columns.score", "a score must be one of this rulebook's; got 'interst'"),
        ("matrix.rows.score", "qualification, alerts and the matrix must read scores of leads; 'company' is one of accounts"),
        ("matrix.rows.labels", "labels must be one more than cuts; got 1 labels and 3 cuts"),
        ("matrix.rows.cuts[2]", "cuts must rise; got 3 after 5"),
    ]


def test_scores_of_accounts_and_deals_may_have_bands() -> None:
    book = Rulebook.from_text(f"{SCORES}bands: {{company: [{{band: all}}], chance: [{{band: all}}]}}")
    assert book.warnings() == []


def test_a_roll_up_goes_as_far_as_its_bounds() -> None:
    rolled = added("{score: s, entity: account, rollup: {score: interest, how: sum}, max: 20}")
    (fault,) = Rulebook.from_text(f"{rolled}bands: {{s: [{{band: a}}, {{band: b, from: 20}}, {{band: c, from: 21}}]}}").warnings()
    assert fault.where == "bands.s[2].from"
