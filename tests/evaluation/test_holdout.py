"""The holdout: read only when it is opened, and every opening is written down once."""

from __future__ import annotations

import json

import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.evaluation import evaluate, summary
from leadscore_analysis.labels import label
from tests.twelve_leads import RULEBOOK, replay, rulebook, study, tables

HELD = {
    "moments": {"every": "7d", "from": "2024-01-01", "until": "2024-02-05", "quiet_after": "21d"},
    "horizon": "7d",
    "holdout_from": "2024-01-15",
}


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one = replay(tmp_path / "history")
    yield one
    one.close()


def openings(tmp_path):
    return [json.loads(line) for line in (tmp_path / "reports/twelve/holdout.jsonl").read_text().splitlines()]


def test_without_a_reason_nothing_of_the_holdout_is_read(made, tmp_path):
    asked = study(**HELD)
    found = evaluate(label(made, asked), asked, made)
    assert found.holdout is None
    # Fit moments are days 0 and 7, whose horizons end on days 7 and 14
    assert found.counts.moments == 2
    assert found.conversions == 1  # A on day 12.5; the others convert in the holdout
    assert not (tmp_path / "reports").exists()


def test_a_holdout_whose_every_horizon_ends_after_what_is_known_says_so_when_it_is_opened(made):
    asked = study(**HELD | {"holdout_from": "2024-02-05"}, known_until="2024-02-10")
    with pytest.raises(InputError, match=r"the holdout period must have a moment whose horizon of 7 days is known to its end; got none"):
        evaluate(label(made, asked), asked, made, open_holdout="to see")


def test_figures_of_the_fit_period_do_not_change_with_what_happens_in_the_holdout(made, tmp_path):
    asked = study(**HELD)
    found = summary(evaluate(label(made, asked), asked, made))
    other = tables()
    other["stage_changes"] = other["stage_changes"][lambda rows: rows["entered_at"] < "2024-01-15"]
    later = replay(tmp_path / "other", other)
    changed = summary(evaluate(label(later, asked), asked, later))
    later.close()
    unlabelled = {"counted_held_out", "counted_reaches_into_holdout", "counted_not_yet_known"}
    assert {name: value for name, value in changed.items() if name not in unlabelled} == {
        name: value for name, value in found.items() if name not in unlabelled
    }


def test_an_opening_judges_all_leads_and_new_ones_and_is_written_down(made, tmp_path):
    asked = study(**HELD)
    found = evaluate(label(made, asked), asked, made, open_holdout="final check").holdout
    assert found.figures[["card", "leads"]].to_numpy().tolist() == [["current", "all leads"], ["current", "first seen in the holdout"]]
    # Moments 14, 21 and 28, horizons 7 days. Day 14: B C D H I K; 21: B C* D E H I* J K L; 28: D* H J K L
    assert found.figures["n_rows"].tolist() == [6 + 9 + 5, 2 + 2]  # new: J and L (F converts between two moments)
    assert found.figures["n_converting_leads"].tolist() == [3, 0]
    written = openings(tmp_path)
    assert [(line["reason"], len(line["figures"])) for line in written] == [("final check", 2)]


def test_the_same_rulebook_and_data_again_are_no_new_opening(made, tmp_path):
    asked = study(**HELD)
    examples = label(made, asked)
    assert evaluate(examples, asked, made, open_holdout="one").holdout.first_opening
    again = evaluate(examples, asked, made, open_holdout="two").holdout
    assert (again.first_opening, again.openings, len(openings(tmp_path))) == (False, 1, 1)


def test_a_suggested_rulebook_is_judged_beside_the_current_one(made, tmp_path):
    rulebook(RULEBOOK.replace("points: 30", "points: 5")).write(tmp_path / "reports/twelve/suggested.yml")
    asked = study(**HELD)
    found = evaluate(label(made, asked), asked, made, open_holdout="final check").holdout
    assert found.figures["card"].tolist() == ["current", "current", "suggested", "suggested"]
    assert found.figures["auc"][0] != found.figures["auc"][2]


def test_a_holdout_file_that_was_overwritten_is_told(made, tmp_path):
    (tmp_path / "reports/twelve").mkdir(parents=True)
    (tmp_path / "reports/twelve/holdout.jsonl").write_text("something else\n")
    asked = study(**HELD)
    with pytest.raises(InputError, match="one opening of the holdout a line"):
        evaluate(label(made, asked), asked, made, open_holdout="final check")
