"""Suggested points and a suggested threshold: what to change in a rulebook, why, and what it would bring."""

from leadscore_analysis.suggestion.suggesting import suggest
from leadscore_analysis.suggestion.suggestion import Suggestion
from leadscore_analysis.suggestion.summary import summary

__all__ = ["Suggestion", "suggest", "summary"]
