import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from leadscore_analysis.cli.program import run
from leadscore_analysis.replay.units import KeptUnits
from tests.tiny import at, tiny_history

BOOK = """
rulebook: small
scores: [{score: interest, rules: [{rule: form, kind: event, event: form, points: 10, expires: 5d}]}]
bands: {interest: [{band: cold}, {band: warm, from: 10}]}
qualification: [{path: asked, all: [{event: demo}]}]
"""


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    tiny_history(tmp_path / "history", "A: form@1 demo@2; B: form@3 form@4")
    (tmp_path / "book.yml").write_text(BOOK)
    return ["replay", "--history", str(tmp_path / "history"), "--rulebook", str(tmp_path / "book.yml"), "--out", str(tmp_path / "out")]


def test_the_replay_writes_files_with_the_promised_columns(arguments: list[str], tmp_path: Path) -> None:
    assert run(arguments) == 0
    columns = {path.stem: list(pd.read_parquet(path).columns) for path in sorted((tmp_path / "out").iterdir())}
    assert columns == {
        "alerts": ["alert", "lead_id", "fired_at", "to"],
        "crossings": ["entity_id", "score", "band", "threshold", "crossed_at", "direction"],
        "ledger": ["entity", "entity_id", "score", "rule", "event_id", "entry", "posted_at", "points"],
        "qualified": ["lead_id", "qualified_at", "path"],
        "timeline": ["entity", "entity_id", "score", "starts_at", "ends_at", "value"],
    }


def test_scores_are_written_for_the_moments_asked_for(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "moments.csv").write_text("entity_id,moment\nA,2026-01-02\nA,2026-01-07T00:00:00Z\nB,2026-01-06\nB,2025-12-01\n")
    assert run([*arguments, "--moments", str(tmp_path / "moments.csv")]) == 0
    scores = pd.read_parquet(tmp_path / "out" / "scores.parquet").astype({"value": float})
    assert scores.values.tolist() == [["A", at(1), "interest", 10.0], ["A", at(6), "interest", 0.0], ["B", at(5), "interest", 20.0]]


def test_moments_without_a_score_are_told(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "moments.csv").write_text("entity_id,moment\nA,2026-01-02\nC,2026-01-07\nB,2025-12-01\n")
    assert run([*arguments, "--moments", str(tmp_path / "moments.csv"), "--json"]) == 0
    out, err = capsys.readouterr()
    told = {"rows": 3, "unknown_entity": 1, "unknown_examples": ["C"], "before_first_appearance": 1}
    assert json.loads(out)["moments"] == told
    assert "1 of 3 rows has an entity that is none of the history's leads (such as 'C')" in err


def test_units_are_kept_for_the_moments_asked_for(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "moments.csv").write_text("entity_id,moment\nA,2026-01-02\nB,2026-01-06\n")
    units = tmp_path / "out" / "units.parquet"
    assert run([*arguments, "--moments", str(tmp_path / "moments.csv"), "--units", str(units)]) == 0
    assert KeptUnits.read(units).scores({"form": 3}).tolist() == [3, 6]
    told = pq.read_schema(units).metadata
    assert json.loads(told[b"leadscore_portions"])[0] == {"portion": 0, "term": "form", "step": 0, "units": 1.0}
    assert b"KeptUnits.read(path).table()" in told[b"leadscore_read"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("--engine", "sparc"), "did you mean 'spark'?"),
        (("--units", "units.parquet"), "add --moments FILE"),
        (("--history", "nowhere"), "nowhere is not there"),
        (("--rulebook", "nowhere.yml"), "nowhere.yml must be a file"),
        (("--memory-limit", "much"), "write 4GB or 500MB"),
    ],
)
def test_what_is_wrong_is_told_without_a_traceback(
    arguments: list[str], change: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, value = change
    changed = [value if before == name else argument for before, argument in zip(["", *arguments], arguments, strict=False)]
    assert run(changed if name in arguments else [*arguments, name, value]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


def test_a_column_that_the_history_does_not_have_stops_the_replay(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.yml").write_text(BOOK.replace("event: form, points", "event: form, where: \"even_type = 'x'\", points"))
    assert run(arguments) == 1
    assert "did you mean 'event_type'?" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
