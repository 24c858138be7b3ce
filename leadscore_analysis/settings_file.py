"""YAML files that people write, checked against a model: all faults told at once, each with its path, its line and a hint."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml.comments import CommentedMap

from leadscore_analysis.errors import Fault, FaultsError, InputError, did_you_mean, problem_and_hint
from leadscore_analysis.settings_remains import NO_GAPS, Gaps, Remains
from leadscore_analysis.yaml_tree import (
    FilePath,
    line_of,
    path_of,
    path_text,
    place_of,
    plain,
    settings_text,
    settings_tree,
    tree_and_repeated_keys,
)

__all__ = [
    "RULEBOOK_KEYS",
    "STUDY_KEYS",
    "SettingsFile",
    "faults_of",
    "known_keys",
    "parsed",
    "path_text",
    "plain",
    "read_settings",
    "refuse_other_kind",
    "settings_text",
    "settings_tree",
    "with_lines",
]

RULEBOOK_KEYS = frozenset({"scores"})
STUDY_KEYS = frozenset({"study", "outcome", "horizon"})
"""Keys by which the two kinds of file are told apart: every file of the one kind needs them, and none of the other knows them."""

Model = TypeVar("Model", bound=BaseModel)

_PLAINER = {
    "model_type": "must be keys and values",
    "dict_type": "must be keys and values",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "bool_type": "must be true or false",
    "model_attributes_type": "must be keys and values",
}
_HINTS = {
    "string_type": "put it in quotes",
    "model_type": "write {key: value}",
    "dict_type": "write {key: value}",
    "tuple_type": "write [one, two]",
    "list_type": "write [one, two]",
    "bool_type": "write true or false",
    "int_type": "write it in digits, without quotes",
    "int_parsing": "write it in digits, without quotes",
    "model_attributes_type": "write {key: value}",
    "greater_than": "make it larger",
    "greater_than_equal": "make it larger",
    "less_than_equal": "make it smaller",
}


@dataclass(frozen=True)
class SettingsFile:
    """A YAML mapping as its author wrote it: ``tree`` keeps comments and order, ``repeated`` tells the keys that stand twice."""

    path: Path
    tree: CommentedMap
    repeated: tuple[Fault, ...] = ()

    def line(self, where: FilePath) -> int:
        """The line (from 1) on which the entry at ``where`` stands, or its nearest parent."""
        return line_of(self.tree, where)

    def spot(self, where: FilePath) -> str:
        """A path as a fault tells it, with its line unless nothing of it stands in the file: ``moments.until (line 5)``."""
        stands = len(where) > 1 or (bool(where) and where[0] in self.tree)
        return f"{path_text(where)} (line {self.line(where)})" if stands else path_text(where)


def read_settings(path: Path | str) -> SettingsFile:
    """The YAML mapping in the file at ``path``; FaultsError when it is no YAML, InputError when it is not there.

    Keys that stand twice are no error yet: :func:`parsed` tells them together with the file's other faults.
    """
    path = Path(path)
    tree, repeated = tree_and_repeated_keys(_text_of(path), source=str(path))
    return SettingsFile(path, tree, tuple(repeated))


def parsed(model: type[Model], file: SettingsFile, check: Callable[[Model, Gaps], Iterable[Fault]] | None = None) -> Model:
    """The file's settings as a ``model``; FaultsError with every fault, its path in the file, its line and a hint.

    ``check`` tells what is wrong with settings that are well formed (its warnings stop nothing). Where some entries are not, it is
    asked about the others, so that all faults are told at once.
    """
    faults = list(file.repeated)
    settings = plain(file.tree)
    try:
        found = model.model_validate(settings)
        more = list(check(found, NO_GAPS)) if check else []
    except ValidationError as error:
        faults += faults_of(error, model, file)
        more = Remains(model, settings).faults(check) if check else []
    told = with_lines(more, file)
    faults += [fault for fault in told if not fault.warning]
    if faults:
        raise FaultsError(faults, source=str(file.path), warnings=[fault for fault in told if fault.warning]) from None
    return found


def refuse_other_kind(file: SettingsFile, *, wanted: str, other: str, own: frozenset[str], foreign: frozenset[str]) -> None:
    """Raises InputError when the file is of the ``other`` kind: it has keys of ``foreign`` and none of ``own``.

    Told before its keys are looked at, as each of them would be a fault of its own.
    """
    keys = set(file.tree)
    if keys & foreign and not keys & own:
        name = next(key for key in file.tree if key in foreign)
        raise InputError(f"{file.path} must be a {wanted}; it is a {other} (it has the key '{name}')", hint=f"name a {wanted} here")


def faults_of(error: ValidationError, model: type[BaseModel], file: SettingsFile) -> list[Fault]:
    """One fault for each thing that pydantic found, in the file's own paths."""
    return [_fault(dict(item), model, file) for item in error.errors()]


