"""Ready rulebooks to start from: published ways of scoring, and the arithmetic of well-known products."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from leadscore_analysis.errors import InputError, did_you_mean
from leadscore_analysis.yaml_tree import settings_tree

_FOLDER = resources.files("leadscore_analysis") / "rulebook" / "presets"


@dataclass(frozen=True)
class Preset:
    """A ready rulebook: its name, its title, and what it is for in a line."""

    name: str
    title: str
    purpose: str

    @property
    def text(self) -> str:
        """The rulebook as YAML, with its comments."""
        return preset_text(self.name)


def preset_names() -> tuple[str, ...]:
    """The names of all presets, in alphabetical order."""
    return tuple(sorted(entry.name.removesuffix(".yml") for entry in _FOLDER.iterdir() if entry.name.endswith(".yml")))


def presets() -> tuple[Preset, ...]:
    """All presets, in alphabetical order.

    >>> [preset.title for preset in presets() if preset.name == "engagement-thermometer"]
    ['Engagement thermometer, beside a long-term score']
    """
    trees = {name: settings_tree(preset_text(name), source=name) for name in preset_names()}
    return tuple(Preset(name, str(tree["label"]), str(tree["note"])) for name, tree in trees.items())


def preset_text(name: str) -> str:
    """The preset of that name as YAML, with its comments; InputError with the nearest name when there is none."""
    if name not in preset_names():
        raise InputError(f"a preset must be one of those there are; got '{name}'", hint=did_you_mean(name, preset_names()))
    return (_FOLDER / f"{name}.yml").read_text(encoding="utf-8")
