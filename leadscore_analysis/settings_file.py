"""YAML files that people write: read with comments and line numbers kept, checked against a model, all faults told at once."""

from __future__ import annotations

import io
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from leadscore_analysis.errors import Fault, FaultsError, InputError, did_you_mean

Model = TypeVar("Model", bound=BaseModel)
Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class SettingsFile:
    """A YAML mapping as its author wrote it: ``tree`` keeps comments and order, ``path`` says where it came from."""

    path: Path
    tree: CommentedMap

    def line(self, where: Path_) -> int:
        """The line (from 1) on which the entry at ``where`` stands, or its nearest parent."""
        node: Any = self.tree
        line = 0
        for key in where:
            try:
                line = _line_of(node, key)
                node = node[key]
            except (KeyError, IndexError, TypeError, AttributeError):
                break
        return line + 1


def read_settings(path: Path | str) -> SettingsFile:
    """The YAML mapping in the file at ``path``; FaultsError when it is no YAML, InputError when it is not there."""
    path = Path(path)
    return SettingsFile(path, settings_tree(_text_of(path), source=str(path)))


def settings_tree(text: str, *, source: str = "") -> CommentedMap:
    """The YAML mapping in ``text``, comments and order kept."""
    try:
        tree = _yaml().load(text)
    except DuplicateKeyError as error:
        raise FaultsError([_duplicate_key(error)], source=source) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FaultsError(
            [Fault(f"line {line}", f"the file must be YAML; {error.problem}", "mind indentation, colons and quotes")], source=source
        ) from None
    except YAMLError as error:
        raise FaultsError(
            [Fault("", f"the file must be YAML; {str(error).splitlines()[0]}", "save it as UTF-8 text")], source=source
        ) from None
    if not isinstance(tree, CommentedMap):
        raise FaultsError(
            [Fault("", "the file must hold keys and values; got something else", "start with a line such as 'rulebook: my-rules'")],
            source=source,
        )
    return tree


def settings_text(tree: CommentedMap) -> str:
    """The YAML text of ``tree``, with the comments and the order it was read with."""
    stream = io.StringIO()
    _yaml().dump(tree, stream)
    return stream.getvalue()


def parsed(model: type[Model], file: SettingsFile) -> Model:
    """The file's settings as a ``model``; FaultsError with every fault, its path in the file, its line and a hint."""
    try:
        return model.model_validate(plain(file.tree))
    except ValidationError as error:
        raise FaultsError(faults_of(error, model, file), source=str(file.path)) from None


def faults_of(error: ValidationError, model: type[BaseModel], file: SettingsFile) -> list[Fault]:
    """One fault for each thing that pydantic found, in the file's own paths."""
    return [_fault(dict(item), model, file) for item in error.errors()]


def path_text(where: Sequence[str | int]) -> str:
    """A path in a file as people read it.

    >>> path_text(("scores", 1, "rules", 2, "points"))
    'scores[1].rules[2].points'
    """
    text = ""
    for key in where:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else str(key)
    return text


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


def _plain_key(key: Any) -> Any:
    return str(key) if isinstance(key, str) else key


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.width = 4096
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path} must be a file; it is not there", hint="check the path and the folder you are in") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} must be a readable UTF-8 text file; got: {error}", hint="save it as UTF-8 text") from None


def _line_of(node: Any, key: str | int) -> int:
    position = node.lc.item(key) if isinstance(key, int) else node.lc.key(key)
    return int(position[0])


def _duplicate_key(error: DuplicateKeyError) -> Fault:
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    problem = str(error.problem).split(" with value")[0].replace('found duplicate key "', "each key must stand once; got '").rstrip('"')
    return Fault(f"line {line}", f"{problem}' twice" if "'" in problem else problem, "keep one of the two")


def _fault(item: dict[str, Any], model: type[BaseModel], file: SettingsFile) -> Fault:
    where = tuple(part for part in item["loc"] if _stands_in(part, item["loc"], file))
    spot = f"{path_text(where)} (line {file.line(where)})" if where else ""
    kind, context = item["type"], item.get("ctx", {})
    if kind == "extra_forbidden":
        return Fault(spot, "this key is not known here", did_you_mean(str(where[-1]), known_keys(model, where[:-1])))
    if kind == "missing":
        return Fault(spot, "this key is needed and missing", "add it")
    message = str(context["error"]) if kind == "value_error" and "error" in context else _lowered(item["msg"])
    problem, _, hint = message.partition(". Hint: ")
    got = "" if "; got" in problem else f"; got {_shown(item['input'])}"
    return Fault(spot, problem + got, hint)


def _stands_in(part: str | int, loc: Sequence[str | int], file: SettingsFile) -> bool:
    """Whether a part of pydantic's location is a key of the file: it also names the members of unions, which no author wrote."""
    if isinstance(part, int) or part == loc[-1]:
        return True
    return _occurs(file.tree, str(part))


def _occurs(node: Any, key: str) -> bool:
    if isinstance(node, Mapping):
        return any(str(name) == key or _occurs(value, key) for name, value in node.items())
    return isinstance(node, list) and any(_occurs(value, key) for value in node)


def known_keys(model: type[BaseModel], where: Path_) -> set[str]:
    """The keys that the models reached by ``where`` know, by the name they have in the file."""
    kinds: set[type[BaseModel]] = {model}
    for part in where:
        if isinstance(part, int):
            continue
        found = {
            inner
            for kind in kinds
            for name, field in kind.model_fields.items()
            if part in (name, field.alias)
            for inner in _models_in(field.annotation)
        }
        kinds = found or kinds
    return {field.alias or name for kind in kinds for name, field in kind.model_fields.items()}


def _models_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return {annotation} if issubclass(annotation, BaseModel) else set()
    return {model for inner in typing.get_args(annotation) for model in _models_in(inner)}


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


def _shown(value: Any) -> str:
    text = repr(plain(value))
    return text if len(text) <= 60 else text[:57] + "…"
