"""The JSON Schema says what the models say: keys, types and spellings."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from leadscore_analysis.errors import LeadscoreError
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.preset import preset_names, preset_text
from leadscore_analysis.rulebook.schema import rulebook_schema
from tests.editors import as_editors_see, read
from tests.replay.drawn.rulebooks import rulebooks
from tests.replay.examples import examples

ROOT = Path(__file__).parents[2]
SCHEMA = Draft202012Validator(rulebook_schema())
RULE = "rulebook: tiny\nscores: [{score: interest, rules: [%s]}]\n"
EVENT = "{rule: x, kind: event, event: x, points: 5, %s}"


def rulebooks_in_tests() -> Iterator[str]:
    """Every text in the tests that is a sound rulebook, or a sound rule."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = RULE % node.value if node.value.startswith("{rule: ") else node.value
                if "rulebook:" in text and is_sound(text):
                    yield text


def is_sound(text: str) -> bool:
    try:
        Rulebook.from_text(text)
    except LeadscoreError:
        return False
    return True


def test_the_schema_is_itself_sound():
    Draft202012Validator.check_schema(rulebook_schema())


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_is_accepted(name):
    SCHEMA.validate(read(preset_text(name)))


def test_every_sound_rulebook_of_the_tests_is_accepted():
    texts = list(rulebooks_in_tests())
    assert len(texts) > 60
    for text in texts:
        SCHEMA.validate(read(text))


@given(rulebooks(2026))
@examples(60)
def test_every_rulebook_that_can_be_drawn_is_accepted(drawn):
    SCHEMA.validate(as_editors_see(drawn))


@pytest.mark.parametrize("name", ["data/studies/bpi2012-rulebook.yml", "leadscore_analysis/world/old_rulebook.yml"])
def test_the_projects_own_rulebooks_are_accepted(name):
    SCHEMA.validate(read((ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "said",
    [
        *("limit: twice", "limit: {per: day}", "limit: {per: fortnight, count: 1}", "limit: {first: 0}", "limit: {first: 2, count: 2}"),
        *("expires: 30", "expires: 30 days", "expires: 1m", "decay: {keep: 0.5, every: 90d}", "decay: {keep: 50%}", "decay: off"),
        *("cap: 0", "cap: ten", "enabled: 'yes'", "wheer: \"page = '/'\"", "direction: up", "stopped_by: checkout", "kind: evnt"),
    ],
)
def test_what_a_rule_cannot_say_is_refused(said):
    text = RULE % (EVENT % said if "kind" not in said else "{rule: x, kind: evnt, event: x, points: 5}")
    assert not SCHEMA.is_valid(read(text))
    assert not is_sound(text)


@pytest.mark.parametrize(
    "text",
    [
        "rulebook: tiny",
        "rulebook: two words\nscores: []",
        RULE % "{rule: x, kind: event, event: [], points: 5}",
        RULE % "{rule: x, kind: event, event: x, points: '5'}",
        RULE % "{rule: x, kind: recency, event: x, ladder: [{within: 3d, add: 5}]}",
        RULE % "{rule: x, kind: absence, event: any, after: 30d, points: -10, times: 2.5, repeat_every: 30d}",
        RULE % "{rule: x, kind: attribute, attribute: role, values: {Manager: lots}}",
        RULE % (EVENT % "note: n") + "alerts: [{alert: a, all: [{score: interest, at_least: 5}], rearm: sometimes}]",
        RULE % (EVENT % "note: n") + "bandz: {}",
        RULE % (EVENT % "note: n") + "version: 0",
    ],
)
def test_what_a_rulebook_cannot_say_is_refused(text):
    assert not SCHEMA.is_valid(read(text))


def test_a_fault_of_a_rule_is_told_for_its_own_kind():
    (error,) = SCHEMA.iter_errors(read(RULE % (EVENT % "expires: 30")))
    assert any("'30' is not" in inner.message or "30 is not" in inner.message for inner in error.context or ())


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "properties" in node:
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for item in node:
            yield from objects(item)


def test_no_part_takes_unknown_keys_and_every_key_of_the_models_is_described():
    schema = rulebook_schema()
    assert all(part["additionalProperties"] is False for part in objects(schema))
    named = [schema, *schema["$defs"].values()]
    assert [key for part in named for key, said in part["properties"].items() if not said.get("description")] == []


def test_a_rule_is_told_by_its_kind():
    assert set(rulebook_schema()["$defs"]["Score"]["properties"]["rules"]["items"]["discriminator"]["mapping"]) == {
        *("attribute", "event", "recency", "frequency", "absence"),
    }
