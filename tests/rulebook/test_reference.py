"""Every example of the language's reference is loaded, and every worked example replayed."""

import re
from pathlib import Path
from textwrap import indent

import pytest
from jsonschema import Draft202012Validator

import leadscore_analysis.rulebook as language
from leadscore_analysis.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.rules import RuleFields
from leadscore_analysis.rulebook.schema import rulebook_schema
from tests.editors import read
from tests.tiny import one_score, tiny_history, values_at

PAGE = (Path(language.__file__).parent / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
WORKED = re.findall(r"^\| `(\{rule: .*?\})` \| `(.*?)` \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
KINDS = ("attribute", "event", "recency", "frequency", "absence")


def whole(example: str) -> str:
    """The example as a rulebook: a list of rules becomes one score."""
    rules = "rulebook: rules\nscores:\n  - score: interest\n    rules:\n" + indent(example, "      ")
    return example if "rulebook:" in example else rules


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("\n")[0][:40])
def test_an_example_is_a_sound_rulebook(example: str):
    assert Rulebook.from_text(whole(example)).warnings() == []
    Draft202012Validator(rulebook_schema()).validate(read(whole(example)))


@pytest.mark.parametrize(("rule", "events", "days", "scores"), WORKED, ids=lambda text: text[:60])
def test_a_worked_example_comes_out(tmp_path: Path, rule: str, events: str, days: str, scores: str):
    replay = Replay(tiny_history(tmp_path, f"A: {events}"), one_score(rule))
    assert values_at(replay, "A", *map(float, days.split(", "))) == [float(score) for score in scores.split(", ")]


def test_the_page_has_examples_of_every_kind_and_names_every_field():
    assert len(EXAMPLES) >= 10
    assert len(WORKED) >= 12
    assert all(f"kind: {kind}" in PAGE for kind in KINDS)
    schema = rulebook_schema()
    fields = {key for part in (schema, *schema["$defs"].values()) for key in part.get("properties", {})} | set(RuleFields.model_fields)
    told = {name for name in fields if re.search(rf"(?<![\w-]){name}\b", PAGE)}
    assert fields - told == set()


def test_every_link_within_the_page_leads_to_a_heading():
    headings = re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#(.*?)\)", PAGE)) <= anchors
