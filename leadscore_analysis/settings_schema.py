"""The JSON Schema of a settings file, made from its models: editors read it to complete and check what an author types.

The schema knows keys, types and spellings; what entries mean together is left to ``leadscore check``.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def settings_schema(model: type[BaseModel], *, title: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file that ``model`` reads; descriptions are the docstrings of its classes and fields."""
    schema = model.model_json_schema()
    models = {found.__name__: found for found in _below(model.__mro__[1])}
    for name, part in {**schema.get("$defs", {}), model.__name__: schema}.items():
        if name in models:
            _describe(part, models[name])
    return {"$schema": DIALECT, **_tidy(schema), "title": title}


def schema_text(schema: dict[str, Any]) -> str:
    """The schema as the text of a JSON file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _below(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The class and every class made from it: a model's parts have one base."""
    yield base
    for child in base.__subclasses__():
        yield from _below(child)


def _describe(part: dict[str, Any], model: type[BaseModel]) -> None:
    told = {name: text for kind in reversed(model.__mro__) if _is_part(kind) for name, text in _told(kind).items()}
    for name, field in model.model_fields.items():
        if name in told:
            part["properties"][field.alias or name]["description"] = told[name]


def _is_part(kind: type) -> bool:
    return issubclass(kind, BaseModel) and kind is not BaseModel


@cache
def _told(kind: type) -> dict[str, str]:
    """The docstring of each field that the class itself defines."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    return {
        field.target.id: inspect.cleandoc(str(text.value.value))
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
    }


def _tidy(node: Any, *, names: bool = False) -> Any:
    """The schema without what tells nothing: titles that repeat the key, defaults that are empty or no text of a file."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if isinstance(node, str):
        return node.replace("``", "'")
    if not isinstance(node, dict):
        return node
    kept = node if names else {key: value for key, value in node.items() if not _tells_nothing(key, value, node)}
    return {key: _tidy(value, names=key in ("properties", "$defs") and not names) for key, value in kept.items()}


def _tells_nothing(key: str, value: Any, node: dict[str, Any]) -> bool:
    from_the_file = isinstance(value, str) or node.get("type") != "string"
    return key == "title" or (key == "default" and (not value or isinstance(value, dict) or not from_the_file))
