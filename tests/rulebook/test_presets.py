"""Each preset tells its story: literal scores, cells, alerts and qualified leads that a person can work out by hand."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from leadscore_analysis.history import History
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.columns import missing_columns
from leadscore_analysis.rulebook.preset import preset_names, preset_text, presets
from tests.rulebook.preset_story import FOLDER, START, Story, cells_of, replayed, scores_of, story_of

CASES = {"email-agency", "engagement-thermometer", "mailblue", "fit-and-interest", "webshop-nurture"}


@pytest.fixture(scope="module", params=preset_names())
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Story, Replay]]:
    """A preset's story, and the replay of its history."""
    story = story_of(str(request.param))
    replay = replayed(story, tmp_path_factory.mktemp("story"))
    yield story, replay
    replay.close()


def test_each_preset_has_a_story_and_each_story_a_preset():
    assert {path.stem for path in FOLDER.glob("*.yml")} == set(preset_names())
    assert set(preset_names()) >= CASES


def test_a_preset_scores_as_its_story_says(told: tuple[Story, Replay]):
    story, replay = told
    expected = [{score: float(value) for score, value in line.scores.items()} for line in story.lines]
    assert scores_of(story, replay) == expected
    assert cells_of(story, replay) == [line.cell for line in story.lines]


def test_a_preset_tells_and_qualifies_as_its_story_says(told: tuple[Story, Replay]):
    story, replay = told
    alerts = {(row.alert, row.lead_id, row.fired_at, None if pd.isna(row[4]) else row[4]) for row in replay.alerts.itertuples()}
    assert alerts == {(alert["alert"], alert["lead"], _at(alert), alert.get("to")) for alert in story.alerts}
    qualified = {(row.lead_id, row.qualified_at, row.path) for row in replay.qualified.itertuples()}
    assert qualified == {(lead["lead"], _at(lead), lead["path"]) for lead in story.qualified}


def test_everything_that_a_preset_says_stands_in_its_story(told: tuple[Story, Replay]):
    story, _ = told
    model = story.rulebook.model
    assert {score for line in story.lines for score in line.scores} == {score.score for score in model.scores}
    assert {alert["alert"] for alert in story.alerts} == {alert.alert for alert in model.alerts}


def _at(told: dict) -> pd.Timestamp:
    return START + pd.Timedelta(days=told["day"]).round("s") + pd.Timedelta(f"{told.get('time', '00:00')}:00")


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_has_no_faults_no_warnings_and_says_what_each_score_is_for(name: str):
    book = story_of(name).rulebook
    assert book.warnings() == []
    assert all(score.purpose for score in book.model.scores)


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_needs_no_column_but_those_that_every_history_has(name: str):
    bare = {"events": {"event_id", "lead_id", "occurred_at", "event_type"}, "leads": {"lead_id"}, "accounts": {"account_id"}}
    assert missing_columns(story_of(name).rulebook.model, {**bare, "deals": {"deal_id"}}) == []


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_is_written_as_it_was_read(name: str):
    assert story_of(name).rulebook.text() == preset_text(name)


def test_points_changed_change_their_own_line_alone():
    text = story_of("email-agency").rulebook.with_points({("scores", 0, "groups", 1, "rules", 2, "points"): Decimal(20)}).text()
    changed = [pair for pair in zip(preset_text("email-agency").splitlines(), text.splitlines(), strict=True) if pair[0] != pair[1]]
    assert [line.strip()[:70] for _, line in changed] == ["- {rule: demo-request, kind: event, event: demo_request, points: 20, n"]


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_preset_replays_on_a_history_of_bare_events(name: str, tmp_path: Path):
    rows = {"lead_id": ["A", "B"], "occurred_at": [START, START], "event_type": ["page_view", "email_open"]}
    pd.DataFrame(rows).assign(event_id=["1", "2"]).to_parquet(tmp_path / "events.parquet")
    replay = Replay(History.open(tmp_path), story_of(name).rulebook)
    assert set(replay.timeline["entity_id"]) >= {"A", "B"}
    assert replay.alerts.columns.tolist() == ["alert", "lead_id", "fired_at", "to"]


def test_a_preset_is_called_by_its_file_and_told_in_a_line():
    for preset in presets():
        assert story_of(preset.name).rulebook.name == preset.name
        assert 10 < len(preset.title) < 80
        assert 40 < len(preset.purpose) < 140
