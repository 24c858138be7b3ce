"""Imports go down only: each room of the house may import from the rooms above it in this list, and from itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import leadscore_analysis

ROOMS = (
    *("errors", "clock", "files", "column_types", "yaml_tree", "settings_remains", "settings_file", "settings_schema"),
    *("words", "rulebook", "study"),
    *("engine", "engines", "sources", "history", "checked", "replay", "labels", "capacity", "evaluation"),
    *("scorecard", "thresholds", "suggestion", "comparison", "funnel", "checked_files", "starting"),
    *("charts", "reports", "world", "main_job", "cli"),
)
PACKAGE = Path(leadscore_analysis.__file__).parent


def rooms_imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = [f"{node.module}.{name.name}" for name in node.names] if isinstance(node, ast.ImportFrom) else []
        modules += [name.name for name in node.names] if isinstance(node, ast.Import) else []
        yield from (module.split(".")[1] for module in modules if module.startswith("leadscore_analysis."))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path):
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room == "__init__":
        return
    assert set(rooms_imported(path)) <= set(ROOMS[: ROOMS.index(room) + 1])
