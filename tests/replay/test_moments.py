"""The moments at which scores are asked for, as people write them in files."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from leadscore_analysis.errors import InputError
from leadscore_analysis.replay import Replay
from leadscore_analysis.replay.moments import UnscoredMoments, moment_rows, moments_in
from tests.tiny import at, one_score, tiny_history

ONCE = "{rule: r, kind: event, event: x, points: 10}"


def scores(folder: Path, moments: pd.DataFrame) -> list[tuple[str, float]]:
    replay = Replay(tiny_history(folder, "NA: x@1; 007: x@2"), one_score(ONCE))
    return [(row.entity_id, float(row.value)) for row in replay.scores_at(moments).itertuples()]


def test_leads_in_a_csv_keep_their_names_whatever_they_look_like(tmp_path: Path) -> None:
    file = tmp_path / "moments.csv"
    file.write_text("entity_id,moment\nNA,2026-01-02\n007,2026-01-03T00:30:00+01:00\n007,2026-01-03 00:00\n")
    assert scores(tmp_path, moments_in(file)) == [("007", 10), ("NA", 10)]


def test_dates_and_instants_of_any_offset_are_moments(tmp_path: Path) -> None:
    days = pd.Series([pd.Timestamp("2026-01-03").date(), pd.Timestamp("2026-01-03 01:00", tz="Europe/Amsterdam")])
    for moment in days:
        assert scores(tmp_path, pd.DataFrame({"entity_id": ["007"], "moment": [moment]})) == [("007", 10)]


@pytest.mark.parametrize("wrong", ["yesterday", "31-01-2026", "99999-01-01", 5])
def test_a_moment_that_is_none_is_shown_in_one_line(tmp_path: Path, wrong: object) -> None:
    with pytest.raises(InputError) as told:
        scores(tmp_path, pd.DataFrame({"entity_id": ["007"], "moment": [wrong]}))
    assert str(told.value) == f"row 1: each moment must be an ISO date or date-time; got '{wrong}'. Hint: write 2026-03-01T00:00:00Z"


def test_a_row_with_a_hole_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "moments.csv"
    file.write_text("entity_id,moment\n,2026-01-02\n")
    with pytest.raises(InputError, match="row 1: each row of the moments must have an entity_id and a moment; some are empty"):
        scores(tmp_path, moments_in(file))


@pytest.mark.parametrize("moments", ["2026-01-03", ["2026-01-03T00:00:00Z"], at(2), date(2026, 1, 3)])
def test_without_entities_all_are_looked_at(tmp_path: Path, moments: Any) -> None:
    replay = Replay(tiny_history(tmp_path, "A: form@1; B: form@2"), one_score("{rule: form, kind: event, event: form, points: 10}"))
    found = replay.scores_at(moments)
    assert found[["entity_id", "moment"]].values.tolist() == [["A", at(2)], ["B", at(2)]]


def test_a_bad_instant_is_told_alike_for_scores_and_units(tmp_path: Path) -> None:
    replay = Replay(tiny_history(tmp_path, "A: x@1"), one_score(ONCE))
    for asked in (replay.scores_at, replay.units_at):
        with pytest.raises(InputError, match="row 2: each moment must be an ISO date or date-time; got 'soon'"):
            asked(["2026-01-02", "soon"])


def test_a_bad_moment_is_told_with_its_row() -> None:
    with pytest.raises(InputError, match="row 3: each moment must be an ISO date"):
        moment_rows(pd.DataFrame({"entity_id": list("ABC"), "moment": ["2026-01-01", "2026-01-02", "soon"]}))


def test_rows_without_a_score_are_counted(tmp_path: Path) -> None:
    replay = Replay(tiny_history(tmp_path, "A: x@1; B: x@5"), one_score(ONCE))
    asked = pd.DataFrame({"entity_id": list("ABZYXWZ"), "moment": [at(2), at(2), *[at(9)] * 5]})
    found = replay.unscored(asked)
    assert found == UnscoredMoments(rows=7, unknown=5, examples=("Z", "Y", "X"), early=1, kinds=("lead",))
    assert list(found.sentences()) == [
        "moments: 5 of 7 rows have an entity that is none of the history's leads (such as 'Z', 'Y', 'X'): no score is told for it",
        "moments: 1 of 7 rows has a moment before the entity's first appearance: no score is told for it",
    ]
    assert not list(replay.unscored(asked[:1]).sentences())
