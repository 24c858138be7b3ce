"""The rulebook that somebody in the sample world proposes, for a comparison with the one in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadscore_analysis.settings_file import settings_text, settings_tree

NAME = "candidate"
CHANGES: Mapping[str, Mapping[str, Any]] = {
    "pricing-page": {"points": 25, "expires": "90d"},
    "careers-page": {"enabled": False},
}
"""By rule: a look at the prices counts for more and fades, and looking for a job no longer counts. Every other rule stays."""


def candidate_text(rulebook: str) -> str:
    """The rulebook with the proposal's changes under another name, as YAML; comments and order stay.

    >>> rules = "[{rule: careers-page, kind: event, event: page_view, points: 10}]"
    >>> "enabled: false" in candidate_text("{rulebook: now, scores: [{score: interest, rules: " + rules + "}]}")
    True
    """
    tree = settings_tree(rulebook)
    tree["rulebook"] = NAME
    for score in tree["scores"]:
        for rule in score.get("rules") or ():
            for field, value in CHANGES.get(rule["rule"], {}).items():
                rule[field] = value
    return settings_text(tree)
