"""YAML as its author wrote it: comments, order and places are kept, and no mistake of form hides another."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.tag import Tag

from leadscore_analysis.errors import Fault, FaultsError, first_line

FilePath = tuple[str | int | float, ...]
"""Keys and list places from the top of a file; a key may be a number too."""

_DEEPEST = 40
_BOOL = "tag:yaml.org,2002:bool"
_TRUTH = "!truth"
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def settings_tree(text: str, *, source: str = "") -> CommentedMap:
    """The YAML mapping in ``text``, comments and order kept; FaultsError when it is none, or when a key stands twice."""
    tree, repeated = tree_and_repeated_keys(text, source=source)
    if repeated:
        raise FaultsError(repeated, source=source)
    return tree


def tree_and_repeated_keys(text: str, *, source: str = "") -> tuple[CommentedMap, list[Fault]]:
    """The YAML mapping in ``text`` with the first of each repeated key, and a fault for each of the others."""
    try:
        repeated = list(_repeated_keys(_yaml().compose(text), ()))
        tree = _yaml().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        fault = Fault(f"line {line}", f"the file must be YAML; {error.problem}", "mind indentation, colons and quotes")
        raise FaultsError([fault], source=source) from None
    except YAMLError as error:
        fault = Fault("", f"the file must be YAML; {first_line(error)}", "save it as UTF-8 text")
        raise FaultsError([fault], source=source) from None
    if not isinstance(tree, CommentedMap):
        raise FaultsError([_no_mapping(tree)], source=source)
    return tree, repeated


def settings_text(tree: CommentedMap) -> str:
    """The YAML text of ``tree``, with the comments and the order it was read with."""
    stream = io.StringIO()
    _yaml().dump(copy.deepcopy(tree), stream)  # writing moves a tree's comments: a later copy of one that was written would lose them
    return stream.getvalue()


def path_text(where: Sequence[str | int | float]) -> str:
    """A path in a file as people read it.

    >>> path_text(("scores", 1, "rules", 2, "points"))
    'scores[1].rules[2].points'
    """
    text = ""
    for key in where:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else str(key)
    return text


def path_of(text: str) -> FilePath:
    """The path that :func:`path_text` wrote.

    >>> path_of("scores[1].rules[2].points")
    ('scores', 1, 'rules', 2, 'points')
    """
    return tuple(int(number) if number else key for key, number in _STEP.findall(text))


def plain(node: Any) -> Any:
    """The tree as plain dicts, lists and scalars."""
    if isinstance(node, Mapping):
        return {_plain_key(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float):
        if isinstance(node, kind):
            return kind(node)
    return node


def line_of(tree: Any, where: FilePath) -> int:
    """The line (from 1) on which the entry at ``where`` stands, or its nearest parent."""
    node, line = tree, 0
    for key in where:
        try:
            position = node.lc.item(key) if isinstance(key, int) else node.lc.key(key)
            line, node = int(position[0]), node[key]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line + 1


def place_of(loc: Sequence[str | int], tree: Any, *, missing: bool) -> FilePath:
    """The keys of pydantic's location that stand in the file: it also names members of unions, which no author wrote.

    The member of a union that ``kind`` chooses is named right after its mapping, and may be spelt as one of its keys (``kind: event``).
    """
    where: list[str | int] = []
    node, kind = tree, None
    for part in loc:
        if part == kind:
            kind = None
            continue
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            continue
        where.append(part)
        kind = node.get("kind") if isinstance(node, Mapping) else None
    if missing and loc:
        where.append(loc[-1])
    return tuple(where)


def _no_mapping(tree: Any) -> Fault:
    """The fault of a file that is no mapping: what it is in the place of one."""
    if tree is None:
        return Fault(
            "", "the file must hold keys and values; the file is empty", "start with a line 'rulebook: my-rules' or 'study: my-study'"
        )
    if isinstance(tree, list):
        return Fault(
            "", "the file must hold keys and values; it holds a list", "write 'key: value' at the left margin, without '- ' before it"
        )
    return Fault(
        "", "the file must hold keys and values; it holds a single value", "start with a line 'rulebook: my-rules' or 'study: my-study'"
    )


class _TruthKey(str):
    """A key that is true or false: its text, for as a number it would be the same key as 1 or 0; written as its author did."""

    written: str

    def __new__(cls, written: str) -> _TruthKey:
        found = super().__new__(cls, written.lower())
        found.written = written
        return found


class _Representer(RoundTripRepresenter):
    """As ruamel's, and knows keys that are true or false."""

    def represent_truth(self, key: _TruthKey) -> Any:
        return self.represent_scalar(_BOOL, key.written)


