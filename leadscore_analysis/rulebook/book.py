"""A rulebook: the model that the replay reads, and the file as its author wrote it."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from leadscore_analysis.errors import Fault
from leadscore_analysis.files import write_text
from leadscore_analysis.rulebook.checking import rulebook_faults
from leadscore_analysis.rulebook.explaining import Explanation, explain
from leadscore_analysis.rulebook.models import RulebookModel
from leadscore_analysis.rulebook.preset import preset_text
from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.settings_file import (
    RULEBOOK_KEYS,
    STUDY_KEYS,
    SettingsFile,
    parsed,
    read_settings,
    refuse_other_kind,
    settings_text,
    settings_tree,
)


@dataclass(frozen=True)
class Rulebook:
    """A checked rulebook. ``model`` is what it means; its text keeps the author's comments and order.

    >>> rule = "{rule: nl, kind: attribute, where: country = 'NL', points: 20}"
    >>> book = Rulebook.from_text("{rulebook: demo, scores: [{score: fit, rules: [" + rule + "]}]}")
    >>> book.name, book.model.scores[0].rules[0].points
    ('demo', Decimal('20'))
    """

    model: RulebookModel
    file: SettingsFile

    @classmethod
    def load(cls, path: Path | str) -> Rulebook:
        """The rulebook in the YAML file at ``path``; FaultsError tells everything that is wrong with it."""
        return cls._checked(read_settings(path))

    @classmethod
    def from_text(cls, text: str, *, source: str = "rulebook") -> Rulebook:
        """The rulebook that a YAML text says."""
        return cls._checked(SettingsFile(Path(source), settings_tree(text, source=source)))

    @classmethod
    def preset(cls, name: str) -> Rulebook:
        """The ready rulebook of that name, such as ``email-agency``; InputError with the nearest name when there is none."""
        return cls.from_text(preset_text(name), source=f"{name}.yml")

    @classmethod
    def _checked(cls, file: SettingsFile) -> Rulebook:
        refuse_other_kind(file, wanted="rulebook", other="study", own=RULEBOOK_KEYS, foreign=STUDY_KEYS)
        return cls(parsed(RulebookModel, file, rulebook_faults), file)

    @property
    def name(self) -> str:
        """The rulebook's name."""
        return self.model.rulebook

    @property
    def version(self) -> int:
        """The rulebook's version."""
        return self.model.version

    def warnings(self) -> list[Fault]:
        """What is allowed and yet worth a second look."""
        return [fault for fault in rulebook_faults(self.model) if fault.warning]

    def text(self) -> str:
        """The rulebook as YAML, comments and order as its author wrote them."""
        return settings_text(self.file.tree)

    def explained(self, lang: str = "en") -> Explanation:
        """The rulebook in plain sentences, in ``en``, ``nl`` or ``sv``; a notebook shows it as a page would."""
        return explain(self, lang)

    def fingerprint(self) -> str:
        """A hash of what the rulebook means, whatever its layout and comments."""
        return hashlib.sha256(self.model.model_dump_json().encode()).hexdigest()

    def with_values(self, values: Mapping[FilePath, Any]) -> Rulebook:
        """A copy with the values at those paths of the file replaced; comments and order stay."""
        tree = copy.deepcopy(self.file.tree)
        for path, value in values.items():
            _replace(tree, path, value)
        return self._checked(SettingsFile(self.file.path, tree))

    def with_points(self, points: Mapping[FilePath, Decimal]) -> Rulebook:
        """A copy with other points for the terms at those paths; comments and order stay."""
        return self.with_values({path: _yaml_number(value) for path, value in points.items()})

    def with_version(self, version: int) -> Rulebook:
        """A copy under another version number."""
        return self.with_values({("version",): version})

    def write(self, path: Path | str) -> None:
        """Writes the rulebook as YAML, whole or not at all."""
        write_text(Path(path), self.text())


def _replace(tree: CommentedMap, path: FilePath, value: Any) -> None:
    node: Any = tree
    for key in path[:-1]:
        node = node[key]
    if isinstance(node, CommentedMap) and path == ("version",) and "version" not in node:
        node.insert(1, "version", value)
    else:
        node[path[-1]] = value


def _yaml_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
