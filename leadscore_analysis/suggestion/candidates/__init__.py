"""Candidates for new rules: event types, values of attributes and counts that no rule uses, and what they would add."""

from leadscore_analysis.suggestion.candidates.table import candidates_table, shown_candidates

__all__ = ["candidates_table", "shown_candidates"]
