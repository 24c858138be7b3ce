"""Settings files are read whole, and every fault is told at once."""

import copy
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from leadscore_analysis.clock import Duration, RawInstant
from leadscore_analysis.errors import FaultsError, InputError
from leadscore_analysis.settings_file import parsed, read_settings, settings_text, settings_tree


class Step(BaseModel):
    model_config = ConfigDict(extra="forbid")
    within: Duration
    adds: int


class Rule(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rule: str
    ladder: list[Step] = []
    limit: int | str = 0


class EventRule(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["event"]
    event: str
    points: int


class SilenceRule(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["silence"]
    after: Duration


class Rules(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rules: list[Rule]
    kinds: list[Annotated[EventRule | SilenceRule, Field(discriminator="kind")]] = []
    since: RawInstant | None = None
    from_: str | None = Field(default=None, alias="from")


FIVE_FAULTS = """\
rules:
  - rule: first
    rule: again
    ladder:
      - {within: 3 days, adds: 5}
      - {wihtin: 5d, adds: 4, within: 9d}
  - rule: second
    limit: [1]
since: 2024-13-01
form: here
"""


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "rules.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def faults_in(path: Path) -> list[str]:
    with pytest.raises(FaultsError) as caught:
        parsed(Rules, read_settings(path))
    return [str(fault) for fault in caught.value.faults]


def test_all_faults_are_told_with_path_line_and_hint(written):
    assert faults_in(written(FIVE_FAULTS)) == [
        "rules[0].rule (line 3): each key must stand once; got it twice. Hint: keep one of the two",
        "rules[0].ladder[0].within (line 5): a duration must be a whole number and s, min, h, d or w; got '3 days'. Hint: write 30d or 12h",
        "rules[0].ladder[1].wihtin (line 6): this key is not known here. Hint: did you mean 'within'?",
        "rules[1].limit (line 8): must be a valid integer; got [1]. Hint: write it in digits, without quotes",
        "rules[1].limit (line 8): must be text; got [1]. Hint: put it in quotes",
        "since (line 9): an instant must be an ISO date or date-time; got '2024-13-01'. Hint: write 2026-03-01 or 2026-03-01T09:30",
        "form (line 10): this key is not known here. Hint: did you mean 'from'?",
    ]


def test_a_missing_key_is_told_where_it_should_stand(written):
    assert faults_in(written("rules:\n  - limit: 1\n")) == ["rules[0].rule (line 2): this key is needed and missing. Hint: add it"]


def test_a_fault_under_a_chosen_kind_has_the_path_of_the_file(written):
    text = "rules: []\nkinds:\n  - {kind: event, event: [1], points: x}\n"
    text += "  - {kind: event, event: visit}\n  - {kind: silence, aftr: 3d}\n  - {kind: evnt}\n  - {after: 3d}\n"
    assert faults_in(written(text)) == [
        "kinds[0].event (line 3): must be text; got [1]. Hint: put it in quotes",
        "kinds[0].points (line 3): must be a valid integer, unable to parse string as an integer; got 'x'. "
        "Hint: write it in digits, without quotes",
        "kinds[1].points (line 4): this key is needed and missing. Hint: add it",
        "kinds[2].after (line 5): this key is needed and missing. Hint: add it",
        "kinds[2].aftr (line 5): this key is not known here. Hint: did you mean 'after'?",
        "kinds[3].kind (line 6): must be one of 'event', 'silence'; got 'evnt'. Hint: did you mean 'event'?",
        "kinds[4].kind (line 7): this key is needed and missing. Hint: add it",
    ]


def test_a_value_of_the_wrong_kind_is_told_plainly(written):
    assert faults_in(written("rules: [7]\n")) == ["rules[0] (line 1): must be keys and values; got 7. Hint: write {key: value}"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rules: [", "line 1: the file must be YAML"),
        ("- one\n", "the file must hold keys and values; it holds a list. Hint: write 'key: value' at the left margin"),
        ("", "the file must hold keys and values; the file is empty. Hint: start with a line"),
        ("# only words\n", "the file must hold keys and values; the file is empty"),
        ("one", "the file must hold keys and values; it holds a single value"),
        ("rules: &all [*all]", "nesting must be at most 40 levels deep"),
        ("rules: \x00", "the file must be YAML"),
        ("rulebook: a\nscores: [{{score: a, rules: []}}]", "line 2: the file must be YAML; a key must be a word or a number"),
        ("? [a, b]\n: 1", "line 1: the file must be YAML; a key must be a word or a number"),
    ],
)
def test_a_file_that_is_no_mapping_is_a_fault(written, text, problem):
    with pytest.raises(FaultsError, match=problem):
        read_settings(written(text))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="must be a file; it is not there"):
        read_settings(tmp_path / "absent.yml")


def test_a_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "rules.yml").write_bytes(b"\xff\xfe\x00r")
    with pytest.raises(InputError, match="must be UTF-8 text"):
        read_settings(tmp_path / "rules.yml")


def test_words_that_other_readers_change_stay_as_written():
    tree = settings_tree("country: no\ncode: 010\ntime: 12:30\n")
    assert (tree["country"], tree["time"]) == ("no", "12:30")


def test_what_was_written_can_be_copied_and_written_again():
    text = "rules:\n  # the first\n  - {rule: a}\n  - rule: b   # the second\n"
    tree = settings_tree(text)
    assert settings_text(tree) == text
    assert settings_text(copy.deepcopy(tree)) == text
    assert settings_text(tree) == text


def test_comments_survive_reading_and_writing():
    text = "# our rules\nrules:\n  - rule: first   # the best one\n    limit: 1\n"
    assert settings_text(settings_tree(text)) == text