_Representer.add_representer(_TruthKey, _Representer.represent_truth)


class _Constructor(RoundTripConstructor):
    """As ruamel's, but a date that no calendar has (2024-13-01) stays text, so that its fault is told with its path."""

    def construct_yaml_timestamp(self, node: Any, values: Any = None) -> Any:
        try:
            return super().construct_yaml_timestamp(node, values)
        except ValueError:
            return self.construct_scalar(node)

    def construct_mapping(self, node: Any, *args: Any, **kwargs: Any) -> Any:
        for key, _ in node.value:
            if str(key.tag) == _BOOL:
                key.ctag = Tag(suffix=_TRUTH)
        return super().construct_mapping(node, *args, **kwargs)

    def construct_truth(self, node: Any) -> _TruthKey:
        return _TruthKey(node.value)


_Constructor.add_constructor(_TRUTH, _Constructor.construct_truth)
_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_timestamp)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    yaml.Representer = _Representer
    yaml.allow_duplicate_keys = True
    yaml.width = 4096
    yaml.preserve_quotes = True
    yaml.brace_single_entry_mapping_in_flow_sequence = True  # [{band: cold}], as people write it
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _plain_key(key: Any) -> Any:
    return str(key) if isinstance(key, str) else key


def _repeated_keys(node: Any, where: FilePath) -> Iterator[Fault]:
    """A fault for each key that stands again in its mapping; also for nesting that no settings need, such as an alias within itself."""
    if len(where) > _DEEPEST:
        raise YAMLError(f"nesting must be at most {_DEEPEST} levels deep; got more")
    if isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            yield from _repeated_keys(item, (*where, number))
    if not isinstance(node, MappingNode):
        return
    seen: dict[str, tuple[str, str | None]] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            raise MarkedYAMLError(problem="a key must be a word or a number, not a list or a mapping", problem_mark=key.start_mark)
        spot = (*where, key.value)
        same = {key.value, _meaning(key)}
        before = next((seen[text] for text in same if text in seen), None)
        if before is not None:
            problem = "each key must stand once; got it twice"
            if (key.value, key.style) != before:
                both = f"{_as_written(before)} and {_as_written((key.value, key.style))}"
                problem = f"each key must match another value; got {both}, which match the same"
            yield Fault(f"{path_text(spot)} (line {key.start_mark.line + 1})", problem, "keep one of the two")
        seen |= dict.fromkeys(same, (key.value, key.style))
        yield from _repeated_keys(value, spot)


def _meaning(key: Any) -> str:
    """The text that is the same for keys that match the same values: of a number its value (1 and 1.0), of true and false the word."""
    kind = str(key.tag).rpartition(":")[2]
    try:
        if kind in ("int", "float"):
            number = int(key.value) if kind == "int" else float(key.value)  # doubles would make one of two large whole numbers
            return str(int(number)) if number == number // 1 else repr(number)
    except ValueError:
        pass
    return str(key.value).lower() if kind == "bool" else str(key.value)


def _as_written(key: tuple[str, str | None]) -> str:
    text, quote = key
    return f"{quote or ''}{text}{quote or ''}"
