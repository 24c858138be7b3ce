"""The JSON Schema of a rulebook file."""

from __future__ import annotations

from typing import Any

from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.settings_schema import settings_schema

SCHEMA_FILE = "leadscore-rulebook.schema.json"
"""The name under which the schema stands beside a rulebook."""


def rulebook_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a rulebook file.

    >>> rulebook_schema()["properties"]["version"]["description"]
    'A whole number that rises with every change.'
    """
    return settings_schema(RulebookModel, title="leadscore rulebook")
