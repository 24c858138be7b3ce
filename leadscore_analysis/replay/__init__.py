"""A rulebook replayed over a history: ledger, timeline, crossings, qualified leads, alerts, scores at any moment."""

from leadscore_analysis.replay.replay import Replay
from leadscore_analysis.replay.terms import Term

__all__ = ["Replay", "Term"]
