"""A rulebook that is read and written keeps its author's comments, order and layout."""

from pathlib import Path

import pytest

from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.preset import preset_names, preset_text

ROOT = Path(__file__).parents[2]
OTHERS = (ROOT / "leadscore_analysis/world/old_rulebook.yml", ROOT / "data/studies/bpi2012-rulebook.yml")


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_is_written_as_it_was_read(name: str, tmp_path: Path) -> None:
    Rulebook.preset(name).write(tmp_path / "written.yml")
    assert (tmp_path / "written.yml").read_text(encoding="utf-8") == preset_text(name)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_a_rulebook_of_this_repository_is_written_as_it_was_read(path: Path, tmp_path: Path) -> None:
    Rulebook.load(path).write(tmp_path / "written.yml")
    assert (tmp_path / "written.yml").read_text(encoding="utf-8") == path.read_text(encoding="utf-8")
