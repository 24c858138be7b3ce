"""A preset copied to a file of one's own, with the schema beside it that editors read without a network."""

from __future__ import annotations

from pathlib import Path

from leadscore_analysis.errors import InputError
from leadscore_analysis.files import write_text
from leadscore_analysis.rulebook.preset import preset_text
from leadscore_analysis.rulebook.schema import SCHEMA_FILE, rulebook_schema
from leadscore_analysis.settings_schema import schema_text

EDITOR_LINE = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
"""The first line of a rulebook: VS Code, JetBrains and JupyterLab with a language server read the schema that it names."""


def copied_preset(name: str, file: Path, *, force: bool = False) -> tuple[Path, Path]:
    """The file that the preset was written to, and the JSON Schema beside it; InputError when the file is there and not ``force``.

    The schema's file has a name of its own and is written anew each time, so that it fits the version that runs.
    """
    text = preset_text(name)
    if file.is_dir():
        raise InputError(f"FILE must be a file; got the folder {file}", hint=f"write {file / f'{name}.yml'}")
    if file.exists() and not force:
        raise InputError(f"{file} must not be there yet; it is", hint="name another file, or say --force to overwrite it")
    schema = file.with_name(SCHEMA_FILE)
    write_text(schema, schema_text(rulebook_schema()))
    write_text(file, EDITOR_LINE + text)
    return file, schema
