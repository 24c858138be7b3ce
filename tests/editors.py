"""Settings as editors see them, to hold against a JSON Schema."""

import datetime
from typing import Any

from leadscore_analysis.settings_file import plain, settings_tree


def read(text: str) -> Any:
    """The settings that a YAML text says."""
    return as_editors_see(plain(settings_tree(text)))


def as_editors_see(node: Any) -> Any:
    """Settings with dates and all keys as text."""
    if isinstance(node, dict):
        return {str(key): as_editors_see(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_editors_see(item) for item in node]
    return node.isoformat() if isinstance(node, datetime.date) else node
