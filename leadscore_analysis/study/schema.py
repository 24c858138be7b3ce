"""The JSON Schema of a study file."""

from __future__ import annotations

from typing import Any

from leadscore_analysis.settings_schema import settings_schema
from leadscore_analysis.study.models import Study


def study_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a study file.

    >>> study_schema()["required"]
    ['study', 'rulebook', 'outcome', 'horizon']
    """
    return settings_schema(Study, title="leadscore study")
