"""A folder with a small study in it, which the commands are run in."""

from pathlib import Path

import pytest

from tests.suggestion.small_world import BOOK, small_history

STUDY = """\
study: small
history: {database: history}
rulebook: small.yml
judge: {score: interest, line: 40}
outcome: {stage: won}
horizon: 60d
known_until: 2025-02-01
moments: {every: 28d, from: 2024-01-15, until: 2025-01-01}
capacity: {leads_per_week: 4}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    small_history(tmp_path / "history", leads=150)
    (tmp_path / "small.yml").write_text(BOOK)
    (tmp_path / "study.yml").write_text(STUDY)
    return tmp_path
