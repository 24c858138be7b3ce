"""``truth.json``: all that decides what happened in a world, from which the same world can be made again, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from leadscore_analysis.errors import InputError
from leadscore_analysis.files import write_text
from leadscore_analysis.world.phases import Phase
from leadscore_analysis.world.truth import Behaviour, Habits, Hazard, World, fit_effects

FORMAT = "leadscore sample world 1"
PLANTED = {"wrong_sign": ["careers-page"], "useless": ["blog-reader", "phone-filled-in"], "made_by_outcome": ["onboarding_call"]}
"""What is wrong in the old rulebook on purpose (names of rules), and the event type that only the outcome makes."""


@dataclass(frozen=True)
class Truth:
    """A world, the phases in which sales worked it, and a summary of what came of it."""

    world: World
    phases: tuple[Phase, ...]
    summary: dict[str, float]


def write_truth(path: Path, truth: Truth) -> None:
    """Writes ``truth.json``, whole or not at all."""
    told = {
        "format": FORMAT,
        "world": asdict(truth.world),
        "fit_effects": fit_effects(truth.world.hazard),
        "planted": PLANTED,
        "phases": [asdict(phase) | {"text_sha256": phase.text_hash} for phase in truth.phases],
        "summary": truth.summary,
    }
    write_text(path, json.dumps(told, indent=2, ensure_ascii=False) + "\n")


def read_truth(path: Path) -> Truth:
    """The truth in the file at ``path``; InputError when there is none."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise InputError(f"{path} must have the format {FORMAT!r}; got {told['format']!r}", hint="make the sample world anew")
        return Truth(_world(told["world"]), _phases(told["phases"]), told["summary"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        got = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path} must be the truth of a sample world; got: {got}", hint="make one with `leadscore demo`") from None


def _world(told: dict[str, Any]) -> World:
    values: dict[str, Any] = {name: _in_tuples(value) for name, value in told["hazard"].items()}
    values["behaviours"] = tuple(Behaviour(**behaviour) for behaviour in told["hazard"]["behaviours"])
    parts: dict[str, Any] = {"hazard": Hazard(**values), "habits": Habits(**told["habits"])}
    return World(**(told | parts))


def _phases(told: Sequence[dict[str, Any]]) -> tuple[Phase, ...]:
    return tuple(Phase(**{name: phase[name] for name in ("from_week", "until_week", "score", "text")}) for phase in told)


def _in_tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