def with_lines(faults: Iterable[Fault], file: SettingsFile) -> list[Fault]:
    """The faults with the line of the file behind each path that has none yet."""
    return [fault if "(" in fault.where else replace(fault, where=file.spot(path_of(fault.where))) for fault in faults]


def known_keys(model: type[BaseModel], where: FilePath) -> set[str]:
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


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path} must be a file; it is not there", hint="check the path and the folder you are in") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} must be UTF-8 text; it is not", hint="save it as UTF-8 text") from None
    except OSError as error:
        raise InputError(f"{path} must be a file that can be read; got: {error.strerror}", hint="check the path and its rights") from None


def _fault(item: dict[str, Any], model: type[BaseModel], file: SettingsFile) -> Fault:
    kind, context = item["type"], item.get("ctx", {})
    where = place_of(item["loc"], file.tree, missing=kind == "missing")
    spot = file.spot(where)
    if kind == "extra_forbidden":
        return Fault(spot, "this key is not known here", did_you_mean(str(where[-1]), known_keys(model, where[:-1])))
    if kind == "missing":
        return Fault(spot, "this key is needed and missing", "add it")
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _unknown_kind(where, item["input"], context, file)
    told = str(context["error"]) if kind == "value_error" and "error" in context else _plainer(kind, item["msg"])
    problem, hint = problem_and_hint(told)
    got = "" if "; got" in problem else f"; got {_shown(item['input'])}"
    return Fault(spot, problem + got, hint or _hint(kind, item["input"], context))


def _models_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return {annotation} if issubclass(annotation, BaseModel) else set()
    return {model for inner in typing.get_args(annotation) for model in _models_in(inner)}


def _plainer(kind: str, message: str) -> str:
    plainer = _PLAINER.get(kind) or message.replace("Input should be", "must be", 1)
    return plainer[:1].lower() + plainer[1:]


def _hint(kind: str, value: Any, context: Mapping[str, Any]) -> str:
    if kind == "literal_error":
        return did_you_mean(str(value), _names_in(str(context["expected"])))
    return _HINTS.get(kind, "")


def _unknown_kind(where: FilePath, value: Any, context: Mapping[str, Any], file: SettingsFile) -> Fault:
    """The fault of a mapping whose chooser (``kind``) is missing or names none of the things it may be."""
    chooser = str(context["discriminator"]).strip("'")
    spot = file.spot((*where, chooser))
    if "tag" not in context:
        return Fault(spot, "this key is needed and missing", "add it")
    got = value.get(chooser) if isinstance(value, Mapping) else value
    expected = str(context["expected_tags"])
    return Fault(spot, f"must be one of {expected}; got {_shown(got)}", did_you_mean(str(got), _names_in(expected)))


def _names_in(text: str) -> list[str]:
    return [name.strip("'") for name in text.replace(" or ", ", ").split(", ")]


def _shown(value: Any) -> str:
    text = repr(plain(value))
    return text if len(text) <= 60 else text[:57] + "…"
