"""The kinds of value that a study holds: instants, paths with environment variables, shares, names."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema

from leadscore_analysis.clock import INSTANT_SCHEMA, instant_us, zone
from leadscore_analysis.errors import InputError

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class Part(BaseModel):
    """A part of the study file: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def expanded(text: str) -> str:
    """The text with each ``${NAME}`` replaced by that environment variable; ValueError naming one that is not set."""
    missing = [name for name in _VARIABLE.findall(text) if not os.environ.get(name)]
    if missing:
        raise ValueError(
            f"the environment variable {missing[0]} must be set; got none. Hint: export {missing[0]}=… first, or write the path itself"
        )
    return _VARIABLE.sub(lambda found: os.environ[found[1]], text)


def _path_text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"a path must be text; got {value!r}")
    return expanded(value)


def _instant(value: Any) -> int:
    try:
        return instant_us(value)
    except InputError as error:
        raise ValueError(str(error)) from None


def _zone_name(value: str) -> str:
    try:
        return zone(value).key
    except InputError as error:
        raise ValueError(str(error)) from None


def _share(value: Any) -> float:
    text = str(value).strip()
    try:
        share = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        share = -1.0
    if isinstance(value, bool) or not 0 <= share <= 1:
        raise ValueError(f"a share must lie between 0 % and 100 %; got {value!r}. Hint: write 1% or 0.01")
    return share


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value):
        raise ValueError(
            f"a study's name must be small letters, digits, '.', '_' and '-', at most 64, starting with a letter or digit; got {value!r}. "
            "Hint: its reports stand in a folder of this name; write spring-review"
        )
    return value


def _listed(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else [value]


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError("a list of names must not be empty; got []")
    return names


_TEXT = {"type": "string", "minLength": 1}

Instant = Annotated[int, BeforeValidator(_instant), WithJsonSchema(INSTANT_SCHEMA)]
"""Reads a date or date-time (UTC when it has no offset) and holds microseconds since 1970 UTC."""

PathText = Annotated[str, BeforeValidator(_path_text)]
"""A path, ``${NAME}`` in it replaced by the environment variable; relative to the current directory."""

FilePath = Annotated[Path, BeforeValidator(_path_text), WithJsonSchema(_TEXT)]
"""As :data:`PathText`, held as a Path."""

_PERCENT = {"type": "string", "pattern": "^[0-9]+([.][0-9]+)? ?%$", "examples": ["1%"]}

Share = Annotated[float, BeforeValidator(_share), WithJsonSchema({"anyOf": [_PERCENT, {"type": "number", "minimum": 0, "maximum": 1}]})]
"""Reads ``1%`` or ``0.01`` and holds 0.01."""

Slug = Annotated[str, AfterValidator(_slug), WithJsonSchema({"type": "string", "pattern": f"^{_SLUG.pattern}$"})]
"""A name that may stand in a path."""

ZoneName = Annotated[str, AfterValidator(_zone_name)]
"""An IANA time zone, such as ``Europe/Amsterdam``."""

Name = Annotated[str, StringConstraints(min_length=1)]
"""The name of a stage, an event type or a column."""

Names = Annotated[tuple[Name, ...], BeforeValidator(_listed, json_schema_input_type=Name | tuple[Name, ...]), AfterValidator(_some)]
"""Reads one name or a list of them and holds a tuple."""
