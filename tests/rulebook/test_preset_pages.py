"""The presets' pages are those that their presets and stories make."""

import re

from tests.rulebook.preset_pages import FOLDER, pages


def test_the_pages_are_up_to_date():
    made = pages()
    stale = [name for name, text in made.items() if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != text]
    assert stale == [], "make presets writes them"
    assert {path.name for path in FOLDER.glob("*.md")} == set(made)


def test_every_link_of_the_pages_leads_to_a_file():
    links = [link for text in pages().values() for link in re.findall(r"\]\(([^)#]+)\)", text)]
    assert [link for link in links if not (FOLDER / link).exists()] == []
