"""Rules that never fire on a history: no award of theirs is ever worth anything, whatever their points are."""

from __future__ import annotations

from contextlib import closing

from leadscore_analysis.engine import relation_text
from leadscore_analysis.errors import Fault
from leadscore_analysis.history import History
from leadscore_analysis.replay.replay import Replay
from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.rulebook.walk import placed_rules
from leadscore_analysis.settings_file import path_text


def idle_rule_faults(history: History, rulebook: Rulebook) -> list[Fault]:
    """A warning for each rule that never fires on the history; FaultsError when the rulebook cannot be replayed over it."""
    with closing(Replay(history, rulebook)) as replay:
        counted = set(replay.units().arrow(relation_text("counted_terms")).column("term_key").to_pylist())
        firing = {term.rule for term in replay.terms if term.term_key in counted}
    return [
        Fault(
            path_text(placed.path), "should fire at least once; it never does on this history", "look at its event, where and active", True
        )
        for placed in placed_rules(rulebook.model)
        if placed.rule.enabled and placed.rule.rule not in firing
    ]
