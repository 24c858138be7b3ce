"""``leadscore explain``: text, page and JSON; faults are those of ``leadscore check``."""

import json
from pathlib import Path

import pytest

from leadscore_analysis.cli.program import run

RULEBOOK = """\
rulebook: demo
label: <b>Demo</b>
scores:
  - score: interest
    rules:
      - {rule: visit, kind: event, event: visit, points: 5, note: a <i>note</i>}
"""


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yml"
    path.write_text(RULEBOOK, encoding="utf-8")
    return path


def test_a_rulebook_is_told_on_standard_output(rulebook, capsys):
    assert run(["explain", str(rulebook), "--lang", "nl"]) == 0
    assert "  - Visit: +5 punten per \N{LEFT SINGLE QUOTATION MARK}visit\N{RIGHT SINGLE QUOTATION MARK}.\n" in capsys.readouterr().out


def test_as_json_every_sentence_has_its_path(rulebook, capsys):
    assert run(["explain", str(rulebook), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sections"][0]["lines"][-1]["path"] == "scores[0].rules[0]"


def test_the_page_stands_alone_and_is_escaped(rulebook, tmp_path):
    page = tmp_path / "page.html"
    assert run(["explain", str(rulebook), "--lang", "sv", "--html", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert '<html lang="sv">' in text
    assert "default-src &#39;none&#39;" in text
    assert "<b>Demo" not in text
    assert "&lt;i&gt;note" in text
    assert "src=" not in text.replace("style-src", "")


def test_a_faulty_rulebook_ends_with_1_and_its_faults(rulebook, capsys):
    rulebook.write_text(RULEBOOK.replace("points: 5", "points: five"), encoding="utf-8")
    assert run(["explain", str(rulebook)]) == 1
    assert "scores[0].rules[0].points" in capsys.readouterr().err


def test_a_language_that_is_not_spoken_ends_with_1(rulebook, capsys):
    assert run(["explain", str(rulebook), "--lang", "de"]) == 1
    assert "got 'de'" in capsys.readouterr().err
