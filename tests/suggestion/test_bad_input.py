"""Whatever comes in, there is a clear answer: no crash, and no fit that says nothing."""

import json

import numpy as np
import pandas as pd
import pytest
import yaml

from leadscore_analysis import PointScorecard
from leadscore_analysis.cli.program import run
from tests.suggestion.small_world import BOOK, small_history

STUDY = {
    "study": "small",
    "history": {"database": "history"},
    "rulebook": "small.yml",
    "judge": {"score": "interest", "line": 40},
    "outcome": {"stage": "won"},
    "horizon": "60d",
    "known_until": "2025-02-01",
    "moments": {"every": "28d", "from": "2024-01-15", "until": "2025-01-01"},
}


def noisy(terms: int = 3) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(4)
    units = draw.integers(0, 2, (800, terms)).astype(float)
    return units, draw.random(800) < 1 / (1 + np.exp(2 - 1.5 * units[:, 0]))


def test_one_class_only_is_refused_in_words():
    units, _ = noisy()
    with pytest.raises(ValueError, match="both classes; got one class"):
        PointScorecard().fit(units, np.zeros(800))


def test_a_class_without_weight_is_refused_in_words():
    units, converted = noisy()
    with pytest.raises(ValueError, match="weight in both classes"):
        PointScorecard().fit(units, converted, sample_weight=np.where(converted, 0.0, 1.0))


@pytest.mark.parametrize("column", [0.0, 1.0], ids=["a term that never fires", "a constant column"])
def test_what_never_varies_keeps_its_points_and_has_no_interval(column):
    units, converted = noisy()
    card = PointScorecard(prior_points=[5, 5, 7, 7], step=1).fit(np.column_stack([units, np.full(800, column)]), converted)
    assert card.points_[3] == 7
    assert np.isnan(card.intervals_[3]).all()
    assert np.isfinite(card.predict_proba(np.column_stack([units, np.full(800, column)]))).all()


def test_only_constant_columns_leave_the_card_as_it_is():
    _, converted = noisy()
    card = PointScorecard(prior_points=[5, 3]).fit(np.ones((800, 2)), converted)
    assert card.points_.tolist() == [5, 3]
    assert card.predict_proba(np.ones((1, 2)))[0, 1] == pytest.approx(converted.mean(), abs=0.01)


def test_perfect_separation_stays_within_the_largest_points():
    units, _ = noisy()
    card = PointScorecard(largest=10).fit(units, units[:, 0] > 0)
    assert card.points_[0] == 10
    assert np.isfinite([card.intercept_, card.scale_, *card.intervals_[0]]).all()


def test_missing_values_are_refused_in_words():
    units, converted = noisy()
    units[3, 1] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        PointScorecard().fit(units, converted)
    with pytest.raises(ValueError, match="NaN"):
        PointScorecard().fit(np.nan_to_num(units), np.where(converted, 1.0, np.nan))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"monotone": [[0, 1]], "direction": ["positive", "negative", "any"], "locked": [0], "prior_points": [5, 0, 0]}, "contradict"),
        ({"caps": [([0, 1], 10, 5)]}, "low end first"),
        ({"largest": 3, "step": 5}, "at least one step"),
        ({"monotone": [[0, 1], [1, 2]]}, "one order"),
        ({"prior_points": [5, np.nan, 0]}, "must be numbers"),
    ],
)
def test_contradicting_bounds_are_refused_in_words(settings, told):
    with pytest.raises(ValueError, match=told):
        PointScorecard(**settings).fit(*noisy())


def test_a_locked_card_stays_as_it_is_and_says_what_a_point_means():
    card = PointScorecard(prior_points=[5, 5, 5], locked=[0, 1, 2]).fit(*noisy())
    assert card.points_.tolist() == [5, 5, 5]
    assert [step.changes for step in card.path_] == [0]
    assert card.scale_ > 0


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    folder = tmp_path_factory.mktemp("history")
    small_history(folder / "history", leads=150)
    return folder / "history"


@pytest.fixture
def suggested(history, tmp_path, monkeypatch, capsys):
    """The suggestion of a study with some keys changed (None: left out) and another rulebook, and what the command said."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "history").symlink_to(history)

    def made(book=BOOK, *, exits=0, **changes):
        (tmp_path / "small.yml").write_text(book)
        study = {key: value for key, value in {**STUDY, **changes}.items() if value is not None}
        (tmp_path / "study.yml").write_text(yaml.safe_dump(study))
        assert run(["suggest", "study.yml"]) == exits
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        told = json.loads((tmp_path / "reports/small/suggestions.json").read_text()) if exits == 0 else {}
        return told, said.out + said.err

    return made


def reasons(told):
    return {row["term"]: row["reason"] for row in told["points"]}


def test_terms_that_never_count_or_always_do_say_so_and_bounds_against_the_points_are_kept(suggested):
    book = BOOK.replace(
        "      - {rule: chat",
        "      - {rule: everyone, kind: attribute, where: lead_id IS NOT NULL, points: 5}\n"
        "      - {rule: against, kind: event, event: demo_request, points: 5, direction: negative}\n      - {rule: chat",
    )
    told, _ = suggested(book, outcome={"event": "page_view"})
    assert "never counted" in reasons(told)["chat"]
    assert "counted the same" in reasons(told)["everyone"]
    assert next(row for row in told["points"] if row["term"] == "against")["suggested"] <= 5


def test_a_locked_card_keeps_all_points_and_all_structures(suggested):
    book = BOOK.replace("points: ", "locked: true, points: ").replace("locked: true}", "note: n}")
    told, said = suggested(book.replace("ladder:", "locked: true\n        ladder:"))
    assert {row["verdict"] for row in told["points"]} == {"keep"}
    assert "0 of 9 terms would change" in said
    assert {row["verdict"] for row in told["structure"]} <= {"keep"}


def test_a_period_in_which_nobody_converts_says_what_is_missing(suggested):
    told, said = suggested(horizon="1s", moments=STUDY["moments"] | {"until": "2024-02-15"})
    assert {row["verdict"] for row in told["points"]} == {"keep"}
    assert "50 needed to fit points" in said
    assert told["structure"] == told["candidates"] == []


def test_a_holdout_without_a_known_moment_is_not_missed_until_it_is_opened(suggested, capsys):
    told, _ = suggested(holdout_from="2024-12-20")
    assert told["counts"]["rows"] > 0
    assert run(["evaluate", "study.yml", "--open-holdout", "to see"]) == 1
    said = capsys.readouterr().err
    assert "holdout" in said
    assert "Traceback" not in said


def test_a_fit_period_without_a_moment_is_refused_in_words(suggested):
    _, said = suggested(holdout_from="2024-01-16", exits=1)
    assert "holdout_from" in said
    assert "Hint" in said


def test_missing_values_of_attributes_and_properties_match_nothing(suggested, history):
    leads = pd.read_parquet(history / "leads.parquet").assign(size=[None, 20.0, 80.0] * 50, colour=[None, "red", ""] * 50)
    leads.to_parquet(history / "leads.parquet")
    book = BOOK.replace(
        "      - {rule: chat",
        "      - {rule: size, kind: attribute, attribute: size, ranges: [{from: 50, points: 5}]}\n      - {rule: chat",
    )
    told, _ = suggested(book)
    size = next(row for row in told["points"] if row["term"].startswith("size"))
    assert size["leads"] <= 50
    assert {row["value"] for row in told["candidates"] if row["name"] == "colour"} <= {"red", None, ""}
